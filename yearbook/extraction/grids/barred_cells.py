"""A table with a cell a line and a line for the bar behind each: 项目 ⏎ | ⏎ 市直 ⏎ | ⏎ 车辆 ⏎ | ⏎ 96 ⏎ |."""

from __future__ import annotations

from collections.abc import Sequence

from yearbook.extraction.grids.grid import Span
from yearbook.extraction.grids.lines import Line, is_sure_mark

_LINES_OF_CELL = 3


def read_barred_cells(flat: str, lines: Sequence[Line], first: int) -> tuple[int, list[Span], list[int]] | None:
    """The line that ends such a table, its cells, and the line breaks within them; None unless three cells begin at `first`."""
    begin, most = first, 1  # a title may stand above the first
    for _ in range(3):
        bar = _find_bar(flat, lines, begin, most)
        if not bar:
            return None
        begin, most = bar + 1, _LINES_OF_CELL
    end, cells, joined = first, list[Span](), list[int]()
    while bar := _find_bar(flat, lines, end, _LINES_OF_CELL, empty=True):
        words = [line for line in lines[end:bar] if not is_sure_mark(flat, line)]
        cells += [(words[0].start, words[-1].end)] if words else []
        joined += [line.end for line in words[:-1]]
        bars = flat.count("|", lines[bar].start, lines[bar].end) - bool(words)
        cells += [(lines[bar].end, lines[bar].end)] * bars
        end = bar + 1
    return end, cells, joined


def _find_bar(flat: str, lines: Sequence[Line], first: int, most: int, empty: bool = False) -> int:
    """The line of bars alone below a cell of so many lines at most, or of none; 0 where none is."""
    for number in range(first, len(lines)):
        line = lines[number]
        if line.kind == "bars":
            alone = not flat[line.start : line.end].strip("| ")
            return number if alone and (empty or number > first) else 0
        most -= not is_sure_mark(flat, line)
        if most < 0 or line.kind not in ("words", "value", "numbers"):
            return 0
    return 0
