"""Years side by side: one line for each series, broken where a year is missing, named at its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.columns import Columns, Table, read_columns
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.annotations import draw_breaks, draw_restatements, find_breaks_of
from yearbook.charts.figure_spec import FigureSpec
from yearbook.charts.hover import (
    HOVER,
    agency_labels,
    explain_marks,
    find_hollow,
    find_marks,
    format_labels,
    label_rows,
    make_customdata,
    name_series,
    place_rows,
)
from yearbook.charts.number_format import choose_scale, format_number
from yearbook.charts.small_years import draw_small_years
from yearbook.charts.template import COLOURS, GREY, LETTER, Caption, draw_nothing, polish
from yearbook.charts.text_metrics import balance_text, escape, join_lines, measure_text

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


ROW = 30  # px
ROOM = 0.2  # of the width on each side, for the values


def draw_year_dots(years: Table, first: int, last: int, caption: Caption, language: Language = "zh") -> go.Figure:
    """The series of compare_years that have figures in both years, the highest in `last` at the top.

    customdata: fact_id, agency_id, region_code, hover text; three traces (the joining lines, the first year, the last).
    """
    given = read_columns(years)
    given = given.take(given.has("value"))
    before, after = (given.take(given["year"] == year) for year in (first, last))
    _, old_places, new_places = np.intersect1d(before["series"], after["series"], assume_unique=True, return_indices=True)
    if not len(new_places):
        return draw_nothing(caption, language)
    order = np.argsort(-after.numbers("value")[new_places], kind="stable")
    before, after = before.take(old_places[order]), after.take(new_places[order])
    unit = str(after["unit"][0])
    both = given.take(np.isin(given["year"], (first, last)) & np.isin(given["series"], after["series"]))
    scale, suffix = choose_scale(both.numbers("value"), unit, language), "%" if unit == "percent" else ""
    old, new = (side.numbers("value") / scale.divisor for side in (before, after))
    places = place_rows(len(after)).astype("float64")
    gap = np.full(len(new), np.nan)
    figure = FigureSpec(
        {
            "type": "scatter",
            "x": np.column_stack([old, new, gap]).ravel(),
            "y": np.column_stack([places, places, gap]).ravel(),
            "mode": "lines",
            "line": {"color": GREY, "width": 2},
            "hoverinfo": "skip",
        }
    )
    for side, values, outer, colour in ((before, old, old > new, GREY), (after, new, new >= old, COLOURS[0])):
        figure.add_trace(
            {
                "type": "scatter",
                "x": values,
                "y": places,
                "mode": "markers+text",
                "marker": {
                    "color": colour,
                    "size": 11,
                    "symbol": np.where(find_hollow(side), "circle-open", "circle"),
                    "line": {"width": 2, "color": colour},
                },
                "text": format_labels(side, values, suffix, language),
                "textposition": np.where(outer, "middle right", "middle left"),
                "textfont": {"size": LETTER},
                "cliponaxis": False,
                "customdata": make_customdata(side, language),
                "hovertemplate": HOVER,
            }
        )
    low, high = min(old.min(), new.min()), max(old.max(), new.max())
    room = (high - low or abs(high) or 1.0) * ROOM / (1 - 2 * ROOM)
    figure.update_xaxes(visible=False, range=[low - room, high + room])
    left, height = label_rows(figure, agency_labels(after, language), grid=True, row=ROW)
    notes = [translate("charts.note_two_years", language, first=first, last=last), *explain_marks(both, language)]
    return polish(figure, caption, height, left=left, notes=notes)


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
    figure = FigureSpec()
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
        notes.append(translate("charts.note_gap", language))
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


def _name_lines(figure: FigureSpec, ends: Sequence[tuple[float, float, str, str]], points: _Points) -> int:
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
