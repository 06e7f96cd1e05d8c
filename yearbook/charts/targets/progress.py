"""Charts of targets: amounts as bars of what share of the target was reached, rates and changes as a dot beside the tick of the
target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from yearbook.analysis.targets import Progress
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.hover import HOLLOW, HOVER, label_rows, place_rows
from yearbook.charts.number_format import format_value
from yearbook.charts.targets.words import format_outcome, format_progress, format_target, name_state
from yearbook.charts.template import CLEAR, COLOURS, GREY, LETTER, OUTLINE, Caption, FigureSpec, polish
from yearbook.charts.text_metrics import NARROW, escape, measure_text

HEADROOM = 1.3  # of the longest bar, or of the target: the value stands beside it
NAMES = 150  # px: a body, a metric and a year
ROOM = 0.24  # of the scale, for the value beside the outermost dot: enough on a phone
RIGHT = 14  # px beside the drawing
TICK = 9  # px, half the height of the mark of a target


def draw_shares(held: Sequence[Progress], names: list[str], caption: Caption, language: Language = "zh") -> go.Figure:
    """A bar for each progress that has a share, first at the top, and the line of the target. customdata as in charts.hover."""
    shares = np.array([progress.share or 0.0 for progress in held])
    colours, hollow = _colour(held), _find_hollow(held)
    labels = [format_value(share, "percent", language) for share in shares]
    figure = FigureSpec(
        {
            "type": "bar",
            "x": shares,
            "y": place_rows(len(held)),
            "orientation": "h",
            "width": 0.62,
            "marker": {"color": np.where(hollow, CLEAR, colours), "line": {"color": colours, "width": OUTLINE}},
            "text": labels,
            "textposition": "outside",
            "textfont": {"size": LETTER},
            "cliponaxis": False,
            "customdata": _make_customdata(held, language),
            "hovertemplate": HOVER,
        }
    )
    ends = {"x0": 100, "x1": 100, "y0": 0, "y1": 1, "yref": "paper"}
    figure.add_shape(type="line", layer="above", line={"color": GREY, "width": 1.4, "dash": "dot"}, **ends)
    figure.update_xaxes(visible=False, range=[0.0, max(100.0, float(shares.max())) * HEADROOM], zeroline=True)
    left, height = label_rows(figure, names, width=NAMES)
    return polish(figure, caption, height, left=left, right=RIGHT, top=8, notes=_explain(held, language))


def draw_rates(held: Sequence[Progress], names: list[str], caption: Caption, language: Language = "zh") -> go.Figure:
    """Percentages of a whole beside their targets, first at the top, on a scale from nought to a hundred."""
    return _draw_beside(held, names, caption, language, (0.0, 100.0))


def draw_changes(held: Sequence[Progress], names: list[str], caption: Caption, language: Language = "zh") -> go.Figure:
    """Changes in percent beside their targets, first at the top, on a scale that holds them and no change."""
    return _draw_beside(held, names, caption, language, (0.0, 0.0))


def _draw_beside(
    held: Sequence[Progress], names: list[str], caption: Caption, language: Language, scale: tuple[float, float]
) -> go.Figure:
    """A dot for each outcome and on the same line the tick of its target; `scale` is what the axis shows at least, in percent."""
    outcomes = np.array([progress.outcome["value"] if progress.outcome else np.nan for progress in held])
    wanted = np.array([progress.target["value"] for progress in held])
    colours, rows = _colour(held), place_rows(len(held))
    low, high = (
        min(scale[0], float(outcomes.min()), float(wanted.min())),
        max(scale[1], float(outcomes.max()), float(wanted.max())),
    )
    room = (high - low or 1.0) * ROOM
    told = [format_outcome(progress, language) for progress in held]
    figure = FigureSpec()
    beside, height = label_rows(figure, names, grid=True, width=NAMES)
    before = _leave_room(outcomes - low, high - low + room, np.where(outcomes < wanted, told, ""), NARROW - beside - RIGHT)
    for value, outcome, row in zip(wanted, outcomes, rows, strict=True):
        figure.add_shape(type="line", layer="below", line={"color": GREY, "width": 1.2}, x0=value, x1=outcome, y0=row, y1=row)
    common = {"type": "scatter", "y": rows, "cliponaxis": False, "customdata": _make_customdata(held, language)}
    figure.add_trace(
        {
            **common,
            "x": wanted,
            "mode": "markers",
            "marker": {"symbol": "line-ns", "size": TICK, "line": {"color": GREY, "width": 3}},
            "hovertemplate": HOVER,
        }
    )
    figure.add_trace(
        {
            **common,
            "x": outcomes,
            "mode": "markers+text",
            "marker": {
                "color": colours,
                "size": 11,
                "symbol": np.where(_find_hollow(held), "circle-open", "circle"),
                "line": {"width": 2, "color": colours},
            },
            "text": told,
            "textposition": np.where(outcomes >= wanted, "middle right", "middle left"),
            "textfont": {"size": LETTER},
            "hovertemplate": HOVER,
        }
    )
    figure.update_xaxes(
        range=[low - max(before, room / 6), high + room],
        nticks=6,
        ticksuffix="%",
        tickfont={"size": LETTER - 1},
        showgrid=False,
        zeroline=scale[1] == 0,
        zerolinecolor=GREY,
        zerolinewidth=1,
    )
    return polish(figure, caption, height, left=beside, right=RIGHT, axis_height=26, notes=_explain(held, language))


def _leave_room(along: np.ndarray[Any, Any], length: float, told: np.ndarray[Any, Any], width: float) -> float:
    """How far before its beginning a scale of `length`, `width` px wide on a phone, must begin such that what stands on the left
    of dots `along` it has room there; both in units of the scale."""
    needed = np.array([measure_text(text, LETTER) + TICK if text else 0.0 for text in map(str, told)])
    return float(np.max((needed * length - width * along) / (width - needed)))


def _colour(held: Sequence[Progress]) -> np.ndarray[Any, Any]:
    """Orange where the target was missed, grey where it is not due, else blue."""
    by_state = {"missed": COLOURS[1], "under_way": GREY, "due": GREY}
    return np.array([by_state.get(progress.state, COLOURS[0]) for progress in held])


def _find_hollow(held: Sequence[Progress]) -> np.ndarray[Any, Any]:
    """Those whose target or outcome is to be verified."""
    rows = [(progress.target, progress.outcome) for progress in held]
    return np.array([any(row is not None and row["status"] in HOLLOW for row in pair) for pair in rows], dtype=bool)


def _explain(held: Sequence[Progress], language: Language) -> list[str]:
    states = {progress.state for progress in held}
    notes = [("missed", "targets.note_missed"), ("under_way", "targets.note_early"), ("due", "targets.note_early")]
    told = list(dict.fromkeys(translate(words, language) for state, words in notes if state in states))
    return [*told, *([translate("charts.note_unverified", language)] if _find_hollow(held).any() else [])]


def _make_customdata(held: Sequence[Progress], language: Language) -> np.ndarray[Any, Any]:
    """An object array (rows × 4): fact_id of the outcome, agency_id, region_code, and the text for the pointer."""
    data = np.empty((len(held), 4), dtype=object)
    for position, progress in enumerate(held):
        row, outcome = progress.target, progress.outcome or {}
        lines = (
            f"{row[f'metric_{language}']} {format_target(progress, language)}",
            f"{translate('targets.words_outcome', language)} {format_outcome(progress, language)}",
            f"{name_state(progress, language)} {format_progress(progress, language)}",
        )
        told = "<br>".join(map(escape, lines))
        subject = f"<b>{escape(str(row[f'subject_{language}']))}</b>"
        data[position] = [outcome.get("fact_id", ""), row["agency_id"], row["region_code"], f"{subject}<br>{told}"]
    return data
