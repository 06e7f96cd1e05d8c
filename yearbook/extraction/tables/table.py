"""Tables in a text, their cells between bars: the words of the row, of the headings and above the table for each figure.

Offsets count code points of the normalized text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal

from yearbook.catalogue.vocabulary import UnitReading, load_units
from yearbook.catalogue.weights import Weights
from yearbook.extraction.linking.context import Zone
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention
from yearbook.extraction.mentions.passage import Passage

MOST_CELLS = 1000  # of a row: what has more is no table that people read
_UNIT_LINE = re.compile(r"(?:金额|计量|数据)?单位:\s*([^\s|,。;()]+)")
_RULE = re.compile(r"[\s|:+=-]*-[\s|:+=-]*")
_NO_VALUE = re.compile(r"[-/.·\s]*|无|不适用|未公布")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
_SCALES = {
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "千": Decimal(1_000),
    "百万": Decimal(1_000_000),
    "百": Decimal(100),
}
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure's cell: the zones of its row's and column's words, and what its heading means for it."""

    zones: list[Zone]
    headings: tuple[Span, ...]  # those of its column, from the top
    row: int  # where its row begins
    readings: tuple[UnitReading, ...]
    change: bool  # a column of changes
    planned: bool
    total: bool  # a column that sums up the row


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    cells: list[Span]
    figures: dict[int, Mention]  # by the number of the cell


@dataclass(frozen=True, slots=True)
class _CellReader:
    """Makes a cell from the words that belong to it."""

    text: str
    cues: Cues
    weights: Weights

    def words(self, span: Span) -> str:
        return self.text[slice(*span)].strip()

    def is_total(self, labels: list[Span]) -> bool:
        """Whether a row or a column sums up the others."""
        return any(self.cues.row_totals.fullmatch(self.words(label)) for label in labels)

    def make_cell(self, mention: Mention, row: int, labels: list[Span], headings: list[Span]) -> Cell:
        words = " ".join(self.text[slice(*span)] for span in headings)
        change = bool(self.cues.column_change.search(words))
        readings = mention.readings
        if not readings and change:  # a column of changes is in percent, or an amount that has no metric
            readings = parse_unit("%") if self.cues.column_rate.search(words) else ()
        elif not readings:
            matches = (_IN_BRACKETS.search(self.text[slice(*span)]) for span in (*headings, *labels))
            units = [*(match.group(1) for match in matches if match), *(self.text[slice(*span)] for span in labels)]
            readings = next((parsed for unit in units if (parsed := parse_unit(unit))), ())
        return Cell(
            zones=[Zone(*span, self.weights.cell_label) for span in (*labels, *headings)],
            headings=tuple(span for span in headings if self.words(span)),
            row=row,
            readings=readings,
            change=change,
            planned=bool(self.cues.column_plan.search(words)),
            total=self.is_total(headings),
        )


def find_cells(passage: Passage, mentions: list[Mention], cues: Cues, weights: Weights) -> dict[int, Cell]:
    """The cell of every figure that stands in a table, by the figure's place."""
    figures = [mention for mention in mentions if mention.role in FIGURE_ROLES]
    reader = _CellReader(passage.normalized.text, cues, weights)
    return _TableReader(reader, figures).read() if "|" in reader.text else {}


