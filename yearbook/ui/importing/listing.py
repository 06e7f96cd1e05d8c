"""The inbox as a list: what can be published, ticked; what waits for a person's word, is known already, or was refused."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from yearbook.catalogue.messages import localize
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.importing.comparison import show_table
from yearbook.ui.importing.inbox import Inbox, Item
from yearbook.ui.view import View


def show_list(view: View, inbox: Inbox) -> Item | None:
    """The reports of the inbox; the one to look through, None where there is none."""
    items = list(inbox.items.values())
    _show_refused(view, inbox)
    if not items:
        return None
    inbox.tick_what_is_new()
    if len(items) > 1:
        _tick_reports(view, inbox, items)
    names = {item.prepared.report_id: _name(view, item) for item in items}
    if inbox.viewed in names or st.session_state.get("viewed") not in names:
        st.session_state["viewed"] = inbox.viewed or next(iter(names))
        inbox.viewed = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        viewed = st.selectbox(view.translate("import.look_through"), list(names), format_func=names.__getitem__, key="viewed")
        if st.button(view.translate("import.remove"), icon=":material/delete:", help=view.translate("import.remove_help")):
            del inbox.items[viewed]
            st.rerun()
    return inbox.items[viewed]


def _tick_reports(view: View, inbox: Inbox, items: list[Item]) -> None:
    """A row a report; those ticked are published."""
    rows = []
    for item in items:
        understood = item.prepared.understood
        rows.append(
            {
                "report": understood.report.title if understood else item.prepared.errand.name,
                "body": understood.report.publisher if understood else "",
                "year": str(understood.report.report_year) if understood else "",
                "figures": len(understood.figures) if understood else 0,
                "unclaimed": item.prepared.unclaimed,
                "contradictions": len(item.prepared.contradictions),
                "state": view.translate(f"import.state_{item.prepared.state}"),
            }
        )
    st.caption(view.translate("import.list_about"))
    ticked = [number for number, item in enumerate(items) if item.accepted]
    key = " ".join((f"list {inbox.ticks}", *inbox.items))
    chosen = show_table(view, pd.DataFrame(rows), view.translate("import.list_alt", count=len(rows)), key=key, ticked=ticked)
    for number, item in enumerate(items):
        item.accepted = number in chosen


def _show_refused(view: View, inbox: Inbox) -> None:
    """What cannot be read, each with its reason. Names come from anywhere: they are shown as they are, never as markup."""
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


def _name(view: View, item: Item) -> str:
    """The title of a report, and what there is to do."""
    understood = item.prepared.understood
    title = understood.report.title if understood else item.prepared.errand.name
    return title if item.prepared.state == "new" else f"{title} · {view.translate(f'import.state_{item.prepared.state}')}"
