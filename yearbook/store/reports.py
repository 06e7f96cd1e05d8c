"""The user's own reports: each source file in a folder named by its hash, its note in the state database."""

from __future__ import annotations

import os
import shutil
from operator import attrgetter
from pathlib import Path
from threading import get_ident

from yearbook.catalogue.files import DataError, Home, is_abandoned
from yearbook.catalogue.messages import Message
from yearbook.documents.document import report_id_of
from yearbook.records.state import ReportNote
from yearbook.store.audit import logged_write
from yearbook.store.files import name_file, settle
from yearbook.store.state import REPORTS, read_state

SOURCE = "source"


class _AlreadyStored(Exception):
    """Another writer stored the same report meanwhile."""


def store_report(home: Home, note: ReportNote, content: bytes) -> bool:
    """Store a report. False where the same bytes are stored already; nothing changes then.

    The folder takes its place within the transaction of the note: one that a crash leaves without a note counts for nothing, and
    is replaced when the report is ingested again. Raises OSError where the disk refuses; nothing of it is kept then.
    """
    if find_note(home, note.report_id):
        return False
    folder = folder_of(home, note.report_id)
    incoming = home.reports / f".{note.report_id}.{get_ident()}.{os.getpid()}"
    shutil.rmtree(incoming, ignore_errors=True)
    leftover = incoming
    try:
        incoming.mkdir(parents=True)
        with name_file(folder), (incoming / SOURCE).open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        settle(incoming)  # the names in it, before the name it gets
        with logged_write(home, "import", report=note.report_id) as connection:
            if folder.is_dir():
                if REPORTS.select(connection, where="report_id = :report_id", report_id=note.report_id):
                    raise _AlreadyStored
                shutil.rmtree(folder)  # of a writer that died before its note was stored
            leftover = incoming.rename(folder)
            settle(home.reports)
            REPORTS.insert(connection, [note], on_conflict="replace")
    except BaseException as error:
        shutil.rmtree(leftover, ignore_errors=True)
        if isinstance(error, _AlreadyStored):
            return False
        raise
    return True


def amend_note(home: Home, note: ReportNote) -> None:
    """Replace the note of a stored report."""
    with logged_write(home, "amend", report=note.report_id) as connection:
        REPORTS.insert(connection, [note], on_conflict="replace")


def find_note(home: Home, report_id: str) -> ReportNote | None:
    """The note of a report, None where it is not stored."""
    if not folder_of(home, report_id).is_dir():
        return None
    with read_state(home) as connection:
        return next(iter(REPORTS.select(connection, where="report_id = :report_id", report_id=report_id)), None)


def list_reports(home: Home) -> list[ReportNote]:
    """The notes of all stored reports, by hash. Whoever removes the folder of a report removes the report."""
    with read_state(home) as connection:
        notes = REPORTS.select(connection)
        folders = set(os.listdir(home.reports)) if home.reports.is_dir() else set()
    return sorted((note for note in notes if note.report_id in folders), key=attrgetter("report_id"))


def find_orphans(home: Home) -> list[Path]:
    """Folders of reports without a note: left by a crash, or by a state database that was removed."""
    with read_state(home) as connection:
        stored = {report_id for (report_id,) in connection.execute("select report_id from reports")}
    return [folder for folder in sorted(home.reports.glob("[!.]*")) if folder.is_dir() and folder.name not in stored]


def read_source(home: Home, report_id: str) -> bytes:
    """The report as it came. Raises DataError where its bytes are not those that its name says."""
    file = folder_of(home, report_id) / SOURCE
    try:
        content = file.read_bytes()
    except OSError as error:
        raise DataError(file, "whole file", Message("keeping.source_unreadable", reason=error.strerror)) from error
    if report_id_of(content) != report_id:
        raise DataError(file, "whole file", Message("keeping.source_changed"))
    return content


def clear_incoming(home: Home) -> None:
    """Remove reports whose writer died before they were stored."""
    names = os.listdir(home.reports) if home.reports.is_dir() else []
    for leftover in (home.reports / name for name in names if name.startswith(".")):
        owner = leftover.name.rpartition(".")[2]
        if leftover.is_dir() and owner.isdecimal() and is_abandoned(leftover, int(owner)):
            shutil.rmtree(leftover, ignore_errors=True)


def folder_of(home: Home, report_id: str) -> Path:
    return home.reports / report_id
