"""Text lines of a PDF page from its characters. Lengths are in points, y grows upward."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from yearbook.documents.pdf.chars import Glyph

WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’…—·]")
_BLANKS = " \t\xa0\u2002\u2003\u3000"
_SPACED = 0.2  # em
_MORE_THAN_SPACED = 1.5  # times the usual gap between the characters of a line
_LEAST_BLANK = 0.6  # em between a Chinese character and its neighbour that are more than typesetting


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its characters from left to right, without blanks at its ends; `size` is their height."""

    glyphs: tuple[Glyph, ...]
    left: float
    bottom: float
    right: float
    top: float
    size: float

    @property
    def text(self) -> str:
        """Its text. A small gap between a Chinese character and a digit is typesetting, not a blank."""
        words = ""
        spacing = _MORE_THAN_SPACED * self._find_spacing() if any(glyph.added for glyph in self.glyphs) else 0.0
        for number, glyph in enumerate(self.glyphs):
            if glyph.added:
                before, after = self.glyphs[number - 1], self.glyphs[min(number + 1, len(self.glyphs) - 1)]
                beside_wide = WIDE.match(before.text) or WIDE.match(after.text)
                least = max(spacing, _LEAST_BLANK * self.size if beside_wide else 0.0)
                words += "" if after.left - before.right < least else " "
            else:
                words += glyph.text
        return words

    def _find_spacing(self) -> float:
        """The usual letter spacing between its Chinese characters; 0 unless the line is spaced out."""
        solid = [glyph for glyph in self.glyphs if glyph.text not in _BLANKS]
        gaps = [right.left - left.right for left, right in pairwise(solid) if WIDE.match(left.text) and WIDE.match(right.text)]
        usual = median(gaps) if len(gaps) > 2 else 0.0
        return usual if usual > _SPACED * self.size else 0.0


def find_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of glyphs in their order; blanks at the ends of lines and lines without words are left out."""
    lines: list[Line] = []
    for part in _cut(glyphs):
        while part and part[-1].text in _BLANKS:
            part.pop()
        while part and part[0].text in _BLANKS:
            part.pop(0)
        if not part:
            continue
        line = make_line(part)
        if lines and stand_beside(lines[-1], line) and line.left - lines[-1].right < _LEAST_BLANK * line.size:
            line = make_line([*lines.pop().glyphs, *part])  # pdfium ends a line before a sign of another height
        lines.append(line)
    return lines


def _cut(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Split characters into lines, also where pdfium joins lines set close to each other: there x jumps back to the left."""
    held: list[Glyph] = []
    reached: Glyph | None = None
    for glyph in glyphs:
        back = reached is not None and glyph.text not in _BLANKS and glyph.left < reached.left - (glyph.top - glyph.bottom)
        if glyph.text == "\n" or back:
            yield held
            held, reached = [], None
        if glyph.text != "\n":
            held.append(glyph)
            reached = reached if glyph.text in _BLANKS else glyph
    yield held


def stand_beside(left: Line, right: Line) -> bool:
    """Whether two lines are parts of one: at the same height, the second to the right of the first."""
    shared = min(left.top, right.top) - max(left.bottom, right.bottom)
    return shared > 0.5 * min(left.top - left.bottom, right.top - right.bottom) and right.left >= left.right - 0.2 * left.size


def make_line(glyphs: list[Glyph]) -> Line:
    """A line of glyphs of which at least one is no blank."""
    solid = [glyph for glyph in glyphs if glyph.text not in _BLANKS]
    return Line(
        tuple(glyphs),
        min(glyph.left for glyph in solid),
        min(glyph.bottom for glyph in solid),
        max(glyph.right for glyph in solid),
        max(glyph.top for glyph in solid),
        max(glyph.top - glyph.bottom for glyph in solid) or 1.0,
    )


def split_line(line: Line, gap: float) -> list[Line]:
    """Split a line at gaps of at least `gap`, where pdfium adds a blank."""
    if not any(glyph.text in _BLANKS for glyph in line.glyphs):
        return [line]
    parts: list[list[Glyph]] = [[]]
    reached = line.left
    for glyph in line.glyphs:
        if glyph.text in _BLANKS:
            parts[-1].append(glyph)
            continue
        if parts[-1] and glyph.left - reached >= gap:
            parts.append([])
        parts[-1].append(glyph)
        reached = max(reached, glyph.right)
    return [made for part in parts for made in find_lines(part)]
