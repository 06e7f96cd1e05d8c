"""What a button of the review does: keep a decision, take one back, open a form; and where the review goes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

import streamlit as st

from yearbook.catalogue.files import home
from yearbook.catalogue.messages import localize
from yearbook.pipeline.judging.proposal import hold_on_to, list_differences, propose
from yearbook.pipeline.judging.statement import Statement, find_fault
from yearbook.store.decisions import Action, Decision, decide, undo
from yearbook.ui.auth.visitor import acting
from yearbook.ui.review.queue import Item, ReviewQueue, find_item, name_place
from yearbook.ui.view import View, current_view

QUICKEST = 0.4  # seconds from one decision to the next
_PRESSED = "review pressed"
_AT, _ASKED, _FORM, _LAST, _FAILED = "review at", "review asked", "review form", "review last", "review failed"


def at() -> str | None:
    """The name of the place under review; None at the beginning and behind the end of the queue."""
    name = st.session_state.get(_AT)
    return None if name is None else str(name)


def choose_item(view: View, docket: ReviewQueue, names: Sequence[str]) -> Item | None:
    """The item under review: the one a link asks for (`?item=`), else where the queue of `names` was left, else its first."""
    linked = st.query_params.pop("item", None)
    if linked:
        st.session_state[_ASKED] = linked
        go_to(linked)
    name = at()
    if name is not None and (name in names or name == st.session_state.get(_ASKED)):
        item = find_item(view, docket, name)
        if item is not None:
            return item
    return find_item(view, docket, names[0]) if names else None


def go_to(name: str | None) -> None:
    st.session_state[_AT] = name
    close_form()


def open_form(item: Item, kind: str, metric_id: str | None = None) -> None:
    """Have the form `kind` (correct | claim | verify) shown for an item, of a metric."""
    st.session_state[_FORM] = (item.name, kind, metric_id)


def close_form() -> None:
    st.session_state.pop(_FORM, None)


def form_of(item: Item) -> tuple[str, str | None] | None:
    """The form that is open for an item, and the metric that it begins with."""
    name, kind, metric_id = st.session_state.get(_FORM, (None, "", None))
    return (kind, metric_id) if name == item.name else None


def last_decision() -> Decision | None:
    """The last decision that this visitor took."""
    last = st.session_state.get(_LAST)
    return last if isinstance(last, Decision) else None


def failure() -> str | None:
    """Why the decision asked for was not kept; said once."""
    reason = st.session_state.pop(_FAILED, None)
    return None if reason is None else str(reason)


def settle(
    item: Item, who: str, action: Action, following: str | None, change: Mapping[str, Any] | None = None, why: str = ""
) -> None:
    """Keep a decision about an item and go on to the next."""
    report_id, start, end = (None, None, None) if isinstance(item.place, str) else item.place
    fact_id = item.place if isinstance(item.place, str) else item.fact_id
    reason = why or str(st.session_state.get(f"why {item.name}") or "")
    place = report_id, start, end, fact_id
    _keep(Decision(who, action, *place, change=change or {}, seen=item.seen, why=reason.strip()), following)


def settle_as(view: View, item: Item, who: str, metric_id: str, following: str | None) -> None:
    """Take an item for a figure of another metric; where the words leave something open, a form asks for it."""
    meant = propose(item.row, view.catalogue.metrics[metric_id], view.catalogue)
    if find_fault(meant, view.catalogue) is not None:
        open_form(item, "correct" if item.seen.get("metric_id") else "claim", metric_id)
    else:
        settle_statement(item, who, meant, following)


def settle_statement(item: Item, who: str, meant: Statement, following: str | None, why: str = "") -> None:
    """Keep what a person says of an item: a confirmation where it is what the extraction says."""
    change = list_differences(item.seen, meant)
    claimed = item.seen.get("metric_id") is not None
    settle(item, who, ("correct" if change else "confirm") if claimed else "claim", following, change, why)


def hold(view: View, item: Item, who: str, decision: Decision, following: str | None) -> None:
    """Keep a decision that the extraction contradicts, in view of what it says now."""
    again = hold_on_to(decision, item.seen, view.catalogue)
    _keep(Decision(who, again.action, *_place(again), change=again.change, seen=again.seen, why=again.why), following)


def take_back(who: str, decision: Decision, following: str | None = None, why: str = "") -> None:
    """Undo a decision; without `following` the review goes to what it was about."""
    try:
        with acting("decide", "review"):
            undo(home(), who, decision, why)
    except OSError as error:
        st.session_state[_FAILED] = localize(error, current_view().language)
        return
    last = last_decision()
    if last is not None and last.decision_id == decision.decision_id:
        st.session_state.pop(_LAST)
    go_to(following or name_place(decision.place))


def _keep(decision: Decision, following: str | None) -> None:
    if _is_held_down():
        st.session_state[_FAILED] = current_view().translate("review.too_quick")
        return
    try:
        with acting("decide", "review"):
            st.session_state[_LAST] = decide(home(), decision)
    except (OSError, ValueError) as error:
        st.session_state[_FAILED] = localize(error, current_view().language)
        return
    go_to(following)


def _is_held_down() -> bool:
    """Whether this decision follows the one before sooner than anybody can have read what it is about: a key held down."""
    before, now = st.session_state.get(_PRESSED), monotonic()
    st.session_state[_PRESSED] = now
    return before is not None and now - before < QUICKEST


def _place(decision: Decision) -> tuple[str | None, int | None, int | None, str | None]:
    return decision.report_id, decision.span_start, decision.span_end, decision.fact_id
