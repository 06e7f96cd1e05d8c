"""Where one body stands among those of its level: a row of the edition's standings, with what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

import numpy as np

from yearbook.analysis.admissibility import may_rank, may_say
from yearbook.analysis.comparability import Columns, describe_aspects, find_aspects, list_column, list_rows
from yearbook.catalogue.messages import Language


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """The figures of one comparable group, year and level, one a subject, the lowest first: the columns of peers.sql as lists."""

    columns: Mapping[str, list[Any]]
    values: np.ndarray[Any, Any]  # in the base unit


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure of one body (`own`, a row of standings.sql) among one of each body that reported likewise, its own too.

    Ranks count from 1, the best; the largest first where neither way is better. Equal values share the better rank.
    """

    own: dict[str, Any]
    bodies: int  # of the level that have any figure
    cell: Cell | None = field(default=None, repr=False, metadata={"shared": True})  # None where the figures were not asked for

    @property
    def metric_id(self) -> str:
        return str(self.own["metric_id"])

    @property
    def better(self) -> str:
        """up | down | neither."""
        return str(self.own["better"])

    @property
    def reported(self) -> int:
        return int(self.own["reported"])

    @property
    def rank(self) -> int:
        return int(self.own["rank"])

    @property
    def is_tied(self) -> bool:
        return int(self.own["ties"]) > 1

    @property
    def is_approximate(self) -> bool:
        """Whether a figure that is not exact stands among them, so that rank and median are not certain."""
        return bool(self.own["approximate"])

    @property
    def to_verify(self) -> int:
        """How many of the figures are to be verified."""
        return int(self.own["unverified"])

    @property
    def values(self) -> np.ndarray[Any, Any]:
        """The figures compared in the base unit, the lowest first."""
        return np.array([]) if self.cell is None else self.cell.values

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The figures compared, the lowest first, with the columns of peers.sql."""
        return [] if self.cell is None else list_rows(self.cell.columns)

    @property
    def median(self) -> float:
        """In the base unit; NaN where too few bodies reported for one."""
        return float(self.own["median"]) if may_say("median", self.reported) else float("nan")

    @property
    def quartiles(self) -> tuple[float, float]:
        """Lower and upper, in the base unit; NaN where too few bodies reported for them."""
        if not may_say("quartiles", self.reported):
            return float("nan"), float("nan")
        return float(self.own["lower_quartile"]), float(self.own["upper_quartile"])

    @property
    def quarter(self) -> Literal["best", "middle", "worst", ""]:
        """best where more than three quarters of the others are worse, worst where as many are better; else middle.

        "" where too few bodies reported for quartiles, and where neither way is better.
        """
        if self.better == "neither" or not may_say("quartiles", self.reported):
            return ""
        most, better = 0.75 * (self.reported - 1), self.rank - 1
        worse = self.reported - better - int(self.own["ties"])
        return "best" if worse > most else "worst" if better > most else "middle"

    def describe(self, language: Language) -> str:
        """What the figures have in common: 省直口径 · 全年."""
        return describe_aspects(find_aspects(self.own), (str(self.own["admin_level"]),), language)


def make_cells(peers: Columns) -> dict[int, Cell]:
    """The cells of the rows of peers.sql by their keys."""
    columns = {str(name): list_column(peers, str(name)) for name in peers}
    keys = columns.pop("cell")
    cells: dict[int, Cell] = {}
    first = 0
    for key, same in groupby(keys):
        last = first + len(list(same))
        part = {name: column[first:last] for name, column in columns.items()}
        cells[key] = Cell(part, np.array(part["value"], dtype="float64"))
        first = last
    return cells


def list_standings(rows: Columns, cells: Mapping[int, Cell], bodies: int) -> list[Standing]:
    """The standings of one body, the metrics that open the overview first, then what most bodies reported.

    Sensitive metrics have none. `rows` are those of standings.sql; `cells` those of some of them, by their `cell`.
    """
    ranked = [own for own in list_rows(rows) if may_rank(str(own["metric_id"]))]
    owns = sorted(ranked, key=lambda own: (not own["headline"], -own["reported"], own["metric_id"]))
    return [Standing(own, max(bodies, own["reported"]), cells.get(own["cell"])) for own in owns]
