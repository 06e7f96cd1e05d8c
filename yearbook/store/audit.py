"""Audit log: who wrote what, when and from where. It only grows; an entry is on the disk before, or together with, its write."""

from __future__ import annotations

import getpass
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from yearbook.catalogue.files import Home
from yearbook.records.state import AuditEntry
from yearbook.store.lock import is_swapping, writer_lock
from yearbook.store.state import AUDIT, read_state, write_state

Act = Literal[
    "import", "fetch", "watch", "amend", "decide", "undo", "teach", "publish", "roll_back", "prune", "backup", "restore",
    "sign_out", "save_view",
]  # fmt: skip
LONGEST = 200  # characters of one value: an id or a name, never a sentence of a report


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes, as decisions and editions name them; `origin` is `page: <name>` or `command: <name>`."""

    who: str
    origin: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the log went when an edition was published: number and hash of the last entry. 0: not recorded."""

    lines: int = 0
    sum: str = ""


LAST = "sequence = (select max(sequence) from audit)"
_ACTING: ContextVar[Actor | None] = ContextVar("acting", default=None)


def acting() -> Actor:
    """On whose behalf this thread writes: whoever a page named, else the operating system's account and the command it runs."""
    words = [word for word in sys.argv[1:2] if word.isalpha()]  # the command without file names, which are private
    command = words[0] if words else Path(sys.argv[0]).stem or "python"
    return _ACTING.get() or Actor(account_name(), f"command: {command}")


@contextmanager
def act_for(actor: Actor) -> Iterator[Actor]:
    """Whatever is written inside is written on behalf of `actor`."""
    token = _ACTING.set(actor)
    try:
        yield actor
    finally:
        _ACTING.reset(token)


def account_name() -> str:
    """The operating system's account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without accounts
        return "steward"


@contextmanager
def logged_write(
    home: Home, act: Act, *, edition: int | None = None, who: str = "", failed: bool = False, **what: Any
) -> Iterator[sqlite3.Connection]:
    """A transaction of the state database with its audit entry in it: on the disk together, or neither.

    The only way in which decisions and report notes are written. `who` where it is not whoever acts. Raises as write_state does,
    and WriterBusy while a restore goes on.
    """
    while True:
        with write_state(home) as connection:
            if not is_swapping(home):
                append_entry(connection, act, edition=edition, who=who, failed=failed, **what)
                yield connection
                return
        with writer_lock(home):  # waits for the restore, or undoes one that was killed
            pass


@contextmanager
def audited(home: Home, act: Act, *, edition: int | None = None, who: str = "", **what: Any) -> Iterator[None]:
    """Log a write of files before it is done; one that fails is logged again as failed.

    Raises as logged_write does where the log cannot be written; nothing is done then.
    """
    with logged_write(home, act, edition=edition, who=who, **what):
        pass
    try:
        yield
    except BaseException as error:
        with (
            suppress(OSError),
            logged_write(home, act, edition=edition, who=who, failed=True, **what, error=type(error).__name__),
        ):
            pass
        raise


def append_entry(
    connection: sqlite3.Connection, act: Act, *, edition: int | None = None, who: str = "", failed: bool = False, **what: Any
) -> None:
    """Add an entry that follows from the last one. The caller holds the transaction."""
    last = AUDIT.select(connection, where=LAST)
    actor = acting()
    at = _format_time(datetime.now(UTC))
    short = {name: _shorten(value) for name, value in what.items()}
    AUDIT.insert(
        connection,
        [AuditEntry(at, who or actor.who, actor.origin, act, edition, short, failed, last[0].hash if last else "")],
    )


def log_sign_out(home: Home, who: str, session: str) -> None:
    """Log that somebody ended a sign-in; `session` names it. Raises as logged_write does."""
    with logged_write(home, "sign_out", who=who, session=session):
        pass


def list_entries(home: Home, act: Act | None = None, since: datetime | None = None) -> list[AuditEntry]:
    """Every write, oldest first; those of one kind, or of `since` (UTC) and later, where these are given."""
    condition = "(:act is null or act = :act) and (:since is null or at >= :since)"
    with read_state(home) as connection:
        return AUDIT.select(connection, where=condition, act=act, since=since and _format_time(since))


def mark_end(home: Home) -> Mark:
    """How far the log goes now."""
    with read_state(home) as connection:
        last = AUDIT.select_numbered(connection, where=LAST)
    return Mark(last[0][0], last[0][1].hash) if last else Mark()


def find_log_faults(home: Home, marks: Mapping[int, Mark]) -> dict[str, dict[str, int | str]]:
    """What contradicts itself or the editions' `marks` (by their numbers), with the values for the words audit.<key>.

    broken: entries that do not follow from the one before, changed or removed by hand. cut: an edition recorded more entries
    than there are. rewritten: the entry that an edition recorded is another one. lost: decisions that the log names are not kept.
    """
    with read_state(home) as connection:
        entries = dict(AUDIT.select_numbered(connection))
        kept = {decision_id for [decision_id] in connection.execute("select decision_id from decisions")}
    faults: dict[str, dict[str, int | str]] = {}
    hashes = {number: entry.hash for number, entry in entries.items()}
    before = ["", *hashes.values()]
    if broken := [number for (number, entry), hash_ in zip(entries.items(), before, strict=False) if entry.before != hash_]:
        faults["broken"] = {"lines": "、".join(map(str, broken))}
    for number, mark in sorted(marks.items(), reverse=True):
        if mark.lines > max(entries, default=0):
            faults["cut"] = {"number": number, "before": mark.lines, "now": max(entries, default=0)}
        elif mark.lines and hashes.get(mark.lines) != mark.sum:
            faults["rewritten"] = {"number": number, "before": mark.lines}
    decided = (entry.what.get("decisions", ()) for entry in entries.values() if not entry.failed)
    if lost := [one for listed in decided for one in listed if one not in kept]:
        faults["lost"] = {"count": len(lost), "first": lost[0]}
    return faults


def _format_time(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _shorten(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_shorten(one) for one in value[:100]]
    if value is None or isinstance(value, int | float):
        return value
    return str(value)[:LONGEST].encode(errors="replace").decode()  # half a character of a path that is no UTF-8 has no JSON
