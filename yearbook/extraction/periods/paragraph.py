"""The sentences of the paragraph that a place in a text stands in.

Offsets count code points of the normalized text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

PARAGRAPH = 2000  # code points before a place that are taken for its paragraph: the time then follows the length of the text
_SENTENCE_END = re.compile(r"[。;!?\n]")
_CLOSED = frozenset("。;:!?|\n")  # how a line ends that is not broken within a sentence


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
        """Whether a line of running text goes on in the next one."""
        text, last = self._text, end - 2
        if last < 0 or text[last] in _CLOSED:
            return False
        line = text.rfind("\n", max(0, end - PARAGRAPH), last) + 1
        return any(text.find(mark, line, last) >= 0 for mark in ",。、") and text.find("\n", line, last) < 0
