"""Detection of messages by their header: a mail, or a web page that a browser or Word saved as one file.

Both are MIME entities (RFC 5322, RFC 2045); a page that was saved is multipart/related (RFC 2557) or one text/html, and was never
sent to anybody.
"""

from __future__ import annotations

import re

_HEAD = 65_536  # bytes in which a header must end: each server on the way adds some hundred
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.S)
_FOLDED = re.compile(rb"\r?\n(?=[ \t])")
_LINES = re.compile(rb"\r\n|\n|\r")
_SENT = frozenset({b"to", b"cc", b"bcc", b"message-id", b"received", b"return-path", b"delivered-to", b"reply-to", b"x-unsent"})
_KNOWN = _SENT | {b"from", b"sender", b"date", b"subject", b"mime-version", b"content-type", b"content-transfer-encoding"}
_LEAST_KNOWN = 3  # fields that only a message has; a text may begin with a line or two that look like one
_PAGE = re.compile(rb"\s*(?:multipart/related|text/html)\b", re.I)


def is_mail(content: bytes) -> bool:
    """Whether bytes are a mail (EML), which holds a body and files."""
    fields = _read_header(content)
    return bool(fields) and not _is_page(fields)


def is_saved_page(content: bytes) -> bool:
    """Whether bytes are a web page that was saved as one file (MHT, MHTML)."""
    return _is_page(_read_header(content))


def _is_page(fields: dict[bytes, bytes]) -> bool:
    return _SENT.isdisjoint(fields) and bool(_PAGE.match(fields.get(b"content-type", b"")))


def _read_header(content: bytes) -> dict[bytes, bytes]:
    """The fields of a message by their names in lower case, the first of each; none where the bytes are no message."""
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if head.startswith(b"From "):  # the envelope, as mailboxes (mbox) keep it
        head = head.partition(b"\n")[2]
    header, blank, _ = _FOLDED.sub(b"", head).replace(b"\r\n", b"\n").partition(b"\n\n")
    fields: dict[bytes, bytes] = {}
    for line in _LINES.split(header):
        found = _FIELD.fullmatch(line)
        if not found:
            return {}
        fields.setdefault(found[1].lower(), found[2])
    states_type = {b"mime-version", b"content-type"} <= set(fields)
    return fields if blank and (states_type or len(_KNOWN & set(fields)) >= _LEAST_KNOWN) else {}
