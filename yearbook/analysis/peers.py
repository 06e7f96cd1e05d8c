"""Where one body stands among those of its level: only figures that compare, of one year, each area once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import AREAS, describe_aspects, find_aspects, label_groups
from yearbook.analysis.kpi import ENOUGH, SCOPES
from yearbook.analysis.preferred import DOUBTFUL, pick_preferred
from yearbook.catalogue.messages import Language

QUARTERS = 4  # bodies for quartiles to say something


@dataclass(frozen=True, slots=True)
class Place:
    """A figure of one body, as a row of its facts, among one of each body that reported likewise, its own too."""

    own: dict[str, Any]
    bodies: int  # of the level that have any figure
    values: np.ndarray[Any, Any]  # in the base unit, the lowest first
    is_approximate: bool  # a figure that is not exact stands among them, so that rank and median are not certain
    to_verify: int  # how many of the figures are to be verified
    facts: pd.DataFrame = field(repr=False)  # among them the figures
    rows: np.ndarray[Any, Any] = field(repr=False)  # where they stand in `facts`

    @property
    def figures(self) -> pd.DataFrame:
        """The facts behind `values`, in their order."""
        return self.facts.iloc[self.rows].reset_index(drop=True)

    @property
    def metric_id(self) -> str:
        return str(self.own["metric_id"])

    @property
    def better(self) -> str:
        """up | down | neither."""
        return str(self.own["better"])

    @property
    def reported(self) -> int:
        return len(self.values)

    @property
    def rank(self) -> int:
        """1 is best; the largest first where neither way is better. Equal values share the better rank."""
        ahead = self.values < self.own["value"] if self.better == "down" else self.values > self.own["value"]
        return 1 + int(ahead.sum())

    @property
    def is_tied(self) -> bool:
        return int((self.values == self.own["value"]).sum()) > 1

    @property
    def median(self) -> float:
        """In the base unit; NaN where fewer than three bodies reported."""
        return float(np.median(self.values)) if self.reported >= ENOUGH else float("nan")

    @property
    def quartiles(self) -> tuple[float, float]:
        """Lower and upper, in the base unit; NaN where fewer than four bodies reported."""
        if self.reported < QUARTERS:
            return float("nan"), float("nan")
        lower, upper = np.percentile(self.values, [25, 75])
        return float(lower), float(upper)

    @property
    def quarter(self) -> Literal["best", "middle", "worst", ""]:
        """best where more than three quarters of the others are worse, worst where as many are better; else middle.

        "" with fewer than four bodies, and where neither way is better.
        """
        if self.better == "neither" or self.reported < QUARTERS:
            return ""
        most = 0.75 * (self.reported - 1)
        below, above = (self.values < self.own["value"]).sum(), (self.values > self.own["value"]).sum()
        worse, better = (below, above) if self.better == "up" else (above, below)
        return "best" if worse > most else "worst" if better > most else "middle"

    def describe(self, language: Language) -> str:
        """What the figures have in common: 省直口径 · 全年."""
        return describe_aspects(find_aspects(self.own), (str(self.own["admin_level"]),), language)


def find_places(own: pd.DataFrame, others: pd.DataFrame, bodies: int) -> list[Place]:
    """The place of a body in each metric that anybody else of its level reports likewise.

    `own` and `others` are facts, `others` of bodies of the same level. Of a metric the latest year counts in which three
    bodies or more reported, else the latest with any other; of one year the figures that most reported, the widest scope
    first. The same area counts once. Metrics that open the overview come first, then what most bodies reported.
    """
    agency = set(own["agency_id"].astype(str))
    both = pd.concat([own, others[~others["agency_id"].astype(str).isin(agency)]], ignore_index=True)
    both = both[both["value"].notna() & both["metric_id"].isin(set(own["metric_id"]))].reset_index(drop=True)
    if both.empty:
        return []
    both = both.assign(_group=label_groups(both), _own=both["agency_id"].astype(str).isin(agency))
    both = pick_preferred(_count_areas_once(both), ["_group", "year", "agency_id"]).reset_index(drop=True)
    both = both.assign(_told=both.groupby(["_group", "year"])["agency_id"].transform("size")).sort_values("value", kind="stable")
    beside = both.groupby(["_group", "year"]).indices
    values = both["value"].to_numpy(dtype="float64")
    inexact = (both["qualifier"].astype(object) != "exact").to_numpy()
    doubtful = both["status"].astype(object).isin(DOUBTFUL).to_numpy()
    places = []
    for row in _choose_comparisons(both[both["_own"] & (both["_told"] > 1)]):
        at = np.sort(beside[row["_group"], row["year"]])
        most = max(bodies, len(at))
        places.append(Place(row, most, values[at], bool(inexact[at].any()), int(doubtful[at].sum()), both, at))
    return sorted(places, key=lambda place: (not bool(place.own["headline"]), -place.reported))


def _count_areas_once(both: pd.DataFrame) -> pd.DataFrame:
    """Two bodies that report on the same area are one figure, not two: the body's own where it is among them."""
    area = both["scope"].astype(str).isin(AREAS)
    places = pd.MultiIndex.from_frame(both[["_group", "year", "region_code"]].astype(object))
    own = area & both["_own"]
    rest = both[area & ~places.isin(places[own])]
    return pd.concat([both[~area | own], pick_preferred(rest, ["_group", "year", "region_code"])], ignore_index=True)


def _choose_comparisons(own: pd.DataFrame) -> list[dict[str, Any]]:
    """For each metric of the body the group and year to compare in, as rows of its figures."""
    wide = {scope: -place for place, scope in enumerate(SCOPES)}
    order = own.assign(_enough=own["_told"] >= ENOUGH, _wide=own["scope"].astype(str).map(wide))
    order = order.sort_values(["_enough", "year", "_told", "_wide", "fact_id"], ascending=[False, False, False, False, True])
    return [{str(name): cell for name, cell in row.items()} for row in order.drop_duplicates("metric_id").to_dict("records")]
