"""Two metrics against each other: a dot for each subject, the medians of either as dotted lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.admissibility import may_say
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.annotations import explain_highlighted, find_highlighted
from yearbook.charts.hover import HOVER, explain_hollow, find_hollow, read_numbers
from yearbook.charts.number_format import choose_scale, format_value
from yearbook.charts.template import COLOURS, FAINT, GREY, LETTER, Caption, FigureSpec, draw_nothing, polish
from yearbook.charts.text_metrics import NARROW, escape, measure_text

HEIGHT = 360  # px
NAMED = 12  # dots up to which each has its name; of more only the highlighted
NEAR = (0.45, 0.06)  # of the spread of either axis: names of dots as near as this would lie on each other
ROOM = 0.12  # of an axis, beyond the outermost dots
LEFT, RIGHT, BESIDE = 64, 24, 10  # px beside the drawing, and between a dot and its name


def draw_pairs(pairs: pd.DataFrame, caption: Caption, language: Language = "zh", highlight: Collection[str] = ()) -> go.Figure:
    """The figures of pair_figures of one group and year: the second metric across, the first upwards.

    Axes are linear and show both units by their ticks; what either axis is, the caption says. customdata as in charts.hover.
    """
    if pairs.empty:
        return draw_nothing(caption, language)
    across, upward = read_numbers(pairs, "other_value"), read_numbers(pairs, "value")
    doubtful = pairs["status"].where(pairs["other_status"].ne("unverified"), "unverified")
    hollow = find_hollow(pd.DataFrame({"status": doubtful}))
    chosen = find_highlighted(pairs, highlight)
    colours = np.where(chosen | (not chosen.any()), COLOURS[0], GREY)
    names = [str(name) for name in pairs[f"subject_{language}"]]
    shown = _choose_named(across, upward, chosen)
    axis = _scale_axis(across, str(pairs["other_unit"].iloc[0]), language)
    figure = FigureSpec(
        {
            "type": "scatter",
            "x": across,
            "y": upward,
            "mode": "markers+text",
            "marker": {
                "color": colours,
                "size": np.where(chosen, 13, 10),
                "symbol": np.where(hollow, "circle-open", "circle"),
                "line": {"width": 2, "color": colours},
            },
            "text": [escape(name) if is_shown else "" for name, is_shown in zip(names, shown, strict=True)],
            "textposition": _choose_sides(names, across, axis["range"]),
            "textfont": {"size": LETTER},
            "cliponaxis": False,
            "customdata": _make_customdata(pairs, names, language),
            "hovertemplate": HOVER,
        }
    )
    if may_say("median", len(pairs)):
        line = {"type": "line", "layer": "below", "line": {"color": GREY, "width": 1.2, "dash": "dot"}}
        x, y = float(np.median(across)), float(np.median(upward))
        figure.add_shape(**line, x0=x, x1=x, y0=0, y1=1, yref="paper")
        figure.add_shape(**line, y0=y, y1=y, x0=0, x1=1, xref="paper")
    figure.update_xaxes(**axis, gridcolor=FAINT, zeroline=False)
    figure.update_yaxes(**_scale_axis(upward, str(pairs["unit"].iloc[0]), language), gridcolor=FAINT, zeroline=False)
    notes = explain_hollow(pd.DataFrame({"status": doubtful}), language)
    if may_say("median", len(pairs)):
        notes.append(translate("ratios.note_medians", language))
    legend = explain_highlighted(pairs, chosen, language)
    return polish(figure, caption, HEIGHT, left=LEFT, right=RIGHT, top=20, axis_height=30, notes=notes, legend=legend)


def _choose_named(
    across: np.ndarray[Any, Any], upward: np.ndarray[Any, Any], chosen: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Which dots have their name beside them: the highlighted, and of few all whose name does not lie on another's."""
    named = np.zeros(len(across), dtype=bool)
    spread = [float(values.max() - values.min()) or 1.0 for values in (across, upward)]
    for at in np.argsort(~chosen, kind="stable"):
        if not chosen[at] and len(across) > NAMED:
            break
        near = (np.abs(across - across[at]) < spread[0] * NEAR[0]) & (np.abs(upward - upward[at]) < spread[1] * NEAR[1])
        named[at] = not (near & named).any()
    return named


def _choose_sides(names: Sequence[str], across: np.ndarray[Any, Any], ends: Sequence[float]) -> list[str]:
    """Where each dot's name stands: on its right, or on its left where a phone would cut it off there."""
    width = NARROW - LEFT - RIGHT
    sides = []
    for name, value in zip(names, across, strict=True):
        place = (value - ends[0]) / (ends[1] - ends[0]) * width
        sides.append("middle right" if place + BESIDE + measure_text(name, LETTER) <= width + RIGHT else "middle left")
    return sides


def _scale_axis(values: np.ndarray[Any, Any], unit: str, language: Language) -> dict[str, Any]:
    """The range and the ticks of an axis, numbers in the unit that its largest value takes."""
    low, high = float(values.min()), float(values.max())
    room = (high - low or abs(high) or 1.0) * ROOM
    first = 0.0 if 0 <= low < room * 4 else low - room
    ticks = _choose_ticks(first, high + room)
    scale = choose_scale(values, unit, language)
    suffix = "%" if unit == "percent" else ""
    return {
        "range": [first, high + room],
        "tickvals": np.array(ticks),
        "ticktext": [f"{tick / scale.divisor:,.10g}{suffix}".replace("-", "−") for tick in ticks],
        "tickfont": {"size": LETTER - 1},
    }


def _choose_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers between two bounds: steps of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = np.ceil(low / step)
    return [float(round(place * step, 12)) for place in np.arange(first, np.floor(high / step) + 1)]


def _make_customdata(pairs: pd.DataFrame, names: list[str], language: Language) -> np.ndarray[Any, Any]:
    data = np.empty((len(pairs), 4), dtype=object)
    for at, (name, row) in enumerate(zip(names, pairs.to_dict("records"), strict=True)):
        lines = [f"<b>{escape(name)}</b>"]
        for side in ("", "other_"):
            value = format_value(row[f"{side}value"], row[f"{side}unit"], language, str(row[f"{side}qualifier"] or "exact"))
            lines.append(f"{escape(str(row[f'{side}metric_{language}']))} {escape(value)}")
        data[at] = [row["fact_id"], row["agency_id"], row["region_code"], "<br>".join(lines)]
    return data
