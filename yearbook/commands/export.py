"""export: the figures that the filters let through, as a file or on standard output."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from yearbook.data import home
from yearbook.words import LANGUAGES, say

if TYPE_CHECKING:
    from yearbook.warehouse.snapshot import Format
    from yearbook.warehouse.warehouse import Warehouse

FORMATS: tuple[Format, ...] = ("csv", "xlsx", "parquet", "zip")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from yearbook.meaning.catalogue import Level

    for name in ("region", "topic", "metric", "agency"):
        parser.add_argument(f"--{name}", action="append", default=[], help=say(f"commands.{name}"))
    parser.add_argument("--level", action="append", default=[], choices=get_args(Level), help=say("commands.level"))
    parser.add_argument("--year", type=int, help=say("commands.export_year"))
    parser.add_argument("--from", dest="from_year", type=int, metavar="YEAR", help=say("commands.from_year"))
    parser.add_argument("--to", dest="to_year", type=int, metavar="YEAR", help=say("commands.to_year"))
    parser.add_argument("--format", choices=FORMATS, help=say("commands.format"))
    parser.add_argument("--language", choices=LANGUAGES, default="zh", help=say("commands.language"))
    parser.add_argument("-o", "--output", metavar="FILE", help=say("commands.output"))
    parser.set_defaults(usage_error=parser.error)


def run(arguments: argparse.Namespace) -> int:
    from yearbook.warehouse.filters import Filters
    from yearbook.warehouse.snapshot import make_snapshot
    from yearbook.warehouse.warehouse import open_warehouse

    if arguments.year is not None and (arguments.from_year is not None or arguments.to_year is not None):
        arguments.usage_error(say("commands.year_and_range"))
    filters = Filters(
        regions=tuple(arguments.region),
        levels=tuple(arguments.level),
        agencies=tuple(arguments.agency),
        topics=tuple(arguments.topic),
        metrics=tuple(arguments.metric),
        from_year=arguments.year if arguments.year is not None else arguments.from_year,
        to_year=arguments.year if arguments.year is not None else arguments.to_year,
    )
    with open_warehouse(home()) as warehouse:
        _require_known(arguments, warehouse)
        snapshot = make_snapshot(warehouse, filters, arguments.format or _format_of(arguments.output), arguments.language)
    if arguments.output == "-":
        sys.stdout.buffer.write(snapshot.content)
        sys.stdout.buffer.flush()
        return 0
    file = Path(arguments.output or snapshot.name)
    file.write_bytes(snapshot.content)
    print(say("commands.exported", rows=snapshot.rows, file=file), file=sys.stderr)
    return 0


def _format_of(output: str | None) -> Format:
    ending = Path(output or "").suffix.removeprefix(".").lower()
    return next((format for format in FORMATS if format == ending), "csv")


def _require_known(arguments: argparse.Namespace, warehouse: Warehouse) -> None:
    """Ends with wrong usage where a code stands nowhere: a slip of the pen must not look like an empty answer."""
    from yearbook.warehouse.samples import catalogue_for

    catalogue = catalogue_for(home(), True)
    known: dict[str, Container[str]] = {
        "region": catalogue.regions,
        "topic": catalogue.topics,
        "metric": catalogue.metrics,
        "agency": {*catalogue.agencies, *warehouse.ask("agencies")["agency_id"]},
    }
    for what, entries in known.items():
        for value in getattr(arguments, what):
            if value not in entries:
                arguments.usage_error(say("commands.unknown_value", what=say(f"commands.what_{what}"), value=value))
