"""Parts of a DOCX in another format (altChunk, ECMA-376 part 1, 17.17.2): web pages, also as MIME (RFC 2557), and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from yearbook.documents.document import Grid, Refusal
from yearbook.documents.formats import is_html
from yearbook.documents.html.page import find_blocks, parse_page
from yearbook.documents.text.reader import decode

_MIME = re.compile(rb"\s*(?:MIME-Version|Content-Type|From|Subject):", re.IGNORECASE)


def read_chunk(content: bytes) -> Iterator[str | Grid]:
    """The lines and tables of a part in their order; nothing of a part in a format that is not known."""
    text = _find_page(message_from_bytes(content)) if _MIME.match(content) else _decode(content)
    if text is None:
        return
    if not is_html(text.encode()):
        yield from text.splitlines()
        return
    body, _, _ = parse_page(text)
    for block in find_blocks(body):
        yield block.table or block.text


def _find_page(message: Message) -> str | None:
    """The first web page or text of a message in MIME."""
    for part in message.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            return _decode(payload) if isinstance(payload, bytes) else None
    return None


def _decode(content: bytes) -> str | None:
    try:
        return decode("", content)
    except Refusal:
        return None
