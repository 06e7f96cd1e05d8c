"""bench: run the benchmarks of a checkout; a wheel does not carry them."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from yearbook.cli.language import translate

AREAS = ("extraction", "load", "page_cpu", "pages", "publish", "scans", "visits", "warehouse", "workers")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("areas", nargs="*", metavar="AREA", help=translate("bench.areas", areas=" ".join(AREAS)))
    parser.add_argument("--short", action="store_true", help=translate("bench.short"))
    parser.add_argument("--json", nargs="?", const="-", metavar="FILE", help=translate("commands.bench_json"))
    parser.add_argument("--text", type=Path, action="append", default=[], metavar="PATH", help=translate("commands.bench_text"))
    parser.add_argument("--runs", type=int, metavar="N", help=translate("commands.runs"))
    parser.add_argument("--most", type=int, metavar="FACTS", help=translate("bench.most"))
    parser.add_argument("--against", nargs="+", metavar=("COMMIT", "DATA"), help=translate("bench.against"))
    parser.set_defaults(usage_error=parser.error)


def run(arguments: argparse.Namespace) -> int:
    unknown = [area for area in arguments.areas if area not in AREAS]
    if unknown:
        arguments.usage_error(translate("bench.unknown_area", area=unknown[0], areas=" ".join(AREAS)))
    if arguments.against and len(arguments.against) > 2:
        arguments.usage_error(translate("bench.against"))
    if find_spec("benchmarks") is None:
        print(translate("bench.missing"), file=sys.stderr)
        return 1
    arguments.areas = arguments.areas or AREAS
    return int(import_module("benchmarks.runner").run_benchmarks(arguments))
