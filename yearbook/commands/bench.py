"""bench: how fast it is, as ratios against what bounds it or what a user would take instead, on the machine at hand."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version

from yearbook.data import home
from yearbook.words import say


@dataclass(frozen=True, slots=True)
class Measure:
    """Ours against another way to the same end: medians in seconds, and their ratio (above 1: ours is slower)."""

    name: str
    against: str
    amount: str
    ours: float
    other: float
    ratio: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=say("commands.bench_json"))
    parser.add_argument("--runs", type=int, default=7, metavar="N", help=say("commands.runs"))


def run(arguments: argparse.Namespace) -> int:
    measures = [_measure_extraction(arguments.runs), _measure_question(arguments.runs)]
    machine = describe_machine()
    if arguments.json:
        print(
            json.dumps({"machine": machine, "measures": [asdict(measure) for measure in measures]}, ensure_ascii=False, indent=1)
        )
        return 0
    print("；".join(f"{name} {value}" for name, value in machine.items()))
    for measure in measures:
        line = f"{measure.ours * 1000:.2f} ms : {measure.other * 1000:.2f} ms = {measure.ratio:.2f}"
        print(f"{measure.name} / {measure.against}  ({measure.amount})  {line}")
    return 0


def describe_machine() -> dict[str, str]:
    """What the ratios were measured on."""
    packages = {name: version(name) for name in ("duckdb", "pandas")}
    system = f"{platform.system()} {platform.machine()}"
    return {"system": system, "cores": str(os.cpu_count()), "python": platform.python_version(), **packages}


def _measure_extraction(runs: int) -> Measure:
    """All that is understood of the samples, against one bare regular expression that only finds their digits."""
    from yearbook.commands.extract import Text, extract
    from yearbook.documents.reader import read

    texts = [read(file).text for file in sorted(home().samples.glob("*-*.*"))]
    amount = sum(map(len, texts))
    digits = re.compile(r"[0-9０-９]+(?:[.,，][0-9]+)*\s*[万亿]?[%％\w]?")
    ours = _time(lambda: [list(extract(Text("sample", text))) for text in texts], runs)
    other = _time(lambda: [[match.span() for match in digits.finditer(text)] for text in texts], runs)
    return Measure("extraction", "bare regex", f"{amount} code points, {amount / ours:,.0f}/s", ours, other, ours / other)


def _measure_question(runs: int) -> Measure:
    """A page's question of the current edition, against the same filter over a pandas frame in memory."""
    from yearbook.warehouse.filters import Filters
    from yearbook.warehouse.warehouse import open_warehouse

    with open_warehouse(home()) as warehouse:
        everything = warehouse.facts()
        topic = str(everything["topic"].mode().iloc[0])
        year = int(everything["year"].mode().iloc[0])
        filters = Filters(topics=(topic,), from_year=year, to_year=year)
        ours = _time(lambda: warehouse.facts(filters), runs)

    def filter_in_pandas() -> object:
        found = everything[(everything["topic"] == topic) & (everything["year"] == year)]
        return found.sort_values(["metric_id", "region_code", "period_start", "period_end", "value", "fact_id"])

    other = _time(filter_in_pandas, runs)
    return Measure("facts.sql", "pandas", f"{len(everything)} facts", ours, other, ours / other)


def _time(act: Callable[[], object], runs: int) -> float:
    """The median of several runs in seconds, after one that warms up."""
    act()
    taken = []
    for _ in range(max(1, runs)):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
