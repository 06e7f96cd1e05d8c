"""Years side by side: one line for each series, broken where a year is missing, named at its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.charts.labels import HOVER, explain_marks, find_hollow, find_marks, make_customdata, name_series
from yearbook.charts.lettering import balance_text, escape, join_lines, measure_text
from yearbook.charts.numbers import choose_scale, format_number
from yearbook.charts.template import COLOURS, GREY, LETTER, Caption, draw_nothing, polish
from yearbook.words import Language, say

HEIGHT = 250  # px of the drawing
NAME_WIDTH = 92  # px of a name at the end of a line
LABEL_GAP = 17  # px for a line of a name
TICKS = 6  # years written on the axis at most: more collide on a phone


def draw_year_lines(
    years: pd.DataFrame,
    caption: Caption,
    language: Language = "zh",
    highlight: Collection[str] = (),
    measure: Literal["value", "index"] = "value",
) -> go.Figure:
    """Lines for the series of compare_years. Four are in colour (those of the agency_ids in `highlight`, else the
    longest), the rest grey. A missing year breaks the line; a figure to be verified has a hollow marker. With
    measure="index" the first year is 100. customdata: fact_id, agency_id, region_code, hover text."""
    drawn = years[years[measure].notna() | (years["state"] == "gap")]
    published = drawn[drawn["state"] == "published"]
    if published.empty:
        return draw_nothing(caption, language)
    unit = str(published["unit"].iloc[0]) if measure == "value" else ""
    scale = choose_scale(published[measure], unit, language) if unit else None
    divisor, suffix = (scale.divisor, "%" if unit == "percent" else "") if scale else (1, "")
    order = _order_series(published, highlight)
    heads = published.groupby("series").first().loc[order].reset_index()
    names = dict(zip(order, name_series(heads, language), strict=True))
    low, high = _find_range(published[measure].to_numpy(dtype="float64") / divisor)
    figure = go.Figure()
    ends: list[tuple[float, float, str, str]] = []
    for place, series in reversed(list(enumerate(order))):  # the coloured are drawn last, on top
        line = drawn[drawn["series"] == series]
        colour = COLOURS[place] if place < len(COLOURS) else GREY
        values = line[measure].to_numpy(dtype="float64") / divisor
        figure.add_trace(
            _draw_line(line, values, colour, _write_points(line, values, suffix, language, alone=len(order) == 1), language)
        )
        if place < len(COLOURS) or len(order) <= 6:
            last = int(np.flatnonzero(~np.isnan(values))[-1])
            ends.append((float(line["year"].iloc[last]), float(values[last]), names[series], colour))
    right = 12 if len(order) == 1 else _name_lines(figure, ends, low, high)
    first, last_year = int(published["year"].min()), int(published["year"].max())
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
    notes = explain_marks(published, language)
    if (drawn["state"] == "gap").any():
        notes.append(say("charts.note_gap", language))
    left = round(max(measure_text(f"{format_number(end)}{suffix}", LETTER) for end in (low, (low + high) / 2, high))) + 10
    return polish(figure, caption, HEIGHT, left=left, right=right, axis_height=28, top=12, notes=notes)


def _draw_line(line: pd.DataFrame, values: np.ndarray[Any, Any], colour: str, texts: list[str], language: Language) -> go.Scatter:
    hollow = np.where(find_hollow(line), "circle-open", "circle")
    return go.Scatter(
        x=line["year"].to_numpy(dtype="int64"),
        y=values,
        mode="lines+markers+text" if any(texts) else "lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2.4 if colour != GREY else 1.4},
        marker={"symbol": hollow, "color": colour, "size": 8 if colour != GREY else 6, "line": {"width": 2, "color": colour}},
        text=np.array(texts, dtype=object),
        textposition="top center",
        textfont={"size": LETTER},
        cliponaxis=False,
        customdata=make_customdata(line, language),
        hovertemplate=HOVER,
    )


def _order_series(published: pd.DataFrame, highlight: Collection[str]) -> list[int]:
    """Highlighted first, then the longest, then the highest at its end."""
    facts = published.groupby("series").agg(agency=("agency_id", "first"), count=("year", "size"), last=("value", "last"))
    facts = facts.assign(chosen=facts["agency"].isin(list(highlight)))
    return [int(series) for series in facts.sort_values(["chosen", "count", "last"], ascending=False).index]


def _write_points(line: pd.DataFrame, values: np.ndarray[Any, Any], suffix: str, language: Language, alone: bool) -> list[str]:
    """Values beside the points of a line that stands alone: first, last, highest and lowest; elsewhere only marks."""
    marks = find_marks(line.assign(qualifier=line["qualifier"].fillna("exact")), language)
    if not alone:
        return [escape(mark) for mark in marks]
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


def _name_lines(figure: go.Figure, ends: Sequence[tuple[float, float, str, str]], low: float, high: float) -> int:
    """Write each line's name at its end, pushed apart where they would touch; the room that this needs on the right."""
    widest, near = 0.0, 0.4 * (max(end[0] for end in ends) - min(end[0] for end in ends))
    placed: list[tuple[float, float]] = []  # year and upper edge of the names so far, from the bottom
    for year, value, name, colour in sorted(ends, key=lambda end: end[1]):
        lines = balance_text(name, NAME_WIDTH, LETTER)
        half, height = LABEL_GAP * len(lines) / 2, (value - low) / (high - low) * HEIGHT
        place = max([height, *(edge + half for other, edge in placed if abs(other - year) <= near)])
        placed.append((year, place + half))
        widest = max(widest, *(measure_text(line, LETTER) for line in lines))
        figure.add_annotation(
            x=year,
            y=value,
            text=join_lines(lines),
            xanchor="left",
            yanchor="middle",
            xshift=9,
            yshift=place - height,
            align="left",
            showarrow=False,
            font={"size": LETTER, "color": colour},
        )
    return round(widest) + 10
