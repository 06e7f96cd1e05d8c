"""Withdrawing a stored report: its figures leave with the next edition, and come back when that is undone."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

import streamlit as st

from yearbook.catalogue.files import home
from yearbook.records.state import Decision, find_withdrawn
from yearbook.store.decisions import decide, standing_decisions, undo
from yearbook.ui.auth.visitor import acting, may, show_failure
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.navigation import show_link
from yearbook.ui.view import View


def show_withdrawal(view: View, report: Mapping[str, Any]) -> None:
    """For stewards: a button that withdraws `report`, a row of queries/pages/report.sql; or that it waits to leave, with undo."""
    if not may("decide"):
        return
    report_id, title = str(report["report_id"]), str(report["title"] or report["name"])
    withdrawn = find_withdrawn(standing_decisions(home()))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if report_id in withdrawn:
            _show_withdrawn(view, withdrawn[report_id], "withdraw_waiting")
        else:
            with st.popover(view.translate("review.withdraw"), icon=":material/remove_circle:", type="tertiary"):
                st.caption(view.translate("review.withdraw_about"))
                why = st.text_input(view.translate("review.withdraw_why"), key=f"withdraw why {report_id}", max_chars=500)
                pressed = st.button(view.translate("review.withdraw_do"), key=f"withdraw {report_id}", disabled=not why.strip())
            if pressed:
                with show_failure(view, "review.not_kept"):
                    with acting("decide", "reports") as who:
                        decide(home(), Decision(who, "withdraw", report_id, seen={"title": title}, why=why.strip()))
                    st.rerun()


def show_left_out(view: View, shown: Container[str]) -> None:
    """For stewards: the withdrawn reports that are not `shown` any more, each with a button that takes it in again."""
    if not may("decide"):
        return
    gone = {
        report_id: withdrawal
        for report_id, withdrawal in find_withdrawn(standing_decisions(home())).items()
        if report_id not in shown
    }
    if not gone:
        return
    with st.expander(view.translate("review.withdrawn_count", count=len(gone)), icon=":material/remove_circle:"):
        for withdrawal in gone.values():
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                _show_withdrawn(view, withdrawal, "withdrawn")


def _show_withdrawn(view: View, withdrawal: Decision, words: str) -> None:
    title, why = (escape_markdown(str(text)) for text in (withdrawal.seen.get("title", ""), withdrawal.why))
    day = withdrawal.decided_at[:10]
    st.caption(view.translate(f"review.{words}", title=title, day=day, who=escape_markdown(withdrawal.who), why=why))
    if st.button(view.translate("review.withdraw_undo"), key=f"restore {withdrawal.decision_id}", icon=":material/undo:"):
        with show_failure(view, "review.not_kept"):
            with acting("decide", "reports") as who:
                undo(home(), who, withdrawal)
            st.rerun()
    show_link(view, "review", view.translate("review.withdraw_publish"))
