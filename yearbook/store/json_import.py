"""One-time import of the files of older versions: journal.jsonl, audit.jsonl and a report.json in each report's folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, TypeVar

import orjson

from yearbook.catalogue.files import DataError, Home
from yearbook.records.sqlite_table import check_types
from yearbook.records.state import AuditEntry, Decision, ReportNote
from yearbook.store.files import settle, unused_path

JOURNAL, LOG, NOTE = "journal.jsonl", "audit.jsonl", "report.json"
ASIDE = "imported-json-files"  # folder below decisions/ that keeps them
Row = TypeVar("Row")


def find_json_files(home: Home, *, is_new: bool) -> bool:
    """Whether there is something to import. Folders of reports are searched only where the database `is_new`."""
    if (home.decisions / JOURNAL).exists() or (home.decisions / LOG).exists():
        return True
    return is_new and next(home.reports.glob(f"*/{NOTE}"), None) is not None


def read_json_files(home: Home) -> tuple[list[Decision], list[tuple[int, AuditEntry]], list[ReportNote]]:
    """Decisions, audit entries by their line numbers, and report notes.

    A last line without its end was never acknowledged and is left out, as is a line of the audit log that a crash cut short.
    Raises DataError naming file and line for anything else that cannot be read; nothing is imported then.
    """
    journal = home.decisions / JOURNAL
    decisions = [_parse(Decision, line, journal, f"line {number}") for number, line in _list_lines(journal)]
    entries = [(number, entry) for number, line in _list_lines(home.decisions / LOG) if (entry := _parse_entry(line))]
    files = sorted(home.reports.glob(f"[!.]*/{NOTE}"))
    notes = [_parse(ReportNote, file.read_bytes(), file, "whole file") for file in files]
    for file, note in zip(files, notes, strict=True):
        if note.report_id != file.parent.name:
            raise DataError(file, "report_id", "is not the name of the folder; remove the folder and ingest the report again")
    return decisions, entries, notes


def set_json_files_aside(home: Home) -> None:
    """Move what was imported into a folder of its own; the files that say that there is something to import go last."""
    names = (JOURNAL, LOG)
    moves = [(file, f"reports/{file.parent.name}.json") for file in home.reports.glob(f"[!.]*/{NOTE}")]
    moves += [(file, file.name) for file in home.decisions.glob("torn-*.txt")]
    moves += [(home.decisions / name, name) for name in names if (home.decisions / name).exists()]
    for file, name in moves:
        target = unused_path(home.decisions / ASIDE / name)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(file, target)
    if moves:
        for lock in (".lock", ".audit.lock"):
            (home.decisions / lock).unlink(missing_ok=True)
        settle(home.decisions / ASIDE)
        settle(home.decisions)


def _list_lines(file: Path) -> list[tuple[int, bytes]]:
    """The lines that have an end, with their numbers from 1."""
    try:
        return list(enumerate(file.read_bytes().split(b"\n")[:-1], start=1))
    except FileNotFoundError:
        return []


def _parse_entry(line: bytes) -> AuditEntry | None:
    try:
        entry = AuditEntry(**orjson.loads(line))
        check_types(entry)
        return entry
    except (ValueError, TypeError):
        return None


def _parse(kind: type[Row], content: bytes, file: Path, place: str) -> Row:
    try:
        values: dict[str, Any] = orjson.loads(content)
        row = kind(**values)
        check_types(row)
        if isinstance(row, Decision) and not row.decision_id:
            raise ValueError("it lacks its decision_id")
        return row
    except (ValueError, TypeError) as error:
        hint = f"is no {kind.__name__} ({error}); correct it, or move it out of the data folder"
        raise DataError(file, place, hint) from error
