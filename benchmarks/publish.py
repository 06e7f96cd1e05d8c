"""Building and publishing: an edition out of extractions on disk against DuckDB's own COPY; ten reports into a large edition."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.measure import Measure, Settings, Timer, take_pairs
from benchmarks.serving.checkouts import Checkout, copy_data, run_command, this_checkout
from yearbook.catalogue.files import Home, home

MANY, FEW, ADDED = 1_000_000, 20_000, 10
COPY_TARGET = 3.4
WHO = "bench"


def measure_publish(settings: Settings) -> Iterator[Measure]:
    """A build of all facts, and one after ten reports more, each against reading the figures in by COPY.

    With `--against` instead `yearbook build` of a first edition, by each build over a copy of its own data.
    """
    if settings.against:
        yield from _measure_builds(settings.against, settings.runs)
        return
    from benchmarks.generated import publish_generated

    with tempfile.TemporaryDirectory() as folder:
        made, facts = Home(Path(folder) / "data"), FEW if settings.short else MANY
        publish_generated(made, facts)
        copy, target = _time_copying(made), None if settings.short else COPY_TARGET
        pairs = take_pairs(_time_building(made), copy, settings.runs)
        yield Measure("building an edition, checked", "DuckDB's COPY of its figures", f"{facts:,} facts", pairs, target)
        amount = f"{ADDED} reports into {facts:,} facts"
        yield Measure(
            "publish, end to end", "DuckDB's COPY of its figures", amount, take_pairs(_time_adding(made), copy, settings.runs)
        )


def _measure_builds(other: Checkout, runs: int) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as folder:
        timers = [
            _time_command(checkout, copy_data(checkout, Path(folder) / str(turn)))
            for turn, checkout in enumerate((this_checkout(), other))
        ]
        yield Measure("processor time of `yearbook build`", other.name, "a first edition", take_pairs(timers[0], timers[1], runs))


def _time_command(checkout: Checkout, data: Path) -> Timer:
    def build() -> float:
        shutil.rmtree(data / "editions", ignore_errors=True)
        return run_command(checkout, data, "build")[1]

    return build


def _time_building(made: Home) -> Timer:
    """How long an edition takes from extractions and notes on the disk until it is published; it is removed again."""
    from yearbook.pipeline.build import build_edition

    def build() -> float:
        start = time.perf_counter()
        built = build_edition(made, summary=WHO)
        taken = time.perf_counter() - start
        _remove(made, built.note.number)
        return taken

    return build


def _time_adding(made: Home) -> Timer:
    """How long ten reports take from their bytes until they are published; they are removed again."""
    from yearbook.pipeline.ingest import ingest
    from yearbook.store.reports import folder_of

    def add() -> float:
        with tempfile.TemporaryDirectory() as inbox:
            for number, (_, text) in enumerate(_write_additions(made)):
                (Path(inbox) / f"{number}.txt").write_text(text, encoding="utf-8")
            start = time.perf_counter()
            summary = ingest([Path(inbox)], made, year=2030)
            taken = time.perf_counter() - start
        assert summary.edition is not None
        assert len(summary.of("added")) == ADDED, summary.files
        _remove(made, summary.edition.number)
        for file in summary.of("added"):
            shutil.rmtree(folder_of(made, str(file.report_id)))
        return taken

    return add


def _write_additions(made: Home) -> Iterator[tuple[str, str]]:
    """Reports of ten of the bodies: the samples under another name."""
    from yearbook.catalogue.agencies import AGENCY_COLUMNS
    from yearbook.catalogue.files import read_csv
    from yearbook.documents.reader import read

    names = [row["name_zh"] for row in read_csv(made.catalogue / "agencies.csv", AGENCY_COLUMNS)][:ADDED]
    texts = [read(file).text for file in sorted(home().samples.glob("*-*.txt"))]
    for number, name in enumerate(names):
        text = texts[number % len(texts)]
        for invented in ("芷岸市机关事务管理局", "苍澜省机关事务管理局"):
            text = text.replace(invented, name)
        yield name, text


def _remove(made: Home, number: int) -> None:
    from yearbook.warehouse.registry import remove_edition, rollback

    rollback(made, 1)
    remove_edition(made, number)


def _time_copying(made: Home) -> Timer:
    """The figures as they lie in the segments, read into a table by COPY."""
    import duckdb

    from yearbook.warehouse.build import SETTINGS
    from yearbook.warehouse.extractions import list_segments
    from yearbook.warehouse.questions import quote

    stated = quote(list_segments(made)[0] / "figures.parquet")

    def copy() -> float:
        file = made.root / "copied.duckdb"
        start = time.perf_counter()
        with closing(duckdb.connect(str(file), config=SETTINGS)) as connection:
            connection.execute(f"create table figures as from '{stated}' limit 0")
            connection.execute(f"copy figures from '{stated}'")
            connection.execute("checkpoint")
        taken = time.perf_counter() - start
        file.unlink()
        return taken

    return copy
