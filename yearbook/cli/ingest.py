"""ingest PATH|URL…: read, understand, publish a new edition, and say what became of every file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yearbook.catalogue.files import home
from yearbook.cli.language import localize, translate
from yearbook.fetch.guard import is_address
from yearbook.logs import FORMS, configure_logging

if TYPE_CHECKING:
    from yearbook.documents.document import Refusal
    from yearbook.pipeline.publish import FileOutcome, IngestSummary
    from yearbook.warehouse.registry import EditionNote

FORMATS = ("table", "json")
COLUMNS = ("file", "fate", "agency", "year", "figures", "unclaimed", "remark")
NUMBERS = ("year", "figures", "unclaimed")
WIDTH = 250  # of a table that goes to a file or another program: lines are not broken for them


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=_read_place, metavar="PATH|URL", help=translate("commands.places"))
    parser.add_argument("--from", dest="listed", type=Path, metavar="FILE", help=translate("commands.listed"))
    parser.add_argument("--publisher", help=translate("commands.publisher"))
    parser.add_argument("--year", type=int, help=translate("commands.year"))
    readers = parser.add_mutually_exclusive_group()
    readers.add_argument("--workers", type=int, default=1, metavar="N", help=translate("commands.workers"))
    readers.add_argument("--scheduler", metavar="ADDRESS", help=translate("machines.scheduler"))
    parser.add_argument("--log", choices=FORMS, help=translate("machines.log"))
    parser.add_argument("--dry-run", action="store_true", help=translate("commands.dry_run"))
    parser.add_argument("--format", choices=FORMATS, default="table", help=translate("import.format"))
    parser.add_argument("--json", dest="format", action="store_const", const="json", help=translate("import.json"))
    parser.set_defaults(usage_error=parser.error)


def _read_place(words: str) -> Path | str:
    return words if is_address(words) else Path(words)


def run(arguments: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from yearbook.pipeline.addresses import read_addresses
    from yearbook.pipeline.ingest import ingest

    configure_logging(arguments.log)
    places = [*arguments.paths, *(read_addresses(arguments.listed) if arguments.listed else ())]
    if not places:
        arguments.usage_error(translate("commands.no_places"))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[name]}"))
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(translate("commands.reading"), total=None, name="")

        def show_progress(outcome: FileOutcome, found: int) -> None:
            bar.update(task, advance=1, total=found, name=outcome.path)

        summary = ingest(
            places,
            home(),
            publisher=arguments.publisher,
            year=arguments.year,
            workers=arguments.scheduler or arguments.workers,
            dry_run=arguments.dry_run,
            progress=show_progress,
        )
    _print_refusals(summary)
    if arguments.format == "json":
        print_gone(summary.gone)
        print(json.dumps({"dry_run": arguments.dry_run} | summary.to_json(), ensure_ascii=False, indent=1))
    else:
        _print_summary(summary, arguments.dry_run)
    return 1 if summary.of("refused") or summary.gone else 0


def _print_refusals(summary: IngestSummary) -> None:
    """What was refused, one line each on stderr, whatever the format of the report."""
    for file in summary.of("refused"):
        print(translate("commands.ingest_refused", path=file.path, reason=file.reason), file=sys.stderr)


def _print_summary(summary: IngestSummary, dry_run: bool) -> None:
    heads = {name: translate(f"import.column_{name}") for name in COLUMNS}
    draw_table(heads, [_list_cells(file, dry_run) for file in summary.files if file.fate != "refused"], right=NUMBERS)
    counts = {fate: len(summary.of(fate)) for fate in ("added", "known", "refused")}
    print(translate("commands.ingest_sum", files=len(summary.files), **counts))
    if summary.edition is not None or not dry_run:
        print_edition(summary)


def print_edition(summary: IngestSummary) -> None:
    """The edition that was published, or that none was, and which reports of earlier days it lacks."""
    from yearbook.warehouse.registry import current_number

    print_gone(summary.gone)
    if summary.edition is not None:
        print_published(summary.edition)
        print(translate("import.joined", count=summary.joined))
        if summary.edition.demonstration:
            print(translate("commands.demonstration"))
    elif summary.of("added"):
        print(translate("commands.published_meanwhile", number=current_number(home())))
    else:
        print(translate("commands.not_published"))


def print_published(note: EditionNote) -> None:
    """The number of a new edition, what is in it, and what it changed."""
    counts = {name: getattr(note, name) for name in ("number", "facts", "reports", "added", "revised", "removed")}
    print(translate("commands.published", **counts))


def print_gone(refusals: Iterable[Refusal]) -> None:
    """Reports of earlier days that can no longer be read, a line each on stderr."""
    for refusal in refusals:
        print(translate("commands.report_gone", name=refusal.name, reason=refusal.reason), file=sys.stderr)


def _list_cells(file: FileOutcome, dry_run: bool) -> tuple[str, ...]:
    """What COLUMNS say of a file that was read."""
    fate = "would_add" if dry_run and file.fate == "added" else file.fate
    known = file.fate == "known"
    numbers = ["" if known else str(number) for number in (file.year, file.figures, file.unclaimed)]
    return file.path, translate(f"import.fate_{fate}"), file.agency, *numbers, _remark(file)


def draw_table(
    heads: Mapping[str, str], rows: Sequence[Sequence[str]], whole: Sequence[str] = (), right: Sequence[str] = ()
) -> None:
    """A table on standard output, none without rows. `heads` by column; `whole` ones are not broken, `right` ones are numbers."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    if not rows:
        return
    table = Table(box=box.SIMPLE, pad_edge=False)
    for name, head in heads.items():
        table.add_column(head, justify="right" if name in right else "left", overflow="fold", no_wrap=name in (*whole, *right))
    for row in rows:
        table.add_row(*map(escape, row))
    Console(width=None if sys.stdout.isatty() else WIDTH, emoji=False, highlight=False).print(table)


def _remark(file: FileOutcome) -> str:
    """What is special about a report: a newer or an older version, contradictions, figures known already, invented."""
    changes = {name: getattr(file, f"figures_{name}") for name in ("added", "revised", "removed")}
    parts = (
        translate("import.remark_replaces", **changes) if file.replaces and file.likeness != 1 else "",
        translate("import.remark_copy") if file.replaces and file.likeness == 1 else "",
        translate("import.remark_replaced_by") if file.replaced_by else "",
        translate("import.remark_contradictions", count=file.contradictions) if file.contradictions else "",
        translate("import.remark_joined", count=file.joined) if file.joined else "",
        *map(localize, file.unread),
        translate("interface.sample") if file.demonstration else "",
    )
    return translate("interface.comma").join(part for part in parts if part)
