"""An installation of invented facts at any scale, to measure with: real regions and metrics, invented bodies marked 示例.

What reports state lies in segments of extractions, and the edition is built from them as any other. Nothing real is in it. The
same amount and seed give the same facts.

usage: python -m benchmarks.generated --facts N --into FOLDER; then YEARBOOK_DATA=FOLDER serves it.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from yearbook.catalogue.agencies import AGENCY_COLUMNS, Agency
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import DataError, Home
from yearbook.catalogue.messages import Message
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.read import extraction_key, reader_version
from yearbook.records.rows import DecisionRow, FigureRow, arrow_table
from yearbook.records.state import ReportNote
from yearbook.records.subjects import SubjectRow, list_subjects
from yearbook.store.record import COLUMNS, read_record
from yearbook.store.reports import folder_of
from yearbook.store.state import REPORTS, write_state
from yearbook.warehouse.build import SETTINGS, BuildInfo, create_tables, define_raw_tables
from yearbook.warehouse.dimensions import make_dimensions
from yearbook.warehouse.extractions import begin_segment, publish_segment, view_extractions
from yearbook.warehouse.questions import quote, read_question
from yearbook.warehouse.registry import EditionNote

MOST_BODIES, MANY_BODIES, FEWEST_BODIES, FACTS_A_BODY = 20_000, 1600, 40, 2000
QUERIES = Path(__file__).parent / "queries"
PORTION = 1_000_000  # facts that are made at a time
CANDIDATES = 1_000_000  # a metric of a body in a year, each with its turns: looked at together
BEGINNINGS = "0123456789abcdef"  # of ids: what lies in the order of an id is made a sixteenth at a time
FEW_FACTS, WITH_MENTIONS = 2_000_000, "01"  # of many facts only the reports whose ids begin so come with their mentions
MEMORY = "4GB"  # what DuckDB may take; what is beyond goes to the disk
CATALOGUE, CONTENTS = ("topics", "units", "metrics", "regions", "agencies"), ("reports", "mentions", "facts", "shared_sources")
READ_AT = "2000-01-01T00:00:00Z"


def publish_generated(home: Home, facts: int, seed: int = 0) -> EditionNote:
    """Publish so many invented facts, with their sources, reports and mentions, as the first edition of an empty home.

    Large bodies report much and counties little, early years are thin, headline metrics common. Raises DataError where the home
    holds anything already.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    if any(home.root.iterdir()):
        raise DataError(home.root, "whole folder", Message("generated.not_empty"))
    shipped = load_catalogue(home)
    figures = read_record(home.record, shipped)
    population = (home.record / "population.csv").read_bytes()
    shutil.copytree(home.catalogue, home.root / "catalogue")
    (home.root / "record").mkdir()
    (home.root / "record" / "population.csv").write_bytes(population)
    with tempfile.TemporaryDirectory(dir=home.root) as scratch:
        settings = {**SETTINGS, "memory_limit": MEMORY, "temp_directory": scratch}
        with duckdb.connect(config=settings) as connection:
            connection.execute(f"attach '{quote(Path(scratch) / 'facts.duckdb')}' as edition")
            connection.execute("use edition")
            _Maker(connection, home, facts, seed, figures).fill()
            _write_sources(connection, home)
    return build_edition(home, summary="generated").note


