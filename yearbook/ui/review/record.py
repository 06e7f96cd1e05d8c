"""The decisions that stand, with the way to undo them; and the button that publishes an edition with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.catalogue.files import DataError, home
from yearbook.catalogue.messages import localize
from yearbook.pipeline.build import update_edition
from yearbook.store.decisions import torn_ends
from yearbook.store.lock import WriterBusy
from yearbook.ui import evidence
from yearbook.ui.auth.visitor import acting
from yearbook.ui.formatting import is_absent
from yearbook.ui.review import deciding
from yearbook.ui.review.actions import describe_change
from yearbook.ui.review.queue import ReviewQueue
from yearbook.ui.view import View
from yearbook.warehouse.checks import Unsound
from yearbook.warehouse.registry import read_note, require_edition

EDITIONS = "pages/about/editions.py"
_PUBLISHED, _FAILED, _TABLE = "review published", "review not published", "review decisions"


def show_publishing(view: View, docket: ReviewQueue) -> None:
    """How many decisions await the next edition, the button that builds it, and what the last press of it did."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        waiting = (
            view.translate("review.waiting", count=docket.changes) if docket.changes else view.translate("review.waiting_none")
        )
        st.markdown(waiting)
        pressed = st.button(
            view.translate("review.publish"),
            key="review publish",
            type="primary" if docket.changes else "secondary",
            icon=":material/publish:",
            disabled=not docket.changes,
        )
    if pressed:
        _publish(view, docket)
        st.rerun()
    failed, published = st.session_state.pop(_FAILED, None), st.session_state.pop(_PUBLISHED, None)
    if failed is not None:
        st.error(view.translate("review.publish_failed", reason=failed), icon=":material/error:")
    if published is not None:
        st.success(view.translate("review.published", **published), icon=":material/check_circle:")
        st.page_link(EDITIONS, label=view.translate("review.see_changes"), icon=":material/history:")
    torn = torn_ends(home())
    if torn:
        st.warning(view.translate("review.torn", count=len(torn), file=torn[-1].name), icon=":material/warning:")


def show_decisions(view: View, docket: ReviewQueue, who: str) -> None:
    """Every decision that stands, newest first; the selected ones can be undone."""
    if not docket.standing:
        st.info(view.translate("review.decisions_none"), icon=":material/info:")
        return
    st.caption(view.translate("review.decisions_hint"))
    newest = docket.standing[::-1]
    titles = dict(view.ask("reports")[["report_id", "title"]].itertuples(index=False, name=None))
    told = [_tell(view, docket.carried_out.get(decision.decision_id)) for decision in newest]
    table = pd.DataFrame(
        {
            "decided_at": pd.to_datetime([decision.decided_at for decision in newest]).tz_convert(st.context.timezone or "UTC"),
            "who": [decision.who for decision in newest],
            "action": [view.translate(f"review.action_{decision.action}") for decision in newest],
            "change": [describe_change(view, decision) for decision in newest],
            "about": [str(titles.get(decision.report_id) or said[1]) for decision, said in zip(newest, told, strict=True)],
            "why": [decision.why for decision in newest],
            "state": [said[0] for said in told],
        }
    )
    columns: dict[str, Any] = {
        name: st.column_config.TextColumn(view.translate(f"review.column_{name}")) for name in map(str, table)
    }
    columns["decided_at"] = st.column_config.DatetimeColumn(view.translate("review.column_decided_at"), format="YYYY-MM-DD HH:mm")
    turn = evidence.selection_count(_TABLE)
    chosen = st.dataframe(
        table,
        key=f"{_TABLE} {turn}",
        column_config=columns,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        alt=view.translate("review.decisions_alt", count=len(newest)),
    )
    selected = [newest[row] for row in chosen.selection.rows if row < len(newest)]
    if selected:
        st.button(
            view.translate("review.undo_these", count=len(selected)),
            key="review undo",
            icon=":material/undo:",
            on_click=_undo_all,
            args=(who, selected),
        )


def _publish(view: View, docket: ReviewQueue) -> None:
    try:
        with acting("publish", "review"), st.spinner(view.translate("review.publishing")):
            made = update_edition(home(), summary="review")
    except (DataError, OSError, WriterBusy, Unsound) as error:
        st.session_state[_FAILED] = localize(error, view.language)
        return
    note = made.note if made else read_note(home(), require_edition(home()))  # another has just published it
    told = {name: getattr(note, name) for name in ("number", "added", "revised", "removed")}
    st.session_state[_PUBLISHED] = told | {"decisions": len(docket.waiting), "undone": len(docket.undone)}


def _undo_all(who: str, decisions: list[Any]) -> None:
    at = deciding.at()
    for decision in decisions:
        deciding.take_back(who, decision, at)
    evidence.clear_selection(_TABLE)


def _tell(view: View, row: Mapping[str, Any] | None) -> tuple[str, str]:
    """The state of a decision in words, and what it is about as far as this edition knows."""
    if row is None:
        return view.translate("review.state_waiting"), ""
    return view.translate(f"review.state_{row['state']}"), "" if is_absent(row["about"]) else str(row["about"])
