"""Years side by side: one line for each series, broken where a year is missing, named at its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.columns import Columns, Table, read_columns
from yearbook.charts.disturbances import draw_breaks, draw_restatements, find_breaks_of
from yearbook.charts.drawing import Drawing
from yearbook.charts.labels import HOVER, explain_marks, find_hollow, find_marks, make_customdata, name_series
from yearbook.charts.lettering import balance_text, escape, join_lines, measure_text
from yearbook.charts.numbers import choose_scale, format_number
from yearbook.charts.template import COLOURS, GREY, LETTER, Caption, draw_nothing, polish
from yearbook.words import Language, say

HEIGHT = 250  # px of the drawing
NAME_WIDTH = 92  # px of a name at the end of a line
PHONE_AXIS = 200  # px, about the length of the axis on a phone
LABEL_GAP = 17  # px for a line of a name
TICKS = 6  # years written on the axis at most: more collide on a phone


def draw_year_lines(
    years: Table,
    caption: Caption,
    language: Language = "zh",
    highlight: Collection[str] = (),
    measure: Literal["value", "index"] = "value",
    breaks: pd.DataFrame | None = None,
) -> go.Figure:
    """Lines for the series of compare_years. Four are in colour (those of the agency_ids in `highlight`, else the
    longest), the rest grey. A missing year breaks the line; a figure to be verified has a hollow marker, one that was
    published otherwise before a cross; `breaks` (see find_breaks) are marked for the lines in colour. With
    measure="index" the first year is 100. customdata: fact_id, agency_id, region_code, hover text."""
    drawn = read_columns(years)
    drawn = drawn.take(drawn.has(measure) | (drawn["state"] == "gap"))
    published = drawn.take(drawn["state"] == "published")
    if not len(published):
        return draw_nothing(caption, language)
    unit = str(published["unit"][0]) if measure == "value" else ""
    scale = choose_scale(published.numbers(measure), unit, language) if unit else None
    divisor, suffix = (scale.divisor, "%" if unit == "percent" else "") if scale else (1, "")
    order = _order_series(published, highlight)
    heads = published.take(_find_heads(published, order))
    names = name_series(heads, language)
    restated = published.take(np.isin(published["series"].astype("int64"), order[: len(COLOURS)] if measure == "value" else []))
    reached = np.append(published.numbers(measure), restated.numbers("restated_value"))
    low, high = _find_range(reached / divisor)
    series, year = drawn["series"].astype("int64"), drawn["year"].astype("int64")
    values, symbols = drawn.numbers(measure) / divisor, np.where(find_hollow(drawn), "circle-open", "circle")
    customdata, marks = make_customdata(drawn, language), np.array(find_marks(drawn, language), dtype=object)
    figure = Drawing()
    ends: list[tuple[float, float, str, str]] = []
    for place in reversed(range(len(order))):  # the coloured are drawn last, on top
        at = np.flatnonzero(series == order[place])
        colour = COLOURS[place] if place < len(COLOURS) else GREY
        texts = _write_points(marks[at], values[at], suffix) if len(order) == 1 else [escape(mark) for mark in marks[at]]
        figure.add_trace(_draw_line(year[at], values[at], symbols[at], colour) | {"customdata": customdata[at]} | _write(texts))
        if place < len(COLOURS) or len(order) <= 6:
            last = at[np.flatnonzero(~np.isnan(values[at]))[-1]]
            ends.append((float(year[last]), float(values[last]), names[place], colour))
    right = 12 if len(order) == 1 else _name_lines(figure, ends, _Points(year, values, low, high))
    named = dict(zip(heads["agency_id"], names, strict=True)) if len(order) > 1 else {}
    notes = draw_restatements(figure, restated, divisor, language)
    told_years = [*published["year"]]
    if breaks is not None and len(breaks):
        called = {str(agency): named.get(str(agency), "") for agency in heads["agency_id"][: len(COLOURS)]}
        broken = find_breaks_of(breaks, called)
        notes += draw_breaks(figure, broken, called, (low, high), language)
        told_years += broken["year"].tolist()
    first, last_year = int(min(told_years)), int(max(told_years))
    all_years = range(first, last_year + 1)
    told = {year for year in all_years if (last_year - year) % -(-len(all_years) // TICKS) == 0}
    figure.update_xaxes(
        range=[first - 0.3, last_year + 0.3],
        tickvals=np.array(all_years),
        ticktext=[str(year) if year in told else "" for year in all_years],
        showgrid=False,
        zeroline=False,
        tickfont={"size": LETTER},
        ticks="outside",
        ticklen=4,
    )
    figure.update_yaxes(
        range=[low, high],
        nticks=5,
        ticksuffix=suffix,
        tickformat=",.4~g",
        tickfont={"size": LETTER},
        zeroline=low < 0 < high,
        showgrid=True,
    )
    notes = [*explain_marks(published, language), *notes]
    if (drawn["state"] == "gap").any():
        notes.append(say("charts.note_gap", language))
    left = round(max(measure_text(f"{format_number(end)}{suffix}", LETTER) for end in (low, (low + high) / 2, high))) + 10
    return polish(figure, caption, HEIGHT, left=left, right=right, axis_height=28, top=12, notes=notes)


def _draw_line(
    years: np.ndarray[Any, Any], values: np.ndarray[Any, Any], symbols: np.ndarray[Any, Any], colour: str
) -> dict[str, Any]:
    strong = colour != GREY
    return {
        "type": "scatter",
        "x": years,
        "y": values,
        "connectgaps": False,
        "line": {"color": colour, "width": 2.4 if strong else 1.4},
        "marker": {"symbol": symbols, "color": colour, "size": 8 if strong else 6, "line": {"width": 2, "color": colour}},
        "cliponaxis": False,
        "hovertemplate": HOVER,
    }


def _write(texts: list[str]) -> dict[str, Any]:
    """The texts above the points; no text where there is none."""
    if not any(texts):
        return {"mode": "lines+markers"}
    font = {"size": LETTER}
    return {"mode": "lines+markers+text", "text": np.array(texts, dtype=object), "textposition": "top center", "textfont": font}


def _order_series(published: Columns, highlight: Collection[str]) -> list[int]:
    """Highlighted first, then the longest, then the highest at its end."""
    found: dict[int, tuple[bool, int, float]] = {}  # rows of a series come in the order of the years
    told = (published[name].tolist() for name in ("series", "agency_id", "value"))
    for series, agency, value in zip(*told, strict=True):
        found[series] = (agency in highlight, found.get(series, (False, 0, 0.0))[1] + 1, value)
    return sorted(found, key=lambda series: found[series], reverse=True)


def _find_heads(published: Columns, order: list[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Where each series begins, in the `order` given."""
    series, firsts = np.unique(published["series"].astype("int64"), return_index=True)
    return np.asarray(firsts[np.searchsorted(series, order)], dtype="int64")


