"""Printed lines as paragraphs: which line only goes on with the one before it, also over the end of a page.

A line goes on where the one before it is full (what comes next would not have fitted on it) and nothing tells of a new
paragraph: an indent, a gap, letters of another size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from statistics import median

from yearbook.documents.pdf.lines import WIDE, Line

_SAME = 0.6  # em: lines whose left ends differ by less begin at the same place
_SAME_SIZE = 0.25
_GAP = 1.55  # of the usual distance between lines
_SLACK = 0.35  # em
_LEAST_LINES = 4  # from which a page's margins can be told
_NARROW = 0.55  # of the page: a line wider than this is in no column beside another
_LEAST_WIDTH = 0.7  # of the page: a text column is hardly narrower, so that a few short lines do not count as full
_WORD = r"(?:[0-9A-Za-z.,%/+\-]+|.)"
_CLOSERS = "，。、；：！？）》”’】〕」,.;:!?)%％"
# what is never broken at a line's end: a word, with brackets that open before it, signs that close after it, words behind a quote
_UNBROKEN = re.compile(rf"[（(《“‘【〔「]*{_WORD}(?:[{re.escape(_CLOSERS)}]+|[“‘]{_WORD})*")
_ENDS = "。！？!?；;：:…"
_LIST_MARK = re.compile(r"[•●■◆▪·○\-–—*]|[(（]?[\d一二三四五六七八九十]{1,3}[)）.．、]|[①-⑳]")


@dataclass(frozen=True, slots=True)
class Column:
    """The left and right edges between which lines are set, and the usual distance from line to line."""

    left: float
    right: float
    pitch: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line on its page, with the column in which it stands."""

    line: Line
    page: int
    column: Column

    @property
    def indent(self) -> float:
        return (self.line.left - self.column.left) / self.line.size


def find_columns(pages: Sequence[tuple[float, list[Line]]]) -> list[list[Column]]:
    """The column of every line: of each page, given as its width and its lines, one column a line."""
    own = [_measure(width, lines) for width, lines in pages]
    known = [column for column, (_, lines) in zip(own, pages, strict=True) if len(lines) >= _LEAST_LINES]
    columns: list[list[Column]] = []
    for column, (width, lines) in zip(own, pages, strict=True):
        if len(lines) < _LEAST_LINES and known:
            column = Column(*(median(measures) for measures in zip(*(astuple(other) for other in known), strict=True)))
        edges = _find_side_by_side(width, lines)
        columns.append([_column_of(line, edges, column) for line in lines])
    return columns


def goes_on(paragraph: Sequence[PlacedLine], after: PlacedLine) -> bool:
    """Whether a line goes on with the paragraph whose lines so far are given."""
    before, first = paragraph[-1], paragraph[0]
    size = before.line.size
    if after.line.text[0] in _CLOSERS:
        return True
    if abs(after.line.size - size) > _SAME_SIZE * size or not _is_full(before, after):
        return False
    if before.page == after.page and before.column == after.column:
        step = before.line.bottom - after.line.bottom
        if step > _GAP * before.column.pitch or step < 0:
            return False
    ended = before.line.text[-1:] in _ENDS
    if len(paragraph) > 1:
        indented = abs(first.indent - before.indent) > _SAME
        return abs(after.indent - before.indent) <= _SAME and (indented or not ended)
    if after.indent < before.indent - _SAME:
        return True
    if after.indent > before.indent + _SAME:
        centred = abs(after.line.left + after.line.right - before.line.left - before.line.right) < size
        return bool(_LIST_MARK.match(before.line.text)) or (centred and not ended)
    return not ended


def _is_full(before: PlacedLine, after: PlacedLine) -> bool:
    """Whether what the next line begins with would not have fitted on the line before it."""
    line = before.line
    first = _UNBROKEN.match(after.line.text)
    needed = sum(1.0 if WIDE.match(character) else 0.5 for character in first[0]) * line.size if first else 0
    return line.right + needed + _SLACK * line.size > before.column.right


def _measure(width: float, lines: list[Line]) -> Column:
    """The column of a page with one column; a few lines alone do not tell how wide it is."""
    if not lines:
        return Column(0.0, width, 0.0)
    rights = sorted((line.right for line in lines), reverse=True)
    lefts = sorted(line.left for line in lines)
    second = min(1, len(lines) - 1)  # one line may hang out of the column
    steps = [above.bottom - below.bottom for above, below in pairwise(lines)]
    down = [step for above, step in zip(lines, steps, strict=False) if 0.8 * above.size < step < 4 * above.size]
    return Column(
        lefts[second],
        max(rights[second], lefts[second] + _LEAST_WIDTH * width),
        median(down) if down else 1.7 * median(line.size for line in lines),
    )


def _find_side_by_side(width: float, lines: list[Line]) -> list[tuple[float, float]]:
    """The edges of columns side by side, where reading goes up again to the right; none on a page with one column."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if line.right - line.left > _NARROW * width:
            continue  # a title over all columns
        if runs[-1] and line.bottom > runs[-1][-1].top and line.left > runs[-1][0].left + line.size:
            runs.append([])
        runs[-1].append(line)
    edges: list[tuple[float, float]] = []
    for run in runs:
        if len(run) < _LEAST_LINES - 1:
            continue
        left, right = min(line.left for line in run), max(line.right for line in run)
        if edges and left <= edges[-1][1]:
            return []
        edges.append((left, right))
    return edges if len(edges) > 1 else []


def _column_of(line: Line, edges: list[tuple[float, float]], whole: Column) -> Column:
    for left, right in edges:
        if left - 1 <= line.left and line.right <= right + 1:
            return Column(left, right, whole.pitch)
    return whole
