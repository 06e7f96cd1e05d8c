"""An edition out of its four sources: the public record, the reports, the catalogue and the decisions."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from yearbook.data import DataError, Home
from yearbook.documents.document import Refusal
from yearbook.meaning.catalogue import load_catalogue
from yearbook.warehouse import dimensions
from yearbook.warehouse.checks import Unsound, find_faults
from yearbook.warehouse.editions import (
    DamagedEdition, EditionNote, NoEdition, check_edition, clear_leftovers, current_number, edition_file, next_number, publish,
    read_note,
)  # fmt: skip
from yearbook.warehouse.files import sum_of
from yearbook.warehouse.library import ReportNote, clear_incoming, keep_reading, list_reports, read_reading, read_source
from yearbook.warehouse.lock import PATIENCE, hold_lock
from yearbook.warehouse.questions import QUERIES, read_question
from yearbook.warehouse.readings import (
    Understand, Understood, catalogue_for, pack_reading, reader_version, understand_report, unpack_reading,
)  # fmt: skip
from yearbook.warehouse.record import PopulationRow, read_population, read_record
from yearbook.warehouse.rows import FigureRow, MentionRow, ReportRow, arrow_table

VIEWS = ("stg_figures", "stg_merged")
TABLES = (
    "topics", "units", "metrics", "regions", "agencies", "population", "decisions", "reports", "mentions", "sources", "facts",
    "changes", "edition", "editions",
)  # fmt: skip
BEFORE = {"changes": ("facts", "reports"), "editions": ("editions",)}  # tables that look at the edition before


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
        readings, refusals, read_anew = _read_reports(home, notes, understand, workers)
        number = next_number(home)
        unfinished = home.editions / f".{number}.duckdb.{os.getpid()}.partial"
        try:
            note = _write(home, unfinished, number, readings, summary, sources_hash(home, notes))
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
        return read_note(home, number).sources_hash == sources_hash(home, list_reports(home))
    except NoEdition:
        return False


def sources_hash(home: Home, notes: list[ReportNote]) -> str:
    """A name for the state of all sources and of what reads them: equal names make equal facts."""
    digest = sha256(f"{catalogue_for(home, True).hash}:{reader_version()}".encode())
    for file in sorted([*home.record.glob("*.csv"), *(QUERIES / "build").glob("*.sql")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for note in notes:
        digest.update(f"\0{note.report_id}:{note.publisher}:{note.year}".encode())
    return digest.hexdigest()


def _read_reports(
    home: Home, notes: list[ReportNote], understand: Understand | None, workers: int
) -> tuple[list[Understood], list[Refusal], int]:
    """The reports as rows, by hash: remembered where nothing that reads them has changed, else read anew."""
    hashes = {kind: catalogue_for(home, kind).hash for kind in (False, True)}
    found = {
        note.report_id: unpack_reading(read_reading(home, note.report_id), note, hashes[note.demonstration]) for note in notes
    }
    refusals = []
    missing = [note for note in notes if found[note.report_id] is None]
    for note, outcome in zip(missing, _read_again(home, missing, understand, workers), strict=True):
        if isinstance(outcome, Refusal):
            refusals.append(outcome)
            continue
        found[note.report_id] = outcome
        keep_reading(home, note.report_id, pack_reading(outcome, hashes[note.demonstration]))
    return [reading for reading in found.values() if reading is not None], refusals, len(missing)


def _read_again(home: Home, notes: list[ReportNote], understand: Understand | None, workers: int) -> list[Understood | Refusal]:
    jobs = [(home, note, understand) for note in notes]
    if workers <= 1 or len(jobs) < 2:
        return [_read_one(job) for job in jobs]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(_read_one, jobs, chunksize=4))


def _read_one(job: tuple[Home, ReportNote, Understand | None]) -> Understood | Refusal:
    from yearbook.documents.reader import read_bytes

    home, note, understand = job
    try:
        document = read_bytes(note.name, read_source(home, note.report_id))
        return understand_report(document, home, note.read_at, note.publisher, note.year, understand)
    except Refusal as refusal:
        return refusal
    except DataError as error:
        return Refusal(note.name, str(error))


def _write(home: Home, file: Path, number: int, readings: list[Understood], summary: str, sources: str) -> EditionNote:
    """Fill the file of an edition; the note that goes beside it."""
    previous = current_number(home)
    built_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    real = load_catalogue(home.catalogue)
    told = {
        "number": number, "built_at": built_at, "catalogue_hash": real.hash, "sources_hash": sources,
        "reader_version": reader_version(), "previous": previous, "summary": summary,
    }  # fmt: skip
    with duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}) as connection:
        connection.execute(f"attach '{_quoted(file)}' as edition")
        for name, table in _raw_tables(home, readings).items():
            connection.register(name, table)
        connection.execute("use edition")
        known = _attach_previous(connection, home, previous)
        for statement in (QUERIES / "build" / "types.sql").read_text(encoding="utf-8").split(";"):
            if statement.strip():
                connection.execute(statement)
        for view in VIEWS:
            connection.execute(f"create temp table {view} as {read_question('build', view).sql}")
        for table in TABLES:
            for before in BEFORE.get(table, ()):
                _show_previous(connection, before, known)
            question = read_question("build", table)
            parameters: dict[str, Any] = {name: told[name] for name in question.parameters}
            connection.execute(f"create table {table} as {question.sql}", parameters or None)
        _compare_counts(connection, readings)
        faults = find_faults(connection)
        if faults:
            raise Unsound("; ".join(faults))
        columns = [name for name in EditionNote.__slots__ if name not in ("sha256", "built_at")]
        counts = connection.execute(f"select {', '.join(columns)} from edition.edition").fetchall()[0]
        for statement in ("checkpoint edition", "use memory", "detach edition"):
            connection.execute(statement)
    return EditionNote(**dict(zip(columns, counts, strict=True)), sha256=sum_of(file), built_at=f"{built_at.isoformat()}Z")


def _raw_tables(home: Home, readings: list[Understood]) -> dict[str, pa.Table]:
    """What the SQL of queries/build/ starts from."""
    real = load_catalogue(home.catalogue)
    invented = any(reading.report.demonstration for reading in readings)
    catalogue = catalogue_for(home, invented)
    reports = [reading.report for reading in readings]
    figures = [*read_record(home.record, real), *(figure for reading in readings for figure in reading.figures)]
    return {
        "raw_topics": arrow_table(dimensions.TopicRow, dimensions.topic_rows(catalogue)),
        "raw_metrics": arrow_table(dimensions.MetricRow, dimensions.metric_rows(catalogue)),
        "raw_units": arrow_table(dimensions.UnitRow, dimensions.unit_rows(catalogue)),
        "raw_regions": arrow_table(dimensions.RegionRow, dimensions.region_rows(catalogue, real)),
        "raw_agencies": arrow_table(dimensions.AgencyRow, dimensions.agency_rows(catalogue, real, reports)),
        "raw_population": arrow_table(PopulationRow, read_population(home.record, real)),
        "raw_reports": arrow_table(ReportRow, reports),
        "raw_mentions": arrow_table(MentionRow, (mention for reading in readings for mention in reading.mentions)),
        "raw_figures": arrow_table(FigureRow, figures),
    }


def _attach_previous(connection: duckdb.DuckDBPyConnection, home: Home, number: int | None) -> bool:
    """Attach the edition before as `previous`. False where there is none, or none that is whole."""
    if number is None:
        return False
    try:
        check_edition(home, number)
    except (NoEdition, DamagedEdition):
        return False
    connection.execute(f"attach '{_quoted(edition_file(home, number))}' as previous (read_only)")
    return True


def _show_previous(connection: duckdb.DuckDBPyConnection, table: str, known: bool) -> None:
    """The table of the edition before as previous_<table>; empty where there is none."""
    empty = "edition.edition" if table == "editions" else f"edition.{table}"
    source = f"previous.{table}" if known else f"{empty} where false"
    connection.execute(f"create temp view previous_{table} as select * from {source}")


def _compare_counts(connection: duckdb.DuckDBPyConnection, readings: list[Understood]) -> None:
    """Raises Unsound where a figure was lost on the way from the sources to the facts."""
    counted = "select (select count(distinct fact_id) from raw_figures), (select count(*) from facts)"
    [(stated, kept)] = connection.execute(counted).fetchall()
    if stated != kept:
        raise Unsound(f"{stated} figures are stated, {kept} stand in the edition ({len(readings)} reports)")


def _quoted(file: Path) -> str:
    return str(file.resolve()).replace("'", "''")
