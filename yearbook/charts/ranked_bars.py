"""Ranked bars of bodies with the median of their peers, and dots for shares on a scale from 0 to 100 %."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.admissibility import may_say
from yearbook.analysis.ranking import Ranking
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.annotations import explain_highlighted, find_highlighted
from yearbook.charts.findings import format_median_of
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
    subject_labels,
)
from yearbook.charts.number_format import choose_scale, format_number, format_value, read_unit_of
from yearbook.charts.template import CLEAR, COLOURS, FAINT, GREY, LETTER, OUTLINE, Caption, FigureSpec, draw_nothing, polish
from yearbook.charts.text_metrics import escape, measure_text

SCALE = (0.0, 100.0)
MOST = 40  # rows that are drawn unless all are asked for: a browser takes seconds for some hundreds, and nobody reads them


def draw_share_dots(
    ranking: Ranking, caption: Caption, language: Language = "zh", highlight: Collection[str] = (), most: int = MOST
) -> go.Figure:
    """A dot for each agency of a ranking of percentages, first at the top; where any of `highlight` (agency_ids) is among them,
    the rest is grey. Of more than `most` the first and the highlighted are drawn.

    customdata: fact_id, agency_id, region_code, hover text.
    """
    if not len(ranking.frame):
        return draw_nothing(caption, language)
    frame, chosen, names = _pick_rows(ranking, highlight, most, language)
    values = read_numbers(frame, "value")
    colours = np.where(chosen | (not chosen.any()), COLOURS[0], GREY)
    figure = FigureSpec(
        {
            "type": "scatter",
            "x": values,
            "y": place_rows(len(frame)),
            "mode": "markers+text",
            "marker": {
                "color": colours,
                "size": 11,
                "symbol": np.where(find_hollow(frame), "circle-open", "circle"),
                "line": {"width": 2, "color": colours},
            },
            "text": format_labels(frame, values, "%", language),
            "textposition": np.where(values > SCALE[1] * 0.8, "middle left", "middle right"),
            "textfont": {"size": LETTER},
            "cliponaxis": False,
            "customdata": make_customdata(frame, language),
            "hovertemplate": HOVER,
        }
    )
    notes = [*_explain_most(ranking, most, language), *explain_hollow(frame, language)]
    if may_say("median", len(ranking.frame)):
        _draw_median(figure, ranking, language)
    if may_say("quartiles", len(ranking.frame)):
        band = {"x0": ranking.lower_quartile, "x1": ranking.upper_quartile, "y0": 0, "y1": 1, "yref": "paper"}
        figure.add_shape(type="rect", layer="below", fillcolor=FAINT, line={"width": 0}, **band)
        notes.append(translate("charts.note_quartiles", language))
    figure.update_xaxes(
        range=[min(SCALE[0], values.min()) - 2, max(SCALE[1], values.max()) + 2],
        tickvals=np.array([0, 25, 50, 75, 100]),
        ticktext=["0", "25%", "50%", "75%", "100%"],
        tickfont={"size": LETTER - 1},
        showgrid=False,
        zeroline=False,
    )
    left, height = label_rows(figure, names, grid=True, bold=chosen)
    legend = explain_highlighted(frame, chosen, language)
    return polish(figure, caption, height, left=left, right=14, axis_height=26, top=24, notes=notes, legend=legend)


def _pick_rows(
    ranking: Ranking, highlight: Collection[str], most: int, language: Language
) -> tuple[pd.DataFrame, np.ndarray[Any, Any], list[str]]:
    """The rows that are drawn (see select_columns), which are highlighted, and their names, past the first with the rank."""
    frame = select_columns(ranking.frame)
    chosen = find_highlighted(frame, highlight)
    drawn = chosen | (np.arange(len(frame)) < most)
    frame, chosen, ranks = frame[drawn], chosen[drawn], ranking.frame["rank"].to_numpy()[drawn]
    names = subject_labels(frame, language)
    names[most:] = [
        translate("charts.name_ranked", language, name=name, rank=rank)
        for name, rank in zip(names[most:], ranks[most:], strict=True)
    ]
    return frame, chosen, names


def _explain_most(ranking: Ranking, most: int, language: Language) -> list[str]:
    count = len(ranking.frame)
    return [translate("charts.note_first", language, shown=most, count=count)] if count > most else []


def _draw_median(figure: FigureSpec, ranking: Ranking, language: Language) -> None:
    """A dotted line through all dots, with its value above."""
    ends = {"x0": ranking.median, "x1": ranking.median, "y0": 0, "y1": 1, "yref": "paper"}
    figure.add_shape(type="line", layer="below", line={"color": GREY, "width": 1.2, "dash": "dot"}, **ends)
    figure.add_annotation(
        x=ranking.median,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=escape(translate("charts.median_label", language, value=format_median_of(ranking, "percent", language))),
        showarrow=False,
        font={"size": LETTER - 1},
        opacity=0.85,
    )


PHONE_BARS = 200  # px, about the length of the axis on a phone beside the names
WORD_GAP = 4  # px between a bar and its value
HEADROOM = 0.24  # of the width, for the value beside the longest bar: enough on a phone


def draw_ranked_bars(
    ranking: Ranking,
    caption: Caption,
    language: Language = "zh",
    highlight: Collection[str] = (),
    reference: tuple[str, float] | None = None,
    most: int = MOST,
) -> go.Figure:
    """Bars for a ranking (see rank_figures), first at the top; of more than `most` the first and the highlighted.

    `highlight` are agency_ids: where any is among them, it keeps its colour and the rest turns grey. `reference` is a name and a
    value in the base unit, drawn as a second line (the nation's rate, say). Values stand in the unit that choose_scale picks for
    them: say it in the caption. customdata: fact_id, agency_id, region_code, hover text.
    """
    if not len(ranking.frame):
        return draw_nothing(caption, language)
    frame, chosen, names = _pick_rows(ranking, highlight, most, language)
    unit, values = read_unit_of(frame), read_numbers(frame, "value")
    scale = choose_scale(read_numbers(ranking.frame, "value"), unit, language)
    bars = values / scale.divisor
    labels = format_labels(frame, bars, "%" if unit == "percent" else "", language)
    colours = np.where(chosen | (not chosen.any()), COLOURS[0], GREY)
    figure = FigureSpec(trace_bars(frame, bars, labels, colours, language))
    has_median = may_say("median", len(ranking.frame))
    others = ([ranking.median] if has_median else []) + ([reference[1]] if reference else [])
    low, high = _find_range(bars, [value / scale.divisor for value in others])
    if has_median:
        label = _label_median(ranking, unit, scale.divisor, language)
        _draw_line(figure, ranking.median / scale.divisor, (low, high), label, _find_words(bars, labels, high - low), above=True)
    if reference is not None:
        name, value = reference
        label = translate("charts.reference_label", language, name=name, value=format_value(value, unit, language))
        _draw_line(figure, value / scale.divisor, (low, high), label, _find_words(bars, labels, high - low), above=False)
    figure.update_xaxes(visible=False, range=[low, high], zeroline=True)
    notes = [*_explain_most(ranking, most, language), *explain_hollow(frame, language)]
    if ranking.duplicates:
        notes.append(translate("analysis.duplicates", language, count=ranking.duplicates))
    left, height = label_rows(figure, names, bold=chosen)
    return polish(
        figure,
        caption,
        height,
        left=left,
        top=24 if has_median else 8,
        axis_height=22 if reference is not None else 8,
        notes=notes,
        legend=explain_highlighted(frame, chosen, language),
    )


def _label_median(ranking: Ranking, unit: str, divisor: int, language: Language) -> str:
    """With its unit where that is the one of the bars and a phone has room for it; the subtitle says the unit in any case."""
    label = translate("charts.median_label", language, value=format_median_of(ranking, unit, language))
    if choose_scale([ranking.median], unit, language).divisor == divisor and measure_text(label, LETTER) <= PHONE_BARS:
        return label
    mark = translate(f"charts.mark_{'approx' if ranking.is_approximate else 'exact'}", language)
    return translate("charts.median_label", language, value=mark + format_number(ranking.median / divisor))


def _find_range(bars: np.ndarray[Any, Any], others: list[float]) -> tuple[float, float]:
    """From zero, or below it, to the end of the longest bar, with room for the values. Turned round where all fall."""
    low, high = min(0.0, bars.min(), *others), max(0.0, bars.max(), *others)
    room = ((high - low) or 1.0) * HEADROOM / (1 - HEADROOM)
    if high <= 0 > low:
        return 0.0, low - room
    return (low - room if low < 0 else 0.0), high + room


def _find_words(bars: np.ndarray[Any, Any], labels: np.ndarray[Any, Any], width: float) -> list[tuple[float, float]]:
    """From where to where the value beside each bar reaches, on the axis of a phone, which is `width` long."""
    reaches = [(measure_text(label, LETTER) + 2 * WORD_GAP) * width / PHONE_BARS for label in labels]
    return [(bar - reach, bar) if bar < 0 else (bar, bar + reach) for bar, reach in zip(bars, reaches, strict=True)]


def _draw_line(
    figure: FigureSpec, value: float, ends: tuple[float, float], label: str, words: list[tuple[float, float]], above: bool
) -> None:
    """A thin line across the bars, broken where it would cross a value, with its label above or below, inside the drawing."""
    place = (value - ends[0]) / (ends[1] - ends[0])
    free = [row for row, (low, high) in zip(place_rows(len(words)), words, strict=True) if not low < value < high]
    figure.add_shape(
        type="path",
        path=" ".join(f"M {value} {row - 0.5} V {row + 0.5}" for row in free) or f"M {value} {-0.5} V {-0.5}",
        layer="below",
        line={"color": GREY, "width": 1.2, "dash": "dot" if above else "dash"},
    )
    figure.add_annotation(
        x=value,
        y=1 if above else 0,
        yref="paper",
        yanchor="bottom" if above else "top",
        xanchor="left" if place < 0.3 else "right" if place > 0.7 else "center",
        text=escape(label),
        showarrow=False,
        font={"size": LETTER - 1},
        opacity=0.85,
    )


def trace_bars(
    rows: pd.DataFrame,
    bars: np.ndarray[Any, Any],
    labels: np.ndarray[Any, Any],
    colours: np.ndarray[Any, Any],
    language: Language,
) -> dict[str, Any]:
    """A horizontal bar for each row of select_columns, first at the top; `bars` are in the unit that `labels` show."""
    return {
        "type": "bar",
        "x": bars,
        "y": place_rows(len(rows)),
        "orientation": "h",
        "width": 0.62,
        "marker": {"color": np.where(find_hollow(rows), CLEAR, colours), "line": {"color": colours, "width": OUTLINE}},
        "text": labels,
        "textposition": "outside",
        "textfont": {"size": LETTER},
        "cliponaxis": False,
        "customdata": make_customdata(rows, language),
        "hovertemplate": HOVER,
    }
