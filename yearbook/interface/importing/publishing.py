"""Publishing what was accepted as one new edition, and saying what it changed."""

from __future__ import annotations

import streamlit as st

from yearbook.data import DataError, home
from yearbook.interface import address
from yearbook.interface.importing.inbox import Inbox
from yearbook.interface.view import View
from yearbook.interface.visitors.visitor import acting
from yearbook.interface.wording import escape_markdown
from yearbook.warehouse.disk.lock import WriterBusy
from yearbook.warehouse.editions.checks import Unsound
from yearbook.warehouse.reports.outcome import IngestSummary
from yearbook.warehouse.reports.publishing import publish_prepared
from yearbook.words import say_again

COUNTS = ("added", "revised", "removed")


def show_publishing(view: View, inbox: Inbox, who: str) -> None:
    """The button that publishes, with what it would bring in."""
    accepted = inbox.accepted
    figures = sum(len(item.prepared.understood.figures) - len(item.left_out) for item in accepted if item.prepared.understood)
    with st.bottom, st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(view.say("import.to_publish", reports=len(accepted), figures=figures))
        pressed = st.button(
            view.say("import.publish"), type="primary", icon=":material/publish:", disabled=not accepted, key="publish"
        )
    if not pressed:
        return
    try:
        with acting("import", "import"), st.spinner(view.say("import.publishing")):
            summary = publish_prepared([item.accept() for item in accepted], home(), who)
    except (WriterBusy, Unsound, DataError, OSError) as error:
        st.error(
            view.say("import.publishing_failed", reason=escape_markdown(say_again(str(error), view.language, "warehouse"))),
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
        st.info(view.say("import.nothing_new"), icon=":material/info:")
        return
    st.success(view.say("import.published", number=note.number, reports=len(summary.of("added"))), icon=":material/task_alt:")
    with st.grid(4, min_column_width=130):
        for name in COUNTS:
            st.metric(view.say(f"interface.column_{name}"), getattr(note, name), border=True)
        st.metric(view.say("import.merged"), summary.joined, border=True, help=view.say("import.merged_help"))
    for refusal in summary.gone:
        st.warning(view.say("import.gone", name=escape_markdown(refusal.name), reason=escape_markdown(refusal.reason)))
    replaced = [file for file in summary.files if file.replaces]
    for file in replaced:
        st.caption(view.say("import.took_place", title=escape_markdown(file.title)))
    first = next((file.report_id for file in summary.files if file.fate == "added"), None)
    doubts = sum(file.unclaimed + file.contradictions for file in summary.files)
    with st.container(horizontal=True):
        _link(view, "about/editions", view.say("import.see_changes"), ":material/history:", of=note.number)
        if first is not None:
            _link(view, "stewards/reports", view.say("import.see_report"), ":material/description:", report=first)
        if doubts:
            _link(view, "stewards/review", view.say("import.see_doubts", count=doubts), ":material/fact_check:")


def _link(view: View, page: str, label: str, icon: str, **parameters: str | int) -> None:
    target = address.link_to(view.language, **parameters)
    st.page_link(f"pages/{page}.py", label=label, icon=icon, query_params=target, help="")
