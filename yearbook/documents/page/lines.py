"""Text lines of a page from its characters, and tables without rules: lines whose parts share columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from yearbook.documents.document import Grid, PlacedText
from yearbook.documents.page.glyphs import Glyph
from yearbook.documents.scanned import Ink

WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’…—·]")
_BLANKS = " \t\xa0\u2002\u2003\u3000"
_SPACED = 0.2  # em
_MORE_THAN_SPACED = 1.5  # times the usual gap between the characters of a line
_OF_FIGURES = re.compile(r"[\d.%％‰万亿]")
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


def measure_ink(lines: Sequence[Line]) -> Ink:
    """Where lines stand together, and how sure their characters are."""
    lefts, bottoms, rights, tops = zip(*((line.left, line.bottom, line.right, line.top) for line in lines), strict=True)
    box = min(lefts), min(bottoms), max(rights), max(tops)
    glyphs = [glyph for line in lines for glyph in line.glyphs if glyph.text not in _BLANKS]
    lowest = min((glyph.score for glyph in glyphs if _OF_FIGURES.match(glyph.text)), default=1.0)
    return Ink(box, sum(glyph.score for glyph in glyphs) / len(glyphs), lowest)


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


_GAP = 1.2  # em: parts of a line that stand further apart are cells
_LEAST_ROWS = 3
_LEAST_FIGURES = 0.5  # of the cells right of the first column
_FIGURE = re.compile(r"[-+−—]?[\d,，.]*\d[\d,，.]*\s*[%％‰]?|[-—–/]+|(?:19|20)\d\d\s*年?")
_SENTENCE = re.compile("[。；，]")

Row = list[Line]


def extract_aligned_tables(lines: Sequence[Line]) -> list[Line | Grid]:
    """The lines, with each such table in place of its lines. Every line is returned once or is in one table."""
    heights = _group(lines)
    rows = [[part for line in group for part in split_line(line, _GAP * line.size)] for group in heights]
    flow: list[Line | Grid] = []
    number = 0
    while number < len(rows):
        end = number
        while end < len(rows) and _is_row(rows[end]) and (end == number or _is_below(rows[end - 1][0], rows[end][0])):
            end += 1
        columns = _find_columns(rows[number:end])
        if columns:
            flow.append(_place(rows[number:end], columns))
            number = end
        else:
            flow += heights[number]
            number += 1
    return flow


def _group(lines: Sequence[Line]) -> list[list[Line]]:
    """Group consecutive lines at the same height, which pdfium may give apart."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and stand_beside(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_row(row: Row) -> bool:
    return len(row) > 1 and not any(_SENTENCE.search(part.text) for part in row[1:])


def _is_below(above: Line, below: Line) -> bool:
    """Whether a line follows closely below another."""
    return 0 < above.bottom - below.bottom < 4 * max(above.size, below.size)


def _find_columns(rows: list[Row]) -> list[tuple[float, float]]:
    """The left and right ends of each column; none where the rows do not make a table with figures."""
    widest = max((len(row) for row in rows), default=0)
    full = [row for row in rows if len(row) == widest]
    if len(rows) < _LEAST_ROWS or len(full) < max(2, 0.6 * len(rows)):
        return []
    columns = [(min(part.left for part in parts), max(part.right for part in parts)) for parts in zip(*full, strict=True)]
    if any(left[1] >= right[0] for left, right in pairwise(columns)):
        return []
    cells = [part.text for row in rows for part in row[1:]]
    if sum(bool(_FIGURE.fullmatch(cell)) for cell in cells) < _LEAST_FIGURES * len(cells):
        return []
    placed = [[_column_of(part, columns) for part in row] for row in rows]
    return columns if all(len(set(row)) == len(row) for row in placed) else []


def _column_of(part: Line, columns: list[tuple[float, float]]) -> int:
    """The column, counted from 1, whose middle is nearest to a part's nearest end or middle."""
    ends = (part.left, (part.left + part.right) / 2, part.right)

    def distance(number: int) -> float:
        left, right = columns[number]
        return min(abs(end - goal) for end, goal in zip(ends, (left, (left + right) / 2, right), strict=True))

    return min(range(len(columns)), key=distance) + 1


def _place(rows: list[Row], columns: list[tuple[float, float]]) -> Grid:
    return Grid(
        tuple(
            PlacedText(number, _column_of(part, columns), part.text, measure_ink([part]))
            for number, row in enumerate(rows, start=1)
            for part in row
        )
    )
