"""build: an edition from the public record and the reports that were brought in."""

from __future__ import annotations

import argparse
import sys

from yearbook.catalogue.files import home
from yearbook.cli.ingest import print_gone, print_published
from yearbook.cli.language import translate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-missing", action="store_true", help=translate("commands.if_missing"))
    parser.add_argument("--workers", type=int, default=1, metavar="N", help=translate("commands.workers"))
    parser.add_argument("--accept-log", action="store_true", help=translate("audit.accept_log"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.store.lock import recover_swap
    from yearbook.warehouse.registry import NoEdition, is_old, read_note, require_edition

    if arguments.if_missing:
        recover_swap(home())
        try:
            number = require_edition(home())
        except NoEdition:
            pass
        else:
            if not is_old(read_note(home(), number)):
                return 0
            print(translate("keeping.old_schema_built", number=number), file=sys.stderr)
    from yearbook.pipeline.build import build_edition

    built = build_edition(home(), workers=arguments.workers, accept_log=arguments.accept_log)
    print_gone(built.refusals)
    print_published(built.note)
    return 1 if built.refusals else 0
