"""Build an edition: extractions, record, catalogue and decisions as raw tables, queries/build/ over them, disk errors."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.catalogue.samples import catalogue_for
from yearbook.records.rows import DecisionRow, FigureRow, MentionRow, PopulationRow, ReportRow, TargetRow, arrow_table, sql_types
from yearbook.records.state import Decision
from yearbook.store.files import sum_of
from yearbook.store.record import read_population, read_record, read_targets
from yearbook.warehouse.checks import Unsound, find_faults
from yearbook.warehouse.dimensions import make_dimensions
from yearbook.warehouse.extractions import SegmentWriter, read_extractions, view_extractions
from yearbook.warehouse.judging import describe_outcome, judge_record, judge_report
from yearbook.warehouse.questions import QUERIES, quote, read_question
from yearbook.warehouse.registry import DamagedEdition, EditionNote, NoEdition, check_edition, edition_file, schema_version

OF_THE_DISK = (duckdb.OperationalError, duckdb.FatalException, duckdb.InternalException)


class DiskWriteError(OSError):
    """An edition cannot be written, for lack of disk or of memory; the message names its folder, says why, and what to do."""


@contextmanager
def convert_disk_errors(file: Path) -> Iterator[None]:
    """Raises DiskWriteError where DuckDB says that the disk is full or may not be written, or memory is short."""
    try:
        yield
    except duckdb.Error as error:
        if not isinstance(error, OF_THE_DISK) and type(error) is not duckdb.Error:
            raise
        words = "keeping.unbuilt" if isinstance(error, duckdb.OutOfMemoryException) else "keeping.unwritten"
        raise DiskWriteError(Message(words, folder=file.parent, reason=str(error).partition("\n")[0])) from error


CATALOGUE = ("topics", "units", "metrics", "regions", "agencies", "population")
COMPARISONS = ("group_statistics", "latest", "standings", "peers", "lines", "region_metrics")  # what comparable facts come to
HOLDINGS = ("subjects", "holdings", "yearly_holdings", "body_sources")  # what a body has, in few rows
TABLES = (
    *(*CATALOGUE, "decisions", "reports", "mentions", "targets", "facts", "shared_sources", "sources"),
    *HOLDINGS,
    *COMPARISONS,
)
HISTORY = {"changes": ("facts", "reports"), "edition": (), "editions": ("editions",)}  # with the tables of the edition before
VIEWS = ("sources",)
STAGES = {  # made before `facts`, from what is stated
    "stg_keyed": "table",
    "stg_repeated": "table",
    "stg_shared": "table",
    "stg_figures": "view",
    "stg_judged": "table",
    "stg_merged": "view",
    "stg_disagreeing": "table",
    "stg_measured": "view",
}
STAGES_OF_COMPARISONS = dict.fromkeys(
    ("stg_compared", "stg_publishers", "stg_lined", "stg_latest", "stg_placed", "stg_peers", "stg_divisible"), "table"
)
STAGES_BEFORE = {"targets": {"stg_targets": "view"}, "facts": STAGES, COMPARISONS[0]: STAGES_OF_COMPARISONS}
LARGE = ("mentions", "facts", "changes", "latest", "standings", "peers")
# Columns of these in which little repeats: to look for the best compression costs more than it saves.
COMPRESSION = {"fact_id": "using compression uncompressed"} | dict.fromkeys(
    ("text", "value_as_written", "evidence", "source_title", "source_url"), "using compression zstd"
)
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
MEMORY, SPILL, JUDGED = "50%", ".spill", ".judged"  # of the machine, or the container, for DuckDB; what is beyond goes there


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """What an edition says of its making: the $parameters of queries/build/. `build` tells it from any other of its number."""

    number: int
    build: str
    built_at: datetime  # UTC, without a zone
    catalogue_hash: str
    sources_hash: str
    reader_version: str
    previous: int | None
    summary: str
    who: str

    def parameters(self, names: Iterable[str]) -> dict[str, Any] | None:
        return {name: getattr(self, name) for name in names} or None


def write_edition(
    home: Home, file: Path, places: Mapping[str, Path], decisions: Iterable[Decision], info: BuildInfo
) -> EditionNote:
    """Fill the file of an edition; the note that goes beside it. The caller holds the lock and publishes it.

    `places` are the segments of the reports that stand (see extractions.py); `decisions` those that stand, oldest first. Raises
    DataError for a record that is not sound, Unsound where the result breaks a rule of queries/checks/, OSError where the disk
    refuses.
    """
    real = load_catalogue(home)
    settings = {**SETTINGS, "memory_limit": MEMORY, "temp_directory": str(file.parent / SPILL)}
    for folder in (SPILL, JUDGED):
        shutil.rmtree(file.parent / folder, ignore_errors=True)  # of a writer that died
    try:
        with duckdb.connect(config=settings) as connection:
            view_extractions(connection, places)
            [(invented,)] = connection.execute("select coalesce(bool_or(demonstration), false) from extracted_reports").fetchall()
            catalogue = catalogue_for(home, invented)
            raw = make_dimensions(catalogue, real, _list_unlisted(connection, catalogue))
            raw["raw_population"] = arrow_table(PopulationRow, read_population(home.record, real))
            outcomes = _judge_reports(connection, file.parent / JUDGED, places, decisions, catalogue)
            about_record = (decision for decision in decisions if decision.report_id is None)
            recorded, others = judge_record(read_record(home.record, real), about_record, catalogue)
            outcomes = sorted(outcomes + others, key=lambda outcome: outcome.decided_at)
            raw["raw_targets"] = arrow_table(TargetRow, read_targets(home.record, real))
            raw |= {"recorded_figures": arrow_table(FigureRow, recorded), "decided": arrow_table(DecisionRow, outcomes)}
            return _write_file(connection, home, file, raw, info)
    finally:
        for folder in (SPILL, JUDGED):
            shutil.rmtree(file.parent / folder, ignore_errors=True)


def _write_file(
    connection: duckdb.DuckDBPyConnection, home: Home, file: Path, raw: Mapping[str, pa.Table], info: BuildInfo
) -> EditionNote:
    # Nobody opens a file that was not finished: it needs no write-ahead log, in which much would be written twice.
    connection.execute(f"attach '{quote(file.resolve())}' as edition (recovery_mode no_wal_writes)")
    connection.execute("use edition")
    define_raw_tables(connection, raw)
    create_tables(connection, TABLES, info)
    known = _attach_previous(connection, home, info.previous)
    for table, before in HISTORY.items():
        for name in before:
            _view_previous(connection, name, name in known)
        create_tables(connection, (table,), info)
    _require_sound(connection)
    connection.execute("checkpoint edition")
    columns = [name for name in EditionNote.__slots__ if name in info.__slots__ or name in COUNTS]
    [counts] = connection.execute(f"select {', '.join(columns)} from edition.edition").fetchall()
    connection.execute("use memory")
    connection.execute("detach edition")
    stated = dict(zip(columns, counts, strict=True)) | {"built_at": f"{info.built_at.isoformat()}Z"}
    return EditionNote(**stated, sha256=sum_of(file), schema=schema_version())


COUNTS = ("facts", "reports", "mentions", "agencies", "added", "removed", "revised", "demonstration")


def _list_unlisted(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Name and region of the publishers that the catalogue does not know."""
    asked = "select agency_id, any_value(publisher), any_value(region_code) from extracted_reports group by agency_id order by 1"
    found = connection.execute(asked).fetchall()
    return [(publisher, region) for agency_id, publisher, region in found if agency_id not in catalogue.agencies]


