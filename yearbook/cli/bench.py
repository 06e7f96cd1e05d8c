"""bench: how fast it is, as ratios against what bounds it or what a user would take instead, on the machine at hand.

Every area is a module of benchmarks/ with a function measure_<area>(settings) that gives its measures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import MOST, Measure, Settings
from yearbook.catalogue.messages import translate

AREAS = ("extraction", "load", "pages", "publish", "warehouse", "workers")
RUNS, SHORT_RUNS = 7, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("areas", nargs="*", metavar="AREA", help=translate("bench.areas", areas=" ".join(AREAS)))
    parser.add_argument("--short", action="store_true", help=translate("bench.short"))
    parser.add_argument("--json", nargs="?", const="-", metavar="FILE", help=translate("commands.bench_json"))
    parser.add_argument("--text", type=Path, action="append", default=[], metavar="PATH", help=translate("commands.bench_text"))
    parser.add_argument("--runs", type=int, metavar="N", help=translate("commands.runs"))
    parser.add_argument("--most", type=int, default=MOST, metavar="FACTS", help=translate("bench.most"))
    parser.set_defaults(refuse=parser.error)


def run(arguments: argparse.Namespace) -> int:
    from yearbook.store.files import write_atomic

    unknown = [area for area in arguments.areas if area not in AREAS]
    if unknown:
        arguments.refuse(translate("bench.unknown_area", area=unknown[0], areas=" ".join(AREAS)))
    runs = arguments.runs or (SHORT_RUNS if arguments.short else RUNS)
    settings = Settings(runs, arguments.short, tuple(arguments.text), arguments.most)
    machine, table = describe_machine(), arguments.json != "-"
    if table:
        print("；".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    rows, failed = [], False
    for area in arguments.areas or AREAS:
        try:
            for measure in _measure_area(area, settings):
                rows.append({"area": area, **_describe(measure)})
                if table:
                    print(_write_line(measure), flush=True)
        except Exception as error:  # one area that cannot be measured takes nothing from the others
            failed = True
            print(
                translate("bench.failed", area=area, error=" ".join(f"{type(error).__name__}: {error}".split())), file=sys.stderr
            )
    if arguments.json:
        told = json.dumps({"machine": machine, "measures": rows}, ensure_ascii=False, indent=1)
        if table:
            write_atomic(Path(arguments.json), (told + "\n").encode())
        else:
            print(told)
    return int(failed)


def describe_machine() -> dict[str, str]:
    """What the ratios were measured on."""
    packages = {name: version(name) for name in ("duckdb", "pandas", "streamlit")}
    system = f"{platform.system()} {platform.machine()}"
    return {"system": system, **_describe_processor(), "python": platform.python_version(), **packages}


def _describe_processor() -> dict[str, str]:
    """The processor's name and the memory where the system tells them, and the cores that this process may use."""
    told, memory = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    held = {"memory": f"{int(memory.read_text().split()[1]) / 2**20:.0f} GiB"} if memory.exists() else {}
    return {"processor": name, "cores": str(cores), **held}


def _measure_area(area: str, settings: Settings) -> Iterator[Measure]:
    """The measures of one area; its module is imported only where it is asked for."""
    measure = getattr(import_module(f"benchmarks.{area}"), f"measure_{area}")
    yield from measure(settings)


def _describe(measure: Measure) -> dict[str, object]:
    """A measure as JSON: medians in its unit, the median ratio, the ratios of the middle half, the target, all pairs."""
    medians = {"ours": measure.ours, "other": measure.other, "ratio": measure.ratio, "spread": measure.spread}
    return {**asdict(measure), **medians, "met": measure.met}


def _write_line(measure: Measure) -> str:
    """A measure as a line: 名称 / against  (amount)  ours : other = ratio (low … high)  ≤ target: met or missed."""
    values = f"{_write_value(measure.ours, measure.unit)} : {_write_value(measure.other, measure.unit)}"
    low, high = map(_write_ratio, measure.spread)
    line = f"{measure.name} / {measure.against}  ({measure.amount})  {values} = {_write_ratio(measure.ratio)} ({low} … {high})"
    if measure.target is None:
        return line
    return f"{line}  ≤ {_write_ratio(measure.target)} {translate('bench.met' if measure.met else 'bench.missed')}"


def _write_value(value: float, unit: str) -> str:
    return f"{value * 1000:.2f} ms" if unit == "s" else f"{value:.0f} {unit}"


def _write_ratio(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"1/{1 / ratio:.0f}"
