"""extract PATH…|-: every numeral of a text as one JSON object a line; nothing is stored."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from yearbook.catalogue.files import home
from yearbook.catalogue.messages import Message
from yearbook.cli.language import localize, translate
from yearbook.documents.document import Refusal
from yearbook.extraction.mentions.mention import Role


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be read; `publisher` and `year` outrank what it says of itself."""

    id: str
    text: str
    publisher: str | None = None
    year: int | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH|-", help=translate("commands.paths_or_stdin"))
    parser.add_argument("--jsonl", action="store_true", help=translate("commands.jsonl"))
    parser.add_argument("--publisher", help=translate("commands.publisher"))
    parser.add_argument("--year", type=int, help=translate("commands.year"))
    parser.set_defaults(usage_error=parser.error)


def run(arguments: argparse.Namespace) -> int:
    if not arguments.paths and not arguments.jsonl:
        arguments.usage_error(translate("commands.nothing_given"))
    from yearbook.catalogue.catalogue import load_catalogue
    from yearbook.extraction.extractor import warm_up

    warm_up(load_catalogue(home()))
    refused = 0
    counts = dict.fromkeys(("texts", "mentions", *get_args(Role)), 0)
    for text in _find_texts(arguments.paths or ["-"], arguments):
        if isinstance(text, Refusal):
            refused += 1
            print(localize(text), file=sys.stderr)
            continue
        counts["texts"] += 1
        for mention in extract(text):
            counts["mentions"] += 1
            counts[mention["role"]] += 1
            sys.stdout.write(json.dumps(mention, ensure_ascii=False) + "\n")
    print(translate("commands.balance", **counts, refused=refused), file=sys.stderr)
    return 1 if refused else 0


def extract(text: Text) -> Iterator[dict[str, Any]]:
    """The mentions of a text in their order, with the keys that scripts rely on; numbers are plain decimal strings."""
    from yearbook.catalogue.samples import catalogue_for, is_demonstration
    from yearbook.extraction.extractor import understand_text
    from yearbook.extraction.mentions.mention import mention_to_json

    catalogue = catalogue_for(home(), is_demonstration(text.text, text.publisher, home()))
    _, mentions = understand_text(text.text, catalogue, text.publisher, text.year)
    for mention in mentions:
        yield {"id": text.id, **mention_to_json(mention)}


def _find_texts(paths: list[str], arguments: argparse.Namespace) -> Iterator[Text | Refusal]:
    if arguments.jsonl:
        for path in paths:
            yield from _read_lines(path, arguments)
        return
    from yearbook.documents.reader import read_bytes
    from yearbook.pipeline.inputs import find_inputs, open_input

    for path in paths:
        for item in open_input("-", sys.stdin.buffer.read()) if path == "-" else find_inputs([Path(path)]):
            try:
                yield Text(item.name, read_bytes(item.name, item.read()).text, arguments.publisher, arguments.year)
            except Refusal as refusal:
                yield refusal


def _read_lines(path: str, arguments: argparse.Namespace) -> Iterator[Text | Refusal]:
    if path == "-":
        yield from _parse_lines("-", sys.stdin, arguments)
        return
    try:
        with Path(path).open(encoding="utf-8-sig") as lines:
            yield from _parse_lines(Path(path).name, lines, arguments)
    except (OSError, UnicodeDecodeError) as error:
        reason = Message("warehouse.file_unreadable", reason=getattr(error, "strerror", None) or "UTF-8")
        yield Refusal(Path(path).name, reason)


def _parse_lines(name: str, lines: Iterable[str], arguments: argparse.Namespace) -> Iterator[Text | Refusal]:
    """A text for each line that is not blank. Only \\n ends a line: a text may hold other line separators."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            given = {"publisher": case.get("publisher") or arguments.publisher, "year": case.get("year") or arguments.year}
            yield Text(str(case["id"]), _require_text(case["text"]), **given)
        except (ValueError, KeyError, AttributeError, TypeError):
            yield Refusal(name, Message("commands.line_refused", line=number, reason=Message("commands.line_not_json")))


def _require_text(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError("text")
    return text
