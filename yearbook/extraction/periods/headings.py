"""The time that a heading, a title, a caption or a note below a table gives to what it stands over.

2021年工作总结 holds for the whole text, 一、上半年主要工作 until the next heading of its level or above, 表5 维修情况(2023年)
for its table. Offsets count code points of the normalized text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from yearbook.extraction.periods.expressions import TimeExpression
from yearbook.extraction.periods.time_words import load_time_words

MOST_HEADING = 60  # code points of a line that may be a heading
SHORTEST = 28  # days: a single day in a heading is of an event or a stamp, unless it is one up to which
_NUMBERED = re.compile(
    r"(?:#+ )?\s*"
    r"(?:(?P<part>第[一二三四五六七八九十]+[部分章节]+)|(?P<big>[一二三四五六七八九十]+、)|(?P<small>\([一二三四五六七八九十]+\))"
    r"|(?P<digit>\d{1,2}[.、](?!\d))|(?P<last>\(\d{1,2}\)|[①-⑳]))"
)
_LEVELS = {"part": 1, "big": 2, "small": 3, "digit": 4, "last": 5}
_PROSE = re.compile(r"[。;!?,]")
_COLUMNS = re.compile(r"\t|\S ?\| *\S")
_BETWEEN_YEARS = re.compile(r"[^,。;\n]{0,16}?(?:及|和|与|暨|、|至)[^,。;\n]{0,2}")
TITLE, CAPTION = 0, 9
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading governs, and its time."""

    start: int
    end: int
    level: int
    time: TimeExpression


class Headings:
    """The headings of a text, found by the place that they stand over; none reaches into one of `reviews` from outside."""

    def __init__(self, headings: Sequence[Heading], reviews: Sequence[Span] = ()) -> None:
        spans = [*((heading.start, heading.end) for heading in headings), *reviews]
        self._bounds = sorted({bound for span in spans for bound in span})
        self._over: list[list[Heading]] = [[] for _ in self._bounds]  # from each bound to the next one
        for heading in headings:
            for number in range(bisect_left(self._bounds, heading.start), bisect_left(self._bounds, heading.end)):
                if not any(heading.start < start <= self._bounds[number] < end for start, end in reviews):
                    self._over[number].append(heading)

    def times_over(self, at: int) -> list[TimeExpression]:
        """The times of the headings that a place stands under, the innermost first."""
        number = bisect_right(self._bounds, at) - 1
        over = self._over[number] if number >= 0 else []
        return [one.time for one in sorted(over, key=lambda heading: (heading.level, heading.start), reverse=True)]


def find_headings(text: str, times: Sequence[TimeExpression], figures: Sequence[int], tables: Sequence[Span]) -> list[Heading]:
    """The headings that state a time, in the order of where they begin to govern; inner ones behind outer ones.

    `figures` are the places of the figures: a line that holds one is no heading; nor is a line of one of `tables`.
    """
    return _HeadingReader(text, times, figures, tables).read()


class _HeadingReader:
    def __init__(self, text: str, times: Sequence[TimeExpression], figures: Sequence[int], tables: Sequence[Span]) -> None:
        self.text, self.times, self.figures, self.tables = text, times, figures, list(tables)
        self.places = [one.at for one in times]
        self.words = load_time_words()
        self.open: list[Heading] = []  # from the outermost
        self.found: list[Heading] = []
        self.table: int | None = None  # where the table that the line may belong to begins

    def read(self) -> list[Heading]:
        if not self.times:
            return []
        begin, titled = 0, True  # no prose so far
        for line in self.text.split("\n"):
            start, end = begin, begin + len(line)
            begin = end + 1
            if not line.strip():
                continue
            is_row = "|" in line or "\t" in line or self._is_in_table(start)
            numbered = None if is_row else _NUMBERED.match(line)
            level = _LEVELS[str(numbered.lastgroup)] if numbered else TITLE if titled else CAPTION
            times = self._times_within(start, end)
            time = self._time_of(line, start, end, times) if times else None
            if times and not self.open and self.words.of_text.search(line):
                self._open_text(times, end)
            if numbered or time is not None:
                self._close(level if numbered else CAPTION if not titled else TITLE + 1, start)
            if time is not None and not (level == TITLE and self.open):
                self.open.append(Heading(end, len(self.text), level, time))
            elif times and not is_row and self.table is not None:
                self._read_note(start, end, times)
            self.table = (start if self.table is None else self.table) if is_row else None
            is_prose = not is_row and time is None and bool(_PROSE.search(line))
            titled = titled and not (is_prose or numbered)
            if is_prose and not numbered:
                self._close(CAPTION, start)
        self._close(TITLE, len(self.text))
        return sorted(self.found, key=lambda heading: (heading.start, heading.level))

    def _close(self, level: int, at: int) -> None:
        """End what stands under headings of `level` and below."""
        for heading in [heading for heading in self.open if heading.level >= level]:
            self.found.append(Heading(heading.start, at, heading.level, heading.time))
            self.open.remove(heading)

    def _open_text(self, times: Sequence[TimeExpression], end: int) -> None:
        """统计期限自2021年1月1日至12月31日: the time of all that follows a line, which states some times."""
        for time in times:
            if time.kind in ("period", "since") and time.days >= SHORTEST:
                self.open.append(Heading(end, len(self.text), TITLE, time))
                return

    def _times_within(self, start: int, end: int) -> Sequence[TimeExpression]:
        return self.times[bisect_right(self.places, start - 1) : bisect_right(self.places, end - 1)]

    def _time_of(self, line: str, start: int, end: int, stated: Sequence[TimeExpression]) -> TimeExpression | None:
        """The time that a line states, if it is a heading: of several the first, where they are joined (总结及2022年安排)."""
        bare = line.strip(" |\t")
        if len(bare) > MOST_HEADING or _COLUMNS.search(bare) or _PROSE.search(bare):
            return None
        times = [one for one in stated if one.kind == "period" and (one.days >= SHORTEST or one.as_of)]
        if not times or self._holds_figure(start, end) or self._is_in_table(start):
            return None
        first, *rest = times
        years = {one.last.year for one in times if one.last is not None}
        if rest and len(years) > 1 and not _BETWEEN_YEARS.fullmatch(self.text, first.until, rest[0].at):
            return None  # the years of columns
        alone = len(bare) - (first.until - first.at)
        return first if alone >= 4 or bare.startswith("(") else None

    def _is_in_table(self, start: int) -> bool:
        while self.tables and self.tables[0][1] <= start:
            del self.tables[0]
        return bool(self.tables) and self.tables[0][0] <= start

    def _holds_figure(self, start: int, end: int) -> bool:
        return bisect_right(self.figures, end - 1) > bisect_right(self.figures, start - 1)

    def _read_note(self, start: int, end: int, stated: Sequence[TimeExpression]) -> None:
        """以上为2021年实收租金: a line below a table that speaks of it."""
        times = [one for one in stated if one.kind == "period"]
        if times and self.table is not None and self.words.of_table.search(self.text, start, end):
            self.found.append(Heading(self.table, start, CAPTION, times[0]))