class _TableReader:
    """Reads a text line by line, and keeps the headings, the caption and the unit of the table that the line is in."""

    def __init__(self, cells: _CellReader, figures: list[Mention]) -> None:
        self.text, self.cells, self.weights = cells.text, cells, cells.weights
        self.figures, self.places = figures, [mention.at for mention in figures]
        self.headings: list[_Row] = []
        self.above: _Row | None = None  # the last row with figures
        self.caption: Span = (0, 0)
        self.unit: tuple[UnitReading, ...] = ()

    def read(self) -> dict[int, Cell]:
        found: dict[int, Cell] = {}
        begin = 0
        for line in self.text.split("\n"):
            start, end = begin, begin + len(line)
            begin = end + 1
            if _RULE.fullmatch(line):  # | --- | --- | under a heading
                continue
            if "|" not in line:
                if line.strip():
                    self.headings, self.above, self.unit = [], None, _find_stated_unit(line)
                    self.caption = (self.caption[0] if self.unit else start, end)  # 单位:万元 stands below the table's name
                continue
            if line.count("|") > MOST_CELLS:
                continue
            row = self._read_row(start, end)
            self.unit = _find_stated_unit(line) or self.unit
            if not row.figures:
                self._add_heading(row)
                continue
            self.above = row = self._add_merged_labels(row)
            for number, mention in row.figures.items():
                found[mention.at] = self._read_cell(row, number)
        return found

    def _read_row(self, start: int, end: int) -> _Row:
        cells: list[Span] = []
        held: dict[int, Mention] = {}
        begin = start
        while begin <= end:
            bar = self.text.find("|", begin, end)
            stop = end if bar < 0 else bar
            first = bisect_right(self.places, begin - 1)
            if first < len(self.figures) and self.places[first] < stop and self.cells.words((begin, stop)):
                held[len(cells)] = self.figures[first]
            cells.append((begin, stop))
            begin = stop + 1
        if self.text[start : start + 1] == "|":  # | with bars at both ends |
            cells.pop(0)
            held = {number - 1: mention for number, mention in held.items()}
            if len(cells) > 1 and self.text[end - 1 : end] == "|":
                cells.pop()
            return _Row(start, cells, held)
        while len(cells) > 1 and not self.cells.words(cells[-1]):
            cells.pop()
        return _Row(start, cells, held)

    def _add_heading(self, row: _Row) -> None:
        """Keep a row without figures as a heading.

        A row that names a group takes the place of the group before; below figures, a heading that repeats a word of the old
        ones takes their place, and a row of dashes is none.
        """
        if self._is_group(row):
            self.headings = [*(above for above in self.headings if not self._is_group(above)), row]
            return
        words = [self.cells.words(cell) for cell in row.cells]
        if self.above is not None:
            if all(_NO_VALUE.fullmatch(word) for word in words[1:]):
                return
            known = {self.cells.words(cell) for above in self.headings for cell in above.cells} - {""}
            if known.intersection(words):
                self.headings = []
        self.headings = [*self.headings, row]

    def _is_group(self, row: _Row) -> bool:
        """Whether a row names only what the rows below it have in common: | 一、能源 |  |  |."""
        filled = [bool(self.cells.words(cell)) for cell in row.cells]
        return len(filled) > 1 and filled[0] and not any(filled[1:])

    def _add_merged_labels(self, row: _Row) -> _Row:
        """A row that begins with empty cells goes on with the labels of the row above it: they were merged over both."""
        if self.above is None or len(self.above.cells) < len(row.cells):
            return row
        empty = next((number for number, cell in enumerate(row.cells) if self.cells.words(cell)), 0)
        return _Row(row.start, [*self.above.cells[:empty], *row.cells[empty:]], row.figures)

    def _read_cell(self, row: _Row, number: int) -> Cell:
        labels = [cell for place, cell in enumerate(row.cells[:number]) if place not in row.figures]
        cell = self.cells.make_cell(row.figures[number], row.start, labels, self._headings_of(row, number))
        weights = self.weights
        caption = weights.cell_caption_of_total if self.cells.is_total(labels) else weights.cell_caption
        zones = [
            *cell.zones,
            Zone(row.cells[number][0], row.figures[number].at, weights.cell_own),
            *(Zone(*above.cells[0], weights.cell_group) for above in self.headings if self._is_group(above)),
            Zone(*self.caption, caption),
        ]
        return replace(cell, zones=zones, readings=cell.readings or (() if cell.change else self.unit))

    def _headings_of(self, row: _Row, number: int) -> list[Span]:
        """The headings of a cell's column, from the top."""
        rows = [above.cells for above in self.headings if not self._is_group(above)]
        fitting = [cells for cells in rows if len(cells) == len(row.cells)]
        if fitting:
            return [self._spread(cells)[number] for cells in fitting[:-1]] + [fitting[-1][number]]
        if rows and len(rows[-1]) < len(row.cells):  # a cell too few: counted from the right
            from_right = number - (len(row.cells) - len(rows[-1]))
            return [rows[-1][from_right]] if from_right >= 0 else []
        return []

    def _spread(self, cells: list[Span]) -> list[Span]:
        """The cells of a heading above others; an empty one belongs to the filled one on its left, which was merged over both."""
        spread: list[Span] = []
        for cell in cells:
            spread.append(spread[-1] if spread and not self.cells.words(cell) else cell)
        return spread


def parse_unit(words: str) -> tuple[UnitReading, ...]:
    """The base units that a unit standing alone allows: 万元 is 10000 yuan; () for what is no unit."""
    readings = load_units().readings
    words = words.strip()
    if words in readings:
        return readings[words]
    for scale, factor in _SCALES.items():
        if words.startswith(scale) and words[len(scale) :] in readings:
            return tuple(UnitReading(reading.unit, reading.factor * factor) for reading in readings[words[len(scale) :]])
    return ()


def _find_stated_unit(line: str) -> tuple[UnitReading, ...]:
    match = _UNIT_LINE.search(line)
    return parse_unit(match.group(1)) if match else ()


def keep_totals(cells: dict[int, Cell], mentions: list[Mention]) -> list[Mention]:
    """The mentions; where several cells of a row are of one metric, scope and period, only the row's total keeps the metric."""
    rows: dict[tuple[object, ...], list[Mention]] = {}
    for mention in mentions:
        if mention.at in cells and mention.metric is not None:
            period = mention.period_start, mention.period_end
            rows.setdefault((cells[mention.at].row, mention.metric, mention.scope, period), []).append(mention)
    parts: set[int] = set()
    for same in rows.values():
        if len(same) > 1:
            totals = [mention for mention in same if cells[mention.at].total] or [one for one in same if _sums_up(one, same)]
            parts |= {mention.at for mention in same if mention is not (totals[-1] if totals else None)}
    return [
        replace(mention, metric=None, role="quantity", confidence=None, agency=None) if mention.at in parts else mention
        for mention in mentions
    ]


def _sums_up(total: Mention, row: list[Mention]) -> bool:
    others = [mention.value for mention in row if mention is not total and mention.value is not None]
    return total.value is not None and len(others) >= 2 and sum(others) == total.value
