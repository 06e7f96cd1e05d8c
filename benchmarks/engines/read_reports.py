"""Invented reports read by one process, by a Dask cluster and by Spark, a worker killed halfway: python -m
benchmarks.engines.read_reports [--reports N] prints reports a second and fails where an extraction differs by a byte."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil

from benchmarks.engines.dask_cluster import start_scheduler, start_worker
from benchmarks.engines.extraction_lines import list_spark_lines, list_stored_lines, sum_lines
from benchmarks.engines.spark_reading import read_on_spark
from benchmarks.engines.sql_engines import start_spark
from benchmarks.invented_reports import make_reports
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.publish import FileOutcome

WORKERS, FEWER = 3, (1, 2, 3)
SHARE = 5  # of the reports each so-many-th is read again by fewer workers
READ_AT = "2026-01-01T00:00:00Z"
FORMATS = 4  # that invented reports come in by turns


@dataclass(frozen=True, slots=True)
class Run:
    """`lines` and `digest` are of all extractions, `seconds` of the clock and of all processors, `killed` counts workers."""

    lines: int
    digest: str
    seconds: float
    processor: float
    killed: int = 0


def read_alone(made: Home, folder: Path, workers: int, kills: bool) -> Run:
    """`ingest` by processes of this machine."""
    del kills
    home = _make_home(made, folder)
    start = time.perf_counter()
    ingest([made.root / "inbox"], home, workers=workers)
    return _finish(start, lambda: list_stored_lines(home))


def read_on_dask(made: Home, folder: Path, workers: int, kills: bool) -> Run:
    """`ingest --scheduler` over so many worker processes; `kills` ends one when half of the reports are read."""
    home, half = _make_home(made, folder), len(list((made.root / "inbox").iterdir())) // 2
    seen: list[FileOutcome] = []
    with ExitStack() as stack:
        address = stack.enter_context(start_scheduler())
        started = [stack.enter_context(start_worker(address)) for _ in range(workers)]

        def count(outcome: FileOutcome, _: int) -> None:
            seen.append(outcome)
            if kills and len(seen) == half:
                started[0].kill()

        _wait_for_workers(address, workers)
        start = time.perf_counter()
        ingest([made.root / "inbox"], home, workers=address, progress=count)
        killed = sum(worker.poll() == -signal.SIGKILL for worker in started)
        return _finish(start, lambda: list_stored_lines(home), killed)


def read_by_spark(made: Home, folder: Path, workers: int, kills: bool) -> Run:
    """A Spark session of so many workers that tries a task four times, as clusters do; its start is not measured."""
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(PROJECT), "SPARK_LOCAL_IP": "127.0.0.1"}
    with start_spark(f"local[{workers},4]") as spark:
        start, ended, killed = time.perf_counter(), threading.Event(), list[int]()
        watch = threading.Thread(target=_kill_halfway, args=(spark, ended, killed))
        if kills:
            watch.start()
        try:
            read_on_spark(spark, made.root / "inbox", made, READ_AT).write.parquet(str(folder / "out"))
        finally:
            ended.set()
        return _finish(start, lambda: list_spark_lines(folder / "out"), len(killed))


def _finish(start: float, list_lines: Callable[[], list[bytes]], killed: int = 0) -> Run:
    """What a run came to by now; listing what it made is not measured."""
    seconds, own = time.perf_counter() - start, psutil.Process()
    taken = [process.cpu_times() for process in (own, *own.children(recursive=True))]
    processor = sum(times.user + times.system + times.children_user + times.children_system for times in taken)
    lines = list_lines()
    return Run(len(lines), sum_lines(lines), seconds, processor, killed)


def _make_home(made: Home, folder: Path) -> Home:
    """An empty installation that knows the same invented bodies."""
    shutil.copytree(made.samples, folder / "data" / "samples")
    return Home(folder / "data")


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    make_client: Any = Client
    with make_client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=120)


def _kill_halfway(spark: Any, ended: threading.Event, killed: list[int]) -> None:
    """Kill a Python worker of Spark once half of a stage's tasks are done; its number goes into `killed`."""
    tracker = spark.sparkContext.statusTracker()
    while not ended.wait(0.2) and not killed:
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        if any(stage and stage.numCompletedTasks * 2 >= stage.numTasks for stage in stages):
            workers = [process for process in psutil.Process().children(recursive=True) if _is_worker(process)]
            for worker in workers[:1]:
                worker.kill()
                killed.append(worker.pid)


def _is_worker(process: psutil.Process) -> bool:
    """Whether Spark's daemon forked it: a worker for each task that runs."""
    try:
        parent = process.parent()
        return parent is not None and all("pyspark.daemon" in one.cmdline() for one in (process, parent))
    except psutil.Error:  # it has ended
        return False


def run_apart(read: Callable[[Home, Path, int, bool], Run], made: Home, workers: int, kills: bool = False) -> Run:
    """In a process and a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(read, made, Path(folder), workers, kills).result()


def compare_readers(made: Home, count: int) -> bool:
    """All reports by one process, and by three workers of which one is killed; whether their extractions are the same bytes."""
    expected = run_apart(read_alone, made, 1)
    _print("one process", 1, count, expected, "")
    sound = expected.lines == count
    for name, read in (("Dask", read_on_dask), ("Spark", read_by_spark)):
        run = run_apart(read, made, WORKERS, True)
        alike = run.digest == expected.digest and run.killed == 1
        sound &= alike
        _print(name, WORKERS, count, run, "the same bytes" if alike else f"OTHER: {run.lines} reports, {run.killed} killed")
    return sound


def compare_numbers(made: Home, count: int, numbers: Sequence[int] = FEWER) -> None:
    """Reports a second by workers."""
    for name, read in (("processes", read_alone), ("Dask", read_on_dask), ("Spark", read_by_spark)):
        for workers in numbers:
            _print(name, workers, count, run_apart(read, made, workers), "")


def _print(name: str, workers: int, count: int, run: Run, said: str) -> None:
    ending = f", {run.killed} worker killed" if run.killed else ""
    rates = f"{count / run.seconds:6.1f} reports/s, {count / run.processor:6.1f} a second of processor"
    print(f"{name:<12} {workers} workers  {count:,} reports  {run.seconds:7.1f} s  {rates}{ending}  {said}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=5000, metavar="N")
    arguments = parser.parse_args()
    few = max(FORMATS, arguments.reports // SHARE)
    with tempfile.TemporaryDirectory() as folder:
        compare_numbers(make_reports(Path(folder) / "few", few), few)
        return 0 if compare_readers(make_reports(Path(folder) / "all", arguments.reports), arguments.reports) else 1


if __name__ == "__main__":
    sys.exit(main())
