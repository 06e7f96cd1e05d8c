"""Sentences of the paragraph that a place in a text stands in.

Offsets count code points of the normalized text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

REACH = 1000  # code points at which a sentence is cut: only broken files hold longer ones
_SENTENCE_END = re.compile(r"[。;!?\n]")
_BROKEN_LINE = re.compile(r"[^\n]*[,。、][^\n]*[^。;:!?|\n]\n")  # of a text whose lines are broken within sentences


def sentences_before(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The sentences before a place, the nearest first, as far as its paragraph reaches; a semicolon ends one too."""
    end = start
    while end > 0 and (text[end - 1] != "\n" or _is_broken(text, end)):
        floor = max(0, end - REACH)
        begin = max((match.end() for match in _SENTENCE_END.finditer(text, floor, end - 1)), default=floor)
        yield begin, end
        end = begin


def _is_broken(text: str, end: int) -> bool:
    line = text.rfind("\n", max(0, end - REACH), end - 1) + 1
    return _BROKEN_LINE.fullmatch(text, line, end) is not None
