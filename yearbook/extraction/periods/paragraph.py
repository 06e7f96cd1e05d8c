"""The sentences of the paragraph that a place in a text stands in.

Offsets count code points of the normalized text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

PARAGRAPH = 2000  # code points before a place that are taken for its paragraph: the time then follows the length of the text
_SENTENCE_END = re.compile(r"[。;!?\n]")
_BROKEN_LINE = re.compile(r"[^\n]*[,。、][^\n]*[^。;:!?|\n]\n")  # of a text whose lines are broken within sentences


class Sentences:
    """The sentences of a text; a semicolon ends one too."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]

    def before(self, start: int) -> Iterator[tuple[int, int]]:
        """The sentences before a place, the nearest first, as far as its paragraph reaches."""
        number = bisect_right(self._ends, start) - 1
        while number > 0 and self._ends[number] > start - PARAGRAPH:
            end = self._ends[number]
            if self._text[end - 1] == "\n" and not self._is_broken(end):
                return
            number -= 1
            yield self._ends[number], end

    def _is_broken(self, end: int) -> bool:
        line = self._text.rfind("\n", max(0, end - PARAGRAPH), end - 1) + 1
        return _BROKEN_LINE.fullmatch(self._text, line, end) is not None
