"""Rows of a table as a PDF gives its lines: words and numbers with single blanks, labels that run over lines.

（二）公务用车购置及 ⏎ 1 871.15 1 690.20 ⏎ 运行维护费
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from yearbook.extraction.grids.grid import Row, Span
from yearbook.extraction.grids.lines import Line, is_value, joinable, unit_words

_MARKED = re.compile(r"第[一二三四五六七八九十]+条|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、]|其中|注")
_TITLE = re.compile(r"附[件表]? ?\d*(?: .*)?|(?:公开|表) ?\d+ ?表?(?: .*)?|第[一二三四五六七八九十]+条第?.*|[^ ]{7,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEADER_LINES = 12
_SPACED = 1  # code points of a word that a PDF spreads: 项 目


def read_printed_rows(flat: str, lines: Sequence[Line]) -> tuple[int, list[Row], list[Span]]:
    """The number of the first line of a table, its rows, and the blanks within numbers; no rows where it is none."""
    reader = _Reader(flat, lines)
    return reader.read()


class _Reader:
    def __init__(self, flat: str, lines: Sequence[Line]) -> None:
        self.flat, self.lines = flat, lines
        self.words = [_join_spaced(flat, line.words or ((line.start, line.end),)) for line in lines]
        self.joined: list[Span] = []

    def read(self) -> tuple[int, list[Row], list[Span]]:
        data = [number for number, line in enumerate(self.lines) if line.kind != "words"]
        counts = [self._count_values(number) for number in data]
        if not data or (max(counts) < 2 and len(data) < 3) or (len(data) == 1 and counts[0] < 4):
            return 0, [], []
        self._join_groups(data)
        first = max(0, data[0] - _HEADER_LINES)
        while first < data[0] and self._is_title(first):
            first += 1
        rows: list[Row] = [Row(self.words[number]) for number in range(first, data[0])]
        needs = [self._needs_label(number) for number in data]
        if needs[0] and rows and len(rows[-1].cells) == 1:
            above: Row | None = rows.pop()
        else:
            above = None
        for place, number in enumerate(data):
            row = Row(self.words[number])
            if above is not None:
                row.cells = [above.cells[0], *row.cells]
            rows.append(row)
            stop = data[place + 1] if place + 1 < len(data) else len(self.lines)
            between = list(range(number + 1, stop))
            wants = place + 1 < len(data) and needs[place + 1]
            above = self._share(row if above is not None else None, rows, between, wants)
        if above is not None:
            rows.append(above)
        return first, rows, self.joined

    def _share(self, open_row: Row | None, rows: list[Row], between: list[int], wanted: bool) -> Row | None:
        """Lines of words between two rows: the rest of a label above, a name of a group, headings, the label of the row below."""
        label: Row | None = None
        if (
            wanted
            and between
            and len(self.words[between[-1]]) == 1
            and (len(between) > 1 or not self._continues(open_row, between))
        ):
            label = Row(self.words[between.pop()])
        if self._continues(open_row, between) and open_row is not None:
            open_row.wrapped = self.words[between.pop(0)][0]
        rows += [Row(self.words[number]) for number in between]
        return label

    def _continues(self, open_row: Row | None, between: list[int]) -> bool:
        return (
            open_row is not None
            and bool(between)
            and len(self.words[between[0]]) == 1
            and not _MARKED.match(self.flat, self.words[between[0]][0][0])
        )

    def _needs_label(self, number: int) -> bool:
        """A line that begins with a number needs a label from the line above it, unless all rows do so: numbered rows."""
        first = self._word(self.words[number][0])
        return first in unit_words() or (is_value(first) and not self._is_numbered)

    @property
    def _is_numbered(self) -> bool:
        return self._numbered_share > 0.5

    @property
    def _numbered_share(self) -> float:
        data = [self.words[number] for number, line in enumerate(self.lines) if line.kind == "numbers"]
        begun = sum(is_value(self._word(words[0])) and len(words) > 1 and not is_value(self._word(words[1])) for words in data)
        return begun / max(len(data), 1)

    def _is_title(self, number: int) -> bool:
        """A title, the body's name, the unit of all figures; no part of a heading that runs over lines."""
        line = self.lines[number]
        text = self.flat[line.start : line.end]
        return ":" in text or bool(_TITLE.fullmatch(text))

    def _count_values(self, number: int) -> int:
        return sum(is_value(self._word(word)) for word in self.words[number])

    def _word(self, word: Span) -> str:
        return self.flat[slice(*word)]

    def _join_groups(self, data: Sequence[int]) -> None:
        """Read 1 962.40 as one number where only then the rows have as many numbers as each other."""
        possible: Counter[int] = Counter()
        for number in data:
            values = self._count_values(number)
            possible.update(range(values - len(self._joints(number)), values + 1))
        if not possible:
            return
        most = max(possible.values())
        wanted = max(count for count, rows in possible.items() if rows == most)
        for number in data:
            joints = self._joints(number)
            for first, second in _choose_joints(joints, self._count_values(number) - wanted):
                words = self.words[number]
                place = next(n for n, word in enumerate(words) if word[1] == second[1])
                self.joined.append((first[1], second[0]))
                words[place - 1 : place + 1] = [(words[place - 1][0], second[1])]

    def _joints(self, number: int) -> list[tuple[Span, Span]]:
        return [(first, second) for first, second in pairwise(self.words[number]) if joinable(self.flat, first, second)]


def _choose_joints(joints: list[tuple[Span, Span]], count: int) -> list[tuple[Span, Span]]:
    """So many blanks within numbers; rather two groups to a number than three: 940 621 965 538 are two numbers."""
    pairs: list[tuple[Span, Span]] = []
    for joint in joints:
        if not pairs or pairs[-1][1] != joint[0]:
            pairs.append(joint)
    chosen = [*pairs, *(joint for joint in joints if joint not in pairs)][: max(0, count)]
    return [joint for joint in joints if joint in chosen]


def _join_spaced(flat: str, words: Sequence[Span]) -> list[Span]:
    """Words of which a PDF spreads the characters: 项 目, 收 入; two neighbours of one character are one word."""
    joined: list[Span] = []
    single = False
    for start, end in words:
        if joined and flat[start] == "年" and _YEAR.fullmatch(flat, *joined[-1]):
            joined[-1] = (joined[-1][0], end)
            continue
        alone = end - start == _SPACED and "一" <= flat[start] <= "鿿"
        if alone and single:
            joined[-1] = (joined[-1][0], end)
            single = False
            continue
        joined.append((start, end))
        single = alone
    return joined
