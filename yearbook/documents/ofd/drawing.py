"""What stands on an OFD page (GB/T 33190-2016, 8 to 11): signs of text objects and lines of paths, placed by their matrices.

A page's millimetres grow downward; here y is turned to grow upward and lengths are points, as the shared page code wants.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from yearbook.documents.ofd.package import Element, OfdDocument, Part, find_all, find_child, local_name, text_of
from yearbook.documents.page.glyphs import Box
from yearbook.documents.page.lines import WIDE

POINTS = 72 / 25.4
_DEEPEST = 12  # objects within objects
_MOST_OBJECTS = 500_000  # of a page, those of its templates and composites too
_ASCENT, _DESCENT = 0.86, 0.14  # of a sign's size, above and below its line
_NARROW = 0.5  # of a sign's size: how wide one is whose step a file does not give
_ASLANT = 5.0  # degrees
_THIN = 1.0  # millimetres: what is filled and no higher or wider is a line
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PATH = re.compile(rf"[MSLQBAC]|{_NUMBER.pattern}")
_STEPS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}  # numbers behind each command (9.1, table 36)

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class TooMuchError(Exception):
    """A page draws more, or deeper, than any page does."""


@dataclass(slots=True)
class Run:
    """Signs that one text code sets in a line, each with its box; `direction` in quarters against the clock, None for aslant."""

    signs: list[tuple[str, Box]]
    size: float
    direction: int | None
    stands: bool = False  # is set downward, sign below sign


@dataclass(slots=True)
class Drawing:
    """What stands on a page, in the order in which it is drawn; `pictures` are the boxes of its pictures and their ids."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)
    pictures: list[tuple[Box, str]] = field(default_factory=list)
    objects: int = 0


def draw_page(document: OfdDocument, part: Part, appearances: list[Element]) -> Drawing:
    """All that is drawn on a page: its templates, itself, and what its annotations show. Raises TooMuchError."""
    left, top, width, height = (*_numbers(text_of(part.root, "PhysicalBox") or document.area), 0, 0, 210, 297)[:4]
    drawing = Drawing(width * POINTS, height * POINTS)
    base = (1.0, 0.0, 0.0, 1.0, -left, -top)
    used = [document.templates.get(one.get("TemplateID", "")) for one in find_all(part.root, "Template")]
    for root in (*(template.root for template in used if template is not None), part.root):
        content = find_child(root, "Content")
        if content is not None:
            _draw_all(drawing, document, content, base, 0)
    for appearance in appearances:
        _draw_all(drawing, document, appearance, _place(appearance, base), 0)
    return drawing


def _draw_all(drawing: Drawing, document: OfdDocument, parent: Element, matrix: Matrix, depth: int) -> None:
    if depth > _DEEPEST:
        raise TooMuchError
    for child in parent:
        kind = local_name(child)
        drawing.objects += 1
        if drawing.objects > _MOST_OBJECTS:
            raise TooMuchError
        if child.get("Visible") == "false":
            continue
        if kind in ("Layer", "PageBlock", "Content"):
            _draw_all(drawing, document, child, matrix, depth + 1)
        elif kind == "TextObject":
            drawing.runs += _read_text(child, _place(child, matrix), drawing.height)
        elif kind == "PathObject":
            drawing.strokes += _read_strokes(child, _place(child, matrix), drawing.height)
        elif kind == "ImageObject":
            box = [*_numbers(child.get("Boundary", "")), 0, 0, 0, 0][2:4]
            bare = _multiply((1, 0, 0, 1, *_corner(child)), matrix)
            drawing.pictures.append((_box_of(bare, (0, 0), (box[0], box[1]), drawing.height), child.get("ResourceID", "")))
        elif kind == "CompositeObject" and (unit := document.composites.get(child.get("ResourceID", ""))) is not None:
            _draw_all(drawing, document, unit, _place(child, matrix), depth + 1)


def _place(element: Element, outer: Matrix) -> Matrix:
    """From an object's own coordinates to the page's: its matrix, then the corner of its boundary, then what it lies in (8.5)."""
    own = _numbers(element.get("CTM", ""))
    inner = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return _multiply(_multiply(inner, (1, 0, 0, 1, *_corner(element))), outer)


def _corner(element: Element) -> Point:
    box = [*_numbers(element.get("Boundary", "")), 0.0, 0.0]
    return box[0], box[1]


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _box_of(matrix: Matrix, first: Point, last: Point, height: float) -> Box:
    """The box around a rectangle, in points with y growing upward."""
    a, b, c, d, e, f = matrix
    ax, cy, bx, dy = (
        (a * first[0], a * last[0]),
        (c * first[1], c * last[1]),
        (b * first[0], b * last[0]),
        (d * first[1], d * last[1]),
    )
    left, right = min(ax) + min(cy) + e, max(ax) + max(cy) + e
    top, bottom = min(bx) + min(dy) + f, max(bx) + max(dy) + f
    return left * POINTS, height - bottom * POINTS, right * POINTS, height - top * POINTS


