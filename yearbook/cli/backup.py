"""backup FILE: one ZIP of the reports, the decisions, own catalogue, record and list of sources; editions where asked for."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from yearbook.catalogue.files import home
from yearbook.cli.language import translate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=translate("keeping.backup_path"))
    parser.add_argument("--editions", action="store_true", help=translate("keeping.backup_editions"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.pipeline.backup import back_up

    if arguments.file.exists():
        print(translate("keeping.backup_exists", file=arguments.file), file=sys.stderr)
        return 2
    made = back_up(home(), arguments.file, editions=arguments.editions)
    counts = {name: getattr(made, name) for name in ("file", "files", "reports", "editions")}
    print(translate("keeping.backed_up", **counts, size=-(-made.size // 1024)))
    return 0
