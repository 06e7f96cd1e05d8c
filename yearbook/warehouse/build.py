"""The file of an edition: the sources as raw tables, the SQL of queries/build/ over them, and the rules that must hold."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import Home
from yearbook.catalogue.samples import catalogue_for
from yearbook.pipeline.judging.judgement import Judging
from yearbook.pipeline.read import ReportExtraction, reader_version
from yearbook.records.rows import DecisionRow, ReportRow, arrow_table
from yearbook.store.audit import acting
from yearbook.store.files import sum_of
from yearbook.store.record import PopulationRow, read_population, read_record
from yearbook.warehouse import dimensions
from yearbook.warehouse.checks import Unsound, find_faults
from yearbook.warehouse.questions import QUERIES, read_question
from yearbook.warehouse.registry import (
    DamagedEdition,
    EditionNote,
    NoEdition,
    check_edition,
    current_number,
    edition_file,
    schema_version,
)
from yearbook.warehouse.sources import Sources
from yearbook.warehouse.staging import Staging

STAGES = {  # on the way from what is stated to the facts
    "stg_repeated": "table",
    "stg_shared": "table",
    "stg_figures": "view",
    "stg_judged": "table",
    "stg_merged": "view",
    "stg_disagreeing": "table",
    "stg_measured": "view",
}
CATALOGUE = ("topics", "units", "metrics", "regions", "agencies", "population")
CONTENTS = ("decisions", "reports", "mentions", "sources", "facts")
COUNTED = ("holdings", "yearly_holdings")  # what the facts come to
FIRST_OF_STAGES = "sources"
LARGE = ("sources", "facts", "changes")
# Columns of which hardly two cells are the same: to look for what repeats costs more than it saves.
PACKED = {
    "fact_id": "using compression uncompressed",
    "evidence": "using compression zstd",
    "source_title": "using compression zstd",
}
HISTORY = ("changes", "edition", "editions")
# What the note says and the edition itself does not.
BESIDE = ("sha256", "file_sha256", "built_at", "schema", "log_lines", "log_sum")
BEFORE = {"changes": ("facts", "reports"), "editions": ("editions",)}  # tables that look at the edition before
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
MEMORY, ASIDE = "4GB", ".aside"  # what DuckDB may take for a build from all sources; what is beyond goes to the disk, there
BuildInfo = Mapping[str, Any]  # what a build says of itself: the $parameters of queries/build/


def write_edition(
    home: Home, file: Path, readings: Iterable[ReportExtraction], stock: Sources, told: BuildInfo, invented: bool = False
) -> EditionNote:
    """Fill the file of an edition from all its sources; the note that goes beside it. The caller holds the lock and publishes it.

    `readings` are taken up one after the other; what `stock` has beside them could not be read. `invented` says whether any of
    them is a demonstration. Raises DataError for a record that is not sound, Unsound where the result breaks a rule of
    queries/checks/, OSError where the disk refuses.
    """
    real, catalogue = load_catalogue(home), catalogue_for(home, invented)
    recorded = read_record(home.record, real)
    judging = Judging(stock.decisions, catalogue)
    unlisted: dict[str, ReportRow] = {}
    with Staging(file) as staging:
        for reading in readings:
            if reading.report.agency_id not in catalogue.agencies:
                unlisted[reading.report.agency_id] = replace(reading.report, text="")
            staging.add(judging.judge(reading))
        figures, decisions = judging.close(recorded)
        staging.add_figures(figures)
        left_out = set(stock.inventory.standing()["report_id"].to_pylist()) - staging.report_ids
        raw = catalogue_tables(home, catalogue, unlisted.values()) | {
            "raw_decisions": arrow_table(DecisionRow, decisions),
            "raw_origins": stock.origins(left_out),
        }
        return write_tables(home, file, raw | staging.close(), told)


def write_tables(home: Home, file: Path, raw: Mapping[str, pa.Table | Path], told: BuildInfo) -> EditionNote:
    """Fill the file of an edition from the raw tables that the SQL of queries/build/ starts from. Raises Unsound."""
    aside = file.parent / ASIDE
    shutil.rmtree(aside, ignore_errors=True)  # of a writer that died
    with duckdb.connect(config={**SETTINGS, "memory_limit": MEMORY, "temp_directory": str(aside)}) as connection:
        # Nobody takes up a file that was not finished: it needs no log beside it, in which much would be written twice.
        connection.execute(f"attach '{quoted(file)}' as edition (recovery_mode no_wal_writes)")
        connection.execute("use edition")
        known = _attach_previous(connection, home, told["previous"])
        define_types(connection, raw)
        create_tables(connection, (*CATALOGUE, "origins", *CONTENTS, *COUNTED), told)
        for table in HISTORY:
            for before in BEFORE.get(table, ()):
                _show_previous(connection, before, known)
            create_tables(connection, (table,), told)
        require_sound(connection)
        return close_edition(connection, "edition", file, told)


def tell(home: Home, number: int, summary: str, sources: str) -> dict[str, Any]:
    """What a build says of itself; `sources` is the name of the state of all sources."""
    return {
        "number": number,
        "built_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        "catalogue_hash": load_catalogue(home).hash,
        "sources_hash": sources,
        "reader_version": reader_version(),
        "previous": current_number(home),
        "summary": summary,
        "who": acting().who,
        "appended": 0,
    }


def catalogue_tables(home: Home, catalogue: Catalogue, reports: Iterable[ReportRow]) -> dict[str, pa.Table]:
    """The raw tables that tell of the catalogue, and of the bodies of `reports` that it does not know."""
    real = load_catalogue(home)
    return {
        "raw_topics": arrow_table(dimensions.TopicRow, dimensions.topic_rows(catalogue)),
        "raw_metrics": arrow_table(dimensions.MetricRow, dimensions.metric_rows(catalogue)),
        "raw_units": arrow_table(dimensions.UnitRow, dimensions.unit_rows(catalogue)),
        "raw_regions": arrow_table(dimensions.RegionRow, dimensions.region_rows(catalogue, real)),
        "raw_agencies": arrow_table(dimensions.AgencyRow, dimensions.agency_rows(catalogue, real, reports)),
        "raw_population": arrow_table(PopulationRow, read_population(home.record, real)),
    }


def define_types(connection: duckdb.DuckDBPyConnection, raw: Mapping[str, pa.Table | Path]) -> None:
    """Show the raw tables, some of them in Parquet, to the database in use, and make the types of its columns from them."""
    for name, table in raw.items():
        if isinstance(table, Path):
            connection.execute(f"create temp view {name} as from read_parquet('{quoted(table)}')")
        else:
            connection.register(name, table)
    for statement in (QUERIES / "build" / "types.sql").read_text(encoding="utf-8").split(";"):
        if statement.strip():
            connection.execute(statement)


def create_tables(connection: duckdb.DuckDBPyConnection, tables: Iterable[str], told: BuildInfo) -> None:
    """Create tables by queries/build/; what the facts are made of on the way goes with the connection."""
    for table in tables:
        for stage, kind in STAGES.items() if table == FIRST_OF_STAGES else ():
            connection.execute(f"create temp {kind} {stage} as {read_question('build', stage).sql}")
        question = read_question("build", table)
        parameters = pick(told, question.parameters)
        if table in LARGE:
            described = connection.execute(f"describe {question.sql}", parameters).fetchall()
            columns = (f"{name} {kind} {PACKED.get(name, '')}" for name, kind, *_ in described)
            connection.execute(f"create table {table} ({', '.join(columns)})")
            connection.execute(f"insert into {table} {question.sql}", parameters)
        else:
            connection.execute(f"create table {table} as {question.sql}", parameters)


def pick(told: BuildInfo, names: Iterable[str]) -> dict[str, Any] | None:
    """The parameters that a question takes."""
    return {name: told[name] for name in names} or None


def close_edition(connection: duckdb.DuckDBPyConnection, database: str, file: Path, told: BuildInfo) -> EditionNote:
    """Write an edition out, let go of its file, and say what goes beside it."""
    connection.execute(f"checkpoint {database}")
    note = note_edition(connection, database, told)
    return replace(note, sha256=sum_of(file))


def note_edition(connection: duckdb.DuckDBPyConnection, database: str, told: BuildInfo) -> EditionNote:
    """Let go of the file of an edition, and say what goes beside it, but for its sum."""
    columns = [name for name in EditionNote.__slots__ if name not in BESIDE]
    [counts] = connection.execute(f"select {', '.join(columns)} from {database}.edition").fetchall()
    for statement in ("use memory", f"detach {database}"):
        connection.execute(statement)
    built = f"{told['built_at'].isoformat()}Z"
    return EditionNote(**dict(zip(columns, counts, strict=True)), sha256="", built_at=built, schema=schema_version())


def _attach_previous(connection: duckdb.DuckDBPyConnection, home: Home, number: int | None) -> bool:
    """Attach the edition before as `previous`. False where there is none, or none that is whole."""
    if number is None:
        return False
    try:
        check_edition(home, number)
    except (NoEdition, DamagedEdition):
        return False
    connection.execute(f"attach '{quoted(edition_file(home, number))}' as previous (read_only)")
    return True


def _show_previous(connection: duckdb.DuckDBPyConnection, table: str, known: bool) -> None:
    """The table of the edition before as previous_<table>; empty where there is none, or where an older program kept none.

    It has the columns of now: those that an older program did not know are null.
    """
    empty = "edition.edition" if table == "editions" else f"edition.{table}"
    found = "select 1 from duckdb_tables() where database_name = 'previous' and table_name = ?"
    known = known and bool(connection.execute(found, [table]).fetchall())
    source = f"from {empty} where false" + (f" union all by name from previous.{table}" if known else "")
    connection.execute(f"create temp view previous_{table} as {source}")


def require_sound(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises Unsound where a figure was lost on the way from the sources to the facts, or a rule is broken."""
    again = "select count(*) - count(distinct fact_id) from stg_repeated"
    counted = f"select (select count(*) from raw_figures) - ({again}), (select count(*) from facts)"
    [(stated, kept)] = connection.execute(counted).fetchall()
    faults = find_faults(connection)
    collisions = connection.execute(read_question("build", "collisions").sql).fetchall()
    if collisions:
        faults.append(f"one id for different figures: {', '.join(fact_id for (fact_id,) in collisions[:3])}")
    if stated != kept:
        faults.append(f"{stated} figures are stated, {kept} stand in the edition")
    if faults:
        raise Unsound("; ".join(faults))


def quoted(file: Path) -> str:
    return str(file.resolve()).replace("'", "''")
