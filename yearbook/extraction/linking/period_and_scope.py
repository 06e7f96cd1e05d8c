"""When a figure holds, and for whom: its period by the time words of its sentence, its scope by the words for bodies and areas.

Offsets count code points of the normalized text. Periods are whole days (GB/T 7408.1-2023 calendar dates).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import cast, get_args

from yearbook.catalogue.catalogue import Scope
from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml
from yearbook.catalogue.vocabulary import trie_pattern
from yearbook.extraction.linking.context import Context
from yearbook.extraction.linking.cues import load_time_words
from yearbook.extraction.mentions.mention import Mention, When


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day; equal for a stock. `stated` is False where the text leaves it open and the report's year is taken."""

    start: date | None
    end: date | None
    stated: bool


_Span = tuple[date | None, date | None, bool]  # first day, last day, whether the first day is stated


def find_period(
    text: str, here: Context, dates: list[Mention], kind: str | None, year: int | None, baseline_year: str | None
) -> Period:
    """The period of a figure of a metric of `kind` (None for a figure without a metric, read as a flow).

    `dates` are those of its sentence, `year` is the report's; `baseline_year` is what a change is measured against, no period.
    """
    span = _stated_span(text, here, dates, year, baseline_year)
    if span is None:
        if year is None:
            return Period(None, None, False)
        return Period(date(year, 12, 31) if kind == "stock" else date(year, 1, 1), date(year, 12, 31), False)
    start, end, stated_start = span
    if kind == "stock":
        return Period(end, end, True)
    if start is not None and end is not None and start == end and not stated_start:
        start = date(end.year, 1, 1)  # a flow as of a date runs from the year's beginning
    return Period(start, end, True)


def _stated_span(text: str, here: Context, dates: list[Mention], year: int | None, baseline_year: str | None) -> _Span | None:
    """By the nearest time words before the figure, else by a date behind it."""
    start, mention = here.sentence[0], here.mention
    found: list[tuple[int, _Span]] = []
    for named in dates:
        if start <= named.at < mention.at and named.when is not None:
            span = _span_of_date(text, named, named.when, year, baseline_year)
            if span is not None:
                found.append((named.at, span))
    if year is not None:
        found += _spans_of_words(text, start, mention.at, year)
    if found:
        return max(found, key=lambda item: item[0])[1]
    for named in dates:  # 30多家单位于5月进驻: the date may follow
        behind = mention.until <= named.at <= here.tail_end
        if behind and named.when and load_time_words().at.search(text[mention.until : named.at]):
            return _span_of_date(text, named, named.when, year, baseline_year)
    return None


def _span_of_date(text: str, named: Mention, when: When, year: int | None, baseline_year: str | None) -> _Span | None:
    if when.duration or (baseline_year is not None and str(when.end_year) == baseline_year):
        return None
    words = load_time_words()
    if text[max(0, named.at - 1) : named.at] == "《" or words.label.match(text[named.until : named.until + 16]):
        return None
    days = when.resolve(year)
    if days is None:
        return None
    first, last = days
    if words.since.match(text[named.until : named.until + 4]):
        return first, date(year, 12, 31) if year and first.year <= year else None, True
    as_of = bool(words.as_of.search(text[max(0, named.at - 4) : named.at])) or when.edge == "end"
    return (last if as_of else first), last, not as_of


def _spans_of_words(text: str, start: int, end: int, year: int) -> list[tuple[int, _Span]]:
    """Those of 全年, 上年, 年末 … with their places."""
    words = load_time_words()
    found: list[tuple[int, _Span]] = []
    if not words.any_time.search(text, start, end):
        return found
    for pattern, shift in words.years:
        for match in pattern.finditer(text, start, end):
            found.append((match.start(), (date(year + shift, 1, 1), date(year + shift, 12, 31), True)))
    for match in words.year_end.finditer(text, start, end):
        found.append((match.start(), (date(year, 12, 31), date(year, 12, 31), False)))
    return found


@cache
def load_scopes() -> tuple[re.Pattern[str], dict[str, Scope]]:
    """The pattern of all scope words, and the scope of each. Raises DataError with every scope that does not exist."""
    file = catalogue_folder() / "scopes.yaml"
    content = read_yaml(file)
    known = get_args(Scope)
    with collect_faults() as faults:
        for scope in content.keys() - set(known):
            faults.append(DataError(file, scope, f"is no scope; use one of {', '.join(known)}"))
    scopes = {word: cast(Scope, scope) for scope, words in content.items() for word in words}
    return re.compile(trie_pattern(scopes)), scopes


def find_scope(text: str, here: Context, headings: Sequence[tuple[int, int]] = ()) -> Scope | None:
    """The scope that the words around a figure state; None where they do not.

    Right behind the figure (9个市直单位) comes first, then the nearest word before it in the sentence, then the headings of its
    column, then the rest of the words that follow it.
    """
    pattern, scopes = load_scopes()
    mention = here.mention
    behind = pattern.match(text, mention.until)
    if behind:
        return scopes[behind.group()]
    before = None
    for match in pattern.finditer(text, here.sentence[0], mention.at):
        before = match
    if before:
        return scopes[before.group()]
    for start, end in reversed(headings):
        heading = pattern.search(text, start, end)
        if heading:
            return scopes[heading.group()]
    after = pattern.search(text, mention.until, here.tail_end)
    return scopes[after.group()] if after else None
