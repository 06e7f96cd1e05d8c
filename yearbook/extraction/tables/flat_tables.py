"""Tables flattened to one cell a line: headings, then a label and its figures, row after row.

信息内容 ⏎ 本年制发件数 ⏎ 现行有效件数 ⏎ 行政规范性文件 ⏎ 2 ⏎ 9 ⏎ …
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from yearbook.extraction.mentions.normalize import NormalizedText

CELL = 24  # code points that a cell may have at most
ROWS = 2  # rows that a table has at least
_NUMBER = re.compile(r"[-+−]?[0-9０-９][0-9０-９,，. ]*[%％]?")
_NUMBER_LINE = re.compile(rf"\n[^\S\n]*{_NUMBER.pattern}[^\S\n]*(?=\n|\Z)")  # a table has some, and none in its first line
_SENTENCE = re.compile(r"[。；，、;]")


@dataclass(frozen=True, slots=True)
class FlatCell:
    """A figure's cell, its row's label and its column's heading, as spans of the normalized text."""

    own: tuple[int, int]
    label: tuple[int, int]
    heading: tuple[int, int]


def find_flat_cells(source: str, normalized: NormalizedText) -> list[FlatCell]:
    """The cells of all tables of a source that stand one to a line; none where the lines do not repeat a row's pattern."""
    if not _NUMBER_LINE.search(source):
        return []
    lines = [(match.start(), match.end()) for match in re.finditer(r"\S[^\n]*", source)]
    cells: list[FlatCell] = []
    for short, run in groupby(lines, key=lambda line: _is_cell(source, line)):
        if short:
            cells += _read_block(source, normalized, list(run))
    return cells


def _is_cell(source: str, line: tuple[int, int]) -> bool:
    words = source[slice(*line)].strip()
    return len(words) <= CELL and "|" not in words and not _SENTENCE.search(words)


def _read_block(source: str, normalized: NormalizedText, lines: list[tuple[int, int]]) -> list[FlatCell]:
    numeric = [bool(_NUMBER.fullmatch(source[slice(*line)].strip())) for line in lines]
    if numeric.count(True) < ROWS:
        return []
    first = numeric.index(True)
    width = next((number for number in range(first, len(lines)) if not numeric[number]), len(lines)) - first
    top = first - 1 - (width + 1)  # the headings, one for each column and one above the labels, then the first label
    if top < 0:
        return []
    headings = lines[top + 1 : first - 1]
    cells: list[FlatCell] = []
    rows, label = 0, first - 1
    while label + width < len(lines) and not numeric[label] and all(numeric[label + 1 : label + 1 + width]):
        for column in range(width):
            spans = (lines[label + 1 + column], lines[label], headings[column])
            cells.append(FlatCell(*(_normalized_span(normalized, span) for span in spans)))
        rows, label = rows + 1, label + 1 + width
    return cells if rows >= ROWS else []


def _normalized_span(normalized: NormalizedText, span: tuple[int, int]) -> tuple[int, int]:
    return normalized.offsets.index_of(span[0]), normalized.offsets.index_of(span[1])
