"""The way from any figure to its review."""

from __future__ import annotations

import streamlit as st

from yearbook.ui import url_state as address
from yearbook.ui.auth.visitor import may
from yearbook.ui.view import View

REVIEW = "pages/stewards/review.py"


def show_review_link(view: View, item: str) -> None:
    """A link to the review of a fact (its id) or of a place in a report (report:start:end); nothing where writing is off."""
    if may("decide"):
        target = address.link_to(view.language, region=view.region, item=item)
        st.page_link(
            REVIEW, label=view.translate("review.review_this"), icon=":material/fact_check:", query_params=target, help=""
        )
