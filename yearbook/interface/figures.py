"""A Plotly figure on a page: any point of it leads to its evidence, and it is said in words for those who do not see it."""

from __future__ import annotations

import re
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from yearbook.interface import evidence

FACT_ID = re.compile(r"f[0-9a-f]{8,}")
MODEBAR = ["zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d"]


def show_figure(figure: go.Figure, key: str, alt: str, file_name: str) -> None:
    """Draw `figure` over the width of its place. A point whose customdata holds a fact_id opens the evidence panel.

    `alt` says what the chart shows; `file_name` is the picture's name when the reader saves it.
    """
    st.plotly_chart(
        figure,
        key=f"{key}-{evidence.turn_of(key)}",
        on_select=lambda: _choose_point(key),
        selection_mode="points",
        alt=alt,
        config={
            "displaylogo": False,
            "modeBarButtonsToRemove": MODEBAR,
            "toImageButtonOptions": {"format": "png", "scale": 2, "filename": file_name},
            "scrollZoom": False,
            "doubleClick": False,
        },
    )


def _choose_point(key: str) -> None:
    state: Any = st.session_state.get(f"{key}-{evidence.turn_of(key)}")
    for point in state.selection.points if state else ():
        found = find_fact(point.get("customdata"))
        if found:
            evidence.ask_for(found, chart=key)
            return


def find_fact(customdata: Any) -> str | None:
    """The fact_id in a point's customdata, wherever in it it stands; None where there is none (a gap, a median)."""
    if isinstance(customdata, str):
        return customdata if FACT_ID.fullmatch(customdata) else None
    if isinstance(customdata, dict):
        customdata = list(customdata.values())
    if isinstance(customdata, (list, tuple)):
        return next((found for found in map(find_fact, customdata) if found), None)
    return None
