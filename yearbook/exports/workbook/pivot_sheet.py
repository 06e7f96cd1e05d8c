"""The first sheet of a workbook: bodies by years, one unit and one scope a row, numbers in full, ready to be printed."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from yearbook.catalogue.messages import Language, translate
from yearbook.exports.sheets import MOST_BY_YEARS, Batches, list_values
from yearbook.exports.workbook.code_words import describe_terms, name_unit
from yearbook.extraction.mentions.mention import format_float

LABELS = ("metric", "unit", "subject", "terms", "agency")  # the columns before the years
NARROWEST, WIDEST = 8, 26  # characters of a column; a sign of Chinese takes two, longer words go on in a second line
HEAD = 2  # the row of the headings, below the title and its note
A4, MARGIN = 9, 0.4  # paper as Excel numbers it; inches
SERIES, BLOCKS = 6, 12  # lines of a chart, charts
LINE_YEARS = 3  # years that make a line
FEWEST_BARS, BARS, FULL = 3, 24, 0.8  # rows that bars show, and the share of them that must have a figure
TOTALS = ("flow", "stock")
PAGE_WIDTH, SMALL = 190, 55  # characters across a page in letters of that size in percent: smaller ones are not read
MOST_DECIMALS = 12
DIGIT = 1.1  # of the width of a column's character: some are wider


@dataclass
class Block:
    """Neighbouring rows of one comparison group: what a chart may show together. Rows and columns count from 0."""

    group: int
    metric: str
    unit: str
    terms: str  # with the level of government, where totals are compared within one only
    first: int
    last: int = 0
    figures: int = 0
    highest: float = 0.0
    columns: Counter[int] = field(default_factory=Counter)  # how many rows have a figure in a column
    rows: list[tuple[int, int]] = field(default_factory=list)  # (figures, −row) of those with most figures

    def add(self, row: int, columns: list[int], values: list[float]) -> None:
        self.last, self.figures = row, self.figures + len(columns)
        self.highest = max(self.highest, *map(abs, values), 0.0)
        self.columns.update(columns)
        keep = heapq.heappush if len(self.rows) < SERIES else heapq.heappushpop
        keep(self.rows, (len(columns), -row))

    @property
    def is_drawn(self) -> bool:
        """Whether it makes a line, or bars that hardly a body lacks."""
        return max(count for count, _ in self.rows) >= LINE_YEARS or self.bars > 0

    @property
    def bars(self) -> int:
        """How many rows bars would show; none where too many of them would be empty."""
        rows = self.last - self.first + 1
        most = max(self.columns.values(), default=0)
        return rows if rows <= BARS and most >= max(FEWEST_BARS, rows * FULL) else 0


@dataclass
class PivotSheet:
    """Writes pivot.sql as a sheet, row by row, and keeps the blocks with most figures for the charts."""

    sheet: Any
    book: Any
    formats: dict[str, Any]
    years: range
    language: Language
    blocks: list[tuple[int, int, Block]] = field(default_factory=list)
    _numbers: dict[tuple[str, int, bool], Any] = field(default_factory=dict)

    def write(self, batches: Batches, title: str) -> Iterator[None]:
        """Write the sheet, yielding after each batch. Figures without a year stand in the data only."""
        self._write_heading(title)
        row, block, widest = HEAD, None, Counter[int]()
        for batch in batches:
            names = batch.schema.names
            for values in zip(*map(list_values, batch.columns), strict=True):
                line = dict(zip(names, values, strict=True))
                row += 1
                labels = self._label(line)
                for column, label in enumerate(labels):
                    self.sheet.write_string(row, column, label, self.formats["wrapped"])
                    widest[column] = max(widest[column], len(label.encode("gb18030")))
                cells = [cell for cell in line["cells"] if cell["year"] is not None]
                columns = [self._write_cell(row, cell, widest) for cell in cells]
                if block is None or block.group != line["comparison_group"]:
                    self._keep(block)
                    block = self._begin_block(row, labels, line)
                if block is not None and cells:
                    block.add(row, columns, [cell["value"] for cell in cells])
            yield
        self._keep(block)
        self._set_up(row, widest)

    def explain_absence(self, title: str) -> Iterator[None]:
        """The sheet of more figures than are set side by side: it says so and leads to the others."""
        words = translate("snapshot.pivot_too_many", self.language, most=f"{MOST_BY_YEARS:,}")
        self.sheet.write_string(0, 0, title, self.formats["title"])
        self.sheet.write_string(1, 0, words, self.formats["note"])
        yield

    def _begin_block(self, row: int, labels: tuple[str, ...], line: dict[str, Any]) -> Block | None:
        """None for rows that are compared with nothing: some units only, or a period that is not stated."""
        if line["scope"] == "sample" or line["months"] is None:
            return None
        level = translate(f"interface.level_{line['admin_level']}", self.language)
        terms = [labels[3], level] if line["kind"] in TOTALS and line["admin_level"] != "national" else [labels[3]]
        joined = translate("charts.subtitle_separator", self.language).join(terms)
        return Block(line["comparison_group"], labels[0], labels[1], joined, row)

    def best_blocks(self) -> list[Block]:
        """Those with most figures, in the order of their rows."""
        return sorted((block for _, _, block in self.blocks), key=lambda block: block.first)

    def _label(self, line: dict[str, Any]) -> tuple[str, ...]:
        metric, subject, agency = (str(line[f"{name}_{self.language}"]) for name in ("metric", "subject", "agency"))
        return metric, name_unit(line["unit"], self.language), subject, describe_terms(line, self.language), agency

    def _write_cell(self, row: int, cell: dict[str, Any], widest: Counter[int]) -> int:
        """A number with its marks as its format; its column."""
        column = len(LABELS) + int(cell["year"]) - self.years.start
        text = format_float(cell["value"])
        decimals = min(len(text.partition(".")[2]), MOST_DECIMALS)
        self.sheet.write_number(row, column, cell["value"], self._number_format(cell["qualifier"], decimals, cell["unverified"]))
        widest[column] = max(widest[column], len(text) + len(text) // 3 + 2 * bool(cell["unverified"]))
        return column

    def _number_format(self, qualifier: str, decimals: int, doubtful: bool) -> Any:
        """Thousands apart, as many decimals as there are, and what makes the number inexact as words around it: 31,000余."""
        key = (qualifier, decimals, doubtful)
        if key not in self._numbers:
            number = "#,##0" + ("." + "0" * decimals if decimals else "")
            before, _, after = translate(f"snapshot.number_{qualifier}", self.language, number="\0").partition("\0")
            marks = [f'"{mark}"' if mark else "" for mark in (before, after + ("*" if doubtful else ""))]
            shape = {"num_format": number.join(marks), "align": "right"}
            grey = {"italic": True, "font_color": "#6B7485"} if doubtful else {}
            self._numbers[key] = self.book.add_format(shape | grey)
        return self._numbers[key]

    def _write_heading(self, title: str) -> None:
        self.sheet.write_string(0, 0, title, self.formats["title"])
        self.sheet.write_string(1, 0, translate("snapshot.pivot_note", self.language), self.formats["note"])
        for column, name in enumerate(LABELS):
            self.sheet.write_string(HEAD, column, translate(f"snapshot.pivot_{name}", self.language), self.formats["head"])
        for column, year in enumerate(self.years, len(LABELS)):
            self.sheet.write_number(HEAD, column, year, self.formats["year"])

    def _set_up(self, last: int, widest: Counter[int]) -> None:
        """Widths by what stands in the columns, frozen headings, and the sheet on A4 with its headings on every page."""
        for column in range(len(LABELS) + len(self.years)):
            most = WIDEST if column < len(LABELS) else widest[column]
            self.sheet.set_column(column, column, max(NARROWEST, round(min(widest[column], most) * DIGIT) + 1))
        if last > HEAD:
            self.sheet.autofilter(HEAD, 0, last, len(LABELS) + len(self.years) - 1)
        self.sheet.freeze_panes(HEAD + 1, len(LABELS) - 1)
        across = sum(min(widest[column], WIDEST) + 2 for column in range(len(LABELS) + len(self.years)))
        set_up_print(self.sheet, translate("snapshot.pivot_page", self.language), None if across <= PAGE_WIDTH else SMALL)
        self.sheet.repeat_rows(HEAD)
        self.sheet.print_across()
        self.sheet.repeat_columns(0, LABELS.index("subject"))
        self.sheet.hide_gridlines(0)  # printed too

    def _keep(self, block: Block | None) -> None:
        if block is None or not block.figures or not block.is_drawn:
            return
        keep: Callable[..., Any] = heapq.heappush if len(self.blocks) < BLOCKS else heapq.heappushpop
        keep(self.blocks, (block.figures, -block.first, block))


def set_up_print(sheet: Any, footer: str, percent: int | None = None) -> None:
    """A4 landscape, with the number of each page, at `percent` of its size, by default so that all columns stand side by side."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=MARGIN, right=MARGIN, top=0.5, bottom=0.6)
    sheet.set_footer(footer)
    if percent is None:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(percent)
