"""The review queue of one page run, the standing decisions with undo, and publishing an edition with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import list_rows
from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.files import home
from yearbook.pipeline.build import update_edition
from yearbook.records.state import Decision
from yearbook.store.decisions import standing_decisions
from yearbook.ui import evidence
from yearbook.ui.auth.visitor import acting, show_failure
from yearbook.ui.formatting import is_absent
from yearbook.ui.navigation import show_link
from yearbook.ui.review import actions
from yearbook.ui.tables import show_table
from yearbook.ui.view import View
from yearbook.warehouse.judging import NEGATIVE
from yearbook.warehouse.registry import read_note, require_edition
from yearbook.warehouse.statement import NAMES, Statement, read_statement, see

DOUBTED = 0.9  # claims of less confidence are judged by a person; of the others 97 in 100 are right (README.md)
KINDS = ("conflict", "contradiction", "headline", "doubtful", "unclaimed", "unverified")
NO_MENTION = {"role": "name", "fact_id": None, "value_as_written": "", "unit_as_written": "", "confidence": None, "reason": ""}
Place = tuple[str, int, int] | str  # report_id and span, a report_id, or the fact_id of a figure of the record; as Decision.place


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One place to be judged."""

    kind: str  # of queries/pages/review_queue.sql, or `chosen` on another page
    place: Place
    fact_id: str | None
    row: Mapping[str, Any]  # of the edition's mentions, or of its facts for a figure of the record
    seen: Mapping[str, Any]  # what the extraction says of it now
    decided: Mapping[str, Any] | None  # the decision about it that this edition holds
    notes: tuple[str, ...] = ()  # caveats

    @property
    def name(self) -> str:
        """The place as it stands in an address."""
        return format_place(self.place)

    @property
    def report_id(self) -> str | None:
        return None if isinstance(self.place, str) else self.place[0]

    def meant(self, catalogue: Catalogue) -> Statement:
        """What it says by the decision that this edition holds, else as it was read."""
        if self.decided is None or self.decided["action"] in NEGATIVE:
            return read_statement(self.seen)
        seen, change = orjson.loads(self.decided["seen"]), orjson.loads(self.decided["change"])
        return read_statement({**self.seen, **seen}).with_change(change, catalogue)


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """The places to be judged, and the decisions that stand against those that this edition holds."""

    kinds: Mapping[str, str]  # name of a place → its kind, most urgent first
    standing: Mapping[Place, Decision]  # oldest first
    waiting: Mapping[Place, Decision]  # those of them that are not in this edition yet
    undone: frozenset[str]  # decision_ids in this edition that no longer stand
    applied: Mapping[str, Mapping[str, Any]]  # name of a place → the row of the decision about it that this edition holds

    @property
    def changes(self) -> int:
        """How many decisions the next edition takes up or drops."""
        return len(self.waiting) + len(self.undone)


def read_queue(view: View) -> ReviewQueue:
    """Raises DataError where the record of decisions is damaged, StaleEdition where the edition keeps no decisions."""
    standing = {decision.place: decision for decision in standing_decisions(home())}
    applied = list_rows(view.ask("decisions"))
    held = {str(row["decision_id"]) for row in applied}
    waiting = {place: decision for place, decision in standing.items() if decision.decision_id not in held}
    undone = frozenset(held - {decision.decision_id for decision in standing.values()})
    decided = set(map(format_place, waiting))
    rows = list_rows(view.ask("review_queue", regions=view.regions, doubted=DOUBTED))
    kinds = {_name_row(row): str(row["kind"]) for row in rows if row["decision_id"] not in undone}
    open_kinds = {name: kind for name, kind in kinds.items() if name not in decided}
    return ReviewQueue(open_kinds, standing, waiting, undone, {_name_row(row): row for row in applied})


