"""Building and publishing: facts from Parquet against DuckDB's own COPY; ten reports added to a large edition."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Measure, Settings, Timer, take_pairs
from yearbook.catalogue.files import Home, home

if TYPE_CHECKING:
    import pyarrow as pa

    from yearbook.pipeline.read import ReportExtraction

MANY, LARGE, SMALL = 1_000_000, 10_000_000, 1_000_000
FEW = 20_000
ADDED = 10
COPY_TARGET, GROWTH_TARGET = 3.0, 3.0
WHO = "bench"


def measure_publish(settings: Settings) -> Iterator[Measure]:
    """Facts from a file; then ten reports into two editions, one ten times the other."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (FEW, 2 * FEW) if settings.short else (SMALL, LARGE)
        made = make_home(Path(folder) / "small", small)
        yield _measure_building(made, small, settings)
        other = make_home(Path(folder) / "large", large)
        ours_of, other_of = _time_adding(other), _time_adding(made)
        runs = 1 if settings.short else max(3, settings.runs // 2)
        pairs = take_pairs(ours_of, other_of, runs)
        growth = None if settings.short else GROWTH_TARGET
        amount = f"{ADDED} reports into {large:,} facts"
        yield Measure("publish", f"the same into {small:,} facts", amount, pairs, growth)
        bound = take_pairs(ours_of, _time_copying(other), runs)
        yield Measure("publish", "copying that edition and summing both", amount, bound)


def make_home(folder: Path, facts: int) -> Home:
    """An installation whose first edition holds so many invented facts, and which keeps the reports that state them."""
    import duckdb

    from benchmarks.generated import publish_generated
    from yearbook.catalogue.agencies import AGENCY_COLUMNS
    from yearbook.store.files import sum_of, write_atomic
    from yearbook.warehouse.dimensions import AgencyRow
    from yearbook.warehouse.registry import edition_file
    from yearbook.warehouse.sources import scan_sources

    made = Home(folder)
    note = publish_generated(made, facts)
    file = edition_file(made, note.number)
    _know_no_body(made)
    with closing(duckdb.connect(str(file))) as connection:
        connection.execute("update agencies set listed = true")
        bodies = [asdict(AgencyRow(*row)) for row in connection.execute("from agencies").fetchall()]
        told = [[body[name] for name in AGENCY_COLUMNS] for body in bodies]
        cells = [["|".join(cell) if isinstance(cell, list | tuple) else cell for cell in row] for row in told]
        _write_csv(made.catalogue / "agencies.csv", AGENCY_COLUMNS, cells)
        _write_notes(made, connection.execute("select report_id, name, title from reports").fetchall())
        stock = scan_sources(made)
        connection.register("stock", stock.origins())
        connection.execute("insert into origins from stock order by kind, id")
        connection.execute("checkpoint")
    noted = asdict(replace(note, sha256=sum_of(file), sources_hash=stock.hash))
    write_atomic(made.editions / f"{note.number}.json", json.dumps(noted).encode())
    return made


def _know_no_body(made: Home) -> None:
    """A catalogue and a record of the installation's own, without bodies."""
    from yearbook.store.record import COLUMNS

    shutil.copytree(home().catalogue, made.root / "catalogue", ignore=shutil.ignore_patterns("words", "agencies.csv"))
    (made.root / "record").mkdir()
    _write_csv(made.record / "figures.csv", COLUMNS, [])
    _write_csv(made.record / "population.csv", ("region_code", "date", "population", "source_title"), [])


def _write_notes(made: Home, reports: list[tuple[str, str, str]]) -> None:
    """The notes of reports (id, name, title) without sources, each with its folder."""
    from yearbook.records.report_note import ReportNote
    from yearbook.store.reports import folder_of
    from yearbook.store.state import REPORTS, write_state

    notes = [ReportNote(report_id, name, "2024-01-01T00:00:00Z", None, None, False, title) for report_id, name, title in reports]
    for note in notes:
        folder_of(made, note.report_id).mkdir(parents=True)
    with write_state(made) as connection:
        REPORTS.insert(connection, notes)


def _write_csv(file: Path, columns: tuple[str, ...], rows: list[list[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])


def _time_adding(made: Home) -> Timer:
    """How long ten reports that have been read and kept take until they are published. What was added is removed again."""
    from yearbook.catalogue.samples import catalogue_for
    from yearbook.pipeline.outcome import FileOutcome
    from yearbook.pipeline.publish import publish
    from yearbook.pipeline.read import pack_reading
    from yearbook.records.report_note import ReportNote
    from yearbook.store.reports import folder_of, store_report
    from yearbook.warehouse.registry import remove_edition, rollback

    reports = list(_read_additions(made))
    first = catalogue_for(made, False).hash

    def take() -> float:
        outcomes = []
        for content, understood in reports:
            row = understood.report
            note = ReportNote(row.report_id, row.name, row.read_at, None, row.report_year, row.demonstration)
            store_report(made, note, content, pack_reading(understood, first))
            outcomes.append(FileOutcome(row.name, "added", report_id=row.report_id))
        start = time.perf_counter()
        summary = publish(made, outcomes, WHO)
        taken = time.perf_counter() - start
        assert summary.edition is not None
        rollback(made, 1)
        remove_edition(made, summary.edition.number)
        for _, understood in reports:
            shutil.rmtree(folder_of(made, understood.report.report_id))
        return taken

    return take


def _read_additions(made: Home) -> Iterator[tuple[bytes, ReportExtraction]]:
    """Reports of ten of the bodies, of a year that the edition lacks: the samples under another name."""
    from yearbook.catalogue.agencies import AGENCY_COLUMNS
    from yearbook.catalogue.files import read_csv
    from yearbook.documents.document import Refusal
    from yearbook.documents.reader import read
    from yearbook.pipeline.read import ReadJob, read_report

    names = [row["name_zh"] for row in read_csv(made.catalogue / "agencies.csv", AGENCY_COLUMNS)][:ADDED]
    texts = [read(file).text for file in sorted(home().samples.glob("*-*.txt"))]
    for number, name in enumerate(names):
        text = texts[number % len(texts)]
        for invented in ("芷岸市机关事务管理局", "苍澜省机关事务管理局"):
            text = text.replace(invented, name)
        content = text.encode()
        outcome = read_report(ReadJob(made, f"{number}.txt", content, "2030-01-01T00:00:00Z", name, 2030))
        if isinstance(outcome, Refusal):
            raise ValueError(outcome.reason)
        yield content, outcome


def _time_copying(made: Home) -> Timer:
    """What no publishing of a whole file can go below: copying the edition to the disk, and two sums."""
    from yearbook.store.copying import Copying, Summing
    from yearbook.store.files import settle, sum_of
    from yearbook.warehouse.registry import edition_file

    def take() -> float:
        copy = made.root / "copy.duckdb"
        start = time.perf_counter()
        with Copying(edition_file(made, 1), copy) as copying, Summing(edition_file(made, 1)) as summing:
            copying.finish()
            summing.finish()
        sum_of(copy)
        settle(copy)
        taken = time.perf_counter() - start
        os.unlink(copy)
        return taken

    return take


def _measure_building(made: Home, facts: int, settings: Settings) -> Measure:
    """From what is stated, in no order, to an edition's sorted facts, checked and on the disk; against reading it in by COPY."""
    import duckdb
    import pyarrow as pa

    from benchmarks.generated import QUERIES
    from yearbook.catalogue.catalogue import load_catalogue
    from yearbook.records.rows import DecisionRow, MentionRow, arrow_table
    from yearbook.warehouse.build import SETTINGS, catalogue_tables, quoted, tell, write_tables
    from yearbook.warehouse.questions import read_question
    from yearbook.warehouse.registry import edition_file
    from yearbook.warehouse.sources import COLUMNS

    stated = made.root / "stated.parquet"
    with closing(duckdb.connect(config=SETTINGS)) as connection:
        connection.execute(f"attach '{quoted(edition_file(made, 1))}' as edition (read_only)")
        connection.execute(f"copy ({read_question(QUERIES, 'raw_figures').sql}) to '{quoted(stated)}'")
        reports = connection.sql("from edition.reports").to_arrow_table()
    raw = catalogue_tables(made, load_catalogue(made), ()) | {
        "raw_reports": pa.table({name: _decode(reports[name]) for name in reports.column_names}),
        "raw_mentions": arrow_table(MentionRow, ()),
        "raw_decisions": arrow_table(DecisionRow, ()),
        "raw_origins": COLUMNS.empty_table(),
    }

    def build() -> float:
        file = made.root / "built.duckdb"
        told = {**tell(made, 1, WHO, ""), "previous": None}
        start = time.perf_counter()
        write_tables(made, file, {**raw, "raw_figures": stated}, told)
        taken = time.perf_counter() - start
        file.unlink()
        return taken

    def copy() -> float:
        file = made.root / "copied.duckdb"
        start = time.perf_counter()
        with closing(duckdb.connect(str(file), config=SETTINGS)) as connection:
            connection.execute(f"create table figures as from '{quoted(stated)}' limit 0")
            connection.execute(f"copy figures from '{quoted(stated)}'")
            connection.execute("checkpoint")
        taken = time.perf_counter() - start
        file.unlink()
        return taken

    pairs = take_pairs(build, copy, settings.runs)
    target = None if settings.short else COPY_TARGET
    return Measure("building an edition's facts, checked", "DuckDB's COPY of them", f"{facts:,} facts", pairs, target)


def _decode(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa

    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
