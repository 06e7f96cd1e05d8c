"""The way from an unclaimed quantity to the page that teaches the catalogue what it counts."""

from __future__ import annotations

import streamlit as st

from yearbook.ui import url_state as address
from yearbook.ui.auth.visitor import may
from yearbook.ui.view import View

TEACH = "pages/stewards/teach.py"


def show_teach_link(view: View, report_id: str, ordinal: int) -> None:
    """A link to teaching this quantity; nothing where writing is off. `ordinal` is its number among the report's mentions."""
    if may("teach"):
        target = address.link_to(view.language, region=view.region, report=report_id, mention=ordinal)
        st.page_link(TEACH, label=view.translate("teach.link"), icon=":material/school:", query_params=target, help="")
