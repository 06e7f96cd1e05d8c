"""The few figures that open a page: the latest, its change, its line over the years, its doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import split_comparable
from yearbook.analysis.preferred import choose_year
from yearbook.analysis.ranking import rank_figures
from yearbook.analysis.rows import is_any_of, keep_rows, list_rows
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
    own = keep_rows(facts, is_any_of(facts["region_code"], region_code))
    if region_code != NATION:
        heads = _find_heads(own, metrics)
        return [heads.get(metric) or Headline(metric, "none") for metric in metrics]
    heads = _find_heads(keep_rows(own, is_any_of(own["scope"], "national")), metrics)
    others = keep_rows(facts, ~is_any_of(facts["region_code"], NATION))
    return [heads.get(metric) or _find_peers(metric, others) for metric in metrics]


def find_latest(facts: pd.DataFrame, metrics: Sequence[str]) -> list[Headline]:
    """A headline for each metric that the facts of one body hold, in the order of `metrics`: its latest, of the widest scope."""
    heads = _find_heads(facts, metrics)
    return [heads[metric] for metric in metrics if metric in heads]


def _find_peers(metric: str, others: pd.DataFrame) -> Headline:
    """What stands in for a figure of the nation: the median of the agencies that reported, of whom `others` are the facts."""
    told = others[is_any_of(others["metric_id"], metric)]
    if told.empty:
        return Headline(metric, "none")
    group = split_comparable(told)[0].frame
    ranking = rank_figures(group, choose_year(group))
    median = ranking.median if ranking.reported >= ENOUGH else float("nan")
    state: Literal["peers", "few"] = "peers" if ranking.reported >= ENOUGH else "few"
    return Headline(metric, state, year=ranking.year, median=median, reported=ranking.reported, peers=ranking.frame)


def _find_heads(facts: pd.DataFrame, metrics: Sequence[str]) -> dict[str, Headline]:
    """For each metric the series that says most, at its latest figure."""
    lines = compare_years(keep_rows(facts, is_any_of(facts["metric_id"], *metrics)), facts_of_changes=facts)
    years, values = lines["year"].to_numpy(dtype="int64"), lines["value"].to_numpy(dtype="float64")
    starts = np.flatnonzero(np.diff(lines["series"].to_numpy(dtype="int64"), prepend=-1))
    ends = np.append(starts, len(lines))[1:]  # past the last figure of each series, which is never a gap
    best: dict[str, tuple[tuple[Any, ...], int, int]] = {}
    told = list_rows(lines[["metric_id", "scope", "months", "year", "baseline"]], ends - 1)
    for row, start, end in zip(told, starts.tolist(), ends.tolist(), strict=True):
        usefulness = _rate(row, int(np.count_nonzero(~np.isnan(values[start:end]))))
        if row["metric_id"] not in best or usefulness > best[row["metric_id"]][0]:
            best[row["metric_id"]] = usefulness, start, end
    rows = list_rows(lines, np.array([end - 1 for _, _, end in best.values()], dtype="int64"))
    return {
        metric: Headline(metric, "figure", row, row["year"], reported=1, years=years[start:end], values=values[start:end])
        for (metric, (_, start, end)), row in zip(best.items(), rows, strict=True)
    }


def _rate(row: dict[str, Any], figures: int) -> tuple[Any, ...]:
    """How much a series says, by its last row: the widest scope, whole years, lately, against the year before, long."""
    near = row["baseline"] == "previous_year" or pd.isna(row["baseline"])
    return -SCOPES.index(row["scope"]), row["months"] in (0, 12), row["year"], near, figures
