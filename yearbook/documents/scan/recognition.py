"""A picture of a page as words and ruled lines by place, for the same layout as any other page."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from yearbook.catalogue.messages import Message
from yearbook.documents.document import Refusal
from yearbook.documents.page.glyphs import Box, Glyph
from yearbook.documents.page.layout import Page
from yearbook.documents.page.lines import WIDE, make_line
from yearbook.documents.page.reading_order import order_by_place
from yearbook.documents.scan.engine import Image, Quad, Recognised, cut_line, detect_lines, recognise_lines
from yearbook.documents.scan.mending import mend
from yearbook.documents.scan.ruled_lines import find_ruled_lines
from yearbook.documents.scan.seals import remove_seals
from yearbook.documents.scan.sheets import flatten_sheet
from yearbook.documents.scan.turning import Matrix, find_level, move_points, order_corners, turn_upright

SIDE = 2400  # pixels of a page's longer side: A4 at 200 dpi; more gave no better text
_A4 = 842.0  # points of its longer side
_NONSENSE = 0.5  # a line that scores less says nothing
_SURE_PAGE = 0.95
_HEIGHT = 0.85  # of a box, its characters
_PITCH = (0.75, 1.2)  # of that height: what distance of characters is one of print that is not spaced out
_SAME_SIZE = 0.12  # sizes that differ by less are one
_OFF = {**dict.fromkeys("，。、；：”’）》】〕", 0.25), **dict.fromkeys("“‘（《【〔", -0.25)}  # em from a sign's ink to its middle
_MARGIN = 0.08  # em between a line's box and its first character, half of that behind its last
_BLANK = 0.6  # em between characters that are more than typesetting
_PORTION = 16  # lines between two looks at the clock


@dataclass(frozen=True, slots=True)
class _PlacedLine:
    """A line with its ends and its middle height in points, y upward, and the height of its characters."""

    line: Recognised
    left: float
    right: float
    middle: float
    size: float


def recognise_page(name: str, number: int, image: Image, longer: float = _A4, seconds: float = 60.0) -> Page:
    """The page on a picture of it, whose longer side is so many points.

    Raises Refusal where it takes more than so many seconds of processor time.
    """
    deadline = time.process_time() + seconds
    image, shrunk = _shrink(image)
    flat, flattened = flatten_sheet(image)
    flat = remove_seals(flat)
    found = detect_lines(flat)
    turned, turning = turn_upright(flat, found)
    height, width = turned.shape[:2]
    scale = longer / max(height, width)
    quads = [order_corners(move_points(turning, quad)) for quad in found]
    level = find_level(turned, quads)
    flatly = np.asarray(cv2.warpAffine(turned, level[:2], (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)
    rules = find_ruled_lines(flatly, median(float(np.linalg.norm(quad[3] - quad[0])) for quad in quads) if quads else 0.0)
    quads = [part for quad in quads for part in _split(move_points(level, quad), rules)]
    read: list[Recognised] = []
    for start in range(0, len(quads), _PORTION):
        if time.process_time() > deadline:
            raise Refusal(name, Message("formats.slow_page", page=number))
        portion = [move_points(np.linalg.inv(level), quad) for quad in quads[start : start + _PORTION]]
        read += recognise_lines([cut_line(turned, quad) for quad in portion])
    placed = [_place(mend(line), quad, height, scale) for line, quad in zip(read, quads, strict=True) if line.score >= _NONSENSE]
    glyphs: list[Glyph] = []
    for line in order_by_place([make_line(_set_glyphs(line)) for line in _even_sizes(placed)], width * scale):
        glyphs += [*line.glyphs, Glyph("\n", 0.0, 0.0, 0.0, 0.0)]
    return Page(
        width * scale,
        height * scale,
        glyphs,
        [(left * scale, (height - bottom) * scale, right * scale, (height - top) * scale) for left, top, right, bottom in rules],
        notes=["formats.recognised_pages"],
        picture=_Picture(np.linalg.inv(level @ turning @ flattened @ shrunk), scale, height, _find_size(image, shrunk)),
        doubtful=_mean_score(read) < _SURE_PAGE,
    )


@dataclass(frozen=True, slots=True)
class _Picture:
    """Where a box of a page stands on its picture: as Page.picture."""

    matrix: Matrix  # from the upright page in pixels
    scale: float  # points a pixel
    height: int  # of that page in pixels
    size: tuple[float, float]  # of the picture

    def __call__(self, box: Box) -> tuple[float, ...]:
        left, bottom, right, top = (side / self.scale for side in box)
        corners = [
            (left, self.height - top),
            (right, self.height - top),
            (right, self.height - bottom),
            (left, self.height - bottom),
        ]
        moved = move_points(self.matrix, np.array(corners, np.float32)) / np.array(self.size, np.float32)
        return tuple(round(float(share), 4) for share in moved.ravel())


def _shrink(image: Image) -> tuple[Image, Matrix]:
    """The picture at the size at which it is read, and the matrix from it to there."""
    factor = min(1.0, SIDE / max(image.shape[:2]))
    if factor == 1.0:
        return image, np.eye(3)
    small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), np.diag([factor, factor, 1.0])


def _find_size(image: Image, shrunk: Matrix) -> tuple[float, float]:
    """Width and height of a picture before it was shrunk."""
    return image.shape[1] / shrunk[0, 0], image.shape[0] / shrunk[1, 1]


def _split(quad: Quad, rules: Sequence[Box]) -> list[Quad]:
    """A line cut where an upright ruled line runs through it: what stands left and right of that are two cells."""
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    middle, near = (top + bottom) / 2, (bottom - top) / 2
    cuts = sorted(
        rule[0] for rule in rules if rule[0] == rule[2] and rule[1] <= middle <= rule[3] and left + near < rule[0] < right - near
    )
    ends = [float(left), *cuts, float(right)]
    parts = []
    for start, end in pairwise(ends):
        shares = (start - left) / (right - left), (end - left) / (right - left)
        upper = [quad[0] + (quad[1] - quad[0]) * share for share in shares]
        lower = [quad[3] + (quad[2] - quad[3]) * share for share in shares]
        parts.append(np.array([*upper, *reversed(lower)], np.float32))
    return parts


def _mean_score(lines: Sequence[Recognised]) -> float:
    characters = sum(len(line.text) for line in lines)
    return sum(line.score * len(line.text) for line in lines) / characters if characters else 1.0


def _place(line: Recognised, quad: Quad, height: int, scale: float) -> _PlacedLine:
    left, right = (float(quad[side, 0].mean()) * scale for side in ([0, 3], [1, 2]))
    up, down = float(quad[:2, 1].mean()), float(quad[2:, 1].mean())
    size = _HEIGHT * (down - up) * scale
    wide = [
        place * (right - left)
        for place, sign in zip(line.places, line.text, strict=True)
        if WIDE.match(sign) and sign not in _OFF
    ]
    pitches = [pitch for pitch in np.diff(wide) if _PITCH[0] * size < pitch < _PITCH[1] * size]
    return _PlacedLine(line, left, right, (height - (up + down) / 2) * scale, median(pitches) if len(pitches) > 2 else size)


def _even_sizes(lines: Sequence[_PlacedLine]) -> list[_PlacedLine]:
    """The lines with their sizes as of print: those near that of most characters are that."""
    sizes = sorted(line.size for line in lines for _ in line.line.text)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    return [replace(line, size=usual) if abs(line.size - usual) < _SAME_SIZE * usual else line for line in lines]


def _set_glyphs(line: _PlacedLine) -> list[Glyph]:
    """The characters of a line with their boxes, a blank where one was read or a gap is seen.

    Middles are true to a fifth of a character. At its ends the line's own box is truer, unless a mark fills half of its place.
    """
    bottom, top = line.middle - line.size / 2, line.middle + line.size / 2
    signs = list(zip(line.line.text, line.line.places, line.line.scores, strict=True))
    glyphs: list[Glyph] = []
    for number, (sign, place, score) in enumerate(signs):
        half = line.size / (2 if WIDE.match(sign) else 4)
        middle = line.left + place * (line.right - line.left) + _OFF.get(sign, 0.0) * line.size
        left, right = middle - half, middle + half
        if number == 0 and sign not in _OFF:
            left = line.left + _MARGIN * line.size
        if number == len(signs) - 1 and sign not in _OFF:
            right = max(left, line.right - _MARGIN / 2 * line.size)
        before = glyphs[-1] if glyphs else None
        if sign.isspace():
            if before and not before.added:
                glyphs.append(Glyph(" ", before.right, bottom, before.right, top, added=True))
            continue
        if before and not before.added and left - before.right > _BLANK * line.size:
            glyphs.append(Glyph(" ", before.right, bottom, left, top, added=True))
        glyphs.append(Glyph(sign, max(left, before.right) if before else left, bottom, right, top, score=score))
    return glyphs
