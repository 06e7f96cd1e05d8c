"""Layout: where the tables of a text stand, however their cells are separated, as grids; and marks that keep the cells apart.

Rows with bars; cells with tabs, several blanks or leaders between them; one cell a line, with bars or without; lines as a PDF
gives them, single blanks between numbers and labels that run over lines.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from yearbook.extraction.grids.barred_cells import read_barred_cells
from yearbook.extraction.grids.cell_a_line import fold_cells
from yearbook.extraction.grids.grid import Grid, Marks, Row, Span
from yearbook.extraction.grids.lines import (
    Line,
    clear_rules,
    holds_rows,
    is_group,
    is_page_mark,
    is_sure_mark,
    is_value,
    mend_digits,
    read_lines,
)
from yearbook.extraction.grids.printed_lines import read_printed_rows

CAPTIONS = 6  # lines above a table that may name it, or give its unit
MOST_CELLS = 1000  # of a row: what has more is no table that people read
_LEAST_VALUES = 2


@dataclass(slots=True)
class Layout:
    """The tables of a text, in its order."""

    grids: list[Grid] = field(default_factory=list)

    def mark_cells(self, source: str, flat: str) -> str:
        """`flat` (the source, character by character half-width) with a bar wherever a cell ends; finds the grids."""
        flat = mend_digits(clear_rules(flat))
        self.grids, marks = find_grids(source, flat)
        return marks.apply(flat)


def find_grids(source: str, flat: str) -> tuple[list[Grid], Marks]:
    """The tables of a text and what keeps their cells apart. Takes time in proportion to the text's length."""
    if not holds_rows(source, flat):
        return [], Marks()
    finder = _GridFinder(source, flat)
    finder.find()
    return finder.grids, finder.marks


