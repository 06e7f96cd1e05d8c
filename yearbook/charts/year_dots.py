"""Two years side by side: a dot for each, joined, one row an agency; for figures whose bars would mislead."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from yearbook.analysis.columns import Table, read_columns
from yearbook.charts.drawing import Drawing
from yearbook.charts.labels import HOVER, explain_marks, find_hollow, make_customdata, name_agencies, write_labels
from yearbook.charts.numbers import choose_scale
from yearbook.charts.rows import label_rows, place_rows
from yearbook.charts.template import COLOURS, GREY, LETTER, Caption, draw_nothing, polish
from yearbook.words import Language, say

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
    figure = Drawing(
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
                "text": write_labels(side, values, suffix, language),
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
    left, height = label_rows(figure, name_agencies(after, language), grid=True, row=ROW)
    notes = [say("charts.note_two_years", language, first=first, last=last), *explain_marks(both, language)]
    return polish(figure, caption, height, left=left, notes=notes)
