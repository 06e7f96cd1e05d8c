"""Years side by side: one line for each series, broken where a year is missing, named at its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.catalogue.messages import Language, translate
from yearbook.charts.annotations import draw_breaks, draw_restatements, explain_highlighted, find_breaks_of, find_highlighted
from yearbook.charts.few_years import draw_latest_bars
from yearbook.charts.hover import (
    HOVER,
    explain_hollow,
    find_hollow,
    find_marks,
    make_customdata,
    read_numbers,
    select_columns,
    series_labels,
)
from yearbook.charts.number_format import choose_scale, format_number, read_unit_of
from yearbook.charts.template import COLOURS, GREY, LETTER, Caption, FigureSpec, draw_nothing, polish
from yearbook.charts.text_metrics import balance_text, escape, join_lines, measure_text

Form = Literal["dots", "small", "lines"]
LINES = 6  # more than these cannot be told apart in one chart
SLOPES = 3  # bodies from which two years read better as dots


def choose_form(years: Iterable[Collection[int]], measure: Literal["value", "index"] = "value") -> Form:
    """The chart that shows series best, by the years of those that have several figures: two years of three bodies or more as
    dots, many lines as small charts."""
    lasting = list(years)
    if measure == "value" and len(lasting) >= SLOPES and len({year for one in lasting for year in one}) == 2:
        return "dots"
    return "small" if len(lasting) > LINES else "lines"


HEIGHT = 250  # px of the drawing
NAME_WIDTH = 92  # px of a name at the end of a line
PHONE_AXIS = 200  # px, about the length of the axis on a phone
LABEL_GAP, BESIDE = 17, 9  # px for a line of a name, and between it and its point
TICKS = 6  # years written on the axis at most: more collide on a phone


def draw_year_lines(
    years: pd.DataFrame,
    caption: Caption,
    language: Language = "zh",
    highlight: Collection[str] = (),
    measure: Literal["value", "index"] = "value",
    breaks: pd.DataFrame | None = None,
) -> go.Figure:
    """Lines for the series of compare_years. Four are in colour (of those of the agency_ids in `highlight`, where any is among
    them, else the longest), the rest grey. A missing year breaks the line; a figure to be verified has a hollow marker, one that
    was published otherwise before a cross; `breaks` (see find_breaks) are marked for the lines in colour. With measure="index"
    the first year is 100.

    Where no series has a second year, bars with their years stand instead. customdata: fact_id, agency_id, region_code,
    hover text."""
    drawn = select_columns(years)
    drawn = drawn[drawn[measure].notna() | (drawn["state"] == "gap")]
    published = drawn[drawn["state"] == "published"]
    if not len(published):
        return draw_nothing(caption, language)
    if measure == "value" and published["series"].is_unique:
        return draw_latest_bars(published, caption, language, highlight)
    unit = read_unit_of(published) if measure == "value" else ""
    scale = choose_scale(read_numbers(published, measure), unit, language) if unit else None
    divisor, suffix = (scale.divisor, "%" if unit == "percent" else "") if scale else (1, "")
    order = _order_series(published, highlight)
    heads = published.drop_duplicates("series").set_index("series", drop=False).loc[order]
    names, chosen = series_labels(heads, language), find_highlighted(heads, highlight)
    coloured = min(len(COLOURS), int(chosen.sum()) or len(order))
    restated = published[published["series"].isin(order[:coloured] if measure == "value" else [])]
    reached = np.append(read_numbers(published, measure), read_numbers(restated, "restated_value"))
    low, high = _find_range(reached / divisor)
    series, year = (drawn[name].to_numpy(dtype="int64") for name in ("series", "year"))
    values, symbols = read_numbers(drawn, measure) / divisor, np.where(find_hollow(drawn), "circle-open", "circle")
    customdata, marks = make_customdata(drawn, language), np.array(find_marks(drawn, language), dtype=object)
    figure = FigureSpec()
    ends: list[_End] = []
    for place in reversed(range(len(order))):  # the coloured are drawn last, on top
        at = np.flatnonzero(series == order[place])
        colour = COLOURS[place] if place < coloured else GREY
        texts = _point_labels(marks[at], values[at], suffix) if len(order) == 1 else [escape(mark) for mark in marks[at]]
        figure.add_trace(_draw_line(year[at], values[at], symbols[at], colour) | {"customdata": customdata[at]} | _write(texts))
        if place < coloured or len(order) <= LINES:
            last = at[np.flatnonzero(~np.isnan(values[at]))[-1]]
            ends.append((float(year[last]), float(values[last]), names[place], colour, bool(chosen[place])))
    right = 12 if len(order) == 1 else _name_lines(figure, ends, _Points(year, values, low, high))
    named = dict(zip(heads["subject_id"], names, strict=True)) if len(order) > 1 else {}
    notes = draw_restatements(figure, restated, divisor, language)
    told_years = published["year"].tolist()
    if breaks is not None and len(breaks):
        called = {str(subject): named.get(str(subject), "") for subject in heads["subject_id"][:coloured]}
        broken = find_breaks_of(breaks, called)
        notes += draw_breaks(figure, broken, called, (low, high), HEIGHT, language)
        told_years += broken["year"].tolist()
    first, last_year = int(min(told_years)), int(max(told_years))
    all_years = range(first, last_year + 1)
    labelled = {year for year in all_years if (last_year - year) % -(-len(all_years) // TICKS) == 0}
    figure.update_xaxes(
        range=[first - 0.3, last_year + 0.3],
        tickvals=np.array(all_years),
        ticktext=[str(year) if year in labelled else "" for year in all_years],
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
        tickformat=",.4~r",
        tickfont={"size": LETTER},
        zeroline=low < 0 < high,
        showgrid=True,
    )
    notes = [*explain_hollow(published, language), *notes]
    if (drawn["state"] == "gap").any():
        notes.append(translate("charts.note_gap", language))
    left = round(max(measure_text(f"{format_number(end)}{suffix}", LETTER) for end in (low, (low + high) / 2, high))) + 10
    legend = explain_highlighted(heads, chosen, language)
    return polish(figure, caption, HEIGHT, left=left, right=right, axis_height=28, top=12, notes=notes, legend=legend)


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


def _order_series(published: pd.DataFrame, highlight: Collection[str]) -> list[int]:
    """Highlighted first, then the longest, then the highest at its end."""
    found: dict[int, tuple[bool, int, float]] = {}  # rows of a series come in the order of the years
    labelled = (published[name].tolist() for name in ("series", "agency_id", "value"))
    for series, agency, value in zip(*labelled, strict=True):
        found[series] = (agency in highlight, found.get(series, (False, 0, 0.0))[1] + 1, value)
    return sorted(found, key=lambda series: found[series], reverse=True)


def _point_labels(marks: np.ndarray[Any, Any], values: np.ndarray[Any, Any], suffix: str) -> list[str]:
    """Values above the points of a line that stands alone: all of a few, of many the first, last, highest and lowest."""
    there = np.flatnonzero(~np.isnan(values))
    labelled = set(there)
    if len(there) > 6:
        labelled = {there[0], there[-1], there[int(np.argmax(values[there]))], there[int(np.argmin(values[there]))]}
    pairs = enumerate(zip(marks, values, strict=True))
    written = [f"{mark}{format_number(value)}{suffix}" if at in labelled else "" for at, (mark, value) in pairs]
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

    def place_of(self, year: Any) -> Any:
        """The px from the first year."""
        return (year - self.years.min()) * PHONE_AXIS / (self.years.max() - self.years.min() + 0.6)

    def is_free(self, begin: float, end: float, height: float, half: float) -> bool:
        """Whether words between two places, `half` of their height above and below a height, cover no point."""
        across = self.place_of(self.years)
        near = np.abs(self.height_of(self.values) - height) < half
        return not bool((near & (across > begin) & (across < end)).any())


_End = tuple[float, float, str, str, bool]  # year and value of a line's last point, its name and colour, whether in bold


def _name_lines(figure: FigureSpec, ends: Sequence[_End], points: _Points) -> int:
    """Write each line's name at its end, on the side where no point stands, pushed apart where they would touch; the room that
    this needs on the right."""
    widest = 0.0
    placed: list[tuple[float, float, float]] = []  # of the names so far, from the bottom: begin, end and upper edge in px
    for year, value, name, colour, bold in sorted(ends, key=lambda end: end[1]):
        lines = balance_text(name, NAME_WIDTH, LETTER)
        half, height, dot = LABEL_GAP * len(lines) / 2, points.height_of(value), points.place_of(year)
        width = max(measure_text(line, LETTER) for line in lines) + BESIDE
        sides = []
        for begin, end in ((dot, dot + width), (dot - width, dot)):
            place = max([height, *(edge + half for first, last, edge in placed if begin < last and first < end)])
            sides.append((begin, end, place, points.is_free(begin + 1, end - 1, place, half)))
        turned = sides[1][3] and not sides[0][3]
        begin, end, place, _ = sides[turned]
        placed.append((begin, end, place + half))
        widest = max(widest, 0 if turned else width)
        figure.add_annotation(
            x=year,
            y=value,
            text=join_lines(lines),
            xanchor="right" if turned else "left",
            yanchor="middle",
            xshift=-BESIDE if turned else BESIDE,
            yshift=place - height,
            align="right" if turned else "left",
            showarrow=False,
            font={"size": LETTER, "color": colour, "weight": "bold" if bold else "normal"},
        )
    return round(widest) + 1
