"""When a table's value holds, and against what a change is measured: by its column, its row, its group, its table's title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from yearbook.extraction.grids.grid import Span, Words
from yearbook.extraction.linking.comparison import PREVIOUS_YEAR
from yearbook.extraction.linking.context import SortedMentions
from yearbook.extraction.mentions.mention import When
from yearbook.extraction.periods.binding import Period, PeriodReader
from yearbook.extraction.periods.time_words import load_time_words
from yearbook.extraction.tables.entries import Entry
from yearbook.extraction.tables.words import read_label

_BASE = re.compile(r"[比较与同和](?:基期|基年)?[“\"(]*$")
_AGAINST = ("与", "和", "同")
_SAME_PERIOD = re.compile(r"同期(?:数|值|累计|累计数|实际|实绩|完成数?)?[)）]?")  # a column of the earlier year's levels
_END_OF_SPAN = re.compile(r"[”\")]?(?:规划)?(?:时期|期)?[末底]")
_COUNTED_ON = re.compile(r"(?:统计|数据|截[至止])(?:时间|时点|日期|截[至止])?:?$")
_CUMULATED = re.compile(r"累计|比基期|较基期")


class PeriodFinder:
    """Finds the periods of the cells of one text. `year` is the one that the report is about; `around` knows what else the text
    says of the time of a table: a note below it, the headings over it, the report's title."""

    def __init__(self, text: str, dates: SortedMentions, year: int | None, around: PeriodReader) -> None:
        self.text, self.dates, self.year, self.around = text, dates, year, around
        self._known: dict[tuple[Span, ...], list[tuple[When, int | None]]] = {}  # labels are asked for each cell of their row

    def find_period(self, entry: Entry, kind: str | None, change: bool, years: list[int]) -> Period:
        """The period of a value of a metric of `kind`; a change is of the latest of `years`, those of its row's columns."""
        newest = years[0] if change and years else None
        season: When | None = None
        found: When | None = None
        shift: int | None = None  # of 上年, 本年: from the year that the table's title names, else from the report's
        for words in self._places(entry):
            for when, from_year in self._times_in(words):
                if from_year is not None:
                    shift = from_year if found is None and shift is None else shift
                elif when.start_year is None:
                    season = season or when
                elif found is None:
                    found = when
        if season is None and (change or any("同期" in words.text for words in entry.headings)):  # behind 上半年
            season = next((when for words in reversed(entry.before) for when in self._seasons_in(words)), None)
        if shift is not None:
            base = found.start_year if found is not None else self.year
            found = When.of(base + shift) if base is not None else None
        if found is None and newest is not None:
            found = When.of(newest)
        if season is not None and found is not None and found.start_month is None:
            found = _within(season, found.start_year)
        days = (found or season or When()).resolve(self.year)
        if (found is None and season is None) or days is None:
            return self.around.read_around(entry.mention.at, kind)
        start, end = days
        if kind == "stock":
            return Period(end, end)
        return Period(date(end.year, 1, 1) if start == end else start, end)

    def find_baseline(self, entry: Entry, years: list[int]) -> str:
        """The year that a change is measured against, or previous_year. `years` are those of its row's columns."""
        near = [*reversed(entry.headings), *reversed(entry.labels)]
        above = () if any(read_label(words.text).of_last_year for words in near) else reversed(entry.captions)
        for words in (*near, *above):
            named = [when.start_year for when, base in self._years_in(words) if when.start_year and base]
            if named:
                return self._name(named[-1], max((year for year in years if year > named[-1]), default=self.year))
        if len(years) == 2 and (years[0] - years[1] > 1 or any(_CUMULATED.search(words.text) for words in entry.headings)):
            return self._name(years[1], years[0])
        return PREVIOUS_YEAR

    def _name(self, base: int, year: int | None) -> str:
        return PREVIOUS_YEAR if year is not None and base == year - 1 else str(base)

    def year_of_column(self, headings: Sequence[Words]) -> int | None:
        """The year that a column's headings name."""
        for words in reversed(headings):
            for when, shift in self._times_in(words):
                if shift is not None and self.year is not None:
                    return self.year + shift
                if when.start_year is not None:
                    return when.start_year
        return None

    def _places(self, entry: Entry) -> Iterable[Words]:
        yield from reversed(entry.headings)
        yield from reversed(entry.labels)
        if entry.group is not None:
            yield entry.group
        yield from (words for words in reversed(entry.captions) if "。" not in words.text)

    def _seasons_in(self, words: Words) -> Iterable[When]:
        return (when for when, shift in self._times_in(words) if shift is None and when.start_year is None)

    def _times_in(self, words: Words) -> list[tuple[When, int | None]]:
        known = self._known.get(words.spans)
        if known is None:
            known = self._known[words.spans] = list(self._find_times(words))
        return known

    def _find_times(self, words: Words) -> Iterable[tuple[When, int | None]]:
        """The dates in some words, but for what a change is measured against; for 上年, 本年 the years from the one reported."""
        dated = False
        for when, base in self._years_in(words):
            dated = True
            if not base:
                yield when, None
        times = load_time_words()
        for start, end in () if dated else words.spans:
            match = times.any_year.search(self.text, start, end)
            if match is None or not match["year"]:
                continue
            of_year = _SAME_PERIOD.fullmatch(self.text, match.end(), end) and match.start() == start
            against = self.text[match.start() - 1 : match.start()] in _AGAINST and self.text.startswith("比", match.end())
            if of_year or not (against or times.is_base(self.text, match)):  # 与上年比
                yield When(), times.shifts[match["year"]]

    def _years_in(self, words: Words) -> Iterable[tuple[When, bool]]:
        """Each date in some words, and whether 比, 较 … stands before it."""
        times = load_time_words()
        for start, end in words.spans:
            for mention in self.dates.between(start, end):
                if mention.when is None or mention.when.duration:
                    continue
                based = bool(_BASE.search(self.text, start, mention.at))
                if mention.when.end_year != mention.when.start_year:  # “十三五”末, 较“十三五”
                    ended = based or _END_OF_SPAN.match(self.text, mention.until)
                    yield When.of(mention.when.end_year) if ended else mention.when, based
                    continue
                lead = self.text[max(0, mention.at - 6) : mention.at]
                as_of = bool(times.as_of.search(lead) or _COUNTED_ON.search(lead))
                if mention.when.start_day is not None and not as_of and len(words.text) > mention.until - mention.at + 2:
                    continue  # 发布时间：2020-09-11
                yield mention.when, based


def _within(season: When, year: int | None) -> When:
    """上半年 of a year."""
    return When(year, season.start_month, season.start_day, year, season.end_month, season.end_day, season.edge)
