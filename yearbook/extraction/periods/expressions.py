"""The time expressions of a text: dates and time words, each with its days and with what it can be the time of.

Offsets count code points of the normalized text. Periods are whole days (GB/T 7408.1-2023 calendar dates).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from yearbook.extraction.mentions.mention import Mention, When
from yearbook.extraction.periods.time_words import TimeWords, load_time_words

Kind = Literal["period", "since", "open", "compared", "from", "background"]
"""period: first to last day · since: no last day · open: a time without days (目前, 近三年) · compared: 比去年, of the figure
right behind it alone · from: 由2019年的, likewise · background: of its own clause alone."""

_CLAUSE_START = re.compile(r".*[,。;!?\n:()|]", re.DOTALL)
_PART = re.compile(r"度?的?[上下前第]?")  # between a year and a part of it
_FROM = re.compile(r"[由从]$")
YEAR = 366  # days: what is longer is a span of years
_REACH = 40  # code points before an expression in which its clause begins


class TimeExpression(NamedTuple):
    """One expression. `first` and `last` are None where it gives none; `as_of` says that it is a day up to which."""

    at: int
    until: int
    kind: Kind
    first: date | None = None
    last: date | None = None
    as_of: bool = False
    implied: bool = False  # it names no year of its own: 全年, 上半年, 3月

    @property
    def days(self) -> int:
        """How long its period is; 0 where it has no first or no last day."""
        return 0 if self.first is None or self.last is None else (self.last - self.first).days + 1


def find_expressions(text: str, dates: Iterable[Mention], year: int | None) -> list[TimeExpression]:
    """The time expressions of a text in its order, those left out that are of no period. `year` is the report's.

    Left out are names in 《》, stamps (发布时间:…), labels of batches (2021年名单), and spans that only measure (为期三年).
    """
    words = load_time_words()
    found = _Finder(text, words, year)
    explicit = [one for mention in dates if mention.when is not None for one in found.read_date(mention, mention.when)]
    taken = {one.until: one.at for one in explicit}
    named = [one for match in words.any_year.finditer(text) for one in found.read_words(match, taken)]
    held = [TimeExpression(match.start(), match.end(), "open") for match in words.now.finditer(text)]
    return _join(text, sorted([*explicit, *named, *held], key=lambda one: (one.at, -one.until)))


def _join(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """Of two that overlap the first, which is the longer one of those that begin alike; 2023年 and its 上半年 are one."""
    kept: list[TimeExpression] = []
    for one in found:
        before = kept[-1] if kept else None
        if before is None or one.at >= before.until:
            if before is not None and _PART.fullmatch(text, before.until, one.at) and _is_within(one, before):
                one = kept.pop()._replace(until=one.until, first=one.first, last=one.last, as_of=one.as_of)
            kept.append(one)
    return kept


def _is_within(part: TimeExpression, whole: TimeExpression) -> bool:
    if part.first is None or part.last is None or whole.first is None or whole.last is None or part.kind != "period":
        return False
    return whole.first <= part.first and part.last <= whole.last and part.days < whole.days


@dataclass(frozen=True, slots=True)
class _Finder:
    text: str
    words: TimeWords
    year: int | None

    def read_date(self, mention: Mention, when: When) -> list[TimeExpression]:
        """The expression of a date; () for one of no period."""
        text, words, at, until = self.text, self.words, mention.at, mention.until
        before, behind = text[max(0, at - 8) : at], text[until : until + _REACH]
        if when.duration:
            framing = words.spans_before.search(before) or words.spans_after.match(behind)
            return [TimeExpression(at, until, "open")] if framing else []
        year, relative = self.year, words.year_before.search(before) if when.start_year is None else None
        if relative is not None and year is not None:
            year += words.shifts[relative[1]]
            at -= len(before) - relative.start()
            before = text[max(0, at - 8) : at]
        days = when.resolve(year)
        if days is None or words.stamp.search(before) or words.label.match(behind[:16]) or self._is_named(at):
            return []
        first, last = days
        as_of = when.edge == "end" or bool(words.as_of.search(before)) or bool(relative and words.as_of.search(relative[0]))
        implied = relative is None and when.start_year is None
        return self._place(TimeExpression(at, until, "period", first, last, as_of, implied), before, behind)

    def read_words(self, match: re.Match[str], taken: dict[int, int]) -> list[TimeExpression]:
        """The expression of 全年, 去年底, 年末 …; `taken` are dates by where they end: of 2023年全年 the date tells the year."""
        if self.year is None or match.start() in taken:
            return []
        year = self.year + self.words.shifts.get(match["year"] or "", 0)
        first, last = date(year, 1, 1), date(year, 12, 31)
        as_of = bool(match["end"] or match["year_end"])
        before = self.text[max(0, match.start() - 8) : match.start()]
        behind = self.text[match.end() : match.end() + _REACH]
        if as_of:
            first = last
        elif self.words.not_a_period.match(behind):
            return [TimeExpression(match.start(), match.end(), "compared", first, last)]
        implied = self.words.of_year.match(self.text, match.start()) is not None
        return self._place(TimeExpression(match.start(), match.end(), "period", first, last, as_of, implied), before, behind)

    def _place(self, one: TimeExpression, before: str, behind: str) -> list[TimeExpression]:
        """The expression with the kind that the words around it give it; [] for one event of several (…以来的又一场)."""
        words = self.words
        if words.compared.search(before) or (words.base_before.search(before) and words.based_after.match(behind)):
            return [one._replace(kind="compared")]
        since = words.since.match(behind) or words.since_far.match(behind)
        if since is None and words.since_before.search(before):
            since = words.begun.match(behind)
        if since is not None:
            if words.one_of_several.match(behind[since.end() :]):
                return []
            return [one._replace(kind="since", until=one.until + since.end(), last=None)]
        if _FROM.search(before) and one.days <= YEAR:
            return [one._replace(kind="from")]
        if words.background.match(self.clause_before(one.at)):
            return [one._replace(kind="background")]
        return [one]

    def clause_before(self, at: int) -> str:
        """What stands before `at` in its clause."""
        floor = max(0, at - _REACH)
        start = _CLAUSE_START.match(self.text, floor, at)
        return self.text[start.end() if start else floor : at]

    def _is_named(self, at: int) -> bool:
        """Whether a place is within 《》."""
        floor = max(0, at - _REACH)
        return self.text.rfind("《", floor, at) > self.text.rfind("》", floor, at)
