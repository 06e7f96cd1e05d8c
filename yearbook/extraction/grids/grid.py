"""Grid: a table as rows of cells, each with its place in the text, before anything is known of what the cells mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

Span = tuple[int, int]  # code points, end exclusive; an empty cell begins where it ends


@dataclass(slots=True)
class Row:
    """A row of a table. `wrapped` is the end of its first label where that stands on a line of its own below."""

    cells: list[Span]
    wrapped: Span | None = None

    @property
    def start(self) -> int:
        return self.cells[0][0]


@dataclass(slots=True)
class Grid:
    """A table; `captions` are the lines right above it, the nearest last."""

    rows: list[Row]
    captions: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Marks:
    """What separates cells, by place: a bar in its stead, or nothing where it stands within one (the blank of 1 962.40)."""

    bars: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)

    def part(self, start: int, end: int) -> None:
        """A cell ends at `start`, the next one begins at `end`."""
        if start < end:
            self.bars.append(start)
            self.dropped += range(start + 1, end)

    def drop(self, start: int, end: int) -> None:
        self.dropped += range(start, end)

    def apply(self, text: str) -> str:
        """The text with these marks, as long as before."""
        if not self.bars and not self.dropped:
            return text
        characters = list(text)
        for place in self.bars:
            characters[place] = "|"
        for place in self.dropped:
            characters[place] = "\u200b"
        return "".join(characters)


class Words(NamedTuple):
    """The words of a label or a heading, and where they stand in the normalized text."""

    text: str
    spans: tuple[Span, ...]
