"""Run the benchmarks: ratios against a bound or a peer, measured by turns on the machine at hand, as lines or JSON.

Every area is a module of benchmarks/ with a function measure_<area>(settings) that yields its measures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks.measure import MOST, Measure, Settings
from benchmarks.serving.checkouts import open_checkout
from yearbook.catalogue.messages import translate
from yearbook.store.files import write_atomic

RUNS, SHORT_RUNS = 7, 1


def run_benchmarks(arguments: argparse.Namespace) -> int:
    runs = arguments.runs or (SHORT_RUNS if arguments.short else RUNS)
    with open_checkout(arguments.against) if arguments.against else nullcontext() as against:
        settings = Settings(runs, arguments.short, tuple(arguments.text), arguments.most or MOST, against)
        return _run_areas(arguments, settings)


def _run_areas(arguments: argparse.Namespace, settings: Settings) -> int:
    machine, table = describe_machine(), arguments.json != "-"
    if table:
        print("；".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    rows, failed = [], False
    for area in arguments.areas:
        try:
            for measure in _measure_area(area, settings):
                rows.append({"area": area, **_describe(measure)})
                if table:
                    print(_format_line(measure, settings), flush=True)
        except Exception as error:  # one area that cannot be measured takes nothing from the others
            failed = True
            print(
                translate("bench.failed", area=area, error=" ".join(f"{type(error).__name__}: {error}".split())), file=sys.stderr
            )
    if arguments.json:
        report = json.dumps({"machine": machine, "measures": rows}, ensure_ascii=False, indent=1)
        if table:
            write_atomic(Path(arguments.json), (report + "\n").encode())
        else:
            print(report)
    return int(failed)


def describe_machine() -> dict[str, str]:
    """What the ratios were measured on."""
    packages = {name: version(name) for name in ("duckdb", "pandas", "streamlit")}
    system = f"{platform.system()} {platform.machine()}"
    return {"system": system, **_describe_processor(), "python": platform.python_version(), **packages}


def _describe_processor() -> dict[str, str]:
    """The processor's name where the system has /proc, the cores that this process may use, and the memory."""
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text(encoding="utf-8").splitlines() if cpu.exists() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"processor": name, "cores": str(cores), "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB"}


def _measure_area(area: str, settings: Settings) -> Iterator[Measure]:
    """The measures of one area; its module is imported only where it is asked for."""
    measure = getattr(import_module(f"benchmarks.{area}"), f"measure_{area}")
    yield from measure(settings)


def _describe(measure: Measure) -> dict[str, object]:
    """A measure as JSON: medians in its unit, the median ratio, the ratios of the middle half, the target, all pairs."""
    medians = {"ours": measure.ours, "other": measure.other, "ratio": measure.ratio, "spread": measure.spread}
    medians |= {"than_before": measure.than_before}
    return {**asdict(measure), **medians, "met": measure.met}


def _format_line(measure: Measure, settings: Settings) -> str:
    """A measure as a line: 名称 / against  (amount)  ours : other = ratio (low … high)  ≤ target: met  ratio × COMMIT."""
    values = f"{_format_value(measure.ours, measure.unit)} : {_format_value(measure.other, measure.unit)}"
    low, high = map(_format_ratio, measure.spread)
    line = f"{measure.name} / {measure.against}  ({measure.amount})  {values} = {_format_ratio(measure.ratio)} ({low} … {high})"
    if measure.target is not None:
        line += f"  ≤ {_format_ratio(measure.target)} {translate('bench.met' if measure.met else 'bench.missed')}"
    if measure.than_before is not None and settings.against:
        line += f"  {_format_ratio(measure.than_before)} × {settings.against.name}"
    return line


def _format_value(value: float, unit: str) -> str:
    return f"{value * 1000:.2f} ms" if unit == "s" else f"{value:.0f} {unit}"


def _format_ratio(ratio: float) -> str:
    return f"1/{1 / ratio:.0f}" if 0 < ratio < 0.1 else f"{ratio:.2f}"
