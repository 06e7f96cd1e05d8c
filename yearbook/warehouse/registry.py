"""Editions on disk: immutable numbered files, a JSON note for each, and the pointer to the current one."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.logs import log_event
from yearbook.store.audit import Mark, audited, mark_end
from yearbook.store.files import settle, sum_of, write_atomic
from yearbook.store.lock import writer_lock
from yearbook.warehouse.questions import QUERIES

POINTER = "current"


class NoEdition(RuntimeError):
    """The edition asked for is not there; the message says which are, or how to make the first."""


class DamagedEdition(RuntimeError):
    """The file of an edition, or its note, is not the one that was published; the message names an earlier one."""


class EditionKey(NamedTuple):
    """The identity of an edition. After a restore another build may come back under the same number."""

    number: int
    build: str


@dataclass(frozen=True, slots=True)
class EditionNote:
    """The JSON note of an edition: enough to list editions, and to notice damage, without opening one.

    Fields with a default may be absent from notes written by older versions.
    """

    number: int
    built_at: str  # ISO 8601, UTC
    sha256: str
    build: str = ""  # random
    sources_hash: str = ""  # editions of the same sources hold the same facts
    previous: int | None = None
    summary: str = ""
    facts: int = 0
    reports: int = 0
    mentions: int = 0
    agencies: int = 0
    added: int = 0
    removed: int = 0
    revised: int = 0
    demonstration: bool = False
    schema: str = ""  # schema_version() of the program that built it
    who: str = ""  # who had it built
    log_lines: int = 0  # how far the audit log went when it was published: a Mark
    log_sum: str = ""

    @property
    def key(self) -> EditionKey:
        return EditionKey(self.number, self.build or self.sha256)


def edition_file(home: Home, number: int) -> Path:
    return home.editions / f"{number}.duckdb"


def current_number(home: Home) -> int | None:
    """The edition that the pointer names, None where none was built. Raises DamagedEdition where it names none but there are."""
    file = home.editions / POINTER
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    found = re.fullmatch(rb"([1-9][0-9]{0,8})\s*", content)
    if found:
        return int(found[1])
    kept = list_numbers(home)
    if not kept:
        return None
    raise DamagedEdition(Message("keeping.pointer_damaged", file=file, said=repr(content[:20]), number=kept[-1]))


def require_no_edition(home: Home) -> None:
    """Raises DamagedEdition where editions are kept though no pointer names one: whoever only reads does not build another."""
    if kept := list_numbers(home):
        raise DamagedEdition(Message("keeping.pointer_missing", file=home.editions / POINTER, number=kept[-1]))


def list_editions(home: Home) -> list[EditionNote]:
    """The editions that are kept, oldest first. Raises DamagedEdition where the note of one cannot be read."""
    return [read_note(home, number) for number in list_numbers(home)]


def list_numbers(home: Home) -> list[int]:
    """The numbers of the editions that are kept, the lowest first."""
    found = (re.fullmatch(r"(\d+)\.duckdb", file.name) for file in home.editions.glob("*.duckdb"))
    return sorted(int(name[1]) for name in found if name)


def read_note(home: Home, number: int) -> EditionNote:
    """Raises NoEdition where that edition is not kept, DamagedEdition where its note cannot be read."""
    require_edition(home, number)
    file = home.editions / f"{number}.json"
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        note = EditionNote(**{name: content[name] for name in EditionNote.__slots__ if name in content})
        if note.number != number or not re.fullmatch("[0-9a-f]{64}", note.sha256):
            raise ValueError(f"number {note.number}, sha256 {note.sha256}")
    except (OSError, ValueError, TypeError) as error:
        raise DamagedEdition(_describe_damage(home, "note_damaged", file, number)) from error
    return note


def list_marks(home: Home) -> dict[int, Mark]:
    """How far the audit log went when each edition was published, by its number. Notes that cannot be read are left out."""
    marks = {}
    for number in list_numbers(home):
        with suppress(DamagedEdition, NoEdition):
            note = read_note(home, number)
            marks[number] = Mark(note.log_lines, note.log_sum)
    return marks


def is_old(note: EditionNote) -> bool:
    """Whether another version of the program built an edition: what pages ask may be missing in it."""
    return note.schema != schema_version()


@cache
def schema_version() -> str:
    """Version of what an edition holds: a checksum of the SQL of queries/build/, without comments and blanks."""
    digest = sha256()
    for file in sorted((QUERIES / "build").glob("*.sql")):
        text = re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))
        digest.update(file.name.encode() + b"\0" + " ".join(text.split()).encode() + b"\0")
    return digest.hexdigest()[:12]


def require_edition(home: Home, number: int | None = None) -> int:
    """The number given, or the current one. Raises NoEdition in words where its file is not there."""
    wanted = current_number(home) if number is None else number
    kept = list_numbers(home)
    if not kept or wanted is None:
        raise NoEdition(Message("warehouse.no_edition"))
    if wanted not in kept:
        raise NoEdition(Message("warehouse.edition_unknown", number=wanted, numbers="、".join(map(str, kept))))
    return wanted


def check_edition(home: Home, number: int) -> EditionNote:
    """The note of an edition whose file is as it was published. Raises DamagedEdition naming the one before it otherwise."""
    note = read_note(home, number)
    file = edition_file(home, number)
    if sum_of(file) != note.sha256:
        raise DamagedEdition(_describe_damage(home, "edition_damaged", file, number))
    return note


def next_number(home: Home) -> int:
    """One more than any edition has had, so that a number never means two things."""
    return max([*list_numbers(home), current_number(home) or 0]) + 1


def publish(home: Home, finished: Path, note: EditionNote) -> None:
    """Put a finished file in its place and point to it. The caller holds the lock; readers of older editions go on."""
    with audited(home, "publish", edition=note.number, who=note.who, summary=note.summary):
        settle(finished)
        mark = mark_end(home)
        note = replace(note, log_lines=mark.lines, log_sum=mark.sum)
        write_atomic(home.editions / f"{note.number}.json", json.dumps(asdict(note), ensure_ascii=False, indent=1).encode())
        finished.replace(edition_file(home, note.number))
        settle(home.editions)
        _point_to(home, note.number)
    log_event("publish", edition=note.number, facts=note.facts, reports=note.reports, added=note.added, revised=note.revised)


def rollback(home: Home, number: int) -> None:
    """Make an earlier (or later) edition the current one. Raises NoEdition or DamagedEdition and changes nothing then."""
    with writer_lock(home):
        check_edition(home, number)
        with audited(home, "roll_back", edition=number):
            _point_to(home, number)


def prune(home: Home, keep: int) -> list[int]:
    """Remove all but the newest `keep` editions and the current one; the numbers removed. `keep` is at least 1."""
    if keep < 1:
        raise ValueError("keep must be at least 1")
    with writer_lock(home):
        removed = [number for number in list_numbers(home)[:-keep] if number != current_number(home)]
        with audited(home, "prune", editions=removed) if removed else nullcontext():
            for number in removed:
                remove_edition(home, number)
        clear_leftovers(home)
    return removed


def remove_edition(home: Home, number: int) -> None:
    """Its file first: a note without one counts as left behind. The caller holds the lock."""
    for path in (edition_file(home, number), home.editions / f"{number}.json"):
        path.unlink(missing_ok=True)


def clear_leftovers(home: Home) -> None:
    """Remove what a writer that died left behind. The caller holds the lock, so that nothing removed is in use."""
    for leftover in home.editions.glob("*.partial*"):  # and its .wal, as DuckDB names it
        leftover.unlink(missing_ok=True)
    for note in home.editions.glob("*.json"):
        if note.stem.isdecimal() and not edition_file(home, int(note.stem)).exists():
            note.unlink(missing_ok=True)


def other_edition(home: Home, number: int) -> int | None:
    """The edition to use where one is damaged: the one before it, else the one after it, None where there is no other."""
    others = [other for other in list_numbers(home) if other != number]
    return max((other for other in others if other < number), default=min(others, default=None))


def _point_to(home: Home, number: int) -> None:
    write_atomic(home.editions / POINTER, f"{number}\n".encode())


def _describe_damage(home: Home, words: str, file: Path, number: int) -> Message:
    other = other_edition(home, number)
    if other is None:
        return Message(f"keeping.{words}_alone", file=file, number=number)
    return Message(f"keeping.{words}", file=file, number=number, other=other)
