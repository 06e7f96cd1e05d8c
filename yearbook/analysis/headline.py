"""The few figures that open a page: the latest, its change, its line over the years, its doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.analysis.choice import choose_year
from yearbook.analysis.comparability import split_comparable
from yearbook.analysis.ranking import rank_figures
from yearbook.analysis.year_on_year import compare_years

SCOPES = ("national", "region_wide", "direct_units", "agency", "sample")  # the widest view first
NATION = "100000"
ENOUGH = 3  # agencies for a median to say something


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline metric of one region.

    state    figure: the region's own latest figure, in `row` (a row of compare_years: facts' columns and changes)
             peers: the nation has no figure of its own; `median` of `reported` agencies in `year`, of one comparable group
             few: as peers, but fewer than three agencies: their median would say nothing, so it is NaN
             none: nothing on record
    years and values are the sparkline: every year from the first, NaN in gaps (values in the base unit).
    """

    metric_id: str
    state: Literal["figure", "peers", "few", "none"]
    row: dict[str, Any] = field(default_factory=dict)
    year: int | None = None
    median: float = float("nan")
    reported: int = 0
    peers: pd.DataFrame = field(default_factory=pd.DataFrame)  # the facts behind `median`
    years: np.ndarray[Any, Any] = field(default_factory=lambda: np.array([], dtype="int64"))
    values: np.ndarray[Any, Any] = field(default_factory=lambda: np.array([], dtype="float64"))

    @property
    def is_consecutive(self) -> bool:
        """Whether the change of `row` is against the year before (同比)."""
        apart = self.row.get("years_apart")
        return apart is not None and apart is not pd.NA and apart == 1

    @property
    def sparkline(self) -> list[float]:
        """For st.metric's chart_data: the values, NaN in gaps; empty with fewer than two figures."""
        return self.values.tolist() if np.count_nonzero(~np.isnan(self.values)) > 1 else []

    @property
    def sparkline_type(self) -> Literal["line", "bar"]:
        """Bars where years are missing: a line would lose the years that stand alone."""
        return "bar" if np.isnan(self.values).any() else "line"


def find_headlines(facts: pd.DataFrame, metrics: Sequence[str], region_code: str = NATION) -> list[Headline]:
    """A headline for each metric, in their order, from the facts of any regions.

    The nation's are figures of national scope; where there is none, the median of the agencies that reported, never a sum.
    A region's are those of its own bodies, the widest scope first, whole years before parts, then the longest line.
    """
    own = facts[facts["region_code"].astype(object) == region_code]
    if region_code == NATION:
        own = own[own["scope"].astype(object) == "national"]
    lines = compare_years(own[own["metric_id"].isin(list(metrics))], facts_of_changes=own)
    heads = _head_lines(lines)
    others = facts[facts["region_code"].astype(object) != NATION] if region_code == NATION else facts.iloc[0:0]
    return [heads.get(metric) or _find_peers(metric, others) for metric in metrics]


def find_latest(facts: pd.DataFrame, metrics: Sequence[str]) -> list[Headline]:
    """A headline for each metric that the facts of one body hold, in the order of `metrics`: its latest, of the widest scope."""
    heads = _head_lines(compare_years(facts[facts["metric_id"].isin(list(metrics))], facts_of_changes=facts))
    return [heads[metric] for metric in metrics if metric in heads]


def _find_peers(metric: str, others: pd.DataFrame) -> Headline:
    """What stands in for a figure of the nation: the median of the agencies that reported, of whom `others` are the facts."""
    told = others[others["metric_id"].astype(object) == metric]
    if told.empty:
        return Headline(metric, "none")
    group = split_comparable(told)[0].frame
    ranking = rank_figures(group, choose_year(group))
    median = ranking.median if ranking.reported >= ENOUGH else float("nan")
    state: Literal["peers", "few"] = "peers" if ranking.reported >= ENOUGH else "few"
    return Headline(metric, state, year=ranking.year, median=median, reported=ranking.reported, peers=ranking.frame)


def _head_lines(lines: pd.DataFrame) -> dict[str, Headline]:
    """For each metric of compare_years the series that says most, at its latest figure."""
    published = lines[lines["state"] == "published"]
    last = published.drop_duplicates("series", keep="last")
    order = pd.DataFrame(
        {
            "metric_id": last["metric_id"].astype(object),
            "wide": -last["scope"].astype(object).map({scope: place for place, scope in enumerate(SCOPES)}).astype("int64"),
            "whole": last["months"].isin([0, 12]),
            "last": last["year"],
            "near": last["baseline"].isna() | (last["baseline"].astype(object) == "previous_year"),
            "count": last["series"].map(published["series"].value_counts()),
        }
    ).sort_values(["wide", "whole", "last", "near", "count"], ascending=False)
    best = last.loc[order.drop_duplicates("metric_id").index]
    rows_of = lines.groupby("series").indices
    years, values = lines["year"].to_numpy(dtype="int64"), lines["value"].to_numpy(dtype="float64")
    heads = {}
    for row in best.to_dict("records"):
        metric, rows = str(row["metric_id"]), rows_of[row["series"]]
        head = {str(name): value for name, value in row.items()}
        heads[metric] = Headline(
            metric, "figure", row=head, year=int(row["year"]), reported=1, years=years[rows], values=values[rows]
        )
    return heads
