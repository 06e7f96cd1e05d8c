"""export: the figures that the filters let through, as a file or on standard output."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from yearbook.catalogue.files import home
from yearbook.catalogue.messages import LANGUAGES
from yearbook.cli.language import current_language, translate
from yearbook.store.files import name_file, write_atomic

if TYPE_CHECKING:
    from yearbook.exports.snapshot import Format

FORMATS: tuple[Format, ...] = (
    "csv",
    "json",
    "xlsx",
    "parquet",
    "zip",
    "manifest",
)  # those of warehouse.snapshot, whose import takes its time
REPEATED = ("region", "level", "agency", "topic", "metric", "scope", "status", "fact")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name in REPEATED:
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar=name.upper(), help=translate(f"addresses.{name}_about")
        )
    parser.add_argument("--year", action="append", default=[], metavar="YEAR", help=translate("addresses.year_about"))
    parser.add_argument("--from", action="append", default=[], metavar="YEAR", help=translate("addresses.from_about"))
    parser.add_argument("--to", action="append", default=[], metavar="YEAR", help=translate("addresses.to_about"))
    parser.add_argument("--text", action="append", default=[], metavar="TEXT", help=translate("addresses.text_about"))
    parser.add_argument("--edition", action="append", default=[], metavar="N", help=translate("addresses.edition_about"))
    parser.add_argument("--format", choices=FORMATS, help=translate("commands.format"))
    # Of the file and of messages. The file does not follow the locale, so that a command gives the same file everywhere.
    parser.add_argument("--language", choices=LANGUAGES, default="zh", help=translate("commands.language"))
    parser.add_argument("-o", "--output", metavar="FILE", help=translate("commands.output"))
    parser.set_defaults(usage_error=parser.error)


def run(arguments: argparse.Namespace) -> int:
    from yearbook.exports.parameters import NAMES, BadParameter, read_edition, read_filters
    from yearbook.exports.snapshot import make_snapshot
    from yearbook.warehouse.warehouse import open_warehouse

    options = vars(arguments)
    given = [(name, value) for name in NAMES if name != "language" for value in options[name]]
    format = arguments.format or _format_of(arguments.output)
    try:
        with open_warehouse(home(), read_edition(given)) as warehouse:
            filters = read_filters(given, warehouse)
            snapshot = make_snapshot(warehouse, filters, format, arguments.language)
            file = None if arguments.output == "-" else Path(arguments.output or snapshot.name)
            _write(snapshot.pieces(), file)
    except BadParameter as error:
        arguments.usage_error(error.sentence(current_language()))
    if file is not None:
        print(translate("commands.exported", rows=snapshot.rows, file=file), file=sys.stderr)
    return 0


def _write(pieces: Iterator[bytes], file: Path | None) -> None:
    """To a file in one step, so that nothing half-written takes the old one's place; without a file, to standard output."""
    if file is not None and (file.is_file() or not file.exists()):
        write_atomic(file, pieces)
        return
    opened = sys.stdout.buffer if file is None else file.open("wb")  # a pipe or a device is written to as it is
    with name_file(file or Path("-")), opened as stream:
        for piece in pieces:
            stream.write(piece)
        stream.flush()


def _format_of(output: str | None) -> Format:
    ending = Path(output or "").suffix.removeprefix(".").lower()
    return next((format for format in FORMATS if format == ending), "csv")
