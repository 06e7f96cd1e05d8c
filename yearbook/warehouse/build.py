"""An edition out of its four sources: the public record, the reports, the catalogue and the decisions."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import orjson

from yearbook.data import Home
from yearbook.documents.document import Refusal
from yearbook.warehouse.decisions import Decision, standing_decisions
from yearbook.warehouse.editions import EditionNote, NoEdition, clear_leftovers, current_number, next_number, publish, read_note
from yearbook.warehouse.library import ReportNote, clear_incoming, keep_reading, list_reports, superseded_ids
from yearbook.warehouse.lock import PATIENCE, hold_lock
from yearbook.warehouse.questions import QUERIES
from yearbook.warehouse.readings import Understand, Understood, pack_reading, read_reports, reader_version
from yearbook.warehouse.recollection import make_errand, remember
from yearbook.warehouse.samples import catalogue_for
from yearbook.warehouse.writing import write_edition


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made. `refusals` are reports kept earlier that can no longer be read; the edition lacks them."""

    note: EditionNote
    refusals: tuple[Refusal, ...]
    read_anew: int


def build_edition(
    home: Home, *, summary: str = "build", understand: Understand | None = None, workers: int = 1, timeout: float = PATIENCE
) -> BuildResult:
    """Build the next edition beside the current one, check it, and make it the current one.

    Raises WriterBusy, DataError for a source that is not sound, and Unsound where the result breaks a rule; the current
    edition stays as it is in each case.
    """
    with hold_lock(home, timeout):
        clear_leftovers(home)
        clear_incoming(home)
        notes = list_reports(home)
        readings, refusals, read_anew = _gather_readings(home, notes, understand, workers)
        number = next_number(home)
        unfinished = home.editions / f".{number}.duckdb.{os.getpid()}.partial"
        try:
            standing = standing_decisions(home)
            sources = sources_hash(home, notes, standing)
            note = write_edition(home, unfinished, number, readings, standing, summary, sources)
            publish(home, unfinished, note)
        finally:
            unfinished.unlink(missing_ok=True)
            Path(f"{unfinished}.wal").unlink(missing_ok=True)
    return BuildResult(note, tuple(refusals), read_anew)


def is_up_to_date(home: Home) -> bool:
    """Whether the current edition was made from the sources as they are now."""
    number = current_number(home)
    if number is None:
        return False
    try:
        return read_note(home, number).sources_hash == sources_hash(home, list_reports(home), standing_decisions(home))
    except NoEdition:
        return False


def sources_hash(home: Home, notes: list[ReportNote], standing: list[Decision]) -> str:
    """A name for the state of all sources and of what reads them: equal names make equal facts."""
    digest = sha256(f"{catalogue_for(home, True).hash}:{reader_version()}".encode())
    for file in sorted([*home.record.glob("*.csv"), *(QUERIES / "build").glob("*.sql")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    for note in notes:
        digest.update(b"\0" + orjson.dumps(asdict(note)))
    for decision in standing:
        digest.update(f"\0{decision.decision_id}".encode())
    return digest.hexdigest()


def _gather_readings(
    home: Home, notes: list[ReportNote], understand: Understand | None, workers: int
) -> tuple[list[Understood], list[Refusal], int]:
    """The reports that stand, as rows, by hash: remembered where nothing that reads them has changed, else read anew."""
    left_out = superseded_ids(notes)
    standing = [note for note in notes if note.report_id not in left_out]
    hashes = {kind: catalogue_for(home, kind).hash for kind in (False, True)}
    found = {note.report_id: remember(home, note) for note in standing}
    missing = [note for note in standing if found[note.report_id] is None]
    errands = (make_errand(home, note, understand) for note in missing)
    refusals = []
    for note, outcome in zip(missing, read_reports(errands, workers if len(missing) > 1 else 1), strict=True):
        if isinstance(outcome, Refusal):
            refusals.append(outcome)
        else:
            found[note.report_id] = outcome
            keep_reading(home, note.report_id, pack_reading(outcome, hashes[outcome.report.demonstration]))
    return [reading for reading in found.values() if reading is not None], refusals, len(missing)
