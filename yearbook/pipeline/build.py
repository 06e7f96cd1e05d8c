"""An edition out of its four sources: the public record, the reports, the catalogue and the decisions."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import orjson

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.code_version import code_version
from yearbook.catalogue.files import DataError, Home
from yearbook.catalogue.messages import Message
from yearbook.catalogue.samples import catalogue_for
from yearbook.documents.document import Refusal
from yearbook.pipeline.read import ReadJob, Understand, Workers, extraction_key, make_read_job, read_reports, reader_version
from yearbook.records.state import Decision, ReportNote, list_standing_notes
from yearbook.store.audit import acting, find_log_faults
from yearbook.store.decisions import standing_decisions
from yearbook.store.lock import PATIENCE, writer_lock
from yearbook.store.reports import clear_incoming, list_reports
from yearbook.store.state import state_file
from yearbook.warehouse.build import BuildInfo, convert_disk_errors, write_edition
from yearbook.warehouse.checks import Unsound
from yearbook.warehouse.extractions import (
    SegmentWriter,
    clear_partial_segments,
    compact_extractions,
    find_extractions,
    find_older_extractions,
)
from yearbook.warehouse.registry import (
    DamagedEdition,
    EditionNote,
    NoEdition,
    clear_leftovers,
    current_number,
    list_marks,
    next_number,
    publish,
    read_note,
    schema_version,
)


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made. `refusals` are reports stored earlier that can no longer be read; the edition holds what an earlier
    program read of them, or lacks them, as the reason says."""

    note: EditionNote
    refusals: tuple[Refusal, ...]
    reports_read: int


def build_edition(
    home: Home,
    *,
    summary: str = "build",
    understand: Understand | None = None,
    workers: Workers = 1,
    timeout: float = PATIENCE,
    accept_log: bool = False,
) -> BuildResult:
    """Build the next edition in a file of its own, check it, and make it the current one.

    Only reports without a stored extraction of this reader and catalogue are read. Raises WriterBusy, DataError for a source
    that is not sound, OSError where the disk refuses, and Unsound where the result breaks a rule, or where decisions are missing
    that the audit log or the current edition know of (unless `accept_log`); the current edition stays as it is in each case.
    """
    result = update_edition(
        home, summary=summary, understand=understand, workers=workers, timeout=timeout, always=True, accept_log=accept_log
    )
    assert result is not None
    return result


def update_edition(
    home: Home,
    *,
    summary: str = "build",
    understand: Understand | None = None,
    workers: Workers = 1,
    timeout: float = PATIENCE,
    always: bool = False,
    accept_log: bool = False,
) -> BuildResult | None:
    """As build_edition, unless the current edition was made from the sources as they are; None then."""
    with writer_lock(home, timeout):
        if not accept_log:
            _require_whole_log(home)
        clear_leftovers(home)
        clear_incoming(home)
        clear_partial_segments(home)
        sources = Sources.of(home)
        if not always and _is_made_from(home, sources):
            return None
        number = next_number(home)
        file = home.editions / f".{number}.duckdb.{os.getpid()}.partial"
        info = BuildInfo(
            number=number,
            build=secrets.token_hex(8),
            built_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            catalogue_hash=load_catalogue(home).hash,
            sources_hash=sources.hash,
            reader_version=reader_version(),
            previous=current_number(home),
            summary=summary,
            who=acting().who,
        )
        try:
            with convert_disk_errors(file):
                places, refusals, missing = _extract_missing(home, sources.reports, understand, workers)
                note = write_edition(home, file, compact_extractions(home, places), sources.decisions, info)
            publish(home, file, note)
        finally:
            for unfinished in (file, file.with_name(f"{file.name}.wal")):
                unfinished.unlink(missing_ok=True)
        return BuildResult(note, tuple(refusals), missing)


def is_up_to_date(home: Home) -> bool:
    """Whether the current edition was made from the sources as they are now."""
    return _is_made_from(home, Sources.of(home))


@dataclass(frozen=True, slots=True)
class Sources:
    """All that an edition is made from; editions of the same `hash` hold the same facts."""

    reports: Sequence[ReportNote]  # neither withdrawn nor superseded by a newer version
    decisions: Sequence[Decision]  # those that stand, oldest first
    hash: str

    @classmethod
    def of(cls, home: Home) -> Sources:
        """The sources as they are now. Raises DataError where one cannot be read."""
        notes = list_reports(home)
        decisions = standing_decisions(home)
        digest = sha256("\0".join([catalogue_for(home, True).hash, reader_version(), schema_version()]).encode())
        digest.update(code_version("records", "warehouse").encode())
        for file in sorted(home.record.glob("*.csv")):
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
        digest.update(orjson.dumps(notes))
        digest.update(orjson.dumps([decision.decision_id for decision in decisions]))
        return cls(list_standing_notes(notes, decisions), decisions, digest.hexdigest())


def _require_whole_log(home: Home) -> None:
    """Raises Unsound where decisions have gone since the current edition was published: it would be built without them."""
    number = current_number(home)
    marks = {one: mark for one, mark in list_marks(home).items() if one == number}
    for fault, values in find_log_faults(home, marks).items():
        if fault != "broken":  # nothing is missing; `check` says so
            raise Unsound(Message("audit.stopped", fault=Message(f"audit.{fault}", file=state_file(home), **values)))


def _is_made_from(home: Home, sources: Sources) -> bool:
    number = current_number(home)
    try:
        return number is not None and read_note(home, number).sources_hash == sources.hash
    except (NoEdition, DamagedEdition):
        return False


def _extract_missing(
    home: Home, notes: Sequence[ReportNote], understand: Understand | None, workers: Workers
) -> tuple[dict[str, Path], list[Refusal], int]:
    """Read and store the reports without a stored extraction; the segments of all, the refusals, and how many were to be read.

    A report that is refused keeps its older extraction: a file that is damaged, or a reader that refuses more, takes no figures
    out of an edition.
    """
    keys = {note.report_id: extraction_key(home, note) for note in notes}
    places = find_extractions(home, keys)
    missing = [note for note in notes if note.report_id not in places]
    refused: dict[str, Refusal] = {}  # by report
    begun: list[ReportNote] = []

    def make_jobs() -> Iterator[ReadJob]:
        for note in missing:
            try:
                job = make_read_job(home, note, understand)
            except DataError as error:  # one damaged file keeps no other report out of the edition
                refused[note.report_id] = Refusal(note.name, Message("keeping.source_damaged", file=error.file, hint=error.hint))
            else:
                begun.append(note)
                yield job

    with SegmentWriter(home.extractions) as writer:
        for number, outcome in enumerate(read_reports(make_jobs(), workers if len(missing) > 1 else 1)):
            report_id = begun[number].report_id
            if isinstance(outcome, Refusal):
                refused[report_id] = outcome
            else:
                writer.add(outcome, keys[report_id])
    if missing:
        places = find_extractions(home, keys)
    kept = find_older_extractions(home, refused, load_catalogue(home).metrics)
    for report_id in kept:
        refusal = refused[report_id]
        refused[report_id] = Refusal(refusal.name, Message("keeping.kept_as_read", reason=refusal.reason))
    return kept | places, list(refused.values()), len(missing)
