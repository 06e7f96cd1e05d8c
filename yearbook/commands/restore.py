"""restore FILE: a backup in the place of an empty data folder, or of any other where told so."""

from __future__ import annotations

import argparse
from pathlib import Path

from yearbook.data import home
from yearbook.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=say("keeping.backup_path"))
    parser.add_argument("--replace", action="store_true", help=say("keeping.restore_replace"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.warehouse.backups.restore import restore

    done = restore(home(), arguments.file, replace=arguments.replace)
    print(say("keeping.restored", home=home().root, files=done.files, reports=done.reports, editions=done.editions))
    if done.aside is not None:
        print(say("keeping.restored_aside", aside=done.aside))
    if not done.editions:
        print(say("keeping.restored_build"))
    return 0
