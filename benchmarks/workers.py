"""Bringing in reports with two workers against one: reports of invented bodies, in a data folder of their own."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.invented_reports import make_reports
from benchmarks.measure import Measure, Settings, Timer, take_pairs
from yearbook.catalogue.files import Home

REPORTS, FEW = 1000, 40
TARGET = 1 / 1.7


def measure_workers(settings: Settings) -> Iterator[Measure]:
    """Reading, storing and publishing so many reports, by two workers and by one; each run fills an empty folder."""
    count = FEW if settings.short else REPORTS
    with tempfile.TemporaryDirectory() as folder:
        made = make_reports(Path(folder), count)
        runs = 1 if settings.short else max(1, settings.runs // 3)  # a run of each takes a minute
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
