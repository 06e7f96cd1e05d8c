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

OF_BODIES = ("agency", "sample")  # scopes of which each body is a subject of its own


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """The figures of one comparable group, year and level, one a subject, the lowest first: the columns of peers.sql as lists."""

    columns: Mapping[str, list[Any]]
    values: np.ndarray[Any, Any]  # in the base unit


@dataclass(frozen=True, slots=True)
class Peers:
    """Those of a level that a reader has chosen: the bodies, their regions, and what the choice is called."""

    name: str
    agencies: frozenset[str]
    regions: frozenset[str]

    def hold(self, row: Mapping[str, Any], scope: str) -> bool:
        """Whether a row of peers.sql is of one of them; who published what is said of a whole region plays no part."""
        return row["agency_id"] in self.agencies if scope in OF_BODIES else row["region_code"] in self.regions


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure of one body (`own`, a row of standings.sql) among one of each body that reported likewise, its own too.

    Ranks count from 1, the best; the largest first where neither way is better. Equal values share the better rank.
    """

    own: dict[str, Any]
    bodies: int  # subjects of the level and scope that have any figure
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


def list_standings(
    rows: Columns, cells: Mapping[int, Cell], bodies: int, regions: int | None = None, peers: Peers | None = None
) -> list[Standing]:
    """The standings of one body, the metrics that open the overview first, then what most subjects reported.

    Sensitive metrics have none. `rows` are those of standings.sql; `cells` those of some of them, by their `cell`: of all where
    only some `peers` are compared. `bodies` and `regions` (by default as many) are how many have any figure.
    """
    found = []
    for own in list_rows(rows):
        if may_rank(str(own["metric_id"])):
            possible = bodies if regions is None or own["scope"] in OF_BODIES else regions
            standing = Standing(own, max(possible, own["reported"]), cells.get(own["cell"]))
            found.append(narrow_standing(standing, peers) if peers else standing)
    compared = [standing for standing in found if standing is not None]
    return sorted(compared, key=lambda one: (not one.own["headline"], -one.reported, one.metric_id))


def narrow_standing(standing: Standing, peers: Peers) -> Standing | None:
    """The standing among those of its cell that are of some peers, and itself; None where that leaves nobody else."""
    own, rows = standing.own, standing.rows
    kept = [at for at, row in enumerate(rows) if row["fact_id"] == own["fact_id"] or peers.hold(row, str(own["scope"]))]
    if len(kept) < 2 or standing.cell is None:
        return None
    cell = Cell({name: [cells[at] for at in kept] for name, cells in standing.cell.columns.items()}, standing.cell.values[kept])
    values, mine = cell.values, float(own["value"])
    lower, median, upper = np.quantile(values, [0.25, 0.5, 0.75]).tolist()
    changed = {
        "reported": len(kept),
        "unverified": cell.columns["status"].count("unverified"),
        "approximate": any(qualifier != "exact" for qualifier in cell.columns["qualifier"]),
        "rank": 1 + int(np.count_nonzero(values < mine if standing.better == "down" else values > mine)),
        "ties": int(np.count_nonzero(values == mine)),
        "lower_quartile": lower,
        "median": median,
        "upper_quartile": upper,
    }
    possible = len(peers.agencies if own["scope"] in OF_BODIES else peers.regions)
    return Standing(own | changed, max(possible, len(kept)), cell)
