"""The characters of a PDF page, each with its place, and the lines they stand in. Lengths are in points, y grows upward."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’…—·]")
_HYPHEN = 2  # how pdfium gives a hyphen that it takes for a mere word break: in 2019-2020 it is none
_BLANKS = " \t\xa0\u2002\u2003\u3000"
_LEAST_BLANK = 0.6  # em between a Chinese character and its neighbour that are more than typesetting
_UNKNOWN = "\ufffd"
_BROKEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Turn:
    """From a page's own coordinates to those in which it is shown: its corner at 0, turned clockwise by quarters."""

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

    def apply(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        left, right = left - self.left, right - self.left
        bottom, top = bottom - self.bottom, top - self.bottom
        if self.quarters == 1:
            return bottom, self.width - right, top, self.width - left
        if self.quarters == 2:
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        if self.quarters == 3:
            return self.height - top, left, self.height - bottom, right
        return left, bottom, right, top


class Glyph(NamedTuple):
    """A character where it stands; a line's end is the character \\n without a place."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    added: bool = False  # a blank that is not in the file: pdfium saw a gap

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


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
        """Its words. A small gap that only sets a Chinese character apart from a digit is no blank."""
        words = ""
        for number, glyph in enumerate(self.glyphs):
            if glyph.added:
                before, after = self.glyphs[number - 1], self.glyphs[min(number + 1, len(self.glyphs) - 1)]
                beside_wide = WIDE.match(before.text) or WIDE.match(after.text)
                words += "" if beside_wide and after.left - before.right < _LEAST_BLANK * self.size else " "
            else:
                words += glyph.text
        return words


def find_turn(page: pdfium.PdfPage) -> Turn:
    """How a page is turned when it is shown."""
    quarters = page.get_rotation() // 90
    shown = page.get_size()
    width, height = shown if quarters % 2 == 0 else (shown[1], shown[0])
    left, bottom, *_ = page.get_bbox()
    return Turn(quarters, left, bottom, width, height)


def read_glyphs(page: pdfium.PdfPage, turn: Turn) -> list[Glyph]:
    """All characters of a page that lie on it, in the order in which they are to be read, placed as the page is shown."""
    text_page = page.get_textpage()
    try:
        return list(_read(text_page, turn))
    finally:
        text_page.close()


def is_gibberish(glyphs: Iterable[Glyph]) -> bool:
    """Whether a tenth of the characters are unknown ones: fonts that do not say what they show."""
    text = "".join(glyph.text for glyph in glyphs if not glyph.text.isspace())
    return text.count(_UNKNOWN) > len(text) // 10


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


def _read(text_page: pdfium.PdfTextPage, turn: Turn) -> Iterator[Glyph]:
    box = pdfium_raw.FS_RECTF()
    place = ctypes.byref(box)
    raw = text_page.raw
    width, height = turn.shown_width, turn.shown_height
    for number in range(text_page.count_chars()):
        code = pdfium_raw.FPDFText_GetUnicode(raw, number)
        if pdfium_raw.FPDFText_HasUnicodeMapError(raw, number):
            character = _UNKNOWN
        elif code == _HYPHEN:
            character = "-"
        else:
            character = chr(code)
        if character == "\n":
            yield Glyph("\n", 0, 0, 0, 0)
        elif character != "\r" and pdfium_raw.FPDFText_GetLooseCharBox(raw, number, place):
            left, bottom, right, top = turn.apply(box.left, box.bottom, box.right, box.top)
            if right >= 0 and left <= width and top >= 0 and bottom <= height:
                added = character == " " and bool(pdfium_raw.FPDFText_IsGenerated(raw, number))
                yield Glyph(_UNKNOWN if _BROKEN.match(character) else character, left, bottom, right, top, added)
