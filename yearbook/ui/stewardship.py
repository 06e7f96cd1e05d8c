"""Parts of every page where stewards write: links to review and teaching, failures shown as a message."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from yearbook.catalogue.files import DataError
from yearbook.catalogue.messages import localize
from yearbook.store.lock import WriterBusy
from yearbook.ui import url_state as address
from yearbook.ui.auth.visitor import may
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.view import View
from yearbook.warehouse.checks import Unsound


@contextmanager
def show_failure(view: View, words: str) -> Iterator[None]:
    """Show `words` with the reason where what is done inside fails for the data, the disk or another writer."""
    try:
        yield
    except (DataError, OSError, Unsound, WriterBusy) as error:
        st.error(view.translate(words, reason=escape_markdown(localize(error, view.language))), icon=":material/error:")


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
