"""Links from a figure to its review and from an unclaimed quantity to teaching; drawn only for readers who may do either."""

from __future__ import annotations

import streamlit as st

from yearbook.ui import url_state as address
from yearbook.ui.auth.visitor import may
from yearbook.ui.view import View


def show_review_link(view: View, item: str) -> None:
    """A link to the review of a fact (its id) or of a place in a report (report:start:end)."""
    if may("decide"):
        target = address.link_to(view.language, region=view.region, item=item)
        label = view.translate("review.review_this")
        st.page_link("pages/stewards/review.py", label=label, icon=":material/fact_check:", query_params=target, help="")


def show_teach_link(view: View, report_id: str, ordinal: int) -> None:
    """A link to teaching a quantity; `ordinal` is its number among the report's mentions."""
    if may("teach"):
        target = address.link_to(view.language, region=view.region, report=report_id, mention=ordinal)
        st.page_link(
            "pages/stewards/teach.py", label=view.translate("teach.link"), icon=":material/school:", query_params=target, help=""
        )
