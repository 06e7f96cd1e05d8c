"""What can be decided about an item: buttons with shortcuts, their callbacks, and the session state of the review.

One key decides and moves on to the next item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Literal

import streamlit as st

from yearbook.catalogue.files import home
from yearbook.catalogue.messages import localize
from yearbook.pipeline.proposal import list_differences, propose, renew_decision
from yearbook.records.state import Action, Decision
from yearbook.store.decisions import decide, decide_all, undo
from yearbook.ui import evidence
from yearbook.ui.auth.visitor import acting
from yearbook.ui.review.item import describe_part
from yearbook.ui.review.queue import ReviewItem, ReviewQueue, find_item, format_place
from yearbook.ui.view import View, current_view
from yearbook.warehouse.statement import Statement, find_fault

QUICKEST = 0.4  # seconds between two decisions; a key held down is quicker
MOST_OTHERS = 3  # metrics besides the one that was understood


@dataclass
class ReviewSession:
    """The review of one browser session."""

    current: str | None = None  # name of the place under review; None at the beginning and after the end of the queue
    linked: str | None = None  # the place that a link asked for, which need not be in the queue
    following: str | None = None  # the place after the current one, where a decision leads
    form: tuple[str, str, str | None] | None = None  # the open form: name of the item, correct | claim | verify, metric_id
    last: Decision | None = None  # the last decision that was not undone
    failure: str | None = None  # why a decision was not recorded, to be shown once
    pressed: float = float("-inf")  # monotonic seconds


def review_session() -> ReviewSession:
    session = st.session_state.setdefault("review", ReviewSession())
    assert isinstance(session, ReviewSession)
    return session


@dataclass(frozen=True, slots=True)
class Button:
    """A button with its label `review.<words>`, its shortcut, and the callback with its arguments."""

    words: str
    shortcut: str
    icon: str
    callback: Callable[..., None]
    arguments: tuple[Any, ...]
    metric: str = ""  # named in the label


def show_actions(view: View, item: ReviewItem, queue: ReviewQueue) -> None:
    """The buttons for an item, the likeliest first."""
    waiting = queue.waiting.get(item.place)
    if waiting is not None:
        action = evidence.name_action(view, waiting.action, waiting.report_id)
        st.info(view.translate("review.pending", action=action), icon=":material/schedule:")
        _show_button(view, item, Button("undo", "U", "undo", undo_decision, (waiting,)), "secondary")
        return
    for number, button in enumerate(_list_buttons(view, item, queue)):
        _show_button(view, item, button, "primary" if number == 0 else "secondary")
    others = list_other_metrics(view, item)
    if item.report_id is not None and item.kind != "conflict":
        st.markdown(f"**{view.translate('review.others')}**")
        if not others:
            st.caption(view.translate("review.others_none"))
    for number, (metric_id, score, wording) in enumerate(others, start=1):
        button = Button("other", str(number), "", decide_metric, (item, metric_id))
        with st.container(gap=None):
            _show_button(view, item, button, "secondary", view.metric_name(metric_id))
            st.caption(view.translate("review.other_why", wording=format_wording(wording), score=score))
    st.text_input(view.translate("review.why"), key=f"why {item.name}", max_chars=500)


def show_steps(view: View, before: str | None) -> None:
    """Buttons for back, on, and undoing the last decision."""
    last, following = review_session().last, review_session().following
    steps = (("back", "Left", "arrow_back", before), ("skip", "Right", "arrow_forward", following))
    with st.container(horizontal=True, gap="small"):
        for words, shortcut, icon, name in steps:
            st.button(
                view.translate(f"review.{words}"), key=f"review {words}", shortcut=shortcut, icon=f":material/{icon}:",
                type="tertiary", on_click=go_to, args=(name,), disabled=name is None,
            )  # fmt: skip
        if last is not None:
            st.button(
                view.translate("review.undo_last"), key=f"undo {last.decision_id}", shortcut="Z", icon=":material/undo:",
                type="tertiary", on_click=undo_decision, args=(last,),
            )  # fmt: skip
    if last is not None:
        action = evidence.name_action(view, last.action, last.report_id)
        st.caption(view.translate("review.last", action=action, what=describe_change(view, last)))


def describe_change(view: View, decision: Decision) -> str:
    """What a decision says: the metric, and each part that differs from what was read."""
    metric = describe_part(view, "metric_id", decision.seen.get("metric_id"))
    parts = [metric] if metric and "metric_id" not in decision.change else []
    for part, value in decision.change.items():
        before = describe_part(view, part, decision.seen.get(part))
        after = describe_part(view, part, value) or view.translate("review.nothing_said")
        words, label = "review.said" if before else "review.said_new", view.translate(f"review.part_{part}")
        parts.append(view.translate(words, part=label, before=before, after=after))
    return "；".join(parts) if view.language == "zh" else "; ".join(parts)


def format_wording(wording: str) -> str:
    """A wording of the catalogue as people read it: {节约}…资金|经费 → 节约…资金/经费."""
    return wording.replace("{", "").replace("}", "").replace("|", "/")


def list_other_metrics(view: View, item: ReviewItem) -> list[tuple[str, str, str]]:
    """The metrics that came next and that the catalogue still has: id, score, the wording that spoke for them."""
    others = [str(other).split(" ", 2) for other in item.row.get("runners_up", ())]
    known = [(parts[0], parts[1], parts[2]) for parts in others if len(parts) == 3 and parts[0] in view.catalogue.metrics]
    return known[:MOST_OTHERS]


def _list_buttons(view: View, item: ReviewItem, queue: ReviewQueue) -> list[Button]:
    def act(words: str, key: str, icon: str, action: Action) -> Button:
        return Button(words, key, icon, decide_item, (item, action))

    def form(words: str, key: str, icon: str, kind: str) -> Button:
        return Button(words, key, icon, open_form, (item, kind))

    correct, standing = form("correct", "E", "edit", "correct"), queue.standing.get(item.place)
    if item.kind == "conflict" and standing is not None and item.decided is not None:
        keep = Button("keep", "A", "check", keep_decision, (item, standing))
        new = Button("take_new", "T", "autorenew", undo_decision, (standing, review_session().following))
        return [new, correct] if item.decided["state"] == "void" else [keep, new, correct]
    if item.report_id is None:
        unverified = item.row["status"] == "unverified"
        first = form("verify", "A", "link", "verify") if unverified else act("confirm_record", "A", "check", "confirm")
        return [first, correct, act("leave_out", "X", "block", "reject")]
    nothing = act("not_a_figure", "N", "block", "not_a_figure")
    if item.fact_id is not None:
        return [act("confirm", "A", "check", "confirm"), correct, act("reject", "X", "close", "reject"), nothing]
    likeliest = [
        Button("claim_as", "A", "check", decide_metric, (item, metric_id), view.metric_name(metric_id))
        for metric_id, _, _ in list_other_metrics(view, item)[:1]
    ]
    return [*likeliest, form("claim", "E", "edit", "claim"), act("reject_unclaimed", "X", "close", "reject"), nothing]


def _show_button(
    view: View, item: ReviewItem, button: Button, look: Literal["primary", "secondary"], label: str | None = None
) -> None:
    st.button(
        label or view.translate(f"review.{button.words}", metric=button.metric),
        key=f"{button.words} {button.shortcut} {item.name}",
        shortcut=button.shortcut,
        icon=f":material/{button.icon}:" if button.icon else None,
        type=look,
        width="stretch",
        on_click=button.callback,
        args=button.arguments,
    )


def choose_item(view: View, queue: ReviewQueue, names: Sequence[str]) -> ReviewItem | None:
    """The item under review: the one a link asks for (`?item=`), else the current one of `names`, else the first."""
    session, linked = review_session(), st.query_params.pop("item", None)
    if linked:
        session.linked = linked
        go_to(linked)
    if session.current is not None and (session.current in names or session.current == session.linked):
        item = find_item(view, queue, session.current)
        if item is not None:
            return item
    return find_item(view, queue, names[0]) if names else None


def go_to(name: str | None) -> None:
    """Go to a place of the queue and close the form."""
    session = review_session()
    session.current, session.form = name, None


def open_form(item: ReviewItem, kind: str, metric_id: str | None = None) -> None:
    review_session().form = (item.name, kind, metric_id)


def decide_item(item: ReviewItem, action: Action, change: Mapping[str, Any] | None = None, why: str = "") -> None:
    """Record a decision about an item and go to the next."""
    report_id, start, end = (None, None, None) if isinstance(item.place, str) else item.place
    fact_id = item.place if isinstance(item.place, str) else item.fact_id
    reason = (why or str(st.session_state.get(f"why {item.name}") or "")).strip()
    _decide(lambda who: Decision(who, action, report_id, start, end, fact_id, change or {}, item.seen, reason))


def verify_all(items: Sequence[ReviewItem], source: Mapping[str, Any], why: str = "") -> bool:
    """Record that figures of the record stand in one source, all in one transaction; whether it was done."""

    def write(who: str) -> Decision:
        facts = [Decision(who, "verify", None, None, None, str(item.place), source, item.seen, why.strip()) for item in items]
        return decide_all(home(), facts)[-1]

    return _write(write) is not None


def decide_metric(item: ReviewItem, metric_id: str) -> None:
    """Record that an item is a figure of another metric; where the words leave something open, a form asks for it."""
    catalogue = current_view().catalogue
    meant = propose(item.row, catalogue.metrics[metric_id], catalogue)
    if find_fault(meant, catalogue) is not None:
        open_form(item, "correct" if item.seen.get("metric_id") else "claim", metric_id)
    else:
        decide_statement(item, meant)


def decide_statement(item: ReviewItem, meant: Statement, why: str = "") -> None:
    """Record what a person states about an item: a confirmation where it is what the extraction says."""
    change = list_differences(item.seen, meant)
    claimed = item.seen.get("metric_id") is not None
    decide_item(item, ("correct" if change else "confirm") if claimed else "claim", change, why)


def keep_decision(item: ReviewItem, decision: Decision) -> None:
    """Renew a decision that the extraction contradicts, given what it says now."""
    _decide(lambda who: replace(renew_decision(decision, item.seen, current_view().catalogue), who=who))


def undo_decision(decision: Decision, following: str | None = None) -> None:
    """Undo a decision and go to `following`, else to what it was about."""
    session = review_session()
    if _write(lambda who: undo(home(), who, decision)):
        if session.last is not None and session.last.decision_id == decision.decision_id:
            session.last = None
        go_to(following or format_place(decision.place))


def _decide(make: Callable[[str], Decision]) -> None:
    """Record the decision of a person of a name, and go to the next item."""
    session, now = review_session(), monotonic()
    quick, session.pressed = now - session.pressed < QUICKEST, now
    if quick:  # nobody can have read what it is about
        session.failure = current_view().translate("review.too_quick")
        return
    decided = _write(lambda who: decide(home(), make(who)))
    if decided is not None:
        session.last = decided
        go_to(session.following)


def _write(write: Callable[[str], Decision]) -> Decision | None:
    """What was written in the name of who is at the screen; None where it was not, which the session keeps the reason of."""
    try:
        with acting("decide", "review") as who:
            return write(who)
    except (OSError, ValueError) as error:
        review_session().failure = localize(error, current_view().language)
        return None
