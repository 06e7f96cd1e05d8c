"""Characters of a PDF page with their boxes, as pdfium gives them."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from yearbook.documents.document import RAISED
from yearbook.documents.page.glyphs import Box, Glyph, Turn

_HYPHEN = 2  # how pdfium gives a hyphen that it takes for a mere word break: in 2019-2020 it is none
_UNKNOWN = "\ufffd"
_BROKEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SMALLER = 0.88  # of the letters before them: raised digits are not larger
_LIFTED = (0.15, 0.8)  # of those letters' size: how far above their foot raised digits stand
_BESIDE = 4.0  # times that size: how far behind them
_ASLANT = 5.0  # degrees


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The characters of a page in its main direction; text across or aslant, as of watermarks, apart."""

    turn: Turn
    upright: list[Glyph]
    across: list[str]

    @property
    def unknown(self) -> int:
        """The number of characters without a Unicode value (ISO 32000-1, 9.10.2)."""
        return sum(glyph.text == _UNKNOWN for glyph in self.upright)


class _Sign(NamedTuple):
    text: str
    box: Box
    direction: int | None  # in quarters against the clock; None for aslant
    added: bool


def read_glyphs(page: pdfium.PdfPage) -> PageGlyphs:
    """All characters on a page, in reading order.

    The page is turned so that most words stand upright, also where a wide table was set along the edge of a tall page.
    """
    text_page = page.get_textpage()
    try:
        signs = list(_read(text_page, page.get_bbox()))
    finally:
        text_page.close()
    directions = Counter(sign.direction for sign in signs if sign.direction is not None)
    main = directions.most_common(1)[0][0] if directions else page.get_rotation() // 90
    turn = _find_turn(page, main)
    upright: list[Glyph] = []
    across: dict[int | None, str] = {}
    for sign in signs:
        if sign.direction == main:
            place = (0.0, 0.0, 0.0, 0.0) if sign.text == "\n" else turn.apply(*sign.box)
            upright.append(Glyph(sign.text, *place, sign.added))
        else:
            across[sign.direction] = across.get(sign.direction, "") + sign.text
    return PageGlyphs(turn, upright, ["".join(words.split()) for words in across.values() if words.strip()])


def _find_turn(page: pdfium.PdfPage, quarters: int) -> Turn:
    left, bottom, right, top = page.get_bbox()
    return Turn(quarters, left, bottom, right - left, top - bottom)


def _read(text_page: pdfium.PdfTextPage, shown: Box) -> Iterator[_Sign]:
    box = pdfium_raw.FS_RECTF()
    place = ctypes.byref(box)
    raw = text_page.raw
    direction: int | None = 0
    base = -1  # the last character that is no blank and is not raised
    high = 0  # the first half of a character beyond the basic plane: pdfium gives each in two (UTF-16)
    for number in range(text_page.count_chars()):
        code = pdfium_raw.FPDFText_GetUnicode(raw, number)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        unknown = pdfium_raw.FPDFText_HasUnicodeMapError(raw, number)
        character = _UNKNOWN if unknown else "-" if code == _HYPHEN else chr(code)
        if character == "\n":
            yield _Sign("\n", shown, direction, False)
        elif character != "\r" and pdfium_raw.FPDFText_GetLooseCharBox(raw, number, place):
            left, bottom, right, top = box.left, box.bottom, box.right, box.top
            if right >= shown[0] and left <= shown[2] and top >= shown[1] and bottom <= shown[3]:
                added = character == " " and bool(pdfium_raw.FPDFText_IsGenerated(raw, number))
                if not added:  # what pdfium adds stands as the character before it does
                    direction = _find_direction(pdfium_raw.FPDFText_GetCharAngle(raw, number))
                if character.isdigit() and base >= 0 and direction is not None and _is_raised(raw, number, base, direction):
                    character = character.translate(RAISED)
                elif not character.isspace():
                    base = number
                known = _UNKNOWN if _BROKEN.match(character) else character
                yield _Sign(known, (left, bottom, right, top), direction, added)


def _is_raised(raw: object, number: int, base: int, direction: int) -> bool:
    """Whether a digit is a superscript, as in 10⁴, and no part of the number before it."""
    size = pdfium_raw.FPDFText_GetFontSize(raw, base)
    if pdfium_raw.FPDFText_GetFontSize(raw, number) > _SMALLER * size:
        return False
    (x, y), (to_x, to_y) = _find_origin(raw, base), _find_origin(raw, number)
    box = pdfium_raw.FS_RECTF()
    pdfium_raw.FPDFText_GetLooseCharBox(raw, base, ctypes.byref(box))
    size = max(box.right - box.left, box.top - box.bottom)  # as shown; the font's own is before any scaling
    for _ in range(direction):
        x, y, to_x, to_y = y, -x, to_y, -to_x
    return bool(_LIFTED[0] * size <= to_y - y <= _LIFTED[1] * size and 0 < to_x - x < _BESIDE * size)


def _find_origin(raw: object, number: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_raw.FPDFText_GetCharOrigin(raw, number, ctypes.byref(x), ctypes.byref(y))
    return x.value, y.value


def _find_direction(angle: float) -> int | None:
    """Quarter turns, counterclockwise, of an angle that pdfium gives clockwise in radians; None for slanted text."""
    degrees = -math.degrees(angle) % 360
    quarter = round(degrees / 90)
    return quarter % 4 if abs(degrees - 90 * quarter) <= _ASLANT else None
