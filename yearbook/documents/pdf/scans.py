"""Pages of a PDF that are pictures, drawn by pdfium and recognised; words that a scanner put behind one stay if true."""

from __future__ import annotations

from difflib import SequenceMatcher
from statistics import mean

import numpy as np
import pypdfium2 as pdfium

from yearbook.documents.document import Limits
from yearbook.documents.page.layout import Page
from yearbook.documents.page.lines import Line, find_lines
from yearbook.documents.pdf.chars import PageGlyphs
from yearbook.documents.scan.engine import Image, recognise_lines
from yearbook.documents.scan.recognition import recognise_page

_SIDE = 2400  # pixels of a page's longer side
_SAMPLES = 3  # lines of a text layer that are compared with their pixels
_ALIKE = 0.8  # of their characters
_AROUND = 0.15  # of a line's height


def read_scan(name: str, number: int, page: pdfium.PdfPage, glyphs: PageGlyphs, limits: Limits) -> Page | None:
    """The page as its picture shows it; None where the words that it holds say the same. Raises Refusal as recognise_page."""
    size = page.get_size()
    picture = page.render(scale=_SIDE / max(size), may_draw_forms=False, rev_byteorder=False).to_numpy()
    image = np.ascontiguousarray(picture[:, :, :3] if picture.shape[2] > 3 else np.broadcast_to(picture, (*picture.shape[:2], 3)))
    if _is_true(glyphs, page, image):
        return None
    return recognise_page(name, number, image, max(size), limits.scan_seconds)


def _is_true(glyphs: PageGlyphs, page: pdfium.PdfPage, image: Image) -> bool:
    """Whether the longest lines that a page holds as text, those with figures first, are what its pixels say, to the digit."""
    found = find_lines(glyphs.upright)
    lines = sorted(found, key=lambda line: (bool(_digits(line.text)), len(line.text)), reverse=True)[:_SAMPLES]
    if not lines or (page.get_rotation() // 90 - glyphs.turn.quarters) % 4:
        return bool(lines)
    scale = image.shape[0] / glyphs.turn.shown_height
    read = recognise_lines([_cut(image, line, scale) for line in lines])
    pairs = [(line.text, seen.text) for line, seen in zip(lines, read, strict=True)]
    return all(_digits(text) == _digits(seen) for text, seen in pairs) and mean(_compare(*pair) for pair in pairs) >= _ALIKE


def _digits(text: str) -> list[int]:
    return [int(sign) for sign in text if sign.isdecimal()]


def _cut(image: Image, line: Line, scale: float) -> Image:
    around = _AROUND * (line.top - line.bottom)
    height = image.shape[0]
    top, bottom = (max(0, round(height - y * scale)) for y in (line.top + around, line.bottom - around))
    left, right = (max(0, round(x * scale)) for x in (line.left - around, line.right + around))
    return image[top : max(bottom, top + 1), left : max(right, left + 1)]


def _compare(text: str, seen: str) -> float:
    return SequenceMatcher(None, "".join(text.split()), "".join(seen.split()), autojunk=False).ratio()