def _judge_reports(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    places: Mapping[str, Path],
    decisions: Iterable[Decision],
    catalogue: Catalogue,
) -> list[DecisionRow]:
    """Let the views of extractions show the reports with decisions as decided: these make one more segment, for this build."""
    about: dict[str, list[Decision]] = defaultdict(list)
    outcomes: list[DecisionRow] = []
    for decision in decisions:
        if decision.action == "withdraw":
            outcomes.append(describe_outcome(decision, "holds"))
        elif decision.report_id is not None:
            about[decision.report_id].append(decision)
    decided = {report_id: places[report_id] for report_id in about if report_id in places}
    with SegmentWriter(folder) as writer:
        for extraction in read_extractions(decided.items()):
            judged, rows = judge_report(extraction, about.pop(extraction.report.report_id), catalogue)
            outcomes += rows
            writer.add(judged, "")
    others = {report_id: place for report_id, place in places.items() if report_id not in decided}
    view_extractions(connection, others, writer.segments)
    return outcomes + [describe_outcome(decision, "absent", decision.fact_id) for left in about.values() for decision in left]


def define_raw_tables(connection: duckdb.DuckDBPyConnection, raw: Mapping[str, pa.Table]) -> None:
    """What queries/build/ starts from, in the types of an edition: `raw` tables and the views of extractions."""
    for name, table in raw.items():
        connection.register(name, table)
    for statement in (QUERIES / "build" / "types.sql").read_text(encoding="utf-8").split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute("create temp view stated_figures as from recorded_figures union all by name from extracted_figures")
    sources = {
        "raw_figures": (FigureRow, "stated_figures"),
        "raw_mentions": (MentionRow, "extracted_mentions"),
        "raw_reports": (ReportRow, "extracted_reports"),
        "raw_decisions": (DecisionRow, "decided"),
    }
    for name, (kind, source) in sources.items():
        columns = ", ".join(f"{column}::{type_} as {column}" for column, type_ in sql_types(kind).items())
        connection.execute(f"create temp view {name} as select {columns} from {source}")
        if kind is FigureRow:  # for some of the statements: to give all their types costs more
            connection.execute(f"create temp macro coded_figures(source) as table select {columns} from query_table(source)")


