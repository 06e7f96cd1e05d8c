"""The few figures that open a page: the latest, its change, its line over the years, its doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import list_rows
from yearbook.analysis.year_on_year import measure_change

ENOUGH = 3  # agencies for a median to say something
BEFORE = ("value", "value_max", "qualifier", "year")  # what a change is measured against


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline metric of one region.

    state    figure: the region's own latest figure, in `row` (a row of latest_figures.sql and its changes, as compare_years
             has them)
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


def list_headlines(latest: pd.DataFrame, metrics: Sequence[str] = ()) -> list[Headline]:
    """A headline for each metric, in their order (by default those of the frame), from the rows of latest_figures.sql."""
    found = {}
    for row in list_rows(latest):
        before = None if pd.isna(row["previous_year"]) else {name: row[f"previous_{name}"] for name in BEFORE}
        changed = row | measure_change(row, before)
        found[row["metric_id"]] = Headline(row["metric_id"], "figure", changed, row["year"], reported=1)
    return [found.get(metric) or Headline(metric, "none") for metric in metrics or found]


def add_medians(headlines: Sequence[Headline], medians: pd.DataFrame) -> list[Headline]:
    """What stands in for figures that the nation does not have: the rows of most_reported.sql; never a sum."""
    found = medians.set_index("metric_id").to_dict("index")
    added = []
    for headline in headlines:
        peers = found.get(headline.metric_id)
        if headline.state == "none" and peers is not None:
            enough = peers["reported"] >= ENOUGH
            median = peers["median"] if enough else float("nan")
            headline = replace(
                headline, state="peers" if enough else "few", year=peers["year"], median=median, reported=peers["reported"]
            )
        added.append(headline)
    return added


def add_lines(headlines: Sequence[Headline]) -> list[Headline]:
    """The headlines with their years and values, where they have figures."""
    added = []
    for headline in headlines:
        if headline.state == "figure":
            years = np.array(headline.row["years"], dtype="int64")
            line = np.full(years[-1] - years[0] + 1, np.nan)
            line[years - years[0]] = headline.row["values"]
            headline = replace(headline, years=np.arange(years[0], years[-1] + 1), values=line)
        added.append(headline)
    return added
