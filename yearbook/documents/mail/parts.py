"""The parts of a message, by the standard library's parser: bytes, names and texts in the charsets that Chinese programs write.

Fields are taken as they stand, since names often come as raw GBK; and charsets are decoded by our table, since Python's gb2312
lacks characters that programs write under that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from typing import Any
from urllib.parse import unquote_to_bytes

from yearbook.documents.archive import decode_name, make_safe
from yearbook.documents.text.reader import decode_declared

_FOLD = re.compile(r"\r?\n[ \t]*")


class _AsWritten(Compat32):
    """Fields as they stand: bytes beyond ASCII as half characters, not replaced."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002  # the parser's own signature
        return value.strip()


def parse_message(content: bytes) -> Message:
    """The tree of a message. Raises RecursionError where it is nested beyond what the parser bears."""
    return message_from_bytes(content, policy=_AsWritten())


def find_leaves(part: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a mail within a mail is one of them."""
    waiting = [part]
    while waiting:
        part = waiting.pop()
        if part.is_multipart() and part.get_content_maintype() != "message":
            children = find_children(part)
            if part.get_content_type() == "multipart/alternative":  # one body in several forms, of which a page keeps its tables
                children = [child for child in children if child.get_content_type() != "text/plain"] or children
            waiting += reversed(children)
        else:
            yield part


def find_children(part: Message) -> list[Message]:
    """The parts directly within a part: of a mail within a mail, that mail."""
    children = part.get_payload() if part.is_multipart() else []
    return [child for child in children if isinstance(child, Message)]


def read_bytes_of(part: Message) -> bytes:
    """A part's bytes with its transfer encoding undone, however damaged; of a part without any, none."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError):  # what the parser says of an encoding that it cannot undo
        return b""
    return content if isinstance(content, bytes) else b""


def read_text_of(part: Message) -> bytes:
    """A text as UTF-8 where its charset is stated and true, else its bytes as they are, for the readers to find out."""
    content, charset = read_bytes_of(part), next(iter(_list_values(part, "content-type", "charset")), None)
    text = decode_declared(content, charset) if isinstance(charset, str) else None
    return content if text is None else text.encode("utf-8", errors="replace")


def read_field(part: Message, name: str) -> str:
    """A field in characters: encoded words (RFC 2047), raw UTF-8 or raw GBK."""
    return _decode_words(str(part.get(name) or ""))


def read_file_name(part: Message) -> str:
    """The name of an attached file, sanitised; "" where it has none."""
    for field, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        stated = _list_values(part, field, parameter)
        found = next((value for value in stated if isinstance(value, tuple)), stated[0] if stated else "")
        if isinstance(found, tuple):  # RFC 2231, which counts before the plain one (RFC 6266, 4.3)
            raw = found[2].encode("latin-1", errors="replace")
            text = decode_declared(raw, found[0] or "utf-8") or decode_name(raw)
        else:
            text = _decode_words(str(found))
        if text.strip():
            return make_safe(text)
    return ""


def read_disposition(field: bytes) -> str:
    """The file's name in a Content-Disposition of HTTP (RFC 6266): as in a mail, or percent-encoded; "" where it has none."""
    line = b" ".join(field.split())
    name = read_file_name(parse_message(b"Content-Disposition: " + line + b"\n\n"))
    return make_safe(decode_name(unquote_to_bytes(name))).rpartition("/")[2] if name else ""


def _list_values(part: Message, field: str, parameter: str) -> list[Any]:
    """The values of a field's parameter; none where only some of its parts have a number, which email cannot sort (3.11)."""
    try:
        return [value for name, value in part.get_params([], header=field) if name.lower() == parameter]
    except TypeError:
        return []


def _decode_words(written: str) -> str:
    written = _FOLD.sub(" ", written)
    raw = written.encode("utf-8", errors="surrogateescape")
    if "=?" not in written:
        return decode_name(raw)
    try:
        pieces = decode_header(decode_name(raw))
    except (HeaderParseError, ValueError):
        return decode_name(raw)
    return "".join(_decode_piece(piece, charset) for piece, charset in _join_split(pieces)).strip()


def _decode_piece(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    text = decode_declared(piece, charset) if charset else None
    return piece.decode("raw-unicode-escape", errors="replace") if charset is None else text or decode_name(piece)


def _join_split(pieces: list[tuple[str | bytes, str | None]]) -> Iterator[tuple[str | bytes, str | None]]:
    """Neighbours of one charset as one: some programs cut a character in two (decode_header joins those with blanks between)."""
    held: tuple[str | bytes, str | None] | None = None
    for piece, charset in pieces:
        if held is not None and charset and held[1] == charset and isinstance(piece, bytes) and isinstance(held[0], bytes):
            held = held[0] + piece, charset
            continue
        if held is not None:
            yield held
        held = piece, charset
    if held is not None:
        yield held
