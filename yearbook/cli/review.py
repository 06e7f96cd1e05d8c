"""review FILE: what is wrong in a draft before it is published; nothing of it is stored. 0 clean, 1 findings, 2 unreadable."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from yearbook.catalogue.files import home
from yearbook.cli.language import current_language, describe_system_error, localize, translate
from yearbook.store.files import write_atomic


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--last", type=Path, metavar="FILE", help=translate("drafts.option_last"))
    parser.add_argument("--docx", type=Path, metavar="FILE", help=translate("drafts.option_docx"))
    parser.add_argument("--publisher", help=translate("commands.publisher"))
    parser.add_argument("--year", type=int, help=translate("commands.year"))
    parser.add_argument("--alone", action="store_true", help=translate("drafts.option_alone"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.documents.document import Refusal
    from yearbook.pipeline.drafts.docx_list import write_list
    from yearbook.pipeline.drafts.review import review_draft
    from yearbook.pipeline.drafts.words import explain, name_kind, name_place, quote_against, quote_finding, summarise
    from yearbook.warehouse.registry import DamagedEdition, NoEdition
    from yearbook.warehouse.warehouse import StaleEdition, open_warehouse

    with ExitStack() as opened:
        warehouse = None
        if not arguments.alone:
            try:
                warehouse = opened.enter_context(open_warehouse(home()))
            except NoEdition:  # there is nothing to hold it against
                pass
            except (DamagedEdition, StaleEdition) as error:
                print(localize(error), file=sys.stderr)
        try:
            content, last = arguments.file.read_bytes(), None
            if arguments.last is not None:
                last = arguments.last.name, arguments.last.read_bytes()
            given = arguments.publisher, arguments.year
            review = review_draft(home(), arguments.file.name, content, last, warehouse, *given)
        except OSError as error:
            print(describe_system_error(error), file=sys.stderr)
            return 2
        except Refusal as refusal:
            print(localize(refusal), file=sys.stderr)
            return 2
    spoken = current_language()
    for finding in review.findings:
        where = f"{name_place(review, finding, spoken)} {quote_finding(review, finding)}".strip()
        print(f"[{name_kind(finding, spoken)}] {where}: {explain(finding, spoken)}")
        for words in quote_against(review, finding, spoken):
            print(f"    {words}")
    print(translate("drafts.command_sum", name=arguments.file.name, sum=summarise(review, spoken)))
    if arguments.docx is not None:
        write_atomic(arguments.docx, write_list(review, spoken, date.today()))
        print(translate("drafts.written", file=arguments.docx), file=sys.stderr)
    return 1 if review.findings else 0
