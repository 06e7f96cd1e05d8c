"""What is known of words that were recognised on a picture of their page, beside the words."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Ink:
    """Where words stand on their page, and how sure it is that they are these: all on average, of a figure's signs the least."""

    box: tuple[float, float, float, float]  # left, bottom, right, top in points
    score: float
    lowest: float
