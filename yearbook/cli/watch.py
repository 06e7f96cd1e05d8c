"""watch FOLDER: bring in what arrives, a line a file, an edition at most once a minute; SIGTERM and Ctrl-C end it in order."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from yearbook.catalogue.files import home
from yearbook.cli.language import localize, translate
from yearbook.logs import FORMS, configure_logging

if TYPE_CHECKING:
    from yearbook.pipeline.publish import FileOutcome


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=translate("commands.watch_folder"))
    parser.add_argument("--settle", type=float, default=3.0, metavar="SECONDS", help=translate("commands.watch_settle"))
    parser.add_argument("--publish", type=float, default=60.0, metavar="SECONDS", help=translate("commands.watch_publish"))
    parser.add_argument("--log", choices=FORMS, help=translate("machines.log"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.cli.ingest import print_edition
    from yearbook.pipeline.inputs import show_path
    from yearbook.pipeline.watch import Watcher

    configure_logging(arguments.log)
    shown = show_path(arguments.folder)
    if not arguments.folder.is_dir():
        print(translate("commands.watch_missing", folder=shown), file=sys.stderr)
        return 2
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: _end(stop, before)) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        watcher = Watcher(
            home(), arguments.folder, print_file, print_edition, _print_trouble, arguments.settle, arguments.publish
        )
        print(translate("commands.watch_begins", folder=shown), file=sys.stderr, flush=True)
        watcher.run(stop)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    print(translate("commands.watch_ended"), file=sys.stderr)
    return 0


def _end(stop: threading.Event, before: Mapping[signal.Signals, object]) -> None:
    """At the first signal in order; a second one ends at once, as it does elsewhere."""
    stop.set()
    for number, handler in before.items():
        signal.signal(number, handler)  # type: ignore[arg-type]


def print_file(file: FileOutcome) -> None:
    values = {"agency": file.agency, "year": file.year, "figures": file.figures, "unclaimed": file.unclaimed}
    print(translate(f"commands.ingest_{file.fate}", path=file.path, reason=localize(file.reason), **values), flush=True)


def _print_trouble(reason: str) -> None:
    print(translate("commands.watch_failed", reason=localize(reason)), file=sys.stderr, flush=True)
