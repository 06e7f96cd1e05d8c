"""The inbox as a list of reports to tick, and publishing those that are accepted as one new edition."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from yearbook.catalogue.files import home
from yearbook.catalogue.messages import localize
from yearbook.pipeline.publish import IngestSummary, publish_prepared
from yearbook.ui.auth.visitor import acting, show_failure
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.importing.figures import tick_rows
from yearbook.ui.importing.inbox import Inbox, InboxReport
from yearbook.ui.navigation import show_link
from yearbook.ui.view import View


def show_list(view: View, inbox: Inbox) -> InboxReport | None:
    """The reports of the inbox; returns the one that is chosen to be shown, None where there is none."""
    _show_refused(view, inbox)
    if not inbox.reports:
        return None
    inbox.tick_new()
    if len(inbox.reports) > 1:
        _tick_reports(view, inbox)
    names = {report_id: _name(view, report) for report_id, report in inbox.reports.items()}
    if inbox.viewed in names or st.session_state.get("viewed") not in names:
        st.session_state["viewed"] = inbox.viewed or next(iter(names))
        inbox.viewed = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        viewed = st.selectbox(view.translate("import.look_through"), list(names), format_func=names.__getitem__, key="viewed")
        if st.button(view.translate("import.remove"), icon=":material/delete:", help=view.translate("import.remove_help")):
            del inbox.reports[viewed]
            st.rerun()
    return inbox.reports[viewed]


def show_publishing(view: View, inbox: Inbox) -> None:
    """The button that publishes, with what it would bring in."""
    accepted = inbox.accepted
    figures = sum(len(one.prepared.extraction.figures) - len(one.left_out) for one in accepted if one.prepared.extraction)
    with st.bottom, st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(view.translate("import.to_publish", reports=len(accepted), figures=figures))
        label, icon = view.translate("import.publish"), ":material/publish:"
        pressed = st.button(label, type="primary", icon=icon, disabled=not accepted, key="publish")
    if not pressed:
        return
    with show_failure(view, "import.publishing_failed"):
        with acting("import", "import") as who, st.spinner(view.translate("import.publishing")):
            inbox.published = publish_prepared([report.accept() for report in accepted], home(), who)
        for report in accepted:
            del inbox.reports[report.prepared.report_id]
        st.rerun()


def show_published(view: View, summary: IngestSummary) -> None:
    """What the published edition changed, with links to it."""
    note = summary.edition
    if note is None:
        st.info(view.translate("import.nothing_new"), icon=":material/info:")
        return
    published = view.translate("import.published", number=note.number, reports=len(summary.of("added")))
    st.success(published, icon=":material/task_alt:")
    with st.grid(4, min_column_width=130):
        for name in ("added", "revised", "removed"):
            st.metric(view.translate(f"interface.column_{name}"), getattr(note, name), border=True)
        st.metric(view.translate("import.merged"), summary.joined, border=True, help=view.translate("import.merged_help"))
    for refusal in summary.gone:
        reason = escape_markdown(localize(refusal.reason, view.language))
        st.warning(view.translate("import.gone", name=escape_markdown(refusal.name), reason=reason))
    for file in summary.files:
        if file.replaces:
            st.caption(view.translate("import.took_place", title=escape_markdown(file.title)))
    first = next((file.report_id for file in summary.files if file.fate == "added"), None)
    doubts = sum(file.unclaimed + file.contradictions for file in summary.files)
    with st.container(horizontal=True):
        show_link(view, "editions", view.translate("import.see_changes"), of=note.number)
        if first is not None:
            show_link(view, "reports", view.translate("import.see_report"), report=first)
        if doubts:
            show_link(view, "review", view.translate("import.see_doubts", count=doubts))


def _tick_reports(view: View, inbox: Inbox) -> None:
    """A table with a row a report; those ticked are published."""
    rows, reports = [], list(inbox.reports.values())
    for report in reports:
        extraction = report.prepared.extraction
        rows.append(
            {
                "report": report.title,
                "body": extraction.report.publisher if extraction else "",
                "year": str(extraction.report.report_year) if extraction else "",
                "figures": len(extraction.figures) if extraction else 0,
                "unclaimed": report.prepared.unclaimed,
                "contradictions": len(report.prepared.contradictions),
                "state": view.translate(f"import.state_{report.prepared.state}"),
            }
        )
    st.caption(view.translate("import.list_about"))
    ticked = [number for number, report in enumerate(reports) if report.accepted]
    key = " ".join((f"list {inbox.ticks}", *inbox.reports))
    chosen = tick_rows(view, pd.DataFrame(rows), view.translate("import.list_alt", count=len(rows)), key, ticked)
    for number, report in enumerate(reports):
        report.accepted = number in chosen


def _show_refused(view: View, inbox: Inbox) -> None:
    """What cannot be read, each with its reason. Names come from anywhere and are escaped, so that none is taken as Markdown."""
    if not inbox.refused:
        return
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f":material/block: **{view.translate('import.refused', count=len(inbox.refused))}**")
            if st.button(view.translate("import.refused_clear"), type="tertiary"):
                inbox.refused.clear()
                st.rerun()
        for path, reason in inbox.refused.items():
            st.markdown(f"{escape_markdown(path)}  \n:gray[{escape_markdown(localize(reason, view.language))}]")


def _name(view: View, report: InboxReport) -> str:
    """The title of a report and, unless it is new, its state."""
    state = report.prepared.state
    return report.title if state == "new" else f"{report.title} · {view.translate(f'import.state_{state}')}"
