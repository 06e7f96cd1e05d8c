"""Pictures of the brief's drawings as a browser sends them, before any of them goes into a document."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection
from itertools import accumulate

import orjson

from yearbook.documents.document import Limits, Refusal
from yearbook.documents.reader import ask_worker

MOST_LETTERS = 1_500_000  # of all pictures, in base64
MOST_PIXELS = 1_000_000  # of one: a drawing of 190 by 38 units has 260,000
HEAD = "data:image/png;base64,"
LIMITS = Limits(seconds=10)
_REDRAW = "yearbook.documents.sent_pictures:redraw_pictures"


class BadPictures(ValueError):
    """What was sent are not pictures of the brief's drawings."""


def read_pictures(sent: str, names: Collection[str]) -> dict[str, bytes]:
    """PNG files on white by the names of drawings, of `names` only, from a JSON object of data URLs; none from an empty text.

    Raises BadPictures.
    """
    if not sent:
        return {}
    if len(sent) > MOST_LETTERS:
        raise BadPictures
    try:
        given = orjson.loads(sent)
        if not isinstance(given, dict) or not given.keys() <= set(names):
            raise BadPictures
        files = [_decode(address) for address in given.values()]
        arguments = {"lengths": list(map(len, files)), "most": MOST_PIXELS}
        answer, drawn = ask_worker(_REDRAW, arguments, "pictures", "PNG", b"".join(files), LIMITS) if files else ({}, b"")
    except (ValueError, TypeError, Refusal) as error:
        raise BadPictures from error
    ends = list(accumulate(answer.get("lengths", ())))
    return {name: drawn[start:end] for name, start, end in zip(given, [0, *ends], ends, strict=False)}


def _decode(address: object) -> bytes:
    """The bytes of a data URL (RFC 2397) of a PNG."""
    if not isinstance(address, str) or not address.startswith(HEAD):
        raise BadPictures
    return b64decode(address[len(HEAD) :], validate=True)
