"""ingest PATH…: read, understand, publish a new edition, and say what became of every file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from yearbook.data import home
from yearbook.words import say

if TYPE_CHECKING:
    from yearbook.warehouse.ingest import Fate, FileOutcome, IngestSummary

FATES: tuple[Fate, ...] = ("added", "known", "refused")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=say("commands.paths"))
    parser.add_argument("--publisher", help=say("commands.publisher"))
    parser.add_argument("--year", type=int, help=say("commands.year"))
    parser.add_argument("--workers", type=int, default=1, metavar="N", help=say("commands.workers"))
    parser.add_argument("--dry-run", action="store_true", help=say("commands.dry_run"))


def run(arguments: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.progress import Progress

    from yearbook.warehouse.ingest import ingest

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(say("commands.reading"), total=None)

        def show_progress(_: FileOutcome, total: int) -> None:
            bar.update(task, advance=1, total=total)

        summary = ingest(
            arguments.paths,
            home(),
            publisher=arguments.publisher,
            year=arguments.year,
            workers=arguments.workers,
            dry_run=arguments.dry_run,
            progress=show_progress,
        )
    _tell(summary, arguments.dry_run)
    return 1 if summary.of("refused") or summary.gone else 0


def _tell(summary: IngestSummary, dry_run: bool) -> None:
    for file in summary.files:
        if file.fate == "refused":
            print(say("commands.ingest_refused", path=file.path, reason=file.reason), file=sys.stderr)
        elif file.fate == "known":
            print(say("commands.ingest_known", path=file.path))
        else:
            words = "commands.ingest_would_add" if dry_run else "commands.ingest_added"
            told = {name: getattr(file, name) for name in ("path", "agency", "year", "figures", "unclaimed")}
            print(say(words, **told))
    counts = {fate: len(summary.of(fate)) for fate in FATES}
    print(say("commands.ingest_sum", files=len(summary.files), **counts))
    for refusal in summary.gone:
        print(say("commands.report_gone", name=refusal.name, reason=refusal.reason), file=sys.stderr)
    if summary.edition is not None:
        note = summary.edition
        told = {name: getattr(note, name) for name in ("number", "facts", "reports", "added", "revised", "removed")}
        print(say("commands.published", **told))
        if note.demonstration:
            print(say("commands.demonstration"))
    elif not dry_run:
        print(say("commands.not_published"))
