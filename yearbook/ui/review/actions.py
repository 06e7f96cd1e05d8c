"""What can be decided about an item, as buttons with keys: one key decides and moves on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from yearbook.store.decisions import Decision
from yearbook.ui.review import deciding
from yearbook.ui.review.item import name_metric, name_part
from yearbook.ui.review.queue import Item, ReviewQueue, name_place
from yearbook.ui.view import View

MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: its words in words/review.yaml, its key, and what it does."""

    words: str
    key: str
    icon: str
    act: Callable[..., None]
    arguments: tuple[Any, ...]
    values: Mapping[str, str] | None = None


def show_actions(view: View, item: Item, who: str, docket: ReviewQueue, following: str | None) -> None:
    """The buttons for an item, the first of them the likeliest."""
    waiting = next((decision for decision in docket.waiting if name_place(decision.place) == item.name), None)
    if waiting is not None:
        st.info(
            view.translate("review.pending", action=view.translate(f"review.action_{waiting.action}")), icon=":material/schedule:"
        )
        undo = Choice("undo", "U", "undo", deciding.take_back, (who, waiting))
        _show_button(view, item, undo, "secondary")
        return
    for number, choice in enumerate(_choices(view, item, who, docket, following)):
        _show_button(view, item, choice, "primary" if number == 0 else "secondary")
    others = others_of(view, item)
    if item.report_id is not None and item.kind != "conflict":
        st.markdown(f"**{view.translate('review.others')}**")
        if not others:
            st.caption(view.translate("review.others_none"))
    for number, (metric_id, score, wording) in enumerate(others, start=1):
        take = Choice("other", str(number), "", deciding.settle_as, (view, item, who, metric_id, following))
        with st.container(gap=None):
            _show_button(view, item, take, "secondary", name_metric(view, metric_id))
            st.caption(view.translate("review.other_why", wording=format_wording(wording), score=score))
    st.text_input(view.translate("review.why"), key=f"why {item.name}", max_chars=500)


def show_steps(view: View, who: str, before: str | None, following: str | None) -> None:
    """Back, on, and undo the last decision."""
    last = deciding.last_decision()
    with st.container(horizontal=True, gap="small"):
        st.button(
            view.translate("review.back"), key="review back", shortcut="Left", icon=":material/arrow_back:", type="tertiary",
            on_click=deciding.go_to, args=(before,), disabled=before is None,
        )  # fmt: skip
        st.button(
            view.translate("review.skip"), key="review skip", shortcut="Right", icon=":material/arrow_forward:", type="tertiary",
            on_click=deciding.go_to, args=(following,), disabled=following is None,
        )  # fmt: skip
        if last is not None:
            st.button(
                view.translate("review.undo_last"), key=f"undo {last.decision_id}", shortcut="Z", icon=":material/undo:",
                type="tertiary", on_click=deciding.take_back, args=(who, last),
            )  # fmt: skip
    if last is not None:
        action = view.translate(f"review.action_{last.action}")
        st.caption(view.translate("review.last", action=action, what=describe_change(view, last)))


def describe_change(view: View, decision: Decision) -> str:
    """What a decision says: the metric, and each part that it has otherwise."""
    metric = name_part(view, "metric_id", decision.seen.get("metric_id"))
    parts = [metric] if metric and "metric_id" not in decision.change else []
    for part, after in decision.change.items():
        before = name_part(view, part, decision.seen.get(part))
        words = "review.said" if before else "review.said_new"
        told = name_part(view, part, after) or view.translate("review.nothing_said")
        parts.append(view.translate(words, part=view.translate(f"review.part_{part}"), before=before, after=told))
    return "；".join(parts) if view.language == "zh" else "; ".join(parts)


def format_wording(wording: str) -> str:
    """A wording of the catalogue as people read it: {节约}…资金|经费 → 节约…资金/经费."""
    return wording.replace("{", "").replace("}", "").replace("|", "/")


def _choices(view: View, item: Item, who: str, docket: ReviewQueue, following: str | None) -> list[Choice]:
    def settle(words: str, key: str, icon: str, action: str) -> Choice:
        return Choice(words, key, icon, deciding.settle, (item, who, action, following))

    def form(words: str, key: str, icon: str, kind: str) -> Choice:
        return Choice(words, key, icon, deciding.open_form, (item, kind))

    decided = next((one for one in docket.standing if name_place(one.place) == item.name), None)
    if item.kind == "conflict" and decided is not None and item.decided is not None:
        keep = Choice("keep", "A", "check", deciding.hold, (view, item, who, decided, following))
        new = Choice("take_new", "T", "autorenew", deciding.take_back, (who, decided, following))
        return [*([] if item.decided["state"] == "void" else [keep]), new, form("correct", "E", "edit", "correct")]
    if item.report_id is None:
        unverified = item.row["status"] == "unverified"
        first = form("verify", "A", "link", "verify") if unverified else settle("confirm_record", "A", "check", "confirm")
        return [first, form("correct", "E", "edit", "correct"), settle("leave_out", "X", "block", "reject")]
    nothing = settle("not_a_figure", "N", "block", "not_a_figure")
    if item.fact_id is None:
        others = others_of(view, item)
        claim = form("claim", "E", "edit", "claim")
        best = [
            Choice("claim_as", "A", "check", deciding.settle_as, (view, item, who, metric_id, following), {"metric": name})
            for metric_id, name in ((other[0], name_metric(view, other[0])) for other in others[:1])
        ]
        return [*best, claim, settle("reject_unclaimed", "X", "close", "reject"), nothing]
    confirm = settle("confirm", "A", "check", "confirm")
    return [confirm, form("correct", "E", "edit", "correct"), settle("reject", "X", "close", "reject"), nothing]


def others_of(view: View, item: Item) -> list[tuple[str, str, str]]:
    """The metrics that came next: id, score, the wording that spoke for them; those that the catalogue still has."""
    told = [str(other).split(" ", 2) for other in item.row.get("runners_up", ())]
    known = [(parts[0], parts[1], parts[2]) for parts in told if len(parts) == 3 and parts[0] in view.catalogue.metrics]
    return known[:MOST_OTHERS]


def _show_button(view: View, item: Item, choice: Choice, look: Literal["primary", "secondary"], label: str | None = None) -> None:
    st.button(
        label or view.translate(f"review.{choice.words}", **(choice.values or {})),
        key=f"{choice.words} {choice.key} {item.name}",
        shortcut=choice.key,
        icon=f":material/{choice.icon}:" if choice.icon else None,
        type=look,
        width="stretch",
        on_click=choice.act,
        args=choice.arguments,
    )
