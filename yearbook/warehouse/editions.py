"""Editions on disk: numbered files that never change, and the pointer to the one in use."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from yearbook.data import Home
from yearbook.warehouse.files import settle, sum_of, write_whole
from yearbook.warehouse.lock import hold_lock
from yearbook.words import say

POINTER = "current"


class NoEdition(RuntimeError):
    """The edition asked for is not there; the message says which are, or how to make the first."""


class DamagedEdition(RuntimeError):
    """The file of an edition is not the one that was published; the message names an earlier one."""


@dataclass(frozen=True, slots=True)
class EditionNote:
    """What stands beside an edition's file: enough to list editions, and to notice damage, without opening one."""

    number: int
    built_at: str  # ISO 8601, UTC
    sha256: str
    sources_hash: str  # editions of the same sources hold the same facts
    previous: int | None
    summary: str
    facts: int
    reports: int
    mentions: int
    agencies: int
    added: int
    removed: int
    revised: int
    demonstration: bool


def edition_file(home: Home, number: int) -> Path:
    return home.editions / f"{number}.duckdb"


def current_number(home: Home) -> int | None:
    """The edition that the pointer names, None where none was built."""
    try:
        return int((home.editions / POINTER).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def list_editions(home: Home) -> list[EditionNote]:
    """The editions that are kept, oldest first."""
    return [read_note(home, number) for number in list_numbers(home)]


def list_numbers(home: Home) -> list[int]:
    """The numbers of the editions that are kept, the lowest first."""
    found = (re.fullmatch(r"(\d+)\.duckdb", file.name) for file in home.editions.glob("*.duckdb"))
    return sorted(int(name[1]) for name in found if name)


def read_note(home: Home, number: int) -> EditionNote:
    """Raises NoEdition where that edition is not kept."""
    require_edition(home, number)
    return EditionNote(**json.loads((home.editions / f"{number}.json").read_text(encoding="utf-8")))


def require_edition(home: Home, number: int | None = None) -> int:
    """The number given, or the current one. Raises NoEdition in words where its file is not there."""
    wanted = current_number(home) if number is None else number
    kept = list_numbers(home)
    if not kept or wanted is None:
        raise NoEdition(say("warehouse.no_edition"))
    if wanted not in kept:
        raise NoEdition(say("warehouse.edition_unknown", number=wanted, numbers="、".join(map(str, kept))))
    return wanted


def check_edition(home: Home, number: int) -> EditionNote:
    """The note of an edition whose file is as it was published. Raises DamagedEdition naming the one before it otherwise."""
    note = read_note(home, number)
    if sum_of(edition_file(home, number)) != note.sha256:
        before = max((other for other in list_numbers(home) if other < number), default=number)
        raise DamagedEdition(say("warehouse.edition_damaged", number=number, before=before))
    return note


def next_number(home: Home) -> int:
    """One more than any edition has had, so that a number never means two things."""
    return max([*list_numbers(home), current_number(home) or 0]) + 1


def publish(home: Home, finished: Path, note: EditionNote) -> None:
    """Put a finished file in its place and point to it. The caller holds the lock; readers of older editions go on."""
    settle(finished)
    write_whole(home.editions / f"{note.number}.json", json.dumps(asdict(note), ensure_ascii=False, indent=1).encode())
    finished.replace(edition_file(home, note.number))
    settle(home.editions)
    _point_to(home, note.number)


def rollback(home: Home, number: int) -> None:
    """Make an earlier (or later) edition the current one. Raises NoEdition or DamagedEdition and changes nothing then."""
    with hold_lock(home):
        check_edition(home, number)
        _point_to(home, number)


def prune(home: Home, keep: int) -> list[int]:
    """Remove all but the newest `keep` editions and the current one; the numbers removed. `keep` is at least 1."""
    if keep < 1:
        raise ValueError("keep must be at least 1")
    with hold_lock(home):
        removed = [number for number in list_numbers(home)[:-keep] if number != current_number(home)]
        for number in removed:
            edition_file(home, number).unlink(missing_ok=True)
            (home.editions / f"{number}.json").unlink(missing_ok=True)
        clear_leftovers(home)
    return removed


def clear_leftovers(home: Home) -> None:
    """Remove what a writer that died left behind. The caller holds the lock, so that nothing removed is in use."""
    for pattern in ("*.partial", "*.partial.wal", "*.duckdb.wal"):
        for leftover in home.editions.glob(pattern):
            leftover.unlink(missing_ok=True)
    for note in home.editions.glob("*.json"):
        if note.stem.isdecimal() and not edition_file(home, int(note.stem)).exists():
            note.unlink(missing_ok=True)


def _point_to(home: Home, number: int) -> None:
    write_whole(home.editions / POINTER, f"{number}\n".encode())
