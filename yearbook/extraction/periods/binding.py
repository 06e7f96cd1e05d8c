"""When a figure holds: the time expression that its own words bind to it, else that of its paragraph, its headings, its report.

What no words bind stays open. A date binds inside its own clause, or as the adverb of its sentence; background never binds.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple

from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.periods.expressions import YEAR, TimeExpression, find_expressions
from yearbook.extraction.periods.headings import Headings, Span, find_headings
from yearbook.extraction.periods.paragraph import Sentences
from yearbook.extraction.periods.time_words import load_time_words

QUARTER = 80  # days from which a time governs the sentences behind its own: a shorter one is of an event
ANNOUNCEMENT = 18  # code points of a sentence that only says when (去年算了三笔账。)
_BREAK = re.compile(r"[,。;:!?\n|]")
_LAST_BREAK = re.compile(r".*[,。;:!?\n|]", re.DOTALL)
_DIRECT = re.compile(r"(?:年度?|同期)?的?[^,。;:、增减升降少多高低提压涨下上]{0,10}")
SAME_PART = "同期"
_OPENING = re.compile("[年期]初")  # a stock at the beginning of the year is none of its end
_LISTED = re.compile(r"[、,和及与]")
_APART = re.compile(r"分别|依次|各自|各为")
_JOINT = re.compile(r"[^,。;]{0,12}?(?:均|都)")


class Period(NamedTuple):
    """First and last day; equal for a stock. None for a day that is not stated."""

    start: date | None = None
    end: date | None = None


OPEN = Period()
Side = Literal["old", "new"] | None


class Subject(NamedTuple):
    """What a period is asked for: the figure, its sentence and where the words behind it end, and what is known of it."""

    mention: Mention
    sentence: tuple[int, int]
    tail_end: int
    kind: str | None  # of its metric; None for a figure without one
    change: bool  # an amount of change
    nearby: frozenset[str]  # the lists of words that have one in its stretch of text (TIME_GATES)
    side: Side = None  # of a change from one value to the other


class PeriodReader:
    """Finds the periods of the figures of one text. `year` is the report's; `tables` are where its tables stand, `reviews`
    the sections of a plan about what has been: neither its title's time nor its year is theirs."""

    def __init__(
        self,
        text: str,
        sentences: Sentences,
        dates: Iterable[Mention],
        figures: Iterable[Mention],
        year: int | None,
        tables: Sequence[Span] = (),
        reviews: Sequence[Span] = (),
    ) -> None:
        self.text, self.year, self.words, self.sentences = text, year, load_time_words(), sentences
        dates = list(dates)
        self.times = find_expressions(text, dates, year)
        self.starts = [one.at for one in self.times]
        self._governing: dict[int, bool] = {}  # by the place of an expression
        self._inherited: dict[tuple[int, str | None, bool], Period | None] = {}  # by sentence: for all its figures of a kind
        self.figures = [mention.at for mention in figures]
        self.reviews = reviews
        self.headings = Headings(find_headings(text, self.times, self.figures, tables), reviews)
        self.times = [self._date_by_heading(one) if one.implied else one for one in self.times]
        self.annual_from = self._find_annual()
        # a text without any date, in which only 上年 is compared with, is of the year that its report is said to be of
        self.timeless = not dates and all(one.kind in ("compared", "from") for one in self.times)

    def read_period(self, subject: Subject) -> Period:
        """The period of a figure in running text."""
        here = subject.mention
        own = self._bind_in_sentence(subject)
        if own is not None:
            return own
        if subject.kind is None:
            return OPEN
        if "still" in subject.nearby:
            still_from = subject.sentence[0] if subject.kind == "stock" else self._clause_start(here.at)
            if self.words.still.search(self.text, still_from, here.at):
                return OPEN
        if "events" in subject.nearby and self.words.events.search(self.text, subject.sentence[0], here.at):
            return OPEN
        return self._inherit(subject.kind, here.at, self._find_governing(subject))

    def read_around(self, at: int, kind: str | None) -> Period:
        """The period of a cell whose row, column and caption name none: by a note below its table or the headings over it."""
        return self._inherit(kind, at, None)

    def _date_by_heading(self, one: TimeExpression) -> TimeExpression:
        """一、2022年工作回顾 … 全年保障会议90场: the year of the heading, in a report of another year."""
        for time in self.headings.times_over(one.at):
            if time.first is None or time.last is None or time.implied or time.first.year != time.last.year:
                continue
            years = time.last.year - self.year if self.year is not None else 0
            first, last = (day and _in_other_year(day, years) for day in (one.first, one.last))
            return one._replace(first=first, last=last) if years else one
        return one

    def find_time(self, start: int, end: int) -> TimeExpression | None:
        """The first period that a stretch of text names."""
        return next((one for one in self._between(start, end) if one.kind in ("period", "since")), None)

    def _bind_in_sentence(self, subject: Subject) -> Period | None:
        """By a date in brackets right behind, the nearest expression before that may bind it, a date behind; else None."""
        here, text = subject.mention, self.text
        for one in self._between(here.until, here.until + 2):  # 1340辆（2021年）、1304辆（2022年）
            if one.kind == "period" and text[here.until] == "(" and text.startswith(")", one.until):
                return _make_period(one, subject.kind)
        for one in reversed(self._between(subject.sentence[0], here.at)):
            if one.kind in ("compared", "from"):
                if subject.side == "old" or (not subject.change and self._leads_directly(one, here.at)):
                    return self._period_before(one, subject)
                continue
            is_near = not _BREAK.search(text, one.until, here.at)
            if one.kind == "background" and not is_near:
                continue
            if is_near and text.startswith(SAME_PART, one.until):  # 2021年同期
                return self._period_before(one, subject)
            if is_near or self._governs(one):
                return self._period_in_list(one, subject) or self._make_own(one, subject)
            return OPEN  # another predicate has it: nor does the paragraph's time hold
        for one in self._between(here.until, subject.tail_end):  # 30多家单位于5月进驻: the date may follow
            if one.kind == "period" and self.words.at.search(text[here.until : one.at]):
                return _make_period(one, subject.kind)
        return None

    def _make_own(self, one: TimeExpression, subject: Subject) -> Period:
        """The period of an expression of the figure's sentence; a span of years goes on to the end of what is reported on."""
        period = _make_period(one, subject.kind)
        if subject.side == "new" and one.days > YEAR and period.end is not None:  # 从2021年到2024年由312批降至196批
            return period._replace(start=max(period.start or period.end, date(period.end.year, 1, 1)))
        if one.kind == "since" and self.words.goes_on.search(self.text, one.at, one.until):
            return period._replace(end=self._inherit("flow", subject.mention.at, None).end)
        return period

    def _inherit(self, kind: str | None, at: int, governing: Period | None) -> Period:
        """What the paragraph, the headings or the report's 全年 give, in this order."""
        if governing is not None:
            return governing
        for time in self.headings.times_over(at):
            if kind == "stock" or time.days > 1 or time.as_of:
                return _make_period(time, kind)
        if self.year is None or self.is_reviewed(at):
            return OPEN
        year = Period(date(self.year, 1, 1), date(self.year, 12, 31))
        if kind != "stock" and self.annual_from is not None and self.annual_from < at:
            return year
        if kind is not None and self.timeless and not _OPENING.search(self.text, self._clause_start(at), at):
            return year._replace(start=year.end) if kind == "stock" else year
        return OPEN

    def is_reviewed(self, at: int) -> bool:
        """Whether a place stands in a section of a plan about what has been."""
        return any(start <= at < end for start, end in self.reviews)

    def _find_governing(self, subject: Subject) -> Period | None:
        """The time of an earlier sentence of the same paragraph; OPEN where that leaves it open, None where none has any.

        A stock takes only a day up to which, or the time of a sentence that says nothing but when.
        """
        start = subject.sentence[0]
        of_that_day = self.words.of_that_day.search if "of_that_day" in subject.nearby else None
        asked = start, subject.kind, of_that_day is not None and of_that_day(self.text, start, subject.mention.at) is not None
        if asked not in self._inherited:
            self._inherited[asked] = self._read_governing(*asked)
        return self._inherited[asked]

    def _read_governing(self, start: int, kind: str | None, of_that_day: bool) -> Period | None:
        is_stock = kind == "stock"
        for sentence in self.sentences.before(start):
            times = [one for one in self._between(*sentence) if one.kind in ("period", "since", "open") and self._governs(one)]
            if not times:
                continue
            one = times[0]
            spans = {(other.kind, other.first, other.last) for other in times}
            if of_that_day:
                if one.kind == "period" and one.days < QUARTER:
                    return _make_period(one._replace(as_of=False), kind)
                continue
            if is_stock:
                last = times[-1]
                if last.as_of or (len(spans) == 1 and one.kind == "period" and self._announces(*sentence)):
                    return _make_period(last, kind)
                continue
            if one.kind == "period" and one.days < QUARTER and not one.as_of and len(spans) == 1:
                continue  # an event
            return _make_period(one, kind) if len(spans) == 1 and one.kind == "period" else OPEN
        return None

    def _announces(self, begin: int, end: int) -> bool:
        return end - begin <= ANNOUNCEMENT and not _BREAK.search(self.text, begin, end - 1)

    def _governs(self, one: TimeExpression) -> bool:
        """Whether an expression holds beyond its clause: it opens the clause, a comma sets it off, or its clause has a figure."""
        if one.at not in self._governing:
            self._governing[one.at] = self._opens_clause(one)
        return self._governing[one.at]

    def _opens_clause(self, one: TimeExpression) -> bool:
        text = self.text
        if text[one.until : one.until + 1] == ",":
            return True
        if self.words.openings.fullmatch(text, self._clause_start(one.at), one.at):
            return True
        stop = _BREAK.search(text, one.until)
        end = stop.start() if stop else len(text)
        if one.days >= QUARTER and self.words.tells.search(text, one.until, end):  # 全市2022年度统计数据显示
            return True
        return self._has_figure(one.until, end)

    def _clause_start(self, at: int) -> int:
        floor = max(0, at - 40)
        last = _LAST_BREAK.match(self.text, floor, at)
        return last.end() if last else floor

    def _leads_directly(self, one: TimeExpression, at: int) -> bool:
        return _DIRECT.fullmatch(self.text, one.until, at) is not None and not self._has_figure(one.until, at)

    def _period_before(self, one: TimeExpression, subject: Subject) -> Period:
        """比去年4.1万元少, 上年同期96批次: the same part of the year before as the time that governs the sentence."""
        if self.text.startswith(SAME_PART, one.until):
            whole = self._bind_in_sentence(
                subject._replace(mention=replace(subject.mention, at=one.at, until=one.at), tail_end=one.at)
            )
            if whole is None:
                whole = self._find_governing(subject._replace(kind="flow"))
            if whole is None:
                whole = next((_make_period(time, "flow") for time in self.headings.times_over(one.at)), OPEN)
            if whole.start is None or whole.end is None:
                return OPEN if one.kind == "compared" else _make_period(one, subject.kind)
            years = one.last.year - whole.end.year if one.last is not None else -1
            return Period(_in_other_year(whole.start, years), _in_other_year(whole.end, years))
        return _make_period(one, subject.kind)

    def _period_in_list(self, one: TimeExpression, subject: Subject) -> Period | None:
        """2022年、2023年分别处置120辆、98辆: the years in their order; 2022年、2023年均增长3%: of no one period. Else None."""
        listed = [one]
        for before in reversed(self._between(subject.sentence[0], one.at)):
            if before.kind != one.kind or not _LISTED.fullmatch(self.text, before.until, listed[0].at):
                break
            listed.insert(0, before)
        if len(listed) < 2:
            return None
        at = subject.mention.at
        apart = _APART.search(self.text, one.until, at)
        if apart is None:
            return OPEN if _JOINT.match(self.text, one.until, at) else None
        figures = self.figures[bisect_left(self.figures, apart.end()) : bisect_right(self.figures, at)]
        return _make_period(listed[len(figures) - 1], subject.kind) if len(figures) <= len(listed) else None

    def _find_annual(self) -> int | None:
        """Where the text first speaks of the whole of the report's year: from there on it reports on that year."""
        if self.year is None:
            return None
        whole = date(self.year, 1, 1), date(self.year, 12, 31)
        return next(
            (
                one.at
                for one in self.times
                if one.kind == "period" and (one.first, one.last) == whole
                if not self.words.so_far.match(self.text, one.at) and self._governs(one)
            ),
            None,
        )

    def _has_figure(self, start: int, end: int) -> bool:
        return bisect_left(self.figures, end) > bisect_left(self.figures, start)

    def _between(self, start: int, end: int) -> Sequence[TimeExpression]:
        return self.times[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def _make_period(one: TimeExpression, kind: str | None) -> Period:
    """The period of a metric of `kind` at a time: a stock has the last day, a flow as of a day runs from its year's beginning."""
    if one.kind == "since":
        return Period(one.first, None)
    if one.last is None:
        return OPEN
    if kind == "stock":
        return Period(one.last, one.last)
    return Period(date(one.last.year, 1, 1) if one.as_of else one.first, one.last)


def _in_other_year(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if (day.month, day.day) == (2, 29) else day.day)
