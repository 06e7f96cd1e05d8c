"""The Parquet tree of an edition read by six engines, each in a process of its own, held against the edition: python -m
benchmarks.engines.read_tree [--facts N] prints a table and fails where an engine differs."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from benchmarks.engines.answers import QUESTIONS, Answers, Asked, find_differences, read_asked
from benchmarks.engines.frame_engines import ask_dask, ask_polars, ask_pyarrow
from benchmarks.engines.hard_tree import NO_YEAR, write_hard_tree
from benchmarks.engines.sql_engines import ask_clickhouse, ask_duckdb, ask_edition, ask_spark
from benchmarks.generated import publish_generated
from yearbook.catalogue.files import Home, home
from yearbook.pipeline.ingest import ingest
from yearbook.warehouse.partitions import write_partitions
from yearbook.warehouse.registry import edition_file

Engine = Callable[[Path, Asked], Answers]
ENGINES: dict[str, tuple[Engine, str]] = {  # each with its package
    "DuckDB": (ask_duckdb, "duckdb"),
    "PyArrow": (ask_pyarrow, "pyarrow"),
    "Polars": (ask_polars, "polars"),
    "Dask": (ask_dask, "dask"),
    "Spark": (ask_spark, "pyspark"),
    "ClickHouse": (ask_clickhouse, "chdb"),
}
NEED_A_YEAR = ("Dask", "ClickHouse")  # they cannot read the folder of facts without one


def compare_engines(what: str, folder: Path, expected: Answers, asked: Asked, engines: Mapping[str, tuple[Engine, str]]) -> bool:
    """Print what each engine makes of a tree; whether all of it is as expected."""
    sound = True
    for name, (engine, package) in engines.items():
        seconds, unlike = _ask_apart(engine, folder, asked, expected)
        sound &= not unlike
        alike = f"{len(QUESTIONS) - len(unlike)} of {len(QUESTIONS)} answers equal"
        print(f"{name:<10} {version(package):<9} {what:<34} {alike}, {seconds:.1f} s", flush=True)
        for question, said in unlike.items():
            print(f"  {question}: {said}", flush=True)
    return sound


def _ask_apart(engine: Engine, folder: Path, asked: Asked, expected: Answers) -> tuple[float, dict[str, str]]:
    """Seconds of an engine in a process of its own, its start left out, and what differs. An error is an answer that differs."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        try:
            seconds, answers = pool.submit(_ask, engine, folder, asked).result()
        except Exception as error:  # whatever a library raises, and BrokenProcessPool
            return float("nan"), dict.fromkeys(QUESTIONS, f"{type(error).__name__}: {error}"[:300])
    return seconds, find_differences(expected, answers)


def _ask(engine: Engine, folder: Path, asked: Asked) -> tuple[float, Answers]:
    start = time.perf_counter()
    answers = engine(folder, asked)
    return time.perf_counter() - start, answers


def compare_edition(what: str, made: Home, folder: Path) -> bool:
    """The current edition of an installation, written to `folder` and read by every engine."""
    manifest = write_partitions(made, folder)
    asked = read_asked(folder)
    expected = ask_edition(edition_file(made, manifest["edition"]), asked)
    return compare_engines(f"{what}, {manifest['tables']['facts']['rows']:,} facts", folder, expected, asked, ENGINES)


def compare_hard_tree(folder: Path) -> bool:
    """What editions seldom hold; by the engines that need a year without the facts that have none."""
    write_hard_tree(folder)
    asked = read_asked(folder)
    able = {name: engine for name, engine in ENGINES.items() if name not in NEED_A_YEAR}
    sound = compare_engines("rare cells", folder, ask_duckdb(folder, asked), asked, able)
    for undated in folder.glob(f"facts/*/year={NO_YEAR}"):
        shutil.rmtree(undated)
    rest = {name: ENGINES[name] for name in NEED_A_YEAR}
    return compare_engines("rare cells, each with a year", folder, ask_duckdb(folder, asked), asked, rest) and sound


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000, metavar="N", help="of the generated edition; 0 leaves it out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        sound = compare_hard_tree(folder / "hard")
        ingest([home().samples], Home(folder / "samples"))
        sound &= compare_edition("record and samples", Home(folder / "samples"), folder / "samples-tree")
        if arguments.facts:
            publish_generated(Home(folder / "generated"), arguments.facts)
            sound &= compare_edition("generated", Home(folder / "generated"), folder / "generated-tree")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
