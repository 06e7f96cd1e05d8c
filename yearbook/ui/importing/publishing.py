"""Publishing what was accepted as one new edition, and saying what it changed."""

from __future__ import annotations

import streamlit as st

from yearbook.catalogue.files import DataError, home
from yearbook.catalogue.messages import localize
from yearbook.pipeline.outcome import IngestSummary
from yearbook.pipeline.publish import publish_prepared
from yearbook.store.lock import WriterBusy
from yearbook.ui import url_state as address
from yearbook.ui.auth.visitor import acting
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.importing.inbox import Inbox
from yearbook.ui.view import View
from yearbook.warehouse.checks import Unsound

COUNTS = ("added", "revised", "removed")


def show_publishing(view: View, inbox: Inbox, who: str) -> None:
    """The button that publishes, with what it would bring in."""
    accepted = inbox.accepted
    figures = sum(len(item.prepared.understood.figures) - len(item.left_out) for item in accepted if item.prepared.understood)
    with st.bottom, st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(view.translate("import.to_publish", reports=len(accepted), figures=figures))
        pressed = st.button(
            view.translate("import.publish"), type="primary", icon=":material/publish:", disabled=not accepted, key="publish"
        )
    if not pressed:
        return
    try:
        with acting("import", "import"), st.spinner(view.translate("import.publishing")):
            summary = publish_prepared([item.accept() for item in accepted], home(), who)
    except (WriterBusy, Unsound, DataError, OSError) as error:
        st.error(
            view.translate("import.publishing_failed", reason=escape_markdown(localize(error, view.language))),
            icon=":material/error:",
        )
        return
    for item in accepted:
        del inbox.items[item.prepared.report_id]
    inbox.published = summary
    st.rerun()


def show_published(view: View, summary: IngestSummary) -> None:
    """What the edition that was published changed, and where to go from here."""
    note = summary.edition
    if note is None:
        st.info(view.translate("import.nothing_new"), icon=":material/info:")
        return
    st.success(
        view.translate("import.published", number=note.number, reports=len(summary.of("added"))), icon=":material/task_alt:"
    )
    with st.grid(4, min_column_width=130):
        for name in COUNTS:
            st.metric(view.translate(f"interface.column_{name}"), getattr(note, name), border=True)
        st.metric(view.translate("import.merged"), summary.joined, border=True, help=view.translate("import.merged_help"))
    for refusal in summary.gone:
        reason = escape_markdown(localize(refusal.reason, view.language))
        st.warning(view.translate("import.gone", name=escape_markdown(refusal.name), reason=reason))
    replaced = [file for file in summary.files if file.replaces]
    for file in replaced:
        st.caption(view.translate("import.took_place", title=escape_markdown(file.title)))
    first = next((file.report_id for file in summary.files if file.fate == "added"), None)
    doubts = sum(file.unclaimed + file.contradictions for file in summary.files)
    with st.container(horizontal=True):
        _link(view, "about/editions", view.translate("import.see_changes"), ":material/history:", of=note.number)
        if first is not None:
            _link(view, "stewards/reports", view.translate("import.see_report"), ":material/description:", report=first)
        if doubts:
            _link(view, "stewards/review", view.translate("import.see_doubts", count=doubts), ":material/fact_check:")


def _link(view: View, page: str, label: str, icon: str, **parameters: str | int) -> None:
    target = address.link_to(view.language, **parameters)
    st.page_link(f"pages/{page}.py", label=label, icon=icon, query_params=target, help="")
