"""Years side by side for many bodies: a small chart for each, all on one scale, over the median of all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.charts.drawing import Drawing
from yearbook.charts.labels import HOVER, explain_marks, find_hollow, find_marks, make_customdata, name_series
from yearbook.charts.lettering import escape, join_lines, measure_text, shorten_text
from yearbook.charts.numbers import choose_scale, format_number
from yearbook.charts.template import COLOURS, FAINT, GREY, LETTER, Caption, draw_nothing, polish
from yearbook.words import Language, say

COLUMNS = 3
MOST = 24  # small charts; the table has the rest
PANEL, NAME, GAP = 62, 19, 24  # px: a small chart, the name above it, the room below it for its years
INSET = (0.05, 0.88)  # of a column: where the first and the last year stand
PHONE_COLUMN = 104  # px
SMALL = LETTER - 1
Numbers = np.ndarray[Any, Any]


def draw_small_years(years: pd.DataFrame, caption: Caption, language: Language = "zh", measure: str = "value") -> go.Figure:
    """A small chart for each series of compare_years, those that end highest first; a missing year breaks its line.

    With measure="index" the first year is 100. customdata: fact_id, agency_id, region_code, hover text.
    """
    published = years[(years["state"] == "published") & years[measure].notna()]
    if published.empty:
        return draw_nothing(caption, language)
    ends = published.drop_duplicates("series", keep="last").set_index("series")[measure].sort_values(ascending=False)
    order = list(ends.index[:MOST])
    unit = str(published["unit"].iloc[0]) if measure == "value" else ""
    divisor = choose_scale(published[measure], unit, language).divisor if unit else 1
    drawn = years[years["series"].isin(order)]
    place = _Panels(published, measure, divisor, len(order))
    figure = Drawing()
    _draw_medians(figure, place, published.groupby("year")[measure].median() / divisor)
    names = name_series(published.drop_duplicates("series").set_index("series").loc[order], language)
    for panel, (series, name) in enumerate(zip(order, names, strict=True)):
        _write_panel(figure, place, panel, name)
        line = drawn[drawn["series"] == series]
        figure.add_trace(_draw_line(line, place, panel, measure, divisor, "%" if unit == "percent" else "", language))
    notes = [*explain_marks(published[published["series"].isin(order)], language), say("comparable.note_small", language)]
    if (drawn["state"] == "gap").any():
        notes.append(say("charts.note_gap", language))
    if len(ends) > MOST:
        notes.append(say("comparable.note_small_most", language, shown=MOST, count=len(ends)))
    figure.update_xaxes(visible=False, range=[0, COLUMNS])
    figure.update_yaxes(visible=False, range=[-place.height, 0])
    return polish(figure, caption, place.height, right=0, notes=notes)


class _Panels:
    """Where a year and a value stand on the sheet: x in columns, y in px downwards from 0."""

    def __init__(self, published: pd.DataFrame, measure: str, divisor: int, count: int) -> None:
        values = published[measure] / divisor
        self.first, self.last = int(published["year"].min()), int(published["year"].max())
        self.low, self.high = min(0.0, float(values.min())), float(values.max())
        if self.low == 0.0 and float(values.min()) > self.high / 3:
            self.low = float(values.min())  # far from nought the changes would not show
        self.rows = -(-count // COLUMNS)
        self.count = count

    @property
    def height(self) -> int:
        return self.rows * (NAME + PANEL + GAP)

    def across(self, panel: int, years: Numbers) -> Numbers:
        share = (years - self.first) / max(1, self.last - self.first)
        return panel % COLUMNS + INSET[0] + share * (INSET[1] - INSET[0])

    def down(self, panel: int, values: Numbers) -> Numbers:
        share = (values - self.low) / (self.high - self.low) if self.high > self.low else np.full(len(values), 0.5)
        return self.foot(panel) + 8 + share * (PANEL - 22)

    def top(self, panel: int) -> int:
        return -(panel // COLUMNS) * (NAME + PANEL + GAP)

    def foot(self, panel: int) -> int:
        return self.top(panel) - NAME - PANEL


def _draw_medians(figure: Drawing, place: _Panels, medians: pd.Series) -> None:
    """The median of all bodies, year by year, behind every small chart."""
    years, values = medians.index.to_numpy(dtype="float64"), medians.to_numpy(dtype="float64")
    gap = np.array([np.nan])
    across = [np.append(place.across(panel, years), gap) for panel in range(place.count)]
    down = [np.append(place.down(panel, values), gap) for panel in range(place.count)]
    line = {"color": GREY, "width": 1, "dash": "dot"}
    lines = {"x": np.concatenate(across), "y": np.concatenate(down)}
    figure.add_trace({"type": "scatter", **lines, "mode": "lines", "line": line, "hoverinfo": "skip"})


def _write_panel(figure: Drawing, place: _Panels, panel: int, name: str) -> None:
    """The name above, a line below with the first and the last year."""
    column, foot = panel % COLUMNS, place.foot(panel)
    _write(figure, shorten_text(name, PHONE_COLUMN, LETTER), column, place.top(panel), "left", LETTER)
    figure.add_shape(type="line", x0=column, x1=column + INSET[1] + 0.06, y0=foot, y1=foot, line={"color": FAINT, "width": 1})
    _write(figure, str(place.first), column, foot, "left", SMALL)
    if place.last > place.first:
        _write(figure, str(place.last), column + INSET[1] + 0.06, foot, "right", SMALL)


def _draw_line(
    line: pd.DataFrame, place: _Panels, panel: int, measure: str, divisor: int, suffix: str, language: Language
) -> dict[str, Any]:
    values = line[measure].to_numpy(dtype="float64") / divisor
    there = np.flatnonzero(~np.isnan(values))
    marks = find_marks(line, language)
    texts = np.full(len(line), "", dtype=object)
    for at in {there[0], there[-1]}:
        texts[at] = escape(f"{marks[at]}{format_number(values[at], 3)}{suffix}")
    wide = measure_text("".join(texts), SMALL) > PHONE_COLUMN * (INSET[1] - INSET[0])
    if wide and len(there) > 1:
        texts[there[0]] = ""  # the two would meet: the last one stays
    years = line["year"].to_numpy(dtype="float64")
    early = years < (place.first + place.last) / 2
    return {
        "type": "scatter",
        "x": place.across(panel, years),
        "y": place.down(panel, values),
        "mode": "lines+markers+text",
        "connectgaps": False,
        "line": {"color": COLOURS[0], "width": 2},
        "marker": {
            "symbol": np.where(find_hollow(line), "circle-open", "circle"),
            "color": COLOURS[0],
            "size": 7,
            "line": {"width": 2, "color": COLOURS[0]},
        },
        "text": texts,
        "textposition": np.where(early, "top right", "top left"),
        "textfont": {"size": SMALL},
        "cliponaxis": False,
        "customdata": make_customdata(line, language),
        "hovertemplate": HOVER,
    }


def _write(figure: Drawing, text: str, x: float, y: float, anchor: str, size: float) -> None:
    figure.add_annotation(
        text=join_lines([text]), x=x, y=y, xanchor=anchor, yanchor="top", showarrow=False, font={"size": size}, borderpad=0
    )