def find_item(view: View, queue: ReviewQueue, name: str) -> ReviewItem | None:
    """The item at a place, whether the queue lists it or not; None where this edition has nothing there."""
    queued = next((row for row in list_rows(view.ask("review_queue", regions=(), doubted=DOUBTED)) if _name_row(row) == name), {})
    kind, notes = str(queued.get("kind", "chosen")), tuple(queued.get("notes", ()))
    report_id, _, span = name.partition(":")
    if not span:
        return find_fact(view, queue, name, kind, notes)
    start, _, end = span.partition(":")
    if not (start.isdecimal() and end.isdecimal()) or view.ask("report", report_id=report_id).empty:
        return None
    place, decided = (report_id, int(start), int(end)), queue.applied.get(name)
    mentions = list_rows(view.ask("mentions", report_id=report_id))
    row: dict[str, Any] | None = next((one for one in mentions if (one["span_start"], one["span_end"]) == place[1:]), None)
    if row is None and decided is None:
        return None
    if row is None:
        row = dict.fromkeys(NAMES) | {"report_id": report_id, "span_start": place[1], "span_end": place[2]} | NO_MENTION
    seen, fact_id = orjson.loads(decided["now"]) if decided else see(row), row.get("fact_id")
    return ReviewItem(kind, place, None if is_absent(fact_id) else str(fact_id), row, seen, decided, notes)


def format_place(place: Place) -> str:
    return place if isinstance(place, str) else ":".join(map(str, place))


def find_fact(view: View, queue: ReviewQueue, fact_id: str, kind: str, notes: tuple[str, ...] = ()) -> ReviewItem | None:
    """A figure of the record; one that a report states is found at its place there."""
    found = view.ask("fact", fact_id=fact_id)
    if found.empty:
        return None
    [fact] = list_rows(found)
    if not is_absent(fact["report_id"]):
        return find_item(view, queue, _name_row(fact))
    held = queue.applied.get(fact_id)
    if held is None:
        return ReviewItem(kind, fact_id, fact_id, fact, see({**fact, "role": "metric"}), None, notes)
    return ReviewItem(kind, str(held["fact_before"]), fact_id, fact, orjson.loads(held["now"]), held, notes)  # as recorded


def _name_row(row: Mapping[str, Any]) -> str:
    """The name of the place that a row of the edition is about."""
    if is_absent(row["report_id"]):
        return str(row["fact_id"])
    if is_absent(row["span_start"]):
        return str(row["report_id"])  # of a withdrawal
    return format_place((str(row["report_id"]), int(row["span_start"]), int(row["span_end"])))


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
        show_link(view, "editions", view.translate("review.see_changes"))


def show_decisions(view: View, queue: ReviewQueue) -> None:
    """Every standing decision, newest first; the selected ones can be undone."""
    if not queue.standing:
        st.info(view.translate("review.decisions_none"), icon=":material/info:")
        return
    st.caption(view.translate("review.decisions_hint"))
    newest = list(queue.standing.values())[::-1]
    table = _tabulate(view, queue, newest)
    chosen = show_table(
        view, table, "review.column", view.translate("review.decisions_alt", count=len(newest)),
        key=f"{_TABLE} {evidence.selection_count(_TABLE)}", on_select="rerun", selection_mode="multi-row",
    )  # fmt: skip
    selected = [newest[row] for row in chosen]
    if selected:
        label = view.translate("review.undo_these", count=len(selected))
        st.button(label, key="review undo", icon=":material/undo:", on_click=_undo_all, args=(selected,))


def _tabulate(view: View, queue: ReviewQueue, decisions: Sequence[Decision]) -> pd.DataFrame:
    """When, who, what, about which report, why, and how this edition holds each decision; times in the reader's zone."""
    titles = dict(view.ask("reports")[["report_id", "title"]].itertuples(index=False, name=None))
    held = {row["decision_id"]: row for row in queue.applied.values()}
    rows = []
    for decision in decisions:
        applied = held.get(decision.decision_id, {"state": "waiting", "about": None})
        about = titles.get(decision.report_id) or ("" if is_absent(applied["about"]) else applied["about"])
        about = about or decision.seen.get("title", "")
        rows.append(
            {
                "decided_at": decision.decided_at,
                "who": decision.who,
                "action": evidence.name_action(view, decision.action, decision.report_id),
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


def _undo_all(decisions: list[Decision]) -> None:
    current = actions.review_session().current
    for decision in decisions:
        actions.undo_decision(decision, current)
    evidence.clear_selection(_TABLE)
