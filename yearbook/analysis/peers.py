"""Where one body stands among those of its level: a row of the edition's standings, with what it says."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import describe_aspects, find_aspects, list_rows
from yearbook.analysis.kpi import ENOUGH
from yearbook.catalogue.messages import Language

SHARED = ("metric_zh", "metric_en", "unit", "kind", "year", "scope", "admin_level", "baseline", "months")
"""Columns in which comparable figures of one year do not differ."""
QUARTERS = 4  # bodies for quartiles to say something


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure of one body (`own`, a row of standings.sql) among one of each body that reported likewise, its own too.

    Ranks count from 1, the best; the largest first where neither way is better. Equal values share the better rank.
    """

    own: dict[str, Any]
    bodies: int  # of the level that have any figure
    figures: pd.DataFrame = field(repr=False)  # the facts compared, the lowest first; empty where they were not asked for

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
        """In the base unit, the lowest first."""
        return self.figures["value"].to_numpy(dtype="float64")

    @property
    def median(self) -> float:
        """In the base unit; NaN where fewer than three bodies reported."""
        return float(self.own["median"]) if self.reported >= ENOUGH else float("nan")

    @property
    def quartiles(self) -> tuple[float, float]:
        """Lower and upper, in the base unit; NaN where fewer than four bodies reported."""
        if self.reported < QUARTERS:
            return float("nan"), float("nan")
        return float(self.own["lower_quartile"]), float(self.own["upper_quartile"])

    @property
    def quarter(self) -> Literal["best", "middle", "worst", ""]:
        """best where more than three quarters of the others are worse, worst where as many are better; else middle.

        "" with fewer than four bodies, and where neither way is better.
        """
        if self.better == "neither" or self.reported < QUARTERS:
            return ""
        most, better = 0.75 * (self.reported - 1), self.rank - 1
        worse = self.reported - better - int(self.own["ties"])
        return "best" if worse > most else "worst" if better > most else "middle"

    def describe(self, language: Language) -> str:
        """What the figures have in common: 省直口径 · 全年."""
        return describe_aspects(find_aspects(self.own), (str(self.own["admin_level"]),), language)


def list_standings(rows: pd.DataFrame, figures: pd.DataFrame, bodies: int) -> list[Standing]:
    """The standings of one body, the metrics that open the overview first, then what most bodies reported.

    `rows` are those of standings.sql, `figures` those of peer_figures.sql for some of them, which chose one a body and an area.
    """
    # One block of objects: it is cut by metric without a copy, where typed columns would be cut one by one.
    owns = {own["metric_id"]: own for own in list_rows(rows)}
    metrics = figures["metric_id"].tolist()
    columns = {name: figures[name].to_numpy(dtype=object) for name in figures}
    columns |= {name: np.array([owns[metric][name] for metric in metrics], dtype=object) for name in SHARED}
    objects = pd.DataFrame(columns)
    standings = []
    for metric, own in owns.items():
        first = bisect_left(metrics, metric)
        compared = objects.iloc[first : bisect_right(metrics, metric, first)]
        standings.append(Standing(own, max(bodies, own["reported"]), compared))
    return sorted(standings, key=lambda standing: (not bool(standing.own["headline"]), -standing.reported))
