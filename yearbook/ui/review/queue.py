"""What awaits judgement, as the page goes through it: the queue of the edition without what has been decided since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.files import home
from yearbook.pipeline.judging.judged_report import NEGATIVE
from yearbook.pipeline.judging.statement import NAMES, Statement, read_statement, see
from yearbook.store.decisions import Decision, standing_decisions
from yearbook.ui.formatting import is_absent, list_rows
from yearbook.ui.view import View

KINDS = ("conflict", "contradiction", "headline", "doubtful", "unclaimed", "unverified")
NO_MENTION = {"role": "name", "fact_id": None, "value_as_written": "", "unit_as_written": "", "confidence": None, "reason": ""}
Place = tuple[str, int, int] | str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be judged. `place` is as a decision's; `seen` is what the extraction says of it now."""

    kind: str  # of queries/pages/review_queue.sql, or `chosen` on another page
    place: Place
    fact_id: str | None
    row: Mapping[str, Any]  # of the edition's mentions, or of its facts for a figure of the record
    seen: Mapping[str, Any]
    decided: Mapping[str, Any] | None  # the decision about it that this edition holds
    confidence: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The place as it stands in an address."""
        return name_place(self.place)

    def meant(self, catalogue: Catalogue) -> Statement:
        """What it says by the decision that this edition holds, else as it was read."""
        if self.decided is None or self.decided["action"] in NEGATIVE:
            return read_statement(self.seen)
        seen, change = orjson.loads(self.decided["seen"]), orjson.loads(self.decided["change"])
        return read_statement({**self.seen, **seen}).with_change(change, catalogue)

    @property
    def report_id(self) -> str | None:
        return None if isinstance(self.place, str) else self.place[0]


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """The decisions that stand, against those that this edition holds."""

    standing: tuple[Decision, ...]
    waiting: tuple[Decision, ...]  # not in this edition yet
    undone: frozenset[str]  # in this edition, but no longer standing
    carried_out: Mapping[str, Mapping[str, Any]]  # by decision_id: the edition's own row of each

    @property
    def changes(self) -> int:
        """How many decisions the next edition takes up or drops."""
        return len(self.waiting) + len(self.undone)


def read_docket(view: View) -> ReviewQueue:
    """Raises DataError where the journal is damaged, OldEdition where the edition keeps no decisions."""
    standing = standing_decisions(home())
    held = {str(row["decision_id"]): row for row in list_rows(view.ask("decisions"))}
    waiting = tuple(decision for decision in standing if decision.decision_id not in held)
    undone = held.keys() - {decision.decision_id for decision in standing}
    return ReviewQueue(tuple(standing), waiting, frozenset(undone), held)


def list_places(view: View, docket: ReviewQueue) -> dict[str, str]:
    """The names of the places in the queue with their kinds, most urgent first; without those decided about since."""
    settled = {name_place(decision.place) for decision in docket.waiting}
    rows = list_rows(view.ask("review_queue", regions=view.regions))
    places = {name_place(_place_of(row)): str(row["kind"]) for row in rows if row["decision_id"] not in docket.undone}
    return {name: kind for name, kind in places.items() if name not in settled}


def find_item(view: View, docket: ReviewQueue, name: str) -> Item | None:
    """What stands at a place, whether the queue lists it or not; None where this edition has nothing there."""
    queued = {name_place(_place_of(row)): row for row in list_rows(view.ask("review_queue", regions=()))}
    queued_row = queued.get(name, {})
    kind = str(queued_row.get("kind", "chosen"))
    report_id, _, span = name.partition(":")
    start, _, end = span.partition(":")
    if not span:
        return _find_figure(view, docket, name, kind, queued_row)
    if not (start.isdecimal() and end.isdecimal()) or view.ask("report", report_id=report_id).empty:
        return None
    place = report_id, int(start), int(end)
    decided = _decided(docket, place)
    mentions = list_rows(view.ask("mentions", report_id=report_id))
    row: dict[str, Any] | None = next((one for one in mentions if (one["span_start"], one["span_end"]) == place[1:]), None)
    if row is None and decided is None:
        return None
    if row is None:
        row = dict.fromkeys(NAMES) | {"report_id": report_id, "span_start": place[1], "span_end": place[2]} | NO_MENTION
    seen = orjson.loads(decided["now"]) if decided else see(row)
    confidence = row.get("confidence")
    return Item(
        kind,
        place,
        None if is_absent(row.get("fact_id")) else str(row["fact_id"]),
        row,
        seen,
        decided,
        None if is_absent(confidence) else float(str(confidence)),
        tuple(queued_row.get("notes", ())),
    )


def name_place(place: Place) -> str:
    return place if isinstance(place, str) else ":".join(map(str, place))


def _find_figure(view: View, docket: ReviewQueue, fact_id: str, kind: str, queued_row: Mapping[str, Any]) -> Item | None:
    """A figure of the record; one that a report states stands at its place there."""
    found = view.ask("fact", fact_id=fact_id)
    if found.empty:
        return None
    [fact] = list_rows(found)
    if not is_absent(fact["report_id"]):
        return find_item(view, docket, name_place((str(fact["report_id"]), int(fact["span_start"]), int(fact["span_end"]))))
    held = next((row for row in docket.carried_out.values() if row["fact_id"] == fact_id and is_absent(row["report_id"])), None)
    place = fact_id if held is None else str(held["fact_before"])  # as the record has it
    seen = see({**fact, "role": "metric"}) if held is None else orjson.loads(held["now"])
    return Item(kind, place, fact_id, fact, seen, held, None, tuple(queued_row.get("notes", ())))


def _place_of(row: Mapping[str, Any]) -> Place:
    if is_absent(row["report_id"]):
        return str(row["fact_id"])
    return str(row["report_id"]), int(row["span_start"]), int(row["span_end"])


def _decided(docket: ReviewQueue, place: tuple[str, int, int]) -> Mapping[str, Any] | None:
    for row in docket.carried_out.values():
        if not is_absent(row["span_start"]) and _place_of(row) == place:
            return row
    return None
