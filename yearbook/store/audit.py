"""The audit log: who wrote what, when, from where. It only grows, and a line is on the disk before what it tells is done.

One JSON object a line, in the folder of the decisions: `at`, `who`, `origin`, `act`, `edition`, `what` (ids and counts, never
words of a report) and `before`, the sum of the line before it: a line that was changed or taken out by hand is noticed. How far
the log went is kept in the note of each edition: one that was cut short, or written anew from its beginning, is noticed by that.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import orjson
from filelock import FileLock

from yearbook.catalogue.files import Home
from yearbook.store.actor import acting
from yearbook.store.files import settle

Act = Literal["import", "amend", "decide", "undo", "teach", "publish", "roll_back", "prune", "backup", "restore"]
LOG = "audit.jsonl"
LONGEST = 200  # characters of one thing said: an id or a name, never a sentence of a report
_TAIL = 1 << 16  # bytes in which the last line lies


@dataclass(frozen=True, slots=True)
class Entry:
    """One write. `failed` says that it was begun and did not come about; `what` then names the error's kind."""

    at: str  # ISO 8601, UTC
    who: str
    origin: str  # page: review · command: ingest
    act: str
    edition: int | None = None
    what: dict[str, Any] = field(default_factory=dict)
    failed: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the log went at some time: so many lines, and the sum of the last that can be read. No lines: nobody looked."""

    lines: int = 0
    sum: str = ""


@contextmanager
def audited(home: Home, act: Act, *, edition: int | None = None, who: str = "", **what: Any) -> Iterator[None]:
    """Log a write, then let it be done. One that fails is logged again as failed.

    Raises OSError where the log cannot be written; nothing is done then. `who` where it is not whoever acts.
    """
    _append(home, act, edition, who, what, failed=False)
    try:
        yield
    except BaseException as error:
        _append(home, act, edition, who, what | {"error": type(error).__name__}, failed=True)
        raise


def list_entries(home: Home) -> list[Entry]:
    """Every write, oldest first. A line that a crash cut short is left out: what it would have told was not done."""
    return [entry for entry, _ in _read(home)]


def find_broken_lines(home: Home) -> list[int]:
    """The numbers of the lines that do not follow from the line before: something was changed or taken out there."""
    return [number for number, (_, whole) in enumerate(_read(home), start=1) if not whole]


def mark_end(home: Home) -> Mark:
    """How far the log goes now."""
    file = home.decisions / LOG
    with FileLock(home.decisions / ".audit.lock"), file.open("rb") as log:
        lines = sum(piece.count(b"\n") for piece in iter(lambda: log.read(_TAIL), b""))
        return Mark(lines, _look_at_end(file)[1])


def find_cut(home: Home, marks: Mapping[int, Mark]) -> dict[int, int]:
    """The editions, by their numbers, at whose `marks` the log had more lines than it has now, and how many it has now."""
    now = _lines(home)
    return {number: len(now) for number, mark in sorted(marks.items()) if mark.lines > len(now)}


def find_rewritten(home: Home, marks: Mapping[int, Mark]) -> list[int]:
    """The editions at whose `marks` the log, as far as it went then, ended in another line than it does now."""
    now = _lines(home)
    looked_at = ((number, mark) for number, mark in sorted(marks.items()) if 0 < mark.lines <= len(now))
    return [number for number, mark in looked_at if _sum_of_last(now[: mark.lines]) != mark.sum]


def _lines(home: Home) -> list[bytes]:
    """The lines that have an end, also those that cannot be read."""
    try:
        return (home.decisions / LOG).read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []


def _sum_of_last(lines: list[bytes]) -> str:
    return next((_sum(line) for line in reversed(lines) if _is_entry(line)), "")


def _is_entry(line: bytes) -> bool:
    try:
        Entry(**orjson.loads(line))
    except (ValueError, TypeError):
        return False
    return True


def _read(home: Home) -> list[tuple[Entry, bool]]:
    try:
        lines = (home.decisions / LOG).read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    found, before = [], ""
    for line in lines:
        try:
            entry = Entry(**orjson.loads(line))
        except (ValueError, TypeError):
            continue
        found.append((entry, entry.before == before))
        before = _sum(line)
    return found


def _append(home: Home, act: str, edition: int | None, who: str, what: dict[str, Any], *, failed: bool) -> None:
    actor = acting()
    at = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
    told = {name: _shorten(value) for name, value in what.items()}
    file = home.decisions / LOG
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(home.decisions / ".audit.lock"):
        known = file.exists()
        torn, before = _look_at_end(file)
        entry = Entry(at, who or actor.who, actor.origin, act, edition, told, failed, before)
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            rest = memoryview((b"\n" if torn else b"") + orjson.dumps(asdict(entry)) + b"\n")
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)
    if not known:
        settle(file.parent)


def _look_at_end(file: Path) -> tuple[bool, str]:
    """Whether the last line lacks its end, and the sum of the last line that can be read."""
    try:
        with file.open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(0, size - _TAIL))
            tail = stream.read()
    except FileNotFoundError:
        return False, ""
    return bool(tail) and not tail.endswith(b"\n"), _sum_of_last(tail.split(b"\n"))


def _sum(line: bytes) -> str:
    return sha256(line).hexdigest()[:16]


def _shorten(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_shorten(one) for one in value[:100]]
    return value if value is None or isinstance(value, int | float) else str(value)[:LONGEST]