def _read_text(text: Element, matrix: Matrix, height: float) -> Iterator[Run]:
    """The runs of a text object (11.2): each text code begins at its place or at that of the one before it."""
    size = _first(text.get("Size"), 0.0)
    scale = _first(text.get("HScale"), 1.0) or 1.0
    slant = math.degrees(math.atan2(-matrix[1], matrix[0])) % 360
    quarter = round(slant / 90)
    direction = quarter % 4 if abs(slant - 90 * quarter) <= _ASLANT else None
    x = y = 0.0
    for code in find_all(text, "TextCode"):
        words = "".join(code.itertext())
        x, y = _first(code.get("X"), x), _first(code.get("Y"), y)
        to_right, downward = (_steps(code.get(name, ""), len(words)) for name in ("DeltaX", "DeltaY"))
        signs: list[tuple[str, Box]] = []
        downs: list[bool] = []  # whether each sign but the first stands below the one before it
        shown = size * math.hypot(matrix[2], matrix[3]) * POINTS
        at_x, at_y = x, y
        for number, sign in enumerate(words):
            usual = size * scale * (1.0 if WIDE.match(sign) else _NARROW)
            step = to_right[number] if number < len(to_right) else 0.0 if downward else usual
            fall = downward[number] if number < len(downward) else 0.0
            wide = min(abs(step), size * scale) if step else usual
            box = _box_of(matrix, (at_x, at_y - _ASCENT * size), (at_x + wide, at_y + _DESCENT * size), height)
            signs.append((sign, box))
            at_x, at_y = at_x + step, at_y + fall
            downs.append(fall > 0.5 * size and step < 0.5 * size)
            if downs[-1] and not all(downs):  # a line ends within a text code
                yield Run(signs, shown, direction)
                signs, downs = [], []
        if signs:
            stands = len(signs) > 1 and all(downs[:-1])
            yield Run(signs, shown, direction, stands)


def _steps(written: str, most: int) -> list[float]:
    """The steps from sign to sign; `g 3 1.5` says 1.5 three times (11.3, table 47). No more than there are signs."""
    parts = written.split()
    steps: list[float] = []
    place = 0
    while place < len(parts) and len(steps) < most:
        if parts[place] == "g" and place + 2 < len(parts):
            count = int(parts[place + 1][:9]) if parts[place + 1].isdecimal() else 0
            steps += [_first(parts[place + 2], 0.0)] * min(count, most - len(steps))
            place += 3
        else:
            steps.append(_first(parts[place], 0.0))
            place += 1
    return steps


def _read_strokes(path: Element, matrix: Matrix, height: float) -> Iterator[Box]:
    """The level and upright lines of a path: what it strokes, and what it fills that is thin enough to be a line."""
    if path.get("Fill") == "true" and path.get("Stroke") == "false":
        points = [point for line in _walk(text_of(path, "AbbreviatedData")) for point in line]
        if points:
            (left, right), (top, bottom) = ((min(side), max(side)) for side in zip(*points, strict=True))
            if min(right - left, bottom - top) <= _THIN:
                yield _box_of(matrix, (left, top), (right, bottom), height)
    elif path.get("Stroke") != "false":
        for line in _walk(text_of(path, "AbbreviatedData")):
            box = _box_of(matrix, *line, height)
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                yield box


def _walk(data: str) -> Iterator[tuple[Point, Point]]:
    """The straight lines of a path's abbreviated data (9.1); curves are passed over."""
    parts = _PATH.findall(data)
    place, at, start = 0, (0.0, 0.0), (0.0, 0.0)
    while place < len(parts):
        command = parts[place]
        count = _STEPS.get(command)
        numbers = parts[place + 1 : place + 1 + (count or 0)]
        if count is None or any(number in _STEPS for number in numbers) or len(numbers) < count:
            place += 1
            continue
        place += 1 + count
        to = (float(numbers[-2]), float(numbers[-1])) if count else start
        if command in "LC":
            yield at, to
        elif command in "MS":
            start = to
        at = to


def _numbers(written: str) -> list[float]:
    return [value for part in _NUMBER.findall(written) if math.isfinite(value := float(part)) and abs(value) < 1e7]


def _first(written: str | None, usual: float) -> float:
    return next(iter(_numbers(written or "")), usual)
