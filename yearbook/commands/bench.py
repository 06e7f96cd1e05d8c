"""bench: how fast it is, as ratios against what bounds it or what a user would take instead, on the machine at hand."""

from __future__ import annotations

import argparse
import json
import os
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from yearbook.commands.measure import Measure, take_pairs, time_of
from yearbook.data import home
from yearbook.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", nargs="?", const="-", metavar="FILE", help=say("commands.bench_json"))
    parser.add_argument("--text", type=Path, nargs="*", default=[], metavar="PATH", help=say("commands.bench_text"))
    parser.add_argument("--runs", type=int, default=7, metavar="N", help=say("commands.runs"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.commands.bench_extraction import measure_extraction
    from yearbook.warehouse.files import write_whole

    measures = [*measure_extraction(arguments.text, arguments.runs), _measure_question(arguments.runs)]
    machine = describe_machine()
    if arguments.json:
        rows = [_describe(measure) for measure in measures]
        told = json.dumps({"machine": machine, "measures": rows}, ensure_ascii=False, indent=1)
        if arguments.json == "-":
            print(told)
            return 0
        write_whole(Path(arguments.json), (told + "\n").encode())
    print("；".join(f"{name} {value}" for name, value in machine.items()))
    for measure in measures:
        times = f"{measure.ours * 1000:.2f} ms : {measure.other * 1000:.2f} ms"
        low, high = map(_write_ratio, measure.spread)
        print(f"{measure.name} / {measure.against}  ({measure.amount})  {times} = {_write_ratio(measure.ratio)} ({low} … {high})")
    return 0


def _describe(measure: Measure) -> dict[str, object]:
    """A measure as JSON: medians in seconds, the median ratio, the ratios of the middle half, all pairs."""
    medians = {"ours": measure.ours, "other": measure.other, "ratio": measure.ratio, "spread": measure.spread}
    return {**asdict(measure), **medians}


def _write_ratio(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"1/{1 / ratio:.0f}"


def describe_machine() -> dict[str, str]:
    """What the ratios were measured on."""
    packages = {name: version(name) for name in ("duckdb", "pandas")}
    system = f"{platform.system()} {platform.machine()}"
    return {"system": system, "cores": str(os.cpu_count()), "python": platform.python_version(), **packages}


def _measure_question(runs: int) -> Measure:
    """A page's question of the current edition, against the same filter over a pandas frame in memory."""
    from yearbook.warehouse.filters import Filters
    from yearbook.warehouse.warehouse import open_warehouse

    with open_warehouse(home()) as warehouse:
        everything = warehouse.facts()
        topic = str(everything["topic"].mode().iloc[0])
        year = int(everything["year"].mode().iloc[0])
        filters = Filters(topics=(topic,), from_year=year, to_year=year)

        def filter_in_pandas() -> object:
            found = everything[(everything["topic"] == topic) & (everything["year"] == year)]
            return found.sort_values(["metric_id", "region_code", "period_start", "period_end", "value", "fact_id"])

        pairs = take_pairs(time_of(lambda: warehouse.facts(filters)), time_of(filter_in_pandas), runs)
    return Measure("facts.sql", "pandas", f"{len(everything)} facts", pairs)
