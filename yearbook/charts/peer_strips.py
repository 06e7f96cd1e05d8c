"""One body among its peers, a strip for each metric: every peer a dot, the middle half a band, the median a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.peers import Standing
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.findings import format_median, format_own_value, format_rank, format_terms
from yearbook.charts.hover import END, HOLLOW, describe_fact, explain_hollow, share_words
from yearbook.charts.number_format import is_missing
from yearbook.charts.template import COLOURS, FAINT, GREY, LETTER, Caption, FigureSpec, draw_nothing, polish
from yearbook.charts.text_metrics import balance_text, escape, join_lines, measure_text, wrap_text

LINE = 16  # px, a line of letters
STRIP, GAP = 22, 14  # px: the height of a strip, and what parts it from the next
BAND, TICK = 6, 8  # px, half the height of the band and of the median's tick
SMALL = LETTER - 1
EDGE = 0.035  # of the width, beside the outermost dots
DIGITS = 5  # of a dot's place: a thousandth of a pixel


SHARED = ("metric_zh", "metric_en", "unit", "kind", "year", "scope", "admin_level", "baseline", "months")
"""Columns in which comparable figures of one year do not differ."""


@dataclass(frozen=True, slots=True)
class Dots:
    """What all figures of a cell say under the pointer: their hovertemplate, and the customdata of each as JSON."""

    template: str
    customdata: list[bytes]


def describe_dots(place: Standing, language: Language) -> Dots:
    """The same for every body of the place's cell; customdata is the fact_id and what hover.share_words leaves."""
    assert place.cell is not None
    facts: list[str] = place.cell.columns["fact_id"]
    template, rests = share_words([_describe_dot(place, at, language) for at in range(len(facts))])
    return Dots(template + END, [orjson.dumps([fact, *rest]) for fact, rest in zip(facts, rests, strict=True)])


def _describe_dot(place: Standing, at: int, language: Language) -> str:
    assert place.cell is not None
    shared = {name: place.own[name] for name in SHARED}
    return describe_fact(shared | {name: cells[at] for name, cells in place.cell.columns.items()}, language)


def draw_peer_strips(
    places: Sequence[Standing], caption: Caption, language: Language = "zh", dots: Sequence[Dots] | None = None
) -> go.Figure:
    """A strip for each place of one body, in their order; each has its own scale, from its lowest value to its highest.

    A trace for the peers of each place, with the customdata of describe_dots, which `dots` spare; then one for the body itself,
    whose customdata is fact_id and hover text.
    """
    if not places:
        return draw_nothing(caption, language)
    described = dots or [describe_dots(place, language) for place in places]
    figure = FigureSpec()
    down = 0.0
    middles: list[float] = []
    for place in places:
        name, value = str(place.own[f"metric_{language}"]), format_own_value(place, language)
        lines = balance_text(name, caption.width - measure_text(value, LETTER) - 2 * LETTER, LETTER)
        _write(figure, join_lines(lines), 0, down, "left")
        _write(figure, f"<b>{escape(value)}</b>", 1, down, "right")
        down += LINE * len(lines)
        middle = down + STRIP / 2
        _draw_middle(figure, place, middle)
        middles.append(middle)
        down += STRIP
        for words, faint in ((_describe_rank(place, language), False), (format_terms(place, language), True)):
            if not words:
                continue
            note = wrap_text(words, caption.width, SMALL)
            _write(figure, join_lines(note), 0, down, "left", SMALL, faint)
            down += LINE * len(note)
        down += GAP
    strips = [_Strip(place, middle, said) for place, middle, said in zip(places, middles, described, strict=True)]
    for strip in strips:
        peers = [at for at in range(len(strip.status)) if at != strip.mine]
        said = orjson.Fragment(b"[" + b",".join([strip.dots.customdata[at] for at in peers]) + b"]")
        drawn = _draw_dots([(strip, at) for at in peers], GREY, 9)
        figure.add_trace(drawn | {"customdata": said, "hovertemplate": strip.dots.template})
    mine = [(strip, strip.mine) for strip in strips]
    own = [(place.own["fact_id"], _describe_dot(place, at, language)) for place, (_, at) in zip(places, mine, strict=True)]
    figure.add_trace(_draw_dots(mine, COLOURS[0], 14) | {"customdata": own, "hovertemplate": "%{customdata[1]}" + END})
    marks = pd.DataFrame([row for strip in strips for row in strip.marks], columns=["status", "qualifier"])
    figure.update_xaxes(visible=False, range=[-EDGE, 1 + EDGE])
    figure.update_yaxes(visible=False, range=[-down + GAP, 0])
    notes = [translate("profile.note_strip", language), *explain_hollow(marks, language)]
    return polish(figure, caption, round(down - GAP), left=0, right=0, axis_height=14, notes=notes)


