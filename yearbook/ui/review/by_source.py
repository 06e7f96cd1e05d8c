"""Verifying the record's figures source by source: what a reprint repeats is found in its original once, for all of them."""

from __future__ import annotations

import streamlit as st

from yearbook.ui import evidence
from yearbook.ui.review import actions
from yearbook.ui.review.form import ask_source
from yearbook.ui.review.queue import ReviewQueue, find_fact
from yearbook.ui.tables import show_table, tabulate_facts
from yearbook.ui.view import View
from yearbook.warehouse.filters import Filters

_TABLE = "figures of a source"
COLUMNS = ("subject", "metric", "value", "unit", "precision", "period", "scope")


def show_by_source(view: View, queue: ReviewQueue) -> None:
    """A source with unverified figures at a time, those with most first: its figures to select, the form of their original."""
    waiting = tuple(name for name, kind in queue.kinds.items() if kind == "unverified")
    facts = view.facts_of(Filters(facts=waiting)) if waiting else None
    if facts is None or facts.empty:
        st.success(view.translate("review.nothing_of_kind"), icon=":material/task_alt:")
        return
    counts = facts["source_title"].astype(str).value_counts()
    st.caption(view.translate("review.by_source_about", sources=len(counts), figures=len(facts)))
    chosen = st.selectbox(
        view.translate("review.by_source_choose"),
        list(counts.index),
        format_func=lambda title: view.translate("review.by_source_option", title=title, count=int(counts[title])),
        key="source to verify",
    )
    listed = facts[facts["source_title"].astype(str) == chosen].reset_index(drop=True)
    table = tabulate_facts(view, listed)[list(COLUMNS)]
    selected = show_table(
        view, table, "interface.column", view.translate("review.by_source_alt", count=len(listed)),
        key=f"{_TABLE} {chosen} {evidence.selection_count(_TABLE)}", on_select="rerun", selection_mode="multi-row",
    )  # fmt: skip
    label = view.translate("review.by_source_verify", count=len(selected))
    source = ask_source(view, f"source of {chosen}", label, disabled=not selected)
    if source is None:
        return
    items = [find_fact(view, queue, str(listed.loc[row, "fact_id"]), "unverified") for row in selected]
    if actions.verify_all([item for item in items if item is not None], *source):
        evidence.clear_selection(_TABLE)
    st.rerun()