def _write_points(marks: np.ndarray[Any, Any], values: np.ndarray[Any, Any], suffix: str) -> list[str]:
    """Values above the points of a line that stands alone: all of a few, of many the first, last, highest and lowest."""
    there = np.flatnonzero(~np.isnan(values))
    told = set(there)
    if len(there) > 6:
        told = {there[0], there[-1], there[int(np.argmax(values[there]))], there[int(np.argmin(values[there]))]}
    pairs = enumerate(zip(marks, values, strict=True))
    written = [f"{mark}{format_number(value)}{suffix}" if at in told else "" for at, (mark, value) in pairs]
    return [escape(text) for text in written]


def _find_range(values: np.ndarray[Any, Any]) -> tuple[float, float]:
    """A little more than what is drawn; from zero where the lowest is less than a third of the highest."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if 0 <= low < high / 3:
        low = 0.0
    room = (high - low) * 0.14 or abs(high) * 0.1 or 1.0
    return (low - room if low != 0 else 0.0), high + room


@dataclass(frozen=True, slots=True)
class _Points:
    """All points of a chart as a phone shows them; those of missing years are nan."""

    years: np.ndarray[Any, Any]
    values: np.ndarray[Any, Any]
    low: float
    high: float

    def height_of(self, value: Any) -> Any:
        """The px above the axis."""
        return (value - self.low) / (self.high - self.low) * HEIGHT

    def is_free(self, year: float, height: float, width: float) -> bool:
        """Whether a line of `width` px (negative: to the left) that begins at a year covers no point."""
        across = (self.years - year) * PHONE_AXIS / (self.years.max() - self.years.min() + 0.6) / width
        near = np.abs(self.height_of(self.values) - height) < LABEL_GAP / 2
        return not bool((near & (across > 0) & (across < 1)).any())


def _name_lines(figure: Drawing, ends: Sequence[tuple[float, float, str, str]], points: _Points) -> int:
    """Write each line's name at its end, on the side where no point stands, pushed apart where they would touch; the room that
    this needs on the right."""
    widest, near = 0.0, 0.4 * (max(end[0] for end in ends) - min(end[0] for end in ends))
    placed: list[tuple[float, float]] = []  # year and upper edge of the names so far, from the bottom
    for year, value, name, colour in sorted(ends, key=lambda end: end[1]):
        lines = balance_text(name, NAME_WIDTH, LETTER)
        half, height = LABEL_GAP * len(lines) / 2, points.height_of(value)
        place = max([height, *(edge + half for other, edge in placed if abs(other - year) <= near)])
        placed.append((year, place + half))
        width = max(measure_text(line, LETTER) for line in lines) + 9
        turned = not points.is_free(year, place, width) and points.is_free(year, place, -width)
        widest = max(widest, 0 if turned else width)
        figure.add_annotation(
            x=year,
            y=value,
            text=join_lines(lines),
            xanchor="right" if turned else "left",
            yanchor="middle",
            xshift=-9 if turned else 9,
            yshift=place - height,
            align="right" if turned else "left",
            showarrow=False,
            font={"size": LETTER, "color": colour},
        )
    return round(widest) + 1
