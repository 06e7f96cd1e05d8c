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
SIDES = ("middle right", "middle left", "top center", "bottom center")  # of a dot, for its name, as they are liked
ROOM = 0.12  # of an axis, beyond the outermost dots
LEFT, RIGHT, TOP, BESIDE = 64, 24, 20, 10  # px beside and above the drawing, and between a dot and its name
PHONE = NARROW - LEFT - RIGHT  # px of the drawing there
MARK, LINE_HEIGHT = 7, 16  # px: half a dot with its outline, a line of letters


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
    axis = _scale_axis(across, str(pairs["other_unit"].iloc[0]), language)
    up_axis = _scale_axis(upward, str(pairs["unit"].iloc[0]), language)
    places = (_measure_places(across, axis["range"], PHONE), _measure_places(upward, up_axis["range"], HEIGHT))
    shown, sides = _place_names(names, np.column_stack(places), chosen)
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
            "text": shown,
            "textposition": sides,
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
    figure.update_yaxes(**up_axis, gridcolor=FAINT, zeroline=False)
    notes = explain_hollow(pd.DataFrame({"status": doubtful}), language)
    if may_say("median", len(pairs)):
        notes.append(translate("ratios.note_medians", language))
    legend = explain_highlighted(pairs, chosen, language)
    return polish(figure, caption, HEIGHT, left=LEFT, right=RIGHT, top=TOP, axis_height=30, notes=notes, legend=legend)


def _place_names(names: Sequence[str], dots: np.ndarray[Any, Any], chosen: np.ndarray[Any, Any]) -> tuple[list[str], list[str]]:
    """The names that stand beside their dots ("" for the others) and on which of SIDES: the highlighted always, and of few dots
    those that on a phone, and so on anything wider, lie over no other name and no dot.

    `dots` are their places in px of the drawing on a phone, from its lower left corner.
    """
    shown, sides = [""] * len(names), ["middle right"] * len(names)
    taken = [_find_box(x, y, 2 * MARK, MARK, "") for x, y in dots]
    for at in np.argsort(~chosen, kind="stable"):
        if not chosen[at] and len(names) > NAMED:
            break
        others = [*taken[:at], *taken[at + 1 :]]
        boxes = [
            _find_box(float(dots[at, 0]), float(dots[at, 1]), measure_text(names[at], LETTER), LINE_HEIGHT / 2, side)
            for side in SIDES
        ]
        faults = [sum(_overlaps(box, other) for other in others) + 100 * _leaves(box) for box in boxes]
        best = int(np.argmin(faults))
        if chosen[at] or not faults[best]:
            shown[at], sides[at] = escape(names[at]), SIDES[best]
            taken.append(boxes[best])
    return shown, sides


def _find_box(x: float, y: float, width: float, half: float, side: str) -> tuple[float, float, float, float]:
    """Left, bottom, right and top in px of a name on a side of its dot, or of the dot itself; `half` of its height."""
    lift = {"top center": MARK + half, "bottom center": -MARK - half}.get(side, 0.0)
    left = {"middle right": BESIDE, "middle left": -BESIDE - width}.get(side, -width / 2)
    return x + left, y + lift - half, x + left + width, y + lift + half


def _overlaps(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _leaves(box: tuple[float, ...]) -> bool:
    """Whether a box is cut off on a phone."""
    return box[0] < -LEFT / 2 or box[2] > PHONE + RIGHT or box[1] < 0 or box[3] > HEIGHT + TOP


def _measure_places(values: np.ndarray[Any, Any], ends: Sequence[float], length: float) -> np.ndarray[Any, Any]:
    """Places on an axis in px from its beginning."""
    return np.asarray((values - ends[0]) / (ends[1] - ends[0]) * length)


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