def _write_sources(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """The bodies as the only agencies of the catalogue, an empty record, the notes of the reports, and their extractions."""
    bodies = connection.execute(f"select {', '.join(AGENCY_COLUMNS)} from raw_agencies").fetchall()
    _write_csv(home.root / "catalogue" / "agencies.csv", AGENCY_COLUMNS, bodies)
    _write_csv(home.root / "record" / "figures.csv", COLUMNS, [])
    load_catalogue.cache_clear()
    reports = connection.execute("select report_id, name, title from edition.reports").fetchall()
    notes = [ReportNote(report_id, name, READ_AT, None, None, True, title) for report_id, name, title in reports]
    for note in notes:
        folder_of(home, note.report_id).mkdir(parents=True)
    with write_state(home) as state:
        REPORTS.insert(state, notes)
    keys = [extraction_key(home, note) for note in notes]
    connection.register("keys", pa.table([[note.report_id for note in notes], keys], ["report_id", "key"]))
    segment = begin_segment(home.extractions)
    unread = "[]::struct(words varchar, what varchar)[] as unread"
    texts = {"reports": f"select *, {unread} from reports inner join keys using (report_id)", "mentions": "from mentions"}
    for name, query in texts.items():
        columns = {column: type_ for column, type_, *_ in connection.execute(f"describe {query}").fetchall()}
        coded = [f"{column}::varchar as {column}" for column, type_ in columns.items() if type_.startswith("ENUM")]
        texts[name] = f"select * replace ({', '.join(coded)}) from ({query}) order by report_id"
    for name, query in {**texts, "figures": read_question(QUERIES, "raw_figures").sql}.items():
        connection.execute(f"copy ({query}) to '{quote(segment / f'{name}.parquet')}' (format parquet, compression zstd)")
    publish_segment(segment)


def _write_csv(file: Path, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Lists are written as catalogue files have them."""
    cells = [["|".join(cell) if isinstance(cell, list) else cell for cell in row] for row in rows]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *cells])


class _Maker:
    """Fills the tables of an edition by benchmarks/queries/, in portions that fit into memory and in the order of an edition."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, home: Home, facts: int, seed: int, recorded: list[FigureRow]
    ) -> None:
        self._connection = connection
        bodies = min(max(facts // FACTS_A_BODY, FEWEST_BODIES), MOST_BODIES)
        years = [figure.period_end.year for figure in recorded if figure.period_end is not None]
        self._drawing: dict[str, Any] = {
            "facts": facts,
            "seed": seed,
            "bodies": bodies,
            "thin": 16 if bodies >= MANY_BODIES else 1,
            "first_year": min(years),
            "last_year": max(years),
        }
        catalogue = load_catalogue(home)
        raw = make_dimensions(catalogue, catalogue, [])
        raw["raw_recorded"] = arrow_table(FigureRow, recorded)
        raw |= {"recorded_figures": arrow_table(FigureRow, []), "decided": arrow_table(DecisionRow, [])}
        for name, table in raw.items():
            connection.register(name, table)
        for name in ("bodies", "metrics", "reports"):
            self._make(name)
        raw["raw_agencies"] = connection.sql("select * exclude (body, weight, size) from gen_bodies").to_arrow_table()
        invented = [Agency(*row) for row in connection.sql(f"select {', '.join(AGENCY_COLUMNS)} from gen_bodies").fetchall()]
        raw["raw_subjects"] = arrow_table(SubjectRow, list_subjects(invented, catalogue.regions))
        view_extractions(connection, {})
        define_raw_tables(connection, raw)
        info = BuildInfo(1, "", datetime(2000, 1, 1), "", "", reader_version(), None, "", "")
        create_tables(connection, (*CATALOGUE, *CONTENTS), info)
        connection.execute("create table edition.sources as from edition.shared_sources")  # every source, to write reports from

    def fill(self) -> None:
        """Facts first, which the other tables are taken from."""
        for name in ("named", "measured"):  # they need the types of the edition
            self._make(name)
        self._fill_facts()
        self._make("texts", beginning="none")
        for beginning in BEGINNINGS:
            self._insert("sources", beginning=f"f{beginning}")
            self._insert("texts", "temp.gen_texts", beginning=beginning)
            if beginning in WITH_MENTIONS or self._drawing["facts"] <= FEW_FACTS:
                self._insert("mentions", beginning=beginning)
        self._insert("told_reports", "edition.reports")

    def _fill_facts(self) -> None:
        """Some metrics at a time as they are ordered; `ended` is how far the text of each report has come."""
        quotas = [quota for (quota,) in self._connection.sql("select quota from gen_metrics order by metric").fetchall()]
        together = max(
            1, CANDIDATES // (self._drawing["bodies"] * (self._drawing["last_year"] - self._drawing["first_year"] + 1))
        )
        held = waiting = 0
        self._make("drawn", first=-1, last=-1)
        self._make("stated")
        self._make("ended")
        for first in range(0, len(quotas), together):
            self._insert("drawn", "temp.gen_drawn", first=first, last=first + together - 1)
            waiting += sum(quotas[first : first + together])
            if waiting >= PORTION or first + together >= len(quotas):
                self._make("stated")
                self._insert("facts", held=held)
                self._insert("ended", "temp.gen_ended")
                self._connection.execute("truncate temp.gen_drawn")
                held, waiting = held + waiting, 0

    def _make(self, name: str, **given: Any) -> None:
        """A temporary table of one step."""
        sql, bound = self._read(name, given)
        self._connection.execute(f"create or replace temp table gen_{name} as {sql}", bound)

    def _insert(self, name: str, table: str = "", **given: Any) -> None:
        sql, bound = self._read(name, given)
        self._connection.execute(f"insert into {table or f'edition.{name}'} by name {sql}", bound)

    def _read(self, name: str, given: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
        question = read_question(QUERIES, name)
        values = self._drawing | given
        return question.sql, {parameter: values[parameter] for parameter in question.parameters} or None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    note = publish_generated(Home(arguments.into), arguments.facts, arguments.seed)
    print(f"{arguments.into}: {note.facts:,} invented facts, {note.reports:,} reports")


if __name__ == "__main__":
    main()
