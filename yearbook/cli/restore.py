"""restore FILE: unpack a backup into an empty data folder; --replace sets aside what stands there."""

from __future__ import annotations

import argparse
from pathlib import Path

from yearbook.catalogue.files import home
from yearbook.cli.language import translate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=translate("keeping.backup_path"))
    parser.add_argument("--replace", action="store_true", help=translate("keeping.restore_replace"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.pipeline.backup import restore

    done = restore(home(), arguments.file, replace=arguments.replace)
    print(translate("keeping.restored", home=home().root, files=done.files, reports=done.reports, editions=done.editions))
    if done.aside is not None:
        print(translate("keeping.restored_aside", aside=done.aside))
    if not done.editions:
        print(translate("keeping.restored_build"))
    return 0
