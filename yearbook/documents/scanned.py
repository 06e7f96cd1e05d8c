"""What is known of words that were recognised on a picture of their page, beside the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Unrecognised(Exception):
    """So many pages of a file are pictures: it must be read again with Limits.for_scans."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line or cell that was recognised on a picture of its page: code points `start` to `end` of the text.

    `corners` are x and y of its four corners from the beginning of its upper edge on, as shares of the picture's sides.
    """

    start: int
    end: int
    score: float  # 0 to 1, the mean of its characters
    doubtful: bool  # it or its page scored so low that no figure of it is taken unseen
    corners: tuple[float, ...]

    def cut(self, text: str, start: int, end: int) -> ScannedLine:
        """The part between two places of the text, within the line as wide as its characters are."""
        start, end = max(start, self.start), min(end, self.end)
        width = _measure(text[self.start : self.end]) or 1.0
        shares = [_measure(text[self.start : place]) / width for place in (start, end)]
        upper_left, upper_right, lower_right, lower_left = (self.corners[at : at + 2] for at in range(0, 8, 2))
        upper = [_between(upper_left, upper_right, share) for share in shares]
        lower = [_between(lower_left, lower_right, share) for share in reversed(shares)]
        corners = tuple(round(way, 4) for corner in (*upper, *lower) for way in corner)
        return ScannedLine(start, end, self.score, self.doubtful, corners)


def _measure(words: str) -> float:
    """The width of words in print: a Chinese character is as wide as two letters or digits."""
    return sum(0.5 if sign.isascii() else 1.0 for sign in words)


def _between(first: Sequence[float], last: Sequence[float], share: float) -> tuple[float, float]:
    return first[0] + (last[0] - first[0]) * share, first[1] + (last[1] - first[1]) * share


@dataclass(frozen=True, slots=True)
class Ink:
    """Where words stand on their page, and how sure it is that they are these: all on average, of a figure's signs the least."""

    box: tuple[float, float, float, float]  # left, bottom, right, top in points
    score: float
    lowest: float
