"""Tables as text: one line a row, its cells between bars, and where each cell stands in that text.

    指标 | 单位 | 2023年 | 2022年

The words of a merged cell stand once, in its first place; its other places are empty. A row whose first or last place is empty
is written with bars at both ends, so that nobody takes it for a shorter row. A title that is a row of its table stands above it
without bars.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6"  # characters between which a line break is no blank
_NOT_NEEDED = re.compile(rf"(?<=[{_WIDE}])\n|\n(?=[{_WIDE}])")
_NUMBER = re.compile(r"\s*[-+−]?[\d,，.]+\s*[%％‰]?\s*")
_PROSE = 80  # code points with a full stop among them: a cell that holds a paragraph
_MOSTLY = 0.7


@dataclass(frozen=True, slots=True)
class PlacedText:
    """The words of a cell and its place in the table's grid, counted from 1."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it was found: its cells that hold words, in any order."""

    cells: tuple[PlacedText, ...]


@dataclass(frozen=True, slots=True)
class RowText:
    """A row as a line, and in it each cell that holds words: (start, end, column)."""

    line: str
    row: int
    cells: tuple[tuple[int, int, int], ...]


def write_rows(cells: Iterable[PlacedText]) -> list[RowText]:
    """The rows of a table in order, without the columns that are empty in all. What has one place stands together."""
    grid: dict[int, dict[int, str]] = {}
    for cell in cells:
        row = grid.setdefault(cell.row, {})
        row[cell.column] = f"{row.get(cell.column, '')} {clean_cell(cell.text)}".strip()
    columns = sorted({column for row in grid.values() for column, words in row.items() if words})
    rows: list[RowText] = []
    named = False
    for number in sorted(grid):
        words = {column: grid[number].get(column, "") for column in columns}
        named = named or sum(map(bool, words.values())) > 1
        rows.append(_write_row(number, words) if named else _write_title(number, words))
    return rows


def clean_cell(words: str) -> str:
    """A cell's words on one line and without bars; a line break between Chinese characters is no blank."""
    return join_lines(words.strip().replace("|", "/"))


def join_lines(words: str) -> str:
    """Lines as one: a break beside a Chinese character or sign goes, any other becomes a blank."""
    lines = "\n".join(stripped for line in words.split("\n") if (stripped := line.strip()))
    return _NOT_NEEDED.sub("", lines).replace("\n", " ")


def is_frame(cells: Sequence[PlacedText]) -> bool:
    """Whether a grid is no table but a frame around prose or a page's layout: one column, or mostly whole paragraphs."""
    filled = [cell for cell in cells if cell.text.strip()]
    if len({cell.column for cell in filled}) < 2:
        return True
    if sum(bool(_NUMBER.fullmatch(cell.text)) for cell in filled) > 2:
        return False
    paragraphs = sum(len(cell.text) for cell in filled if len(cell.text) > _PROSE and "。" in cell.text)
    return paragraphs > _MOSTLY * sum(len(cell.text) for cell in filled)


def _write_title(number: int, words: dict[int, str]) -> RowText:
    """A row above all others with one cell only: the table's name, or the unit of all its figures (单位：万元)."""
    column, word = next(((column, word) for column, word in words.items() if word), (1, ""))
    return RowText(word, number, ((0, len(word), column),) if word else ())


def _write_row(number: int, words: dict[int, str]) -> RowText:
    row = list(words.values())
    edged = not row[0] or not row[-1]
    line = "| " if edged else ""
    cells: list[tuple[int, int, int]] = []
    for place, (column, word) in enumerate(words.items()):
        if place:
            line += " | "
        if word:
            cells.append((len(line), len(line) + len(word), column))
        line += word
    return RowText(line + " |" if edged else line, number, tuple(cells))
