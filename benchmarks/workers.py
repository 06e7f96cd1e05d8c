"""Bringing in reports with two workers against one: reports of invented bodies, in a data folder of their own."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.invented_reports import make_reports
from benchmarks.measure import Measure, Settings, Timer, take_pairs
from benchmarks.serving.checkouts import Checkout, run_command, this_checkout
from yearbook.catalogue.files import Home

REPORTS, FEW = 1000, 40
TARGET = 1 / 1.7


def measure_workers(settings: Settings) -> Iterator[Measure]:
    """Reading, storing and publishing so many reports, by two workers and by one; each run fills an empty folder.

    With `--against` instead `yearbook ingest --workers 2` of both builds, each by its own catalogue.
    """
    count = FEW if settings.short else REPORTS
    runs = 1 if settings.short else max(1, settings.runs // 3)  # a run of each takes a minute
    with tempfile.TemporaryDirectory() as folder:
        made = make_reports(Path(folder) / "made", count)
        if settings.against:
            timers = [_time_command(checkout, made, Path(folder)) for checkout in (this_checkout(), settings.against)]
            pairs = take_pairs(timers[0], timers[1], runs)
            yield Measure("yearbook ingest --workers 2", settings.against.name, f"{count} reports", pairs)
            return
        pairs = take_pairs(_time(made, 2), _time(made, 1), runs)
    yield Measure("ingest --workers 2", "--workers 1", f"{count} reports", pairs, None if settings.short else TARGET)


def _time(made: Home, workers: int) -> Timer:
    from yearbook.pipeline.ingest import ingest

    def take() -> float:
        for folder in (made.reports, made.decisions, made.editions):
            shutil.rmtree(folder, ignore_errors=True)
        start = time.perf_counter()
        ingest([made.root / "inbox"], made, workers=workers)
        return time.perf_counter() - start

    return take


def _time_command(checkout: Checkout, made: Home, folder: Path) -> Timer:
    def take() -> float:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            shutil.copytree(made.samples, Path(scratch) / "samples")  # the bodies
            return run_command(checkout, Path(scratch), "ingest", made.root / "inbox", "--workers", 2)[0]

    return take
