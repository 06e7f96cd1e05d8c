"""The table of standing decisions with undo, and the button that publishes an edition with them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from yearbook.catalogue.files import home
from yearbook.pipeline.build import update_edition
from yearbook.records.decision import Decision
from yearbook.ui import evidence
from yearbook.ui.auth.visitor import acting
from yearbook.ui.failures import show_failure
from yearbook.ui.formatting import is_absent
from yearbook.ui.review import actions
from yearbook.ui.review.queue import ReviewQueue
from yearbook.ui.tables import configure_columns
from yearbook.ui.view import View
from yearbook.warehouse.registry import read_note, require_edition

EDITIONS = "pages/about/editions.py"
_PUBLISHED, _TABLE = "review published", "review decisions"


def show_publishing(view: View, queue: ReviewQueue) -> None:
    """How many decisions await the next edition, the button that builds it, and the outcome of the last build."""
    words = "review.waiting" if queue.changes else "review.waiting_none"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(view.translate(words, count=queue.changes))
        label, look = view.translate("review.publish"), "primary" if queue.changes else "secondary"
        options: dict[str, Any] = {"key": "review publish", "type": look, "icon": ":material/publish:"}
        pressed = st.button(label, disabled=not queue.changes, **options)
    if pressed:
        with show_failure(view, "review.publish_failed"):
            _publish(view, queue)
            st.rerun()
    published = st.session_state.pop(_PUBLISHED, None)
    if published is not None:
        st.success(view.translate("review.published", **published), icon=":material/check_circle:")
        st.page_link(EDITIONS, label=view.translate("review.see_changes"), icon=":material/history:")


def show_decisions(view: View, queue: ReviewQueue, who: str) -> None:
    """Every standing decision, newest first; the selected ones can be undone."""
    if not queue.standing:
        st.info(view.translate("review.decisions_none"), icon=":material/info:")
        return
    st.caption(view.translate("review.decisions_hint"))
    newest = queue.standing[::-1]
    table = _tabulate(view, queue, newest)
    columns = configure_columns(view, table, "review.column")
    columns["decided_at"] = st.column_config.DatetimeColumn(view.translate("review.column_decided_at"), format="YYYY-MM-DD HH:mm")
    chosen: Any = st.dataframe(
        table, key=f"{_TABLE} {evidence.selection_count(_TABLE)}", column_config=columns, hide_index=True, on_select="rerun",
        selection_mode="multi-row", alt=view.translate("review.decisions_alt", count=len(newest)),
    )  # fmt: skip
    selected = [newest[row] for row in chosen.selection.rows if row < len(newest)]
    if selected:
        label = view.translate("review.undo_these", count=len(selected))
        st.button(label, key="review undo", icon=":material/undo:", on_click=_undo_all, args=(who, selected))


def _tabulate(view: View, queue: ReviewQueue, decisions: tuple[Decision, ...]) -> pd.DataFrame:
    """When, who, what, about which report, why, and how this edition holds each decision; times in the reader's zone."""
    titles = dict(view.ask("reports")[["report_id", "title"]].itertuples(index=False, name=None))
    rows = []
    for decision in decisions:
        applied = queue.applied.get(decision.decision_id, {"state": "waiting", "about": None})
        about = titles.get(decision.report_id) or ("" if is_absent(applied["about"]) else applied["about"])
        rows.append(
            {
                "decided_at": decision.decided_at,
                "who": decision.who,
                "action": view.translate(f"review.action_{decision.action}"),
                "change": actions.describe_change(view, decision),
                "about": str(about),
                "why": decision.why,
                "state": view.translate(f"review.state_{applied['state']}"),
            }
        )
    table = pd.DataFrame(rows)
    table["decided_at"] = pd.to_datetime(table["decided_at"]).dt.tz_convert(st.context.timezone or "UTC")
    return table


def _publish(view: View, queue: ReviewQueue) -> None:
    with acting("publish", "review"), st.spinner(view.translate("review.publishing")):
        built = update_edition(home(), summary="review")
    note = built.note if built else read_note(home(), require_edition(home()))  # another has just published it
    counts = {name: getattr(note, name) for name in ("number", "added", "revised", "removed")}
    st.session_state[_PUBLISHED] = counts | {"decisions": len(queue.waiting), "undone": len(queue.undone)}


def _undo_all(who: str, decisions: list[Decision]) -> None:
    current = actions.review_session().current
    for decision in decisions:
        actions.undo_decision(who, decision, current)
    evidence.clear_selection(_TABLE)
