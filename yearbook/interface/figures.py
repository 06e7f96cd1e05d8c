"""A Plotly figure on a page: any point of it leads to its evidence, and it is said in words for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st

from yearbook.charts.template import make_chart_config
from yearbook.interface import evidence
from yearbook.interface.view import View

Chosen = Callable[[list[Any], str], None]
Picture = Literal["png", "svg"]
PICTURES: tuple[Picture, ...] = ("png", "svg")
_PICTURE = "picture"


def choose_picture(view: View) -> None:
    """Ask in which format the button on every chart saves it. Plotly offers one such button a chart."""
    st.segmented_control(
        view.say("share.picture"),
        PICTURES,
        default=PICTURES[0],
        format_func=str.upper,
        key=_PICTURE,
        required=True,
        persist_state="session",
        help=view.say("share.picture_help"),
    )


def show_figure(view: View, figure: go.Figure, key: str, alt: str, file_name: str, on_choose: Chosen | None = None) -> None:
    """Draw `figure` over the width of its place. Its points' customdata begins with a fact_id: choosing one shows the evidence,
    or does what `on_choose` does with the whole customdata and the key.

    `alt` says what the chart shows; `file_name` is the picture's name when the reader saves it.
    """
    st.plotly_chart(
        figure,
        key=f"{key}-{evidence.turn_of(key)}",
        on_select=lambda: _choose_point(key, on_choose),
        selection_mode="points",
        alt=alt,
        config=make_chart_config(file_name, view.language, st.session_state.get(_PICTURE) or PICTURES[0]),
    )


def _choose_point(key: str, on_choose: Chosen | None = None) -> None:
    state: Any = st.session_state.get(f"{key}-{evidence.turn_of(key)}")
    for point in state.selection.points if state else ():
        customdata = point.get("customdata")
        if on_choose is not None and customdata:
            on_choose(list(customdata.values()) if isinstance(customdata, dict) else list(customdata), key)
            return
        fact_id = find_fact(customdata)
        if fact_id:
            evidence.ask_for(fact_id, chart=key)
            return


def find_fact(customdata: Any) -> str:
    """The fact_id that a point carries first in its customdata; empty where it carries none (a gap, a median)."""
    if isinstance(customdata, dict):  # a row of an object array comes back with its positions as names
        customdata = list(customdata.values())
    first = customdata[0] if isinstance(customdata, (list, tuple)) and customdata else customdata
    return first if isinstance(first, str) else ""