class _GridFinder:
    """Walks over the lines of a text."""

    def __init__(self, source: str, flat: str) -> None:
        self.flat = flat
        self.lines = read_lines(source, flat)
        self.grids: list[Grid] = []
        self.marks = Marks()
        self.taken = 0  # the first line that no table has yet

    def find(self) -> None:
        number = 0
        while number < len(self.lines):
            kind = self.lines[number].kind
            end = number + 1
            if kind == "bars":
                end = self._end_of_run(number, ("bars",))
                self._add(number, self._read_bars(self.lines[number:end]))
            elif kind == "gaps":
                end = self._end_of_gaps(number)
                self._read_gaps(number, end)
            elif barred := read_barred_cells(self.flat, self.lines, number):
                end, cells, joined = barred
                self._add(number, self._fold_cells(cells))
                self.marks.dropped += joined
                self.taken = end
            elif self._begins_row(number):
                end = self._read_led_bars(number)
            elif kind != "prose":
                end = self._end_of_run(number, ("numbers", "value", "words"))
                end -= end - 1 > number and read_barred_cells(self.flat, self.lines, end - 1) is not None
                self._read_bare(number, end)
            number = end

    def _end_of_run(self, first: int, kinds: tuple[str, ...]) -> int:
        """Where lines of some kinds end; a page's number and 续表 between two of them do not end them."""
        end = first + 1
        while end < len(self.lines):
            if self.lines[end].kind in kinds or (kinds == ("bars",) and self._is_group(end)):
                end += 1
                continue
            behind = next((n for n in range(end, min(end + 3, len(self.lines))) if not self._is_mark(n)), None)
            if behind is None or behind == end or self.lines[behind].kind not in kinds:
                break
            end = behind
        return end

    def _is_group(self, number: int) -> bool:
        """A line between two rows with bars that numbers a group, no title of a table with headings of its own: 二、县区."""
        line, (below, *_) = self.lines[number], (*self.lines[number + 1 : number + 2], None)
        if below is None or below.kind != "bars" or line.kind != "words" or not is_group(self.flat, line):
            return False
        return any(is_value(self.flat[slice(*cell)]) for cell in self._split_bars(below))

    def _is_mark(self, number: int) -> bool:
        return is_page_mark(self.flat, self.lines[number])

    def _join(self, end: int, start: int) -> None:
        """The line breaks between two cells of a row are no ends of lines, unless a page ends there."""
        if not self.flat[end:start].strip(" |\n"):
            self.marks.dropped += [place for place in range(end, start) if self.flat[place] == "\n"]

    def _end_of_gaps(self, first: int) -> int:
        """Rows with gaps, and lines of one cell between two of them: names of groups."""
        end = last = first + 1
        while end < len(self.lines) and (
            self.lines[end].kind == "gaps" or ((self.lines[end].kind == "words" or self._is_mark(end)) and end - last < CAPTIONS)
        ):
            end += 1
            last = end if self.lines[end - 1].kind == "gaps" else last
        return last

    def _add(self, first: int, rows: list[Row]) -> None:
        if rows:
            captions = [
                (line.start, line.end)
                for line in self.lines[max(self.taken, first - CAPTIONS) : first]
                if line.kind in ("words", "prose", "gaps", "numbers")
            ]
            self.grids.append(Grid(rows, captions))
            self.taken = first

    # rows with bars

    def _read_bars(self, lines: list[Line]) -> list[Row]:
        lines = [line for line in lines if line.kind == "bars" or not is_page_mark(self.flat, line)]
        ended = [self.flat[line.end - 1] == "|" for line in lines]
        bars = [self.flat.count("|", line.start, line.end) for line in lines]
        widest = max((count for count, end in zip(bars, ended, strict=True) if not end), default=0)  # of lines without a last bar
        closed = sum(ended) > len(lines) / 2
        rows = [self._split_bars(line, closed and count != widest) for line, count in zip(lines, bars, strict=True)]
        if len(rows) > 3 and sum(sum(start < end for start, end in cells) <= 1 for cells in rows) > 0.8 * len(rows):
            return self._fold_bars(lines, rows)
        return [Row(cells) for cells in rows if 0 < len(cells) <= MOST_CELLS and not self._is_rule(cells)]

    def _is_rule(self, cells: list[Span]) -> bool:
        """| --- | --- | under a heading."""
        words = [self.flat[slice(*cell)] for cell in cells]
        return any("--" in word for word in words) and all(not word.strip("-:+= ") for word in words)

    def _split_bars(self, line: Line, closed: bool = True) -> list[Span]:
        """The cells of a line; bars at its ends enclose them. A last bar that most rows lack stands before an empty cell."""
        text, start = self.flat, line.start
        cells: list[Span] = []
        while True:
            bar = text.find("|", start, line.end)
            cells.append(self._strip(start, line.end if bar < 0 else bar))
            if bar < 0:
                break
            start = bar + 1
        enclosed = text[line.start] == "|" and text[line.start - 1 : line.start] != " "
        if enclosed:
            cells.pop(0)
        if text[line.end - 1] == "|" and cells and (closed or enclosed):
            cells.pop()
        return cells

    def _strip(self, start: int, end: int) -> Span:
        words = self.flat[start:end]
        left = len(words) - len(words.lstrip())
        return start + left if left < len(words) else start, start + max(len(words.rstrip()), left if left < len(words) else 0)

    def _fold_bars(self, lines: list[Line], rows: list[list[Span]]) -> list[Row]:
        """A cell a line with a bar behind it, or before it: then the line without one begins a row."""
        cells: list[Span] = []
        for line, row in zip(lines, rows, strict=True):
            bars = self.flat.count("|", line.start, line.end)
            filled = [cell for cell in row if cell[0] < cell[1]]
            empty = (line.end, line.end)
            cells += filled + [empty] * (bars - 1 if filled else bars)
        return self._fold_cells(cells)

    def _fold_cells(self, cells: list[Span]) -> list[Row]:
        folded = fold_cells(self.flat, cells)
        for joined in folded:
            for (_, end), (start, _) in pairwise(joined.cells):
                self._join(end, start)
        return folded

    def _begins_row(self, number: int) -> bool:
        """The first cell of a row, the others with bars before them on the lines below it."""
        below = next((line for line in self.lines[number + 1 : number + 3] if not is_sure_mark(self.flat, line)), None)
        return (
            below is not None and below.kind == "bars" and self._is_led(below) and not is_sure_mark(self.flat, self.lines[number])
        )

    def _is_led(self, line: Line) -> bool:
        return self.flat[line.start] == "|" and self.flat.find("|", line.start + 1, line.end) < 0

    def _read_led_bars(self, first: int) -> int:
        end, rows, lines = first, 0, []
        while end < len(self.lines):
            line = self.lines[end]
            if not is_sure_mark(self.flat, line):
                if not (self._is_led(line) if line.kind == "bars" else self._begins_row(end)):
                    break
                rows += line.kind != "bars"
                lines.append(line)
            end += 1
        if rows < _LEAST_VALUES:
            return first + 1
        cells = [self._split_bars(line) if line.kind == "bars" else [(line.start, line.end)] for line in lines]
        leading = [line.kind == "bars" for line in lines]
        self._add(first, self._rows_by_first_cell(lines, cells, leading))
        self.taken = end
        return end

    def _rows_by_first_cell(self, lines: list[Line], rows: list[list[Span]], leading: list[bool]) -> list[Row]:
        read: list[Row] = []
        for line, cells, follows in zip(lines, rows, leading, strict=True):
            if follows and read:
                self._join(read[-1].cells[-1][1], line.start)
                read[-1].cells += cells or [(line.end, line.end)]
            else:
                read.append(Row(cells or [(line.start, line.end)]))
        return read

    # rows with gaps

    def _read_gaps(self, first: int, end: int) -> None:
        lines = [
            self.lines[number] for number in range(first, end) if self.lines[number].kind == "gaps" or not self._is_mark(number)
        ]
        values = sum(
            any(is_value(self.flat[slice(*cell)].strip()) for cell in line.words) for line in lines if line.kind == "gaps"
        )
        if values < _LEAST_VALUES:
            return
        rows = [
            Row([self._strip(*cell) for cell in line.words] if line.kind == "gaps" else [(line.start, line.end)])
            for line in lines
        ]
        for line in lines:
            for (_, before), (after, _) in pairwise(line.words if line.kind == "gaps" else ()):
                self.marks.part(before, after)
        self._add(first, rows)
        self.taken = end

    # lines of words and numbers without bars or gaps

    def _read_bare(self, first: int, end: int) -> None:
        lines = self.lines[first:end]
        kinds = Counter(line.kind for line in lines)
        if kinds["numbers"] + kinds["value"] < _LEAST_VALUES and not self._is_broad(lines):
            return
        wrapped = sum(line.kind == "words" and bool(line.words) for line in lines)
        if kinds["numbers"] and kinds["numbers"] + wrapped >= kinds["value"]:
            self._read_printed(first, lines)
        elif kinds["value"] >= _LEAST_VALUES:
            self._read_cells(first, lines)

    def _is_broad(self, lines: list[Line]) -> bool:
        """A single row of many numbers is a table as well."""
        return any(line.kind == "numbers" and len(line.words) >= 4 for line in lines)

    def _read_printed(self, first: int, lines: list[Line]) -> None:
        end, lines = first + len(lines), [line for line in lines if not is_page_mark(self.flat, line)]
        header, rows, joined = read_printed_rows(self.flat, lines)
        if not rows:
            return
        for row in rows:
            for (_, before), (after, _) in pairwise(row.cells):
                if "\n" not in self.flat[before:after]:
                    self.marks.part(before, after)
        for before, after in joined:
            self.marks.drop(before, after)
        self._add(first + header, rows)
        self.taken = end

    def _read_cells(self, first: int, lines: list[Line]) -> None:
        rows = fold_cells(self.flat, [(line.start, line.end) for line in lines if not is_sure_mark(self.flat, line)])
        if not rows:
            return
        for row in rows:
            for (_, before), (after, _) in pairwise(row.cells):
                if not self.flat[before:after].strip():
                    self.marks.part(before, after)
        self._add(first + next(number for number, line in enumerate(lines) if line.start >= rows[0].start), rows)
        self.taken = first + len(lines)
