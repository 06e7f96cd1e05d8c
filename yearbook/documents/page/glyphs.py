"""Characters of a page with their boxes, rotated to be read upright. Lengths are in points, y grows upward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Turn:
    """Rotation from a page's own coordinates to upright text: its corner at 0, turned clockwise by quarters."""

    quarters: int
    left: float
    bottom: float
    width: float  # of the page before it is turned
    height: float

    @property
    def shown_width(self) -> float:
        return self.height if self.quarters % 2 else self.width

    @property
    def shown_height(self) -> float:
        return self.width if self.quarters % 2 else self.height

    def apply(self, left: float, bottom: float, right: float, top: float) -> Box:
        left, right, bottom, top = left - self.left, right - self.left, bottom - self.bottom, top - self.bottom
        width, height = self.width, self.height
        for _ in range(self.quarters):
            left, bottom, right, top = bottom, width - right, top, width - left
            width, height = height, width
        return left, bottom, right, top


class Glyph(NamedTuple):
    """A character and its box; a line's end is the character \\n without a box."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    added: bool = False  # a blank that is not in the file: whoever read the page saw a gap
    score: float = 1.0  # how sure it is that it is this character

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2
