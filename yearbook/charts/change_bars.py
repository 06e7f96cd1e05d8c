"""Changes as bars to either side of zero: what got better, what got worse, and what is no year-on-year change."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.comparability import list_rows
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.hover import (
    HOVER,
    explain_hollow,
    find_hollow,
    label_rows,
    make_customdata,
    place_rows,
    read_numbers,
    select_columns,
    subject_labels,
)
from yearbook.charts.movement import Measure, format_moved
from yearbook.charts.number_format import choose_scale, format_value, read_unit_of
from yearbook.charts.template import CLEAR, COLOURS, GREY, LETTER, OUTLINE, Caption, FigureSpec, draw_nothing, polish
from yearbook.charts.text_metrics import escape

HEADROOM = 0.28  # of the width on a side that has bars: enough for a value on a phone
HUES = {"better": COLOURS[2], "worse": COLOURS[1], "up": COLOURS[0], "down": COLOURS[0], "same": COLOURS[0]}


def draw_change_bars(
    years: pd.DataFrame,
    caption: Caption,
    language: Language = "zh",
    rows: Literal["year", "agency"] = "year",
    measure: Measure | None = None,
) -> go.Figure:
    """Bars for rows of compare_years that have a change: the years of one series, or the agencies of one year.

    `measure` is by default points for percentages, percent for the rest. A change over several years is grey and says
    against which year; a published change stands beside its bar as a diamond, ringed where it contradicts. customdata:
    fact_id, agency_id, region_code, hover text.
    """
    drawn = select_columns(years)
    measure = measure or _choose_measure(drawn)
    drawn = drawn[drawn[f"since_{measure}"].notna()]
    if not len(drawn):
        return draw_nothing(caption, language)
    drawn = drawn.iloc[np.argsort(-read_numbers(drawn, "year" if rows == "year" else f"since_{measure}"), kind="stable")]
    changes = read_numbers(drawn, f"since_{measure}")
    scale = choose_scale(changes, read_unit_of(drawn), language) if measure == "change" else None
    bars = changes / (scale.divisor if scale else 1)
    consecutive = read_numbers(drawn, "years_apart") == 1
    hues = np.array([HUES.get(direction, GREY) for direction in drawn["direction"].tolist()], dtype=object)
    colours = np.where(consecutive & ~drawn["within_rounding"].to_numpy(dtype=bool), hues, GREY)
    figure = FigureSpec(
        {
            "type": "bar",
            "x": bars,
            "y": place_rows(len(drawn)),
            "orientation": "h",
            "width": 0.62,
            "marker": {"color": np.where(find_hollow(drawn), CLEAR, colours), "line": {"color": colours, "width": OUTLINE}},
            "text": np.array([escape(label) for label in _format_changes(drawn, measure, language)], dtype=object),
            "textposition": "outside",
            "textfont": {"size": LETTER},
            "cliponaxis": False,
            "customdata": make_customdata(drawn, language),
            "hovertemplate": HOVER,
        }
    )
    notes = explain_hollow(drawn, language)
    if set(drawn["direction"]) & {"better", "worse"} and consecutive.any():
        notes.append(translate("charts.note_better", language))
    if not consecutive.all():
        notes.append(translate("charts.note_grey_change", language))
    if drawn["within_rounding"].any():
        notes.append(translate("charts.note_within_rounding", language))
    if measure == "percent" and drawn["published_change"].notna().any():
        notes += _draw_published(figure, drawn, language)
    low, high = min(0.0, bars.min()), max(0.0, bars.max())
    room = (high - low or 1.0) * HEADROOM / (1 - HEADROOM)
    figure.update_xaxes(
        visible=True,
        showticklabels=False,
        showgrid=False,
        zeroline=True,
        range=[low - room if low < 0 else low - room / 12, high + room if high > 0 else high + room / 12],
    )
    left, height = label_rows(figure, _row_labels(drawn, rows, language))
    return polish(figure, caption, height, left=left, notes=notes)


def _choose_measure(years: pd.DataFrame) -> Measure:
    return "points" if years["since_points"].notna().any() else "percent" if years["since_percent"].notna().any() else "change"


def _format_changes(drawn: pd.DataFrame, measure: Measure, language: Language) -> list[str]:
    """The changes as text, with the digits that the figures bear; about where one is not exact or the change within rounding."""
    known = translate("charts.points", language, number="") if measure == "points" else ""  # the axis says that these are points
    return [format_moved(row, measure, language, signed=True).removesuffix(known) for row in list_rows(drawn)]


def _row_labels(drawn: pd.DataFrame, rows: Literal["year", "agency"], language: Language) -> list[str]:
    """Year or agency, and against which year where that is not the one before."""
    names = [str(year) for year in drawn["year"]] if rows == "year" else subject_labels(drawn, language)
    since = zip(names, drawn["previous_year"], drawn["years_apart"], strict=True)
    return [
        name if apart == 1 else translate("charts.row_since", language, name=name, year=int(year)) for name, year, apart in since
    ]


def _draw_published(figure: FigureSpec, drawn: pd.DataFrame, language: Language) -> list[str]:
    """Diamonds at the changes that the agencies published; their notes."""
    there = drawn["published_change"].notna().to_numpy()
    published = drawn[there]
    wrong = published["contradicts"].to_numpy(dtype=bool)
    data = make_customdata(published, language)
    data[:, 0] = published["published_fact_id"]
    texts = [format_value(value, "percent", language, signed=True) for value in published["published_change"].tolist()]
    notes_published = [escape(translate("charts.hover_published", language, change=text)) for text in texts]
    data[:, 3] = [f"{hover}<br>{line}" for hover, line in zip(data[:, 3], notes_published, strict=True)]
    figure.add_trace(
        {
            "type": "scatter",
            "x": read_numbers(published, "published_change"),
            "y": place_rows(len(drawn))[there],
            "mode": "markers",
            "marker": {
                "symbol": np.where(wrong, "diamond-x-open", "diamond-open"),
                "size": np.where(wrong, 13, 9),
                "color": np.where(wrong, COLOURS[3], GREY),
                "line": {"width": 2},
            },
            "customdata": data,
            "hovertemplate": HOVER,
            "cliponaxis": False,
        }
    )
    notes = [translate("charts.note_published_change", language)]
    return [*notes, translate("charts.note_contradicts", language)] if wrong.any() else notes
