"""From a file or its bytes to a Document: which format it is in, and a clear refusal where it cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

from yearbook.catalogue.messages import Message
from yearbook.documents.detection import find_format
from yearbook.documents.document import Document, Refusal
from yearbook.documents.limits import LIMITS, MB, Limits
from yearbook.documents.sandbox import read_apart
from yearbook.documents.text.reader import read_text

_NUMERAL = re.compile(r"\d+|[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅几半]+")  # a run counts once


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

    Plain text is read here; all else in a process of its own that is ended at its limit.
    """
    if len(content) > limits.max_bytes:
        raise Refusal(name, Message("documents.too_big", limit=limits.max_bytes // MB))
    if not content.strip(b" \t\r\n\x0c\x00\xef\xbb\xbf\xff\xfe"):
        raise Refusal(name, Message("documents.empty"))
    format_ = find_format(name, content)
    document = read_text(name, content) if format_ is None else read_apart(format_, name, content, limits)
    if len(document.text) > limits.max_text:
        raise Refusal(name, Message("documents.too_long", limit=limits.max_text // 10_000))
    if sum(1 for _ in _NUMERAL.finditer(document.text)) > limits.max_numerals:
        raise Refusal(name, Message("documents.numerals", limit=limits.max_numerals // 10_000))
    return document
