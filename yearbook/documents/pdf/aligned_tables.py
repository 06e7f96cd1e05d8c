"""Aligned tables of a PDF page, without rules: consecutive lines whose parts stand in the same columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from yearbook.documents.builder import Grid, PlacedText
from yearbook.documents.pdf.lines import Line, split_line, stand_beside

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
            PlacedText(number, _column_of(part, columns), part.text) for number, row in enumerate(rows, start=1) for part in row
        )
    )
