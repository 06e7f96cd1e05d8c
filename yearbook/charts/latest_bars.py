"""Bodies of which one year is known each: a bar with its year for every one, instead of points on an axis of years."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.catalogue.messages import Language, translate
from yearbook.charts.annotations import explain_highlighted, find_highlighted
from yearbook.charts.hover import (
    explain_hollow,
    format_labels,
    label_rows,
    read_numbers,
    series_labels,
)
from yearbook.charts.number_format import choose_scale, read_unit_of
from yearbook.charts.ranked_bars import trace_bars
from yearbook.charts.template import COLOURS, GREY, Caption, FigureSpec, polish

ROOM = 1.3  # of the longest bar: the value stands beside it


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
    figure.update_xaxes(visible=False, range=[min(0.0, bars.min()) * ROOM, max(0.0, bars.max()) * ROOM or 1.0], zeroline=True)
    names = zip(series_labels(rows, language), years.astype(int), strict=True)
    told = [f"{name} {translate('charts.year', language, year=year)}".strip() for name, year in names]
    left, height = label_rows(figure, told, bold=chosen)
    legend = explain_highlighted(rows, chosen, language)
    notes = [translate("charts.note_one_year", language), *explain_hollow(rows, language)]
    return polish(figure, caption, height, left=left, right=14, top=8, axis_height=8, notes=notes, legend=legend)
