"""An edition out of its four sources: the public record, the reports, the catalogue and the decisions."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from yearbook.catalogue.files import Home
from yearbook.catalogue.samples import catalogue_for
from yearbook.documents.document import Refusal
from yearbook.pipeline.extraction_cache import is_remembered, load_extraction, make_read_job
from yearbook.pipeline.read import ReportExtraction, Understand, Workers, pack_reading, read_reports
from yearbook.records.report_note import ReportNote
from yearbook.store.copying import Summing
from yearbook.store.disk_errors import convert_disk_errors
from yearbook.store.inventory import read_notes
from yearbook.store.lock import PATIENCE, writer_lock
from yearbook.store.reports import clear_incoming, keep_reading
from yearbook.warehouse.amendment import NoStart, amend_edition
from yearbook.warehouse.build import BuildInfo, tell, write_edition
from yearbook.warehouse.registry import (
    DamagedEdition,
    EditionNote,
    NoEdition,
    clear_leftovers,
    current_number,
    edition_file,
    next_number,
    publish,
    read_note,
)
from yearbook.warehouse.sources import Sources, scan_sources


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made. `refusals` are reports kept earlier that can no longer be read; the edition lacks them."""

    note: EditionNote
    refusals: tuple[Refusal, ...]
    read_anew: int
    amended: bool = False  # out of the edition before


def build_edition(
    home: Home, *, summary: str = "build", understand: Understand | None = None, workers: Workers = 1, timeout: float = PATIENCE
) -> BuildResult:
    """Build the next edition from all sources beside the current one, check it, and make it the current one.

    Raises WriterBusy, DataError for a source that is not sound, OSError where the disk refuses, and Unsound where the result
    breaks a rule; the current edition stays as it is in each case.
    """
    with writer_lock(home, timeout):
        clear_leftovers(home)
        clear_incoming(home)
        return _publish(home, scan_sources(home), Manner(summary, understand, workers), None)


def update_edition(
    home: Home, *, summary: str = "build", understand: Understand | None = None, workers: Workers = 1, timeout: float = PATIENCE
) -> BuildResult | None:
    """Make the next edition unless the current one holds all there is; None then.

    Where only reports and decisions have changed, and not very many, it is made out of the current one: the same edition in
    less time. Raises what build_edition raises.
    """
    with writer_lock(home, timeout):
        clear_leftovers(home)
        clear_incoming(home, within=False)
        number = current_number(home)
        # The sum of what is built upon is taken while the sources are looked through: of a large file it takes as long.
        with nullcontext() if number is None else Summing(edition_file(home, number)) as summing:
            stock = scan_sources(home)
            if _is_of(home, stock):
                return None
            return _publish(home, stock, Manner(summary, understand, workers), summing)


def is_up_to_date(home: Home) -> bool:
    """Whether the current edition was made from the sources as they are now."""
    return current_number(home) is not None and _is_of(home, scan_sources(home))


@dataclass(frozen=True, slots=True)
class Manner:
    """How an edition is made: what it says of its making, and how reports are read."""

    summary: str
    understand: Understand | None
    workers: Workers


def _is_of(home: Home, stock: Sources) -> bool:
    """Whether the current edition was made from these sources."""
    number = current_number(home)
    try:
        return number is not None and read_note(home, number).sources_hash == stock.hash
    except (NoEdition, DamagedEdition):
        return False


def _publish(home: Home, stock: Sources, manner: Manner, summing: Summing | None) -> BuildResult:
    """Out of the current edition where its sum is being taken, or else from all sources. The caller holds the lock."""
    number = next_number(home)
    unfinished = home.editions / f".{number}.duckdb.{os.getpid()}.partial"
    told = tell(home, number, manner.summary, stock.hash)
    try:
        with convert_disk_errors(unfinished):
            result = _amend(home, unfinished, stock, told, manner, summing) if summing is not None else None
            if result is None:
                _remove(unfinished)
                result = _build(home, unfinished, stock, told, manner)
        publish(home, unfinished, result.note)
    finally:
        _remove(unfinished)
    return result


def _build(home: Home, file: Path, stock: Sources, told: BuildInfo, manner: Manner) -> BuildResult:
    """The file of an edition from all sources."""
    notes = read_notes(stock.inventory.standing())
    anew = _read_missing(home, notes, manner)
    note = write_edition(home, file, anew.load_extraction(home, notes, manner), stock, told, anew.invented)
    return BuildResult(note, tuple(anew.refused.values()), anew.count)


def _amend(home: Home, file: Path, stock: Sources, told: BuildInfo, manner: Manner, summing: Summing) -> BuildResult | None:
    """The file of an edition out of the current one; None where that is no start for it."""
    try:
        made = amend_edition(home, file, stock, told, lambda notes: _gather_readings(home, notes, manner), summing)
    except NoStart as reason:
        logging.getLogger(__name__).info("edition %s is built from all sources: %s", told["number"], reason)
        return None
    return BuildResult(made.note, made.refusals, made.read_anew, amended=True)


def _gather_readings(home: Home, notes: list[ReportNote], manner: Manner) -> tuple[list[ReportExtraction], list[Refusal], int]:
    """What a few reports say, by hash; those that are refused; and how many were read anew."""
    anew = _read_missing(home, notes, manner)
    readings = list(anew.load_extraction(home, notes, manner))
    return readings, list(anew.refused.values()), anew.count


@dataclass(slots=True)
class ReadAnew:
    """What came of reading the reports of which nothing was remembered."""

    count: int
    refused: dict[str, Refusal]  # by report
    invented: bool = False  # whether any of all the reports is a demonstration

    def load_extraction(self, home: Home, notes: Iterable[ReportNote], manner: Manner) -> Iterator[ReportExtraction]:
        """What each report says, one after the other: none is held. Those that are refused are left out, and noted."""
        for note in notes:
            found = self.refused.get(note.report_id) or load_extraction(home, note, manner.understand)
            if isinstance(found, Refusal):
                self.refused[note.report_id] = found
            else:
                yield found


def _read_missing(home: Home, notes: Iterable[ReportNote], manner: Manner) -> ReadAnew:
    """Read what is not remembered, or was before something that reads it changed, so that it is remembered then."""
    hashes = {kind: catalogue_for(home, kind).hash for kind in (False, True)}
    known: list[ReportNote] = []
    missing: list[ReportNote] = []
    for note in notes:
        (known if is_remembered(home, note) else missing).append(note)
    anew = ReadAnew(len(missing), {}, any(note.demonstration for note in known))
    errands = (make_read_job(home, note, manner.understand) for note in missing)
    for note, outcome in zip(missing, read_reports(errands, manner.workers if len(missing) > 1 else 1), strict=True):
        if isinstance(outcome, Refusal):
            anew.refused[note.report_id] = outcome
        else:
            anew.invented |= outcome.report.demonstration
            keep_reading(home, note.report_id, pack_reading(outcome, hashes[outcome.report.demonstration]))
    return anew


def _remove(unfinished: Path) -> None:
    unfinished.unlink(missing_ok=True)
    Path(f"{unfinished}.wal").unlink(missing_ok=True)
