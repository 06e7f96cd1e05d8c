"""Mentions in the order of the text, found by where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from yearbook.language.mention import Mention


class InOrder:
    """Some mentions of a text, in its order; those of a stretch are found without looking at all of them."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = list(mentions)
        self._starts = [mention.at for mention in self._mentions]

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin from `start` to before `end`, counted in the folded text."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
