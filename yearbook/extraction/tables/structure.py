"""Structure: what each cell of a grid is, and the words that each value belongs to: its row's labels, its column's headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yearbook.extraction.grids.grid import Span, Words
from yearbook.extraction.linking.context import SortedMentions
from yearbook.extraction.mentions.mention import FIGURE_ROLES
from yearbook.extraction.tables.columns import spread_headings
from yearbook.extraction.tables.entries import Cell, Entry, Table, make_cell
from yearbook.extraction.tables.words import TableWords, clean_label, find_plan, tells_result

_NUMBERING = frozenset(("项目", *"甲乙丙丁戊"))  # labels of a row that numbers the columns, beside 栏次
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_PART = "其中"
_HEAD = re.compile(r"[一二三四五六七八九十]+、")
_ITEM = re.compile(r"[(〔][一二三四五六七八九十]+[)〕]")
_CODE_LENGTHS = (3, 5, 7)  # of a class, a section, an item of the government's classification


class TableReader:
    """Reads the rows of one grid from the top."""

    def __init__(
        self,
        text: str,
        spans: Sequence[Sequence[Span]],
        wrapped: Sequence[Span | None],
        mentions: SortedMentions,
        words: TableWords,
    ) -> None:
        self.text, self.words, self.wrapped = text, words, wrapped
        self.rows = [[make_cell(text, span, mentions) for span in cells] for cells in spans]
        self.table = Table()
        self.headings: list[list[Cell]] = []
        self.group: Words | None = None
        self.heads: dict[int, Words] = {}  # column → its last label that is numbered 一、, of a row with values
        self.whole: list[Words] = []  # labels of the last row that is no part of another
        self.above: list[Cell] = []  # the row with values before
        self.captions: list[Words] = []
        self.paths: dict[tuple[int, ...], list[list[Words]] | None] = {}  # rows below the same headings have the same

    def _is_contents(self) -> bool:
        """目录: page numbers that never fall, behind the titles of sections."""
        titles = [words.text for words in self.captions] + ["".join(cell.words.text for cell in cells) for cells in self.rows]
        if not any(title.replace(" ", "") in ("目录", "目次") for title in titles):
            return False
        pages = [cells[-1].words.text for cells in self.rows if len(cells) > 1 and cells[-1].kind == "value"]
        return bool(pages) and all(map(str.isdecimal, pages)) and sorted(pages, key=int) == pages

    def read(self, captions: list[Words]) -> Table:
        self.captions = captions
        self._number_columns()
        if self._is_contents():
            for cells in self.rows:
                cells[-1].kind = "number" if cells[-1].kind == "value" else cells[-1].kind
        for number, cells in enumerate(self.rows):
            self._read_row(number, cells)
        titles = (words for words in self.captions if "。" not in words.text)
        shown = [*titles, *(cell.words for cells in self.rows for cell in cells if cell.kind == "label")]
        self.table.words = "|".join(clean_label(words.text) for words in shown)
        return self.table

    # columns and rows that only number the others

    def _number_columns(self) -> None:
        width = max(map(len, self.rows), default=0)
        headed: set[int] = set()
        for cells in self.rows:
            for column, cell in enumerate(cells):
                if cell.kind == "label" and self.words.numbers.fullmatch(clean_label(cell.words.text)):
                    headed.add(column)
        for column in range(width):
            cells = [row[column] for row in self.rows if column < len(row) and len(row) > 1]
            values = [cell for cell in cells if cell.kind == "value"]
            if values and column in headed:
                for cell in values:
                    if cell.words.text.isdecimal() and len(cells) > 1:
                        cell.kind = "number"
            elif values and (codes := self._find_codes(column, len(values))):
                for cell in codes:
                    cell.kind = "number"
            elif column == 0 and values and all(_YEAR.fullmatch(cell.words.text) for cell in values) and self._dates(cells):
                for cell in values:
                    cell.kind = "date"
                    self.table.years += cell.mentions[:1]

    def _find_codes(self, column: int, values: int) -> list[Cell]:
        """Whole numbers at the beginning of most rows with a label right behind them number the rows, or are their codes.

        A row of few cells (合计 | 156) may have another column there.
        """
        rows = [row for row in self.rows if column < len(row) and len(row) > 1 and row[column].kind == "value"]
        begun = [row for row in rows if not any(cell.kind == "label" and cell.words.text for cell in row[:column])]
        coded = [row for row in begun if row[column].words.text.isdecimal()]
        named = [row for row in coded if self._first_words(row, column)]
        enough = len(named) > 1 and len(coded) > 0.8 * values and len(named) > 0.8 * len(coded)
        return [row[column] for row in coded] if enough else []

    def _first_words(self, row: list[Cell], column: int) -> bool:
        """Only whole numbers stand between a number and a label behind it: its parts of a code, 302 | 31 | 差旅费."""
        for cell in row[column + 1 : column + 4]:
            if cell.kind == "label":
                return True
            if cell.kind != "empty" and (cell.kind not in ("value", "number") or not cell.words.text.isdecimal()):
                return False
        return False

    def _dates(self, cells: list[Cell]) -> bool:
        return len(cells) > 1

    def _is_number_row(self, cells: list[Cell]) -> bool:
        """栏次 1 2 3 …, with a label or without one."""
        values = [cell for cell in cells if cell.kind in ("value", "number")]
        labels = [clean_label(cell.words.text) for cell in cells if cell.kind == "label"]
        if labels and not all(self.words.numbers.fullmatch(label) or label in _NUMBERING for label in labels):
            return False
        if not all(cell.words.text.isdecimal() for cell in values) or not values:
            return False
        numbers = [int(cell.words.text) for cell in values]
        return bool(labels) or (
            len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1
        )

    # rows

    def _read_row(self, number: int, cells: list[Cell]) -> None:
        values = [cell for cell in cells if cell.kind == "value"]
        self.heads |= {place: cell.words for place, cell in enumerate(cells) if _HEAD.match(cell.words.text)}
        for cell in cells:
            if cell.kind == "number":
                self.table.numbers += cell.mentions
            elif cell.kind == "date":
                self.table.years += [mention for mention in cell.mentions if mention.role in FIGURE_ROLES]
            elif cell.kind == "label":
                for mention in cell.mentions:
                    if mention.role in FIGURE_ROLES:
                        noted = "(" in self.text[cell.words.spans[0][0] : mention.at]
                        (self.table.named if noted else self.table.others).append(mention)
        if values and self._is_number_row(cells):
            self.table.numbers += [mention for cell in values for mention in cell.mentions]
            return
        if not values:
            self._read_words(cells)
            return
        self._read_values(number, cells, self._first_value(cells))
        first, numbers = self._first_value(cells), [place for place, cell in enumerate(cells) if cell.kind == "number"]
        code = "".join(cells[place].words.text for place in numbers if max(numbers) < first)
        if len(code) in _CODE_LENGTHS and code.isdecimal():
            self.table.codes[number] = code
        self.above = [
            self.above[n] if cell.kind == "empty" and self._is_merged(cells, n) else cell for n, cell in enumerate(cells)
        ]

    def _first_value(self, cells: list[Cell]) -> int:
        return next(place for place, cell in enumerate(cells) if cell.kind == "value")

    def _read_words(self, cells: list[Cell]) -> None:
        """A row without a value: the name of a group, a title or a unit above the headings, headings, or a row of dashes."""
        filled = [cell for cell in cells if cell.kind not in ("empty", "number")]
        if not filled or (any(cell.kind == "dash" for cell in filled) and len(filled) > 1):
            if len([cell for cell in filled if cell.kind == "label"]) == 1:
                self.group = next(cell.words for cell in filled if cell.kind == "label")
            return
        if len(filled) == 1:
            if self.above or self.headings:
                self.group = filled[0].words
                if self.above and filled[0] is not cells[0] and len(cells) > 1:
                    self.headings = [cells]
            else:
                self.captions = [*self.captions, filled[0].words]
            return
        named = [":" in clean_label(cell.words.text) for cell in filled]
        if any(named) and ((not self.headings and not self.above) or all(named)):
            self.captions = [*self.captions, *(cell.words for cell in filled)]
            return
        if self.above:
            self.headings, self.above, self.group = [], [], None
        self.headings.append(cells)

    def _read_values(self, number: int, cells: list[Cell], first: int) -> None:
        paths, aligned = self._paths_of(cells, first)
        places = [place for place, cell in enumerate(cells) if cell.kind == "value"]
        width = len(cells) if paths and len(paths) == len(cells) else 0
        lowest = [path[-1] if path else None for path in paths] if width else []
        label_headings = [heading for heading in lowest[:first] if heading is not None]
        remark = next((cell.words for cell in cells[places[-1] + 1 :] if cell.kind == "label"), None)
        first_labels = self._labels_of(number, cells, places[0])[0]
        plan = next((Words(plan, ()) for title in reversed(self.captions) if (plan := find_plan(title.text))), None)
        part = bool(first_labels) and first_labels[0].text.startswith(_PART)
        if not part:
            self.whole = first_labels
        row: list[Entry] = []
        for rank, place in enumerate(places):
            cell = cells[place]
            labels, unit = self._labels_of(number, cells, place)
            figures = [mention for mention in cell.mentions if mention.role in FIGURE_ROLES] or cell.mentions[:1]
            self.table.others += [mention for mention in cell.mentions if mention is not figures[0]]
            before = [heading for heading in lowest[first:place] if heading is not None]
            headings = [*(paths[place] if width else []), *([cell.own] if cell.own else [])]
            if plan and not any(tells_result(one.text) for one in (*headings, *labels)):
                headings.insert(0, plan)
            row.append(
                Entry(
                    figures[0],
                    number,
                    place,
                    rank,
                    len(places) - 1 - rank,
                    len(cells) - 1 - place,
                    labels,
                    headings,
                    before,
                    self.group or self._find_head(cells, place),
                    self.whole if part else [],
                    self.captions,
                    unit,
                    remark,
                    label_headings,
                    aligned and bool(width),
                )
            )
        self.table.rows.append(row)

    def _find_head(self, cells: list[Cell], place: int) -> Words | None:
        """一、… above the (一)… of a value, in the same column."""
        column = max((n for n in range(place) if cells[n].kind == "label"), default=0)
        return self.heads.get(column) if _ITEM.match(cells[column].words.text) else None

    def _paths_of(self, cells: list[Cell], first: int) -> tuple[list[list[Words]], bool]:
        if not self.headings:
            return [[] for _ in cells], True
        key = (len(cells), first, *map(id, self.headings))
        if key not in self.paths:
            self.paths[key] = self._spread(len(cells), first)
        paths = self.paths[key]
        return ([[] for _ in cells], False) if paths is None else (paths, True)

    def _spread(self, width: int, first: int) -> list[list[Words]] | None:
        """The headings over each column of a row of `width` cells, of which the first `first` hold labels."""
        rows = [[cell.words if cell.kind != "empty" else None for cell in row] for row in self.headings]
        missing = max(0, max(map(len, rows)) - width)  # of a total without a number of its own row: its values stand at the right
        paths = spread_headings(rows, width + missing, first + missing)
        return paths and [*paths[:first], *paths[first + missing :]]

    def _labels_of(self, number: int, cells: list[Cell], place: int) -> tuple[list[Words], Words | None]:
        """The labels nearest on the left of a value, and the unit of its row; labels merged over rows stand above."""
        labels: list[Words] = []
        unit: Words | None = None
        left = place - 1
        while left >= 0 and cells[left].kind in ("value", "dash", "empty", "number"):
            left -= 1
        while left >= 0 and cells[left].kind not in ("value", "dash"):
            cell = cells[left]
            if cell.kind == "unit":
                unit = cell.words
            elif cell.kind in ("label", "date"):
                labels.insert(0, self._whole_label(number, left, cell))
            elif cell.kind == "empty" and self._is_merged(cells, left):
                labels.insert(0, self.above[left].words)
            left -= 1
        if unit is None and place + 1 < len(cells) and cells[place + 1].kind == "unit":
            unit = cells[place + 1].words
        return labels, unit

    def _whole_label(self, number: int, left: int, cell: Cell) -> Words:
        wrapped = self.wrapped[number]
        if wrapped is None or left:
            return cell.words
        return Words(cell.words.text + self.text[slice(*wrapped)], (*cell.words.spans, wrapped))

    def _is_merged(self, cells: list[Cell], left: int) -> bool:
        """An empty cell at the beginning of a row, under a label of the row above; a total sums up what is above it."""
        if len(self.above) != len(cells) or self.above[left].kind not in ("label", "date", "empty"):
            return False
        own = next((cell.words.text for cell in cells[left:] if cell.kind == "label"), "")
        merged = all(cell.kind == "empty" for cell in cells[: left + 1]) and bool(own)
        return merged and self.above[left].kind != "empty" and not self.words.totals.fullmatch(clean_label(own))
