"""The lines in which the glyphs of a PDF page stand. Lengths are in points, y grows upward."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from yearbook.documents.printed_glyphs import Glyph

WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’…—·]")
_BLANKS = " \t\xa0\u2002\u2003\u3000"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL = 0.8  # of a line's height: letters not larger than this
_LIFTED = 0.2  # of it: how far above the line's foot raised letters stand
_LEAST_BLANK = 0.6  # em between a Chinese character and its neighbour that are more than typesetting


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its glyphs from left to right, without blanks at its ends; `size` is the height of its characters."""

    glyphs: tuple[Glyph, ...]
    left: float
    bottom: float
    right: float
    top: float
    size: float

    @property
    def text(self) -> str:
        """Its words. A small gap that only sets a Chinese character apart from a digit is no blank; raised digits stay raised."""
        words = ""
        for number, glyph in enumerate(self.glyphs):
            if glyph.added:
                before, after = self.glyphs[number - 1], self.glyphs[min(number + 1, len(self.glyphs) - 1)]
                beside_wide = WIDE.match(before.text) or WIDE.match(after.text)
                words += "" if beside_wide and after.left - before.right < _LEAST_BLANK * self.size else " "
            else:
                words += glyph.text.translate(_RAISED) if self._raises(glyph) else glyph.text
        return words

    def _raises(self, glyph: Glyph) -> bool:
        """Whether a digit stands above its line, as in 10⁴: it is no part of the number before it."""
        return (
            glyph.text.isdigit()
            and glyph.top - glyph.bottom <= _SMALL * self.size
            and glyph.bottom - self.bottom >= _LIFTED * self.size
        )


def find_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of glyphs in their order; blanks at the ends of lines and lines without words are left out."""
    lines: list[Line] = []
    held: list[Glyph] = []
    for glyph in (*glyphs, Glyph("\n", 0, 0, 0, 0)):
        if glyph.text != "\n":
            held.append(glyph)
            continue
        while held and held[-1].text in _BLANKS:
            held.pop()
        while held and held[0].text in _BLANKS:
            held.pop(0)
        if held:
            line = make_line(held)
            if lines and stand_beside(lines[-1], line) and line.left - lines[-1].right < _LEAST_BLANK * line.size:
                line = make_line([*lines.pop().glyphs, *held])  # pdfium ends a line before a sign of another height
            lines.append(line)
        held = []
    return lines


def stand_beside(left: Line, right: Line) -> bool:
    """Whether two lines are parts of one: at the same height, the second right of the first."""
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
    """The parts of a line that stand at least `gap` apart. pdfium puts a blank between them."""
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