def create_tables(connection: duckdb.DuckDBPyConnection, tables: Collection[str], info: BuildInfo) -> None:
    """Create tables of the attached `edition` by queries/build/."""
    coded = _name_codes(connection) if not set(LARGE).isdisjoint(tables) else {}
    for table in tables:
        for stage, kind in STAGES_BEFORE.get(table, {}).items():
            connection.execute(f"create temp {kind} {stage} as {read_question('build', stage).sql}")
        question = read_question("build", table)
        parameters = info.parameters(question.parameters)
        if table not in LARGE:
            kind = "view" if table in VIEWS else "table"
            connection.execute(f"create {kind} edition.{table} as {question.sql}", parameters)
            continue
        described = connection.execute(f"describe {question.sql}", parameters).fetchall()
        columns = (f"{name} {coded.get(kind, kind)} {COMPRESSION.get(name, '')}" for name, kind, *_ in described)
        connection.execute(f"create table edition.{table} ({', '.join(columns)})")
        connection.execute(f"insert into edition.{table} {question.sql}", parameters)


def _name_codes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The names of coded types by what DuckDB calls them: all their texts, which take long to parse for each column."""
    asked = "select type_name, labels from duckdb_types() where database_name = 'edition' and labels is not null"
    found = connection.execute(asked).fetchall()
    return {"ENUM('" + "', '".join(label.replace("'", "''") for label in labels) + "')": name for name, labels in found}


def _attach_previous(connection: duckdb.DuckDBPyConnection, home: Home, number: int | None) -> set[str]:
    """Attach the edition before as `previous`; the names of its tables, none where there is none that is sound."""
    try:
        if number is None or not check_edition(home, number):
            return set()
    except (NoEdition, DamagedEdition):
        return set()
    connection.execute(f"attach '{quote(edition_file(home, number).resolve())}' as previous (read_only)")
    found = connection.execute("select table_name from duckdb_tables() where database_name = 'previous'").fetchall()
    return {name for (name,) in found}


def _view_previous(connection: duckdb.DuckDBPyConnection, table: str, known: bool) -> None:
    """The table of the edition before as previous_<table>; empty where there is none, or where an older program kept none.

    It has the columns of now: those that an older program did not know are null.
    """
    empty = "edition.edition" if table == "editions" else f"edition.{table}"
    source = f"from {empty} where false" + (f" union all by name from previous.{table}" if known else "")
    connection.execute(f"create temp view previous_{table} as {source}")


def _require_sound(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises Unsound where a figure was lost on the way from the sources to the facts, or a rule is broken."""
    again = "select count(*) - count(distinct fact_id) from stg_repeated"
    counted = f"select (select count(*) from raw_figures) - ({again}), (select count(*) from edition.facts)"
    [(stated, kept)] = connection.execute(counted).fetchall()
    faults = find_faults(connection)
    collisions = connection.execute(read_question("build", "collisions").sql).fetchall()
    if collisions:
        faults.append(f"one id for different figures: {', '.join(fact_id for (fact_id,) in collisions[:3])}")
    if stated != kept:
        faults.append(f"{stated} figures are stated, {kept} stand in the edition")
    if faults:
        raise Unsound("; ".join(faults))
