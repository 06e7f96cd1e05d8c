"""Which chart shows years side by side: a few lines, two years as dots, or a small chart for each of many bodies."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.columns import Table, read_columns
from yearbook.charts.small_years import draw_small_years
from yearbook.charts.template import Caption
from yearbook.charts.year_dots import draw_year_dots
from yearbook.charts.year_lines import draw_year_lines
from yearbook.words import Language

Form = Literal["dots", "small", "lines"]
LINES = 6  # more than these cannot be told apart in one chart
SLOPES = 3  # bodies from which two years read better as dots


def draw_years(
    years: Table,
    caption: Caption,
    language: Language = "zh",
    measure: Literal["value", "index"] = "value",
    highlight: Collection[str] = (),
    breaks: pd.DataFrame | None = None,
) -> go.Figure:
    """The series of compare_years as the chart that shows them best; `breaks` (see find_breaks) are marked where there are lines.

    For the customdata see the charts themselves."""
    lasting = _find_lasting(years)
    form = _choose_form(lasting, measure)
    if form == "dots":
        return draw_year_dots(years, int(lasting.years[0]), int(lasting.years[1]), caption, language)
    if form == "small":
        rows = read_columns(years)
        kept = rows.take(np.isin(rows["series"].astype("int64"), lasting.series))
        return draw_small_years(kept, caption, language, measure, breaks)
    return draw_year_lines(years, caption, language, highlight, measure, breaks)


def choose_form(years: Table, measure: Literal["value", "index"] = "value") -> Form:
    """The chart that draw_years takes; two years as dots show no breaks."""
    return _choose_form(_find_lasting(years), measure)


class _Lasting(NamedTuple):
    """The series that have several figures, and the years of these, in order."""

    series: np.ndarray[Any, np.dtype[np.int64]]
    years: np.ndarray[Any, np.dtype[np.int64]]


def _choose_form(lasting: _Lasting, measure: Literal["value", "index"]) -> Form:
    if measure == "value" and len(lasting.years) == 2 and len(lasting.series) >= SLOPES:
        return "dots"
    return "small" if len(lasting.series) > LINES else "lines"


def _find_lasting(years: Table) -> _Lasting:
    rows = read_columns(years)
    published = rows.take(rows["state"] == "published")
    series = published["series"].astype("int64")
    numbers, places, counts = np.unique(series, return_inverse=True, return_counts=True)
    return _Lasting(numbers[counts > 1], np.unique(published["year"].astype("int64")[counts[places] > 1]))
