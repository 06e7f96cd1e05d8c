"""What people decided about figures: a journal that only grows, on the disk before a decision is acknowledged."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

import orjson
from filelock import FileLock

from yearbook.catalogue.files import DataError, Home
from yearbook.store.audit import audited
from yearbook.store.files import settle
from yearbook.store.lock import writer_lock
from yearbook.store.moving import is_moving

Action = Literal["confirm", "correct", "reject", "not_a_figure", "claim", "verify", "undo"]
JOURNAL = "journal.jsonl"
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
    """One decision about a place in a report (`report_id` and span, in code points) or a figure of the record (`fact_id`).

    confirm: it is as understood · correct: it is as `change` says · reject: it is not that metric · not_a_figure: it measures
    nothing · claim: a quantity that no metric had claimed is as `change` says · verify: a figure of the record stands in the
    source of `change` · undo: the decision named in `change` no longer stands.

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
        if self.report_id is not None:
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
            return self.fact_id or ""
        return self.report_id, self.span_start, self.span_end


def decide(home: Home, decision: Decision) -> Decision:
    """Keep a decision for ever; when it returns, with its id and time, the decision is on the disk."""
    [kept] = decide_all(home, [decision])
    return kept


def decide_all(home: Home, decisions: Iterable[Decision]) -> list[Decision]:
    """Keep several decisions, in their order, in one go.

    Raises OSError where the disk refuses, and WriterBusy while a restore goes on; none is kept then.
    """
    home.decisions.mkdir(parents=True, exist_ok=True)
    file = home.decisions / JOURNAL
    with _alone(home):
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
        kept = [replace(decision, decision_id=f"d{secrets.token_hex(6)}", decided_at=f"{now}Z") for decision in decisions]
        with _told(home, kept):
            _set_torn_end_aside(file)
            _append(file, b"".join(orjson.dumps(asdict(decision)) + b"\n" for decision in kept))
    return kept


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Nobody else writes the journal meanwhile, and no restore is about to put another in its place. Raises WriterBusy."""
    while True:
        with FileLock(home.decisions / ".lock"):
            if not is_moving(home):
                yield
                return
        with writer_lock(home):  # which finishes it
            pass


def _told(home: Home, kept: list[Decision]) -> AbstractContextManager[None]:
    """The line of the audit log about some decisions."""
    if not kept:
        return nullcontext()
    ids, actions = [one.decision_id for one in kept], sorted({one.action for one in kept})
    return audited(home, "undo" if actions == ["undo"] else "decide", who=kept[0].who, decisions=ids, actions=actions)


def undo(home: Home, who: str, decision: Decision, why: str = "") -> Decision:
    """Take a decision back; what was decided about its place before stands again."""
    said = {"decision_id": decision.decision_id}
    place = (decision.report_id, decision.span_start, decision.span_end, decision.fact_id)
    return decide(home, Decision(who, "undo", *place, change=said, why=why))


def list_decisions(home: Home) -> list[Decision]:
    """All decisions ever taken, oldest first. Raises DataError naming the line where the journal was damaged by hand.

    A last line without its end is one that a crash cut short, or that another process is writing: it was not acknowledged.
    """
    file = home.decisions / JOURNAL
    try:
        lines = file.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    return [_read_line(file, number, line) for number, line in enumerate(lines, start=1)]


def standing_decisions(home: Home) -> list[Decision]:
    """The decisions that hold, oldest first: not undone, and the last about their place."""
    return keep_standing(list_decisions(home))


def keep_standing(decisions: Iterable[Decision]) -> list[Decision]:
    """Those of `decisions`, oldest first, that hold. An undone undo undoes nothing."""
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


def torn_ends(home: Home) -> list[Path]:
    """What crashes cut short and later writers set aside, oldest first: none of it had been acknowledged."""
    return sorted(home.decisions.glob("torn-*.txt"))


def _set_torn_end_aside(file: Path) -> None:
    """Move what stands behind the last whole line into a file of its own. The caller holds the lock."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return
    whole = content.rfind(b"\n") + 1
    if whole == len(content):
        return
    stem = f"torn-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    names = (f"{stem}.txt", *(f"{stem}-{turn}.txt" for turn in range(2, 1000)))  # the clock may have been set back
    aside = next(aside for name in names if not (aside := file.with_name(name)).exists())
    aside.write_bytes(content[whole:])
    settle(aside)
    os.truncate(file, whole)


def _append(file: Path, lines: bytes) -> None:
    known = file.exists()
    with file.open("ab", buffering=0) as stream:
        before = stream.seek(0, os.SEEK_END)
        try:
            rest = memoryview(lines)
            while rest:
                rest = rest[stream.write(rest) or 0 :]
            os.fsync(stream.fileno())
        except OSError:
            stream.truncate(before)
            raise
    if not known:
        settle(file.parent)
        settle(file.parent.parent)


def _read_line(file: Path, number: int, line: bytes) -> Decision:
    try:
        return Decision(**orjson.loads(line))
    except (ValueError, TypeError) as error:
        raise DataError(file, f"line {number}", f"is no decision ({error}); mend the line or move it to another file") from error