class _Strip:
    """A place with the figures of its cell: which is the body's own, and where each is drawn."""

    def __init__(self, place: Standing, middle: float, dots: Dots) -> None:
        assert place.cell is not None
        columns, values = place.cell.columns, place.cell.values
        self.mine, self.down, self.dots = columns["fact_id"].index(place.own["fact_id"]), -middle, dots
        self.across = _scale(values, values).round(DIGITS).tolist()
        self.status = columns["status"]
        self.marks = set(zip(self.status, columns["qualifier"], strict=True))


def _draw_dots(dots: Sequence[tuple[_Strip, int]], colour: str, size: int) -> dict[str, Any]:
    """Some dots of strips as one trace."""
    own = colour != GREY
    return {
        "type": "scatter",
        "x": [strip.across[at] for strip, at in dots],
        "y": [strip.down for strip, _ in dots],
        "mode": "markers",
        "marker": {
            "color": colour,
            "size": size,
            "symbol": ["circle-open" if strip.status[at] in HOLLOW else "circle" for strip, at in dots],
            "line": {"width": 2 if own else 1.4, "color": colour},
            "opacity": 1 if own else 0.75,
        },
        "cliponaxis": False,
    }


def _draw_middle(figure: FigureSpec, place: Standing, middle: float) -> None:
    """The line from the lowest to the highest value, the band of the middle half, the tick of the median."""
    figure.add_shape(type="line", layer="below", x0=0, x1=1, y0=-middle, y1=-middle, line={"color": FAINT, "width": 1.5})
    lower, upper = place.quartiles
    values = place.values
    if not is_missing(lower):
        ends = _scale(values, np.array([lower, upper]))
        band = {"x0": ends[0], "x1": ends[1], "y0": -middle - BAND, "y1": -middle + BAND}
        figure.add_shape(type="rect", layer="below", fillcolor=FAINT, line={"width": 0}, **band)
    if not is_missing(place.median):
        at = _scale(values, np.array([place.median]))[0]
        tick = {"x0": at, "x1": at, "y0": -middle - TICK, "y1": -middle + TICK}
        figure.add_shape(type="line", layer="below", line={"color": GREY, "width": 2}, **tick)


def _scale(compared: np.ndarray[Any, Any], values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Values on the strip: 0 is the lowest of those compared, 1 the highest; in the middle where all are equal."""
    low, high = compared.min(), compared.max()
    return (values - low) / (high - low) if high > low else np.full(len(values), 0.5)


def _describe_rank(place: Standing, language: Language) -> str:
    """10家中第2 · 中位数 46%."""
    median = format_median(place, language)
    parts = [format_rank(place, language), translate("charts.median_label", language, value=median) if median else ""]
    return translate("charts.subtitle_separator", language).join(part for part in parts if part)


def _write(figure: FigureSpec, text: str, x: int, down: float, anchor: str, size: float = LETTER, faint: bool = False) -> None:
    """Small HTML from `down` px below the top, at the left or right edge."""
    figure.add_annotation(
        text=text,
        x=x,
        xref="paper",
        xanchor=anchor,
        y=-down,
        yanchor="top",
        showarrow=False,
        align=anchor,
        font={"size": size},
        opacity=0.78 if faint else 1,
        borderpad=0,
    )
