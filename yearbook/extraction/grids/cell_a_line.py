"""A table whose cells stand one to a line: headings, then a label and its values, row after row, folded into rows again.

项目 ⏎ 市本级 ⏎ 全市 ⏎ 参改单位（个） ⏎ 96 ⏎ 414 ⏎ 参改人员（人） ⏎ 4862 ⏎ 17959
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from yearbook.extraction.grids.grid import Row, Span
from yearbook.extraction.grids.lines import is_dash, is_value, unit_words

_UNIT_HEADINGS = frozenset({"单位", "计量单位", "计算单位"})
_LEAST_ROWS = 2
_YEAR = re.compile(r"(?:19|20)\d\d")


def fold_cells(text: str, cells: Sequence[Span]) -> list[Row]:
    """The rows of cells in their order; none where no pattern of label and values repeats."""
    return _Folder(text, cells).fold()


class _Folder:
    def __init__(self, text: str, cells: Sequence[Span]) -> None:
        self.words = [text[slice(*cell)] for cell in cells]
        self.cells = cells
        self.kinds = "".join(map(_kind_of, self.words))
        if self._are_years_labels():
            self.kinds = "".join(
                "L" if _YEAR.fullmatch(word) else kind for word, kind in zip(self.words, self.kinds, strict=True)
            )

    def _are_years_labels(self) -> bool:
        """2021 1340 286 2022 1304 342: every year begins a row."""
        places = [n for n, word in enumerate(self.words) if _YEAR.fullmatch(word)]
        steps = {second - first for first, second in pairwise(places)}
        return len(places) > 1 and len(steps) == 1 and steps.pop() > 1 and len({self.words[n] for n in places}) == len(places)

    def fold(self) -> list[Row]:
        runs = [(kind, list(group)) for kind, group in groupby(range(len(self.cells)), key=lambda n: self.kinds[n] in "VDE")]
        values = [run for is_run, run in runs if is_run and any(self.kinds[n] == "V" for n in run)]
        if not values:
            return []
        width = Counter(map(len, values)).most_common(1)[0][0]
        behind = self._unit_follows(values)
        if len(values) < _LEAST_ROWS:
            return self._fold_transposed(values[0])
        return self._fold_rows(runs, width, behind)

    def _unit_follows(self, values: list[list[int]]) -> bool:
        """Indicator, number, unit."""
        return sum(self.kinds[run[-1] + 1 : run[-1] + 2] == "U" for run in values) > 0.6 * len(values)

    def _fold_transposed(self, run: list[int]) -> list[Row]:
        """Headings, and as many values behind them."""
        first, width = run[0], len(run)
        if width < 3 or first < width:
            return []
        if first >= width + 2:
            heading, label = range(first - 2 - width, first - 1), first - 1
            return [self._row(heading), self._row([label, *run])]
        return [self._row(range(first - width, first)), self._row(run)]

    def _fold_rows(self, runs: list[tuple[bool, list[int]]], width: int, behind: bool) -> list[Row]:
        rows: list[Row] = []
        waiting: list[int] = []  # labels that no row has yet
        before = 0  # how many values the row before has
        for is_run, run in runs:
            if not is_run:
                if behind and rows and self.kinds[run[0]] == "U" and self.kinds[run[0] - 1] == "V":
                    rows[-1].cells.append(self.cells[run[0]])
                    run = run[1:]
                waiting += run
                continue
            if not waiting:
                rows += [self._row(run)]
                continue
            labels = 2 if len(waiting) > 1 and self.kinds[waiting[-1]] == "U" else 1
            lead, row = waiting[:-labels], [*waiting[-labels:], *run]
            if all(self.kinds[n] == "E" for n in run):  # 信息内容 | 本年处理决定数量 | | |
                more = min(len(lead), max(0, width + 1 - len(row)))
                lead, row = lead[: len(lead) - more], [*lead[len(lead) - more :], *row]
                rows += [self._row([n]) for n in lead]
            else:
                width = len(run) if rows and len(run) != before else width
                fresh = not rows or len(run) != before
                rows += self._headings(
                    lead, labels + width + behind, fresh, 1 if labels == 2 else labels + width if behind else 0
                )
                before = len(run)
            rows.append(self._row(row))
            waiting = []
        if rows and waiting and len(waiting) <= 3:
            rows += [self._row([n]) for n in waiting]
        return rows

    def _headings(self, lead: list[int], width: int, first: bool, unit: int) -> list[Row]:
        """The labels before a row, above its own: a row of headings if there are enough, and names of groups.

        `unit` is the column in which the units stand, 0 where none does.
        """
        columns = width - 1 if first and len(lead) == width - 1 else width
        if len(lead) < columns or columns < (2 if first else 3):
            return [self._row([n]) for n in lead]
        begin = len(lead) - columns
        for start in range(begin + 1):
            if unit and start + unit < len(lead) and self.words[lead[start + unit]] in _UNIT_HEADINGS:
                begin = start
                break
        heading = [*lead[begin : begin + columns]]
        row = self._row(heading)
        if columns < width:
            row.cells.insert(0, (row.start, row.start))
        levels = self._two_levels(lead, width) if begin > 0 else []
        before = [self._row([n]) for n in lead[:begin]]
        return levels or [*before, row, *(self._row([n]) for n in lead[begin + columns :])]

    def _two_levels(self, lead: list[int], width: int) -> list[Row]:
        """Headings above others, the lower ones begun by 小计: 费用 | 小计 | 购置 | 运行 below 合计 | 费用 | 接待."""
        lower = next((place for place, n in enumerate(lead) if self.words[n].replace(" ", "") == "小计"), 0)
        below = len(lead) - lower
        above = width - below + 1
        if not lower or above < 2 or lower < above:
            return []
        begin = lower - above
        before = [self._row([n]) for n in lead[:begin]]
        return [*before, self._row(lead[begin:lower]), self._row(lead[lower:])]

    def _row(self, numbers: Sequence[int]) -> Row:
        return Row([self.cells[number] for number in numbers])


def _kind_of(words: str) -> str:
    """V a value, D a dash for none, E an empty cell, U a unit, L any other."""
    if not words:
        return "E"
    if is_value(words):
        return "V"
    if is_dash(words):
        return "D"
    return "U" if words in unit_words() else "L"
