"""bench: how fast it is, as ratios against what bounds it or what a user would take instead, on the machine at hand."""

from __future__ import annotations

import argparse
import json
import os
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from yearbook.commands.measure import Measure, take_time
from yearbook.data import home
from yearbook.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=say("commands.bench_json"))
    parser.add_argument("--text", type=Path, nargs="*", default=[], metavar="PATH", help=say("commands.bench_text"))
    parser.add_argument("--runs", type=int, default=7, metavar="N", help=say("commands.runs"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.commands.bench_extraction import measure_extraction

    measures = [*measure_extraction(arguments.text, arguments.runs), _measure_question(arguments.runs)]
    machine = describe_machine()
    if arguments.json:
        rows = [{**asdict(measure), "ratio": measure.ratio} for measure in measures]
        print(json.dumps({"machine": machine, "measures": rows}, ensure_ascii=False, indent=1))
        return 0
    print("；".join(f"{name} {value}" for name, value in machine.items()))
    for measure in measures:
        times = f"{measure.ours * 1000:.2f} ms : {measure.other * 1000:.2f} ms"
        ratio = f"{measure.ratio:.2f}" if measure.ratio >= 0.1 else f"1/{1 / measure.ratio:.0f}"
        print(f"{measure.name} / {measure.against}  ({measure.amount})  {times} = {ratio}")
    return 0


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
        ours = take_time(lambda: warehouse.facts(filters), runs)

    def filter_in_pandas() -> object:
        found = everything[(everything["topic"] == topic) & (everything["year"] == year)]
        return found.sort_values(["metric_id", "region_code", "period_start", "period_end", "value", "fact_id"])

    other = take_time(filter_in_pandas, runs)
    return Measure("facts.sql", "pandas", f"{len(everything)} facts", ours, other)
