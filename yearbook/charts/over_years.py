"""Which chart shows years side by side: a few lines, two years as dots, or a small chart for each of many bodies."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from yearbook.charts.small_years import draw_small_years
from yearbook.charts.template import Caption
from yearbook.charts.year_dots import draw_year_dots
from yearbook.charts.year_lines import draw_year_lines
from yearbook.words import Language

LINES = 6  # more than these cannot be told apart in one chart
SLOPES = 3  # bodies from which two years read better as dots


def draw_years(
    years: pd.DataFrame,
    caption: Caption,
    language: Language = "zh",
    measure: Literal["value", "index"] = "value",
    highlight: Collection[str] = (),
    breaks: pd.DataFrame | None = None,
) -> go.Figure:
    """The series of compare_years as the chart that shows them best; `breaks` (see find_breaks) are marked where there are lines.

    For the customdata see the charts themselves."""
    lasting = _find_lasting(years)
    told = sorted(lasting["year"].unique())
    form = choose_form(years, measure)
    if form == "dots":
        return draw_year_dots(years, int(told[0]), int(told[1]), caption, language)
    if form == "small":
        return draw_small_years(years[years["series"].isin(lasting["series"])], caption, language, measure, breaks)
    return draw_year_lines(years, caption, language, highlight, measure, breaks)


def choose_form(years: pd.DataFrame, measure: Literal["value", "index"] = "value") -> Literal["dots", "small", "lines"]:
    """The chart that draw_years takes; two years as dots show no breaks."""
    lasting = _find_lasting(years)
    series = lasting["series"].nunique()
    if measure == "value" and lasting["year"].nunique() == 2 and series >= SLOPES:
        return "dots"
    return "small" if series > LINES else "lines"


def _find_lasting(years: pd.DataFrame) -> pd.DataFrame:
    """The figures of the series that have several."""
    published = years[years["state"] == "published"]
    return published[published.groupby("series")["year"].transform("size") > 1]
