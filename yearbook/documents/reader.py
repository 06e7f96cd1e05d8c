"""From a file or its bytes to a Document; all formats but plain text are parsed in a worker of the sandbox."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from yearbook.catalogue.messages import Message, dump_message, load_message
from yearbook.documents.archive import check_packed
from yearbook.documents.document import LIMITS, MB, Document, Limits, Note, Refusal, TableCell, report_id_of
from yearbook.documents.formats import Format, find_format
from yearbook.documents.office.converter import convert
from yearbook.documents.sandbox import Answer, Sandbox, SandboxError
from yearbook.documents.scan.reader import RECOGNITION
from yearbook.documents.scanned import ScannedLine, Unrecognised
from yearbook.documents.text.reader import read_text

_NUMERAL = re.compile(r"\d+|[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅几半]+")  # a run counts once
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")  # surrogates, which JSON cannot hold
_PARSE = "yearbook.documents.reader:parse"
_SANDBOX = Sandbox(max(2, os.cpu_count() or 1))


def read(path: Path, limits: Limits = LIMITS) -> Document:
    """The document in a file. Raises Refusal for a file that is missing, a folder, unreadable, too big, or no report."""
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise Refusal(name, Message("documents.folder"))
        if path.stat().st_size > limits.max_bytes:
            raise Refusal(name, Message("documents.too_big", limit=limits.max_bytes // MB))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal(name, Message("documents.missing")) from error
    except PermissionError as error:
        raise Refusal(name, Message("documents.forbidden")) from error
    except (OSError, ValueError) as error:
        raise Refusal(name, Message("documents.unreadable", error=getattr(error, "strerror", None) or error)) from error
    return read_bytes(name, content, limits)


def read_bytes(name: str, content: bytes, limits: Limits = LIMITS) -> Document:
    """The document in the bytes of a file called `name`. Raises Refusal as `read` does.

    What a parser does to its process harms nothing else.
    """
    if len(content) > limits.max_bytes:
        raise Refusal(name, Message("documents.too_big", limit=limits.max_bytes // MB))
    if not content.strip(b" \t\r\n\x0c\x00\xef\xbb\xbf\xff\xfe"):
        raise Refusal(name, Message("documents.empty"))
    format_ = find_format(name, content)
    if format_.plain:
        document = read_text(name, content)
    elif format_.converted:
        if format_.packed:
            check_packed(name, format_.label, content, limits)
        parsed = parse_in_sandbox(format_, name, convert(name, content, format_.kind, limits), limits)
        document = replace(parsed, report_id=report_id_of(content), format=format_.kind)
    else:
        document = parse_in_sandbox(format_, name, content, limits)
    if len(document.text) > limits.max_text:
        raise Refusal(name, Message("documents.too_long", limit=limits.max_text // 10_000))
    if sum(1 for _ in _NUMERAL.finditer(document.text)) > limits.max_numerals:
        raise Refusal(name, Message("documents.numerals", limit=limits.max_numerals // 10_000))
    return document


def parse_in_sandbox(format_: Format, name: str, content: bytes, limits: Limits) -> Document:
    """The document in a file, parsed by a worker. Raises Refusal where file or parser fails, or asks for too much."""
    arguments = {"reader": format_.reader, "kind": format_.kind, "packed": format_.packed or format_.converted, "name": name}
    imports = [format_.reader.partition(":")[0]]
    kind = format_.kind.upper()
    try:
        answer, text = ask_worker(_PARSE, arguments | {"limits": asdict(limits)}, name, kind, content, limits, imports)
        if "pictures" in answer:
            limits = limits.for_scans(min(int(answer["pictures"]), limits.max_scans))
            imports.append(RECOGNITION)
            answer, text = ask_worker(_PARSE, arguments | {"limits": asdict(limits)}, name, kind, content, limits, imports)
        refusal = load_message(answer["refusal"]) if "refusal" in answer else None
        if refusal is None:
            cells = tuple(TableCell(*cell) for cell in answer["cells"])
            notes = tuple(Note(*note) for note in answer["notes"])
            scanned = tuple(
                ScannedLine(start, end, score, doubtful, tuple(corners))
                for start, end, score, doubtful, corners in answer["scanned"]
            )
            starts = tuple(answer["page_starts"])
            return Document(report_id_of(content), name, answer["format"], text.decode(), starts, cells, notes, scanned)
    except (KeyError, TypeError, ValueError) as error:  # a worker that a hostile file took over may answer anything
        raise Refusal(name, Message("documents.crashed", format=kind)) from error
    raise Refusal(name, refusal)


def ask_worker(
    function: str,
    arguments: dict[str, Any],
    name: str,
    format_name: str,
    content: bytes,
    limits: Limits,
    imports: Sequence[str] = (),
) -> Answer:
    """What a worker answers to a call, as Sandbox.run. Raises Refusal where it gives none within the limits."""
    try:
        return _SANDBOX.run(function, arguments, content, limits.seconds, limits.memory_bytes, imports)
    except SandboxError as error:
        values = {"seconds": f"{limits.seconds:g}", "megabytes": limits.memory_bytes // MB, "reason": error.detail}
        raise Refusal(name, Message(f"documents.{error.reason}", format=format_name, **values)) from error


def parse(arguments: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Run by a worker: the document as plain values with its text as UTF-8, or {"refusal": …}, or {"pictures": so many pages}."""
    name, limits = arguments["name"], Limits(**arguments["limits"])
    module, _, function = arguments["reader"].partition(":")
    try:
        if arguments["packed"]:
            check_packed(name, arguments["kind"].upper(), content, limits)
        document: Document = getattr(importlib.import_module(module), function)(name, content, limits)
        if len(document.page_starts) > limits.max_pages:
            raise Refusal(name, Message("documents.pages", limit=limits.max_pages))
        if len(document.text) > limits.max_text:
            raise Refusal(name, Message("documents.too_long", limit=limits.max_text // 10_000))
    except Refusal as refusal:
        return {"refusal": dump_message(refusal.reason)}, b""
    except Unrecognised as found:
        return {"pictures": found.pages}, b""
    cells = [(cell.start, cell.end, cell.table, cell.row, cell.column) for cell in document.cells]
    notes = [(note.words, note.what) for note in document.notes]
    scanned = [(line.start, line.end, line.score, line.doubtful, line.corners) for line in document.scanned]
    answer = {"format": document.format, "page_starts": document.page_starts, "cells": cells, "notes": notes, "scanned": scanned}
    return answer, _HALF_CHARACTERS.sub("\ufffd", document.text).encode()
