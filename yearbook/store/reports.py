"""The user's own reports: each kept as it came in a folder named by its hash, with a note of how it was brought in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import orjson

from yearbook.catalogue.files import DataError, Home
from yearbook.documents.document import report_id_of
from yearbook.store.audit import audited
from yearbook.store.files import clear_partials, is_abandoned, settle, write_atomic

NOTE = "report.json"
SOURCE = "source"
READING = "reading.json"  # derived; may be deleted at any time


@dataclass(frozen=True, slots=True)
class ReportNote:
    """How a report came in.

    `publisher`, `year`, `title` and `region_code` (of a body that the catalogue does not know) are what the person who brought
    it said, None where the text says it. A newer version `supersedes` an older one by its report_id; an older version that
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


def store_report(home: Home, note: ReportNote, content: bytes, reading: bytes) -> bool:
    """Keep a report with its reading, in one step. False where the same bytes are kept already; nothing changes then.

    Raises OSError where the disk refuses; nothing of it is kept then.
    """
    folder = folder_of(home, note.report_id)
    if folder.exists():
        return False
    incoming = home.reports / f".{note.report_id}.{os.getpid()}"
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        incoming.mkdir(parents=True)
        kept = ((SOURCE, content), (NOTE, orjson.dumps(asdict(note), option=orjson.OPT_INDENT_2)), (READING, _with_sum(reading)))
        for name, bytes_ in kept:
            with (incoming / name).open("wb") as stream:
                stream.write(bytes_)
                stream.flush()
                os.fsync(stream.fileno())
        settle(incoming)  # the names in it, before the name it gets
        with audited(home, "import", report=note.report_id):
            incoming.rename(folder)
    except OSError:
        shutil.rmtree(incoming, ignore_errors=True)
        if not folder.exists():
            raise
        return False  # another writer was quicker with the same report
    settle(home.reports)
    return True


def amend_note(home: Home, note: ReportNote, reading: bytes) -> None:
    """Replace what was said of a report that is kept, and what is remembered of reading it."""
    folder = folder_of(home, note.report_id)
    with audited(home, "amend", report=note.report_id):
        (folder / READING).unlink(missing_ok=True)  # first: a note must never stand beside a reading of another one
        write_atomic(folder / NOTE, orjson.dumps(asdict(note), option=orjson.OPT_INDENT_2))
        write_atomic(folder / READING, _with_sum(reading))


def find_note(home: Home, report_id: str) -> ReportNote | None:
    """The note of a report, None where it is not kept. Raises DataError where the note cannot be read."""
    folder = folder_of(home, report_id)
    return read_note_file(folder / NOTE) if folder.is_dir() else None


def superseded_ids(notes: Iterable[ReportNote]) -> frozenset[str]:
    """The reports that a newer version has taken the place of: kept, but not in an edition."""
    noted = {note.report_id: note for note in notes}
    older = {note.supersedes for note in noted.values() if note.supersedes in noted}
    late = {note.report_id for note in noted.values() if note.superseded_by in noted}
    return frozenset(older | late)


def keep_reading(home: Home, report_id: str, reading: bytes) -> None:
    """Replace what is remembered of reading a report."""
    write_atomic(folder_of(home, report_id) / READING, _with_sum(reading))


def list_reports(home: Home) -> list[ReportNote]:
    """The notes of all reports kept, by hash. Raises DataError where a note cannot be read."""
    if not home.reports.is_dir():
        return []
    return [
        read_note_file(folder / NOTE)
        for folder in sorted(home.reports.iterdir())
        if not folder.name.startswith(".") and folder.is_dir()
    ]


def read_source(home: Home, report_id: str) -> bytes:
    """The report as it came. Raises DataError where its bytes are no longer those that its name says."""
    file = folder_of(home, report_id) / SOURCE
    try:
        content = file.read_bytes()
    except OSError as error:
        raise DataError(file, "whole file", f"cannot be read ({error.strerror}); ingest the report again") from error
    if report_id_of(content) != report_id:
        raise DataError(file, "whole file", "is not what was brought in; remove the folder and ingest the report again")
    return content


def read_reading(home: Home, report_id: str) -> bytes | None:
    """What is remembered of reading a report, None where nothing is, or where it was damaged: it is read anew then."""
    try:
        sum_, _, reading = (folder_of(home, report_id) / READING).read_bytes().partition(b"\n")
    except OSError:
        return None
    return reading if sum_ == _sum_of(reading) else None


def _with_sum(reading: bytes) -> bytes:
    """A reading behind a line with its sum: JSON with one digit otherwise is JSON, too."""
    return _sum_of(reading) + b"\n" + reading


def _sum_of(reading: bytes) -> bytes:
    return sha256(reading).hexdigest().encode()


def folder_of(home: Home, report_id: str) -> Path:
    return home.reports / report_id


def clear_incoming(home: Home, *, within: bool = True) -> None:
    """Remove reports that were being brought in when their writer died, and notes and readings that were being replaced.

    The latter lie `within` the folder of each report, which takes its time where there are very many.
    """
    hidden = [name for name in os.listdir(home.reports) if name.startswith(".")] if home.reports.is_dir() else []
    for leftover in map(home.reports.joinpath, hidden):
        owner = leftover.name.rpartition(".")[2]
        if leftover.is_dir() and owner.isdecimal() and is_abandoned(leftover, int(owner)):
            shutil.rmtree(leftover, ignore_errors=True)
    if within:
        clear_partials(home.reports, "*/.*.partial")


def read_note_file(file: Path) -> ReportNote:
    """Raises DataError where the note cannot be read."""
    try:
        return ReportNote(**orjson.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise DataError(file, "whole file", f"cannot be read ({error}); remove the folder and ingest the report again") from error
