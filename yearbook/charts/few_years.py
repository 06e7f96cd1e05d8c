"""Bodies of which few years are known: a bar with its year where it is one, dots where it is the same two of them all."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.catalogue.messages import Language, translate
from yearbook.charts.annotations import explain_highlighted, find_highlighted
from yearbook.charts.hover import (
    HOVER,
    explain_hollow,
    find_hollow,
    format_labels,
    label_rows,
    make_customdata,
    place_rows,
    read_numbers,
    select_columns,
    series_labels,
    subject_labels,
)
from yearbook.charts.number_format import choose_scale, read_unit_of
from yearbook.charts.ranked_bars import trace_bars
from yearbook.charts.template import COLOURS, FAINT, GREY, LETTER, Caption, FigureSpec, draw_nothing, polish

BAR_ROOM = 1.3  # of the longest bar: the value stands beside it


def draw_latest_bars(published: pd.DataFrame, caption: Caption, language: Language, highlight: Collection[str] = ()) -> go.Figure:
    """A bar for each row of select_columns with its name and year, the latest year first; the years before it are grey or,
    where any of `highlight` (agency_ids) is among them, all others. customdata: fact_id, agency_id, region_code, hover text."""
    order = np.lexsort((-read_numbers(published, "value"), -read_numbers(published, "year")))
    rows = published.iloc[order]
    unit, values, years = read_unit_of(rows), read_numbers(rows, "value"), read_numbers(rows, "year")
    scale = choose_scale(values, unit, language)
    bars = values / scale.divisor
    chosen = find_highlighted(rows, highlight)
    colours = np.where(chosen if chosen.any() else years == years.max(), COLOURS[0], GREY)
    labels = format_labels(rows, bars, "%" if unit == "percent" else "", language)
    figure = FigureSpec(trace_bars(rows, bars, labels, colours, language))
    figure.update_xaxes(
        visible=False, range=[min(0.0, bars.min()) * BAR_ROOM, max(0.0, bars.max()) * BAR_ROOM or 1.0], zeroline=True
    )
    names = zip(series_labels(rows, language), years.astype(int), strict=True)
    told = [f"{name} {translate('charts.year', language, year=year)}".strip() for name, year in names]
    left, height = label_rows(figure, told, bold=chosen)
    legend = explain_highlighted(rows, chosen, language)
    notes = [translate("charts.note_one_year", language), *explain_hollow(rows, language)]
    return polish(figure, caption, height, left=left, right=14, top=8, axis_height=8, notes=notes, legend=legend)


ROW = 30  # px
ROOM = 0.2  # of the width on each side, for the values


def draw_year_dots(
    years: pd.DataFrame, first: int, last: int, caption: Caption, language: Language = "zh", highlight: Collection[str] = ()
) -> go.Figure:
    """The series of compare_years that have figures in both years, the highest in `last` at the top; where any of `highlight`
    (agency_ids) is among them, its row is shaded.

    customdata: fact_id, agency_id, region_code, hover text; three traces (the joining lines, the first year, the last).
    """
    given = select_columns(years)
    given = given[given["value"].notna()].set_index("series", drop=False)
    before, after = (given[given["year"] == year] for year in (first, last))
    after = after[after.index.isin(before.index)].sort_values("value", ascending=False, kind="stable")
    if after.empty:
        return draw_nothing(caption, language)
    before = before.loc[after.index]
    unit = read_unit_of(after)
    both = pd.concat([before, after])
    scale, suffix = choose_scale(read_numbers(both, "value"), unit, language), "%" if unit == "percent" else ""
    old, new = (read_numbers(side, "value") / scale.divisor for side in (before, after))
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
    chosen = find_highlighted(after, highlight)
    for place in places[chosen]:
        row = {"x0": 0, "x1": 1, "xref": "paper", "y0": place - 0.45, "y1": place + 0.45}
        figure.add_shape(type="rect", layer="below", fillcolor=FAINT, line={"width": 0}, **row)
    left, height = label_rows(figure, subject_labels(after, language), grid=True, row=ROW, bold=chosen)
    notes = [translate("charts.note_two_years", language, first=first, last=last), *explain_hollow(both, language)]
    return polish(figure, caption, height, left=left, notes=notes, legend=explain_highlighted(after, chosen, language, FAINT))
