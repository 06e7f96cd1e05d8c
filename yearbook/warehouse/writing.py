"""The file of an edition: the sources as raw tables, the SQL of queries/build/ over them, and the rules that must hold."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from yearbook.data import Home
from yearbook.meaning.catalogue import load_catalogue
from yearbook.warehouse import dimensions
from yearbook.warehouse.acting import acting
from yearbook.warehouse.checks import Unsound, find_faults
from yearbook.warehouse.decisions import Decision
from yearbook.warehouse.editions import (
    DamagedEdition,
    EditionNote,
    NoEdition,
    check_edition,
    current_number,
    edition_file,
    schema_version,
)
from yearbook.warehouse.files import sum_of
from yearbook.warehouse.judgement import carry_out
from yearbook.warehouse.questions import QUERIES, read_question
from yearbook.warehouse.readings import Understood, reader_version
from yearbook.warehouse.record import PopulationRow, read_population, read_record
from yearbook.warehouse.rows import DecisionRow, FigureRow, MentionRow, ReportRow, arrow_table
from yearbook.warehouse.samples import catalogue_for

STAGES = ("stg_figures", "stg_merged")
CATALOGUE = ("topics", "units", "metrics", "regions", "agencies", "population")
TABLES = (*CATALOGUE, "decisions", "reports", "mentions", "sources", "facts", "changes", "edition", "editions")
BEFORE = {"changes": ("facts", "reports"), "editions": ("editions",)}  # tables that look at the edition before
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def write_edition(
    home: Home, file: Path, number: int, readings: list[Understood], standing: list[Decision], summary: str, sources: str
) -> EditionNote:
    """Fill the file of an edition; the note that goes beside it. The caller holds the lock and publishes it.

    `standing` are the decisions that hold, `sources` is the name of the state of all sources.

    Raises DataError for a record that is not sound, Unsound where the result breaks a rule of queries/checks/.
    """
    previous = current_number(home)
    built_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    told = {
        "number": number,
        "built_at": built_at,
        "catalogue_hash": load_catalogue(home.catalogue).hash,
        "sources_hash": sources,
        "reader_version": reader_version(),
        "previous": previous,
        "summary": summary,
        "who": acting().who,
    }
    with duckdb.connect(config=SETTINGS) as connection:
        connection.execute(f"attach '{_quoted(file)}' as edition")
        for name, table in _raw_tables(home, readings, standing).items():
            connection.register(name, table)
        connection.execute("use edition")
        _fill(connection, told, _attach_previous(connection, home, previous))
        _require_sound(connection)
        columns = [name for name in EditionNote.__slots__ if name not in ("sha256", "built_at", "schema")]
        [counts] = connection.execute(f"select {', '.join(columns)} from edition.edition").fetchall()
        for statement in ("checkpoint edition", "use memory", "detach edition"):
            connection.execute(statement)
    built = f"{built_at.isoformat()}Z"
    return EditionNote(**dict(zip(columns, counts, strict=True)), sha256=sum_of(file), built_at=built, schema=schema_version())


def _raw_tables(home: Home, readings: list[Understood], standing: list[Decision]) -> dict[str, pa.Table]:
    """What the SQL of queries/build/ starts from."""
    real = load_catalogue(home.catalogue)
    catalogue = catalogue_for(home, any(reading.report.demonstration for reading in readings))
    reports = [reading.report for reading in readings]
    judged = carry_out(standing, readings, read_record(home.record, real), catalogue)
    figures = [*judged.record, *(figure for reading in judged.readings for figure in reading.figures)]
    return {
        "raw_topics": arrow_table(dimensions.TopicRow, dimensions.topic_rows(catalogue)),
        "raw_metrics": arrow_table(dimensions.MetricRow, dimensions.metric_rows(catalogue)),
        "raw_units": arrow_table(dimensions.UnitRow, dimensions.unit_rows(catalogue)),
        "raw_regions": arrow_table(dimensions.RegionRow, dimensions.region_rows(catalogue, real)),
        "raw_agencies": arrow_table(dimensions.AgencyRow, dimensions.agency_rows(catalogue, real, reports)),
        "raw_population": arrow_table(PopulationRow, read_population(home.record, real)),
        "raw_reports": arrow_table(ReportRow, reports),
        "raw_mentions": arrow_table(MentionRow, (mention for reading in judged.readings for mention in reading.mentions)),
        "raw_figures": arrow_table(FigureRow, figures),
        "raw_decisions": arrow_table(DecisionRow, judged.decisions),
    }


def _fill(connection: duckdb.DuckDBPyConnection, told: dict[str, Any], with_previous: bool) -> None:
    for statement in (QUERIES / "build" / "types.sql").read_text(encoding="utf-8").split(";"):
        if statement.strip():
            connection.execute(statement)
    for stage in STAGES:
        connection.execute(f"create temp table {stage} as {read_question('build', stage).sql}")
    for table in TABLES:
        for before in BEFORE.get(table, ()):
            _show_previous(connection, before, with_previous)
        question = read_question("build", table)
        connection.execute(f"create table {table} as {question.sql}", {name: told[name] for name in question.parameters} or None)


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


def _require_sound(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises Unsound where a figure was lost on the way from the sources to the facts, or a rule is broken."""
    counted = "select (select count(distinct fact_id) from raw_figures), (select count(*) from facts)"
    [(stated, kept)] = connection.execute(counted).fetchall()
    faults = find_faults(connection)
    if stated != kept:
        faults.append(f"{stated} figures are stated, {kept} stand in the edition")
    if faults:
        raise Unsound("; ".join(faults))


def _quoted(file: Path) -> str:
    return str(file.resolve()).replace("'", "''")
