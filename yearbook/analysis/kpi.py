"""The few figures that open a page: the latest, its change, its line over the years, its doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import Columns, list_rows
from yearbook.analysis.year_on_year import measure_change

BEFORE = ("value", "value_max", "qualifier", "value_as_written", "year", "status")  # what a change is measured against


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline metric of one region.

    state    figure: the region's own latest figure, in `row` (a row of latest_figures.sql and its changes, as compare_years
             has them)
             none: nothing on record
    years and values are the sparkline: every year from the first, NaN in gaps (values in the base unit).
    """

    metric_id: str
    state: Literal["figure", "none"]
    row: dict[str, Any] = field(default_factory=dict)
    year: int | None = None
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


def list_headlines(latest: Columns, scope: str = "") -> list[Headline]:
    """A headline for each metric in the rows of latest_figures.sql, or for those whose figure is of a `scope`, by metric."""
    found = []
    for row in list_rows(latest):
        if scope and row["scope"] != scope:
            continue
        before = None if pd.isna(row["previous_year"]) else {name: row[f"previous_{name}"] for name in BEFORE}
        changed = row | measure_change(row, before)
        found.append(Headline(row["metric_id"], "figure", changed, row["year"]))
    return sorted(found, key=lambda headline: headline.metric_id)  # here, because to order in SQL takes longer than the rest


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
