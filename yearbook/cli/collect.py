"""collect: what is new on the pages of data/sources.csv, as a table; with --yes it is imported and published."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from yearbook.catalogue.files import home
from yearbook.cli.ingest import draw_table, print_edition
from yearbook.cli.language import localize, translate
from yearbook.logs import FORMS, configure_logging

if TYPE_CHECKING:
    from yearbook.pipeline.collect import Entry

COLUMNS = ("day", "agency", "title", "address")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", "--ingest", action="store_true", dest="takes", help=translate("commands.collect_yes"))
    parser.add_argument("--pages", type=int, default=3, metavar="N", help=translate("commands.collect_pages"))
    parser.add_argument("--only", default="", metavar="WORD", help=translate("commands.collect_only"))
    parser.add_argument("--log", choices=FORMS, help=translate("machines.log"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.pipeline.addresses import make_fetcher
    from yearbook.pipeline.collect import Entry, find_new, read_sources

    configure_logging(arguments.log)
    sources = [one for one in read_sources(home()) if arguments.only in one.agency or arguments.only in one.address]
    entries: list[Entry] = []
    problems = 0
    for found in find_new(home(), sources, make_fetcher(), arguments.pages):
        if isinstance(found, Entry):
            entries.append(found)
            continue
        problems += 1
        told = {"agency": found.source.agency, "address": found.source.address, "reason": localize(found.reason)}
        print(translate("commands.collect_problem", **told), file=sys.stderr)
    heads = {name: translate(f"commands.collect_column_{name}") for name in COLUMNS}
    draw_table(heads, [(entry.day, entry.source.agency, entry.title, entry.address) for entry in entries], whole=("day",))
    print(translate("commands.collect_sum", sources=len(sources), new=len(entries), problems=problems))
    if not arguments.takes:
        if entries:
            print(translate("commands.collect_hint"))
        return 1 if problems else 0
    return _take_in(entries) or (1 if problems else 0)


def _take_in(entries: list[Entry]) -> int:
    """Each entry with what became of its files, then the edition. What earlier, stopped runs have stored is published, too."""
    from yearbook.cli.watch import print_file
    from yearbook.pipeline.collect import take_entry
    from yearbook.pipeline.publish import publish

    outcomes = []
    for number, entry in enumerate(entries, start=1):
        told = {"number": number, "count": len(entries), "title": entry.title, "address": entry.address}
        print(translate("commands.collect_entry", **told), file=sys.stderr, flush=True)
        for outcome in take_entry(home(), entry):
            outcomes.append(outcome)
            print_file(outcome)
    summary = publish(home(), [one for one in outcomes if one.fate != "refused"], "ingest")
    print_edition(summary)
    return 1 if any(outcome.fate == "refused" for outcome in outcomes) or summary.gone else 0
