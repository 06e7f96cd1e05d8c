"""Rows of the state database: decisions about figures, notes of stored reports, entries of the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, Literal, get_args

import orjson


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One write. `failed` says that it was begun and not completed; `what` then names the kind of error.

    `before` is the hash of the entry before it, "" for the first: an entry that was changed or removed by hand is noticed.
    """

    at: str  # ISO 8601, UTC
    who: str
    origin: str  # page: review · command: ingest
    act: str
    edition: int | None = None
    what: Mapping[str, Any] = field(default_factory=dict)  # ids and counts, never words of a report
    failed: bool = False
    before: str = ""

    @property
    def hash(self) -> str:
        """The first 64 bits of the SHA-256 of the entry's JSON line, hexadecimal."""
        return sha256(orjson.dumps(asdict(self))).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ReportNote:
    """One stored report; `report_id` is the SHA-256 of its bytes.

    `publisher`, `year`, `title` and `region_code` (of a body that the catalogue does not know) are given by the person who
    imports it, None where the text says it. A newer version `supersedes` an older one by its report_id; an older version that
    came in late is `superseded_by` the newer one.
    """

    report_id: str
    name: str
    read_at: str  # ISO 8601, UTC
    publisher: str | None
    year: int | None
    demonstration: bool
    title: str | None = None
    region_code: str | None = None
    supersedes: str | None = None
    superseded_by: str | None = None
    source_url: str | None = None  # the web address that gave its bytes at `read_at`


@dataclass(frozen=True, slots=True)
class Visit:
    """What a web address gave when it was last asked, so that nothing is sent or read twice.

    `content_id` is the SHA-256 of the bytes it gave. One is `finished` once all that it gave is stored or refused.
    """

    url: str
    visited_at: str  # ISO 8601, UTC
    content_id: str
    etag: str | None = None
    last_modified: str | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file of a watched folder that was dealt with; one of another size or time is another file."""

    path: str  # in full; bytes that are no UTF-8 as \\x..
    size: int
    modified_ns: int  # nanoseconds since 1970


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view that somebody who signed in saved by a name: a page with the parameters of its address.

    `view_id` is a checksum of whose it is and its name: of one name each person has one.
    """

    view_id: str
    who: str
    name: str
    page: str
    query: str  # as in an address, percent-encoded
    saved_at: str  # ISO 8601, UTC


Action = Literal["confirm", "correct", "reject", "not_a_figure", "claim", "verify", "withdraw", "undo"]
CHANGES = (  # what a correction or a claim may say
    "metric_id",
    "value",  # a plain decimal as text, in the metric's base unit, signed for a change; so is value_max
    "value_max",
    "unit",
    "qualifier",
    "scope",
    "period_start",  # ISO 8601; so is period_end
    "period_end",
    "baseline",
    "agency_id",
)
SOURCES = ("source_title", "source_url", "source_kind", "published_on")  # what a verification says
_MAY_CHANGE: dict[str, tuple[str, ...]] = {
    "correct": CHANGES,
    "claim": CHANGES,
    "verify": SOURCES,
    "undo": ("decision_id",),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about a place in a report (`report_id` and span, code points), a report, or a figure of the record (`fact_id`).

    confirm: it is as understood · correct: it is as `change` says · reject: it is not that metric · not_a_figure: it measures
    nothing · claim: a quantity that no metric had claimed is as `change` says · verify: a figure of the record stands in the
    source of `change` · withdraw: the report is left out of editions, as if it had not come in · undo: the decision named in
    `change` no longer stands.

    `seen` is what the extraction said when it was decided (the names of CHANGES and `role`): a later, different extraction
    is a conflict, which a person settles. `decision_id` and `decided_at` (ISO 8601, UTC) are given when it is kept.
    """

    who: str
    action: Action
    report_id: str | None = None
    span_start: int | None = None
    span_end: int | None = None
    fact_id: str | None = None
    change: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    decision_id: str = ""
    decided_at: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a decision that means nothing."""
        if self.action not in get_args(Action) or not self.who.strip():
            raise ValueError(f"a decision needs who and one of {', '.join(get_args(Action))}")
        if self.action == "withdraw":
            if self.report_id is None or self.span_start is not None or not self.why.strip():
                raise ValueError("a withdrawal needs a report as a whole, and the reason")
        elif self.report_id is not None and not (self.action == "undo" and self.span_start is None):
            if self.span_start is None or self.span_end is None or not 0 <= self.span_start < self.span_end:
                raise ValueError("a decision about a report needs the span of its words")
        elif self.action != "undo" and self.fact_id is None:
            raise ValueError("a decision needs a place in a report, or the figure of the record it is about")
        unknown = set(self.change) - set(_MAY_CHANGE.get(self.action, ()))
        if unknown:
            raise ValueError(f"{self.action} cannot say {', '.join(sorted(unknown))}")
        if self.action in _MAY_CHANGE and not self.change:
            raise ValueError(f"{self.action} needs a change")

    @property
    def place(self) -> tuple[str, int, int] | str:
        """What it is about; of two decisions about one place the later stands."""
        if self.report_id is None or self.span_start is None or self.span_end is None:
            return self.report_id or self.fact_id or ""
        return self.report_id, self.span_start, self.span_end


def keep_standing(decisions: Iterable[Decision]) -> list[Decision]:
    """Those of `decisions`, oldest first, that are not undone and the last about their place. An undone undo undoes nothing."""
    undone: set[str] = set()
    holding: dict[tuple[str, int, int] | str, Decision] = {}
    for decision in reversed(list(decisions)):
        if decision.decision_id in undone:
            continue
        if decision.action == "undo":
            undone.add(str(decision.change["decision_id"]))
        else:
            holding.setdefault(decision.place, decision)
    return list(holding.values())[::-1]


def find_withdrawn(standing: Iterable[Decision]) -> dict[str, Decision]:
    """The withdrawals among decisions that stand, by report_id."""
    return {str(decision.report_id): decision for decision in standing if decision.action == "withdraw"}


def list_standing_notes(notes: Iterable[ReportNote], standing: Iterable[Decision]) -> list[ReportNote]:
    """The reports of an edition: neither withdrawn nor superseded by a newer version that is not withdrawn itself.

    Of several that supersede the same one, as writers at the same time bring them in, the one that was read last stands.
    """
    withdrawn = find_withdrawn(standing)
    by_id = {note.report_id: note for note in notes if note.report_id not in withdrawn}
    last = {note.supersedes: note for note in sorted(by_id.values(), key=lambda note: (note.read_at, note.report_id))}
    return [
        note
        for note in by_id.values()
        if note.report_id not in last
        and note.superseded_by not in by_id
        and (note.supersedes is None or last[note.supersedes] is note)
    ]
