"""When a figure holds: the time words of its sentence, resolved by the report's year and the metric's kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yearbook.extraction.linking.context import Context
from yearbook.extraction.linking.cues import load_time_words
from yearbook.extraction.mentions.mention import Mention, When


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day; equal for a stock. `stated` is False where the text leaves it open and the report's year is taken."""

    start: date | None
    end: date | None
    stated: bool


def find_period(
    text: str, here: Context, dates: list[Mention], kind: str | None, year: int | None, baseline_year: str | None
) -> Period:
    """The period of a figure of a metric of `kind` (None for a figure without a metric, read as a flow)."""
    stated = _stated_period(text, here, dates, year, baseline_year)
    if stated is None:
        return _of_year(year, kind, stated=False) if year else Period(None, None, False)
    start, end, stated_start = stated
    if kind == "stock":
        return Period(end, end, True)
    if start is not None and end is not None and start == end and not stated_start:
        start = date(end.year, 1, 1)  # a flow as of a date runs from the year's beginning
    return Period(start, end, True)


def _of_year(year: int, kind: str | None, *, stated: bool) -> Period:
    end = date(year, 12, 31)
    return Period(end if kind == "stock" else date(year, 1, 1), end, stated)


def _stated_period(
    text: str, here: Context, dates: list[Mention], year: int | None, baseline_year: str | None
) -> tuple[date | None, date | None, bool] | None:
    """(first day, last day, whether the first day is stated) by the nearest time words before the figure."""
    start, mention = here.sentence[0], here.mention
    found: list[tuple[int, tuple[date | None, date | None, bool]]] = []
    for spoken in dates:
        if not start <= spoken.at < mention.at or spoken.when is None:
            continue
        meant = _of_date(text, spoken, spoken.when, year, baseline_year)
        if meant is not None:
            found.append((spoken.at, meant))
    if year is not None:
        found += _of_words(text, start, mention.at, year)
    if found:
        return max(found, key=lambda item: item[0])[1]
    for spoken in dates:  # 30多家单位于5月进驻: the date may follow
        if (
            mention.until <= spoken.at <= here.tail_end
            and spoken.when
            and load_time_words().at.search(text[mention.until : spoken.at])
        ):
            return _of_date(text, spoken, spoken.when, year, baseline_year)
    return None


def _of_date(
    text: str, spoken: Mention, when: When, year: int | None, baseline_year: str | None
) -> tuple[date | None, date | None, bool] | None:
    if when.duration or (baseline_year is not None and str(when.end_year) == baseline_year):
        return None
    words = load_time_words()
    if text[max(0, spoken.at - 1) : spoken.at] == "《" or words.label.match(text[spoken.until : spoken.until + 16]):
        return None
    span = when.resolve(year)
    if span is None:
        return None
    first, last = span
    if words.since.match(text[spoken.until : spoken.until + 4]):
        return first, date(year, 12, 31) if year and first.year <= year else None, True
    as_of = bool(words.as_of.search(text[max(0, spoken.at - 4) : spoken.at])) or when.edge == "end"
    return (last if as_of else first), last, not as_of


def _of_words(text: str, start: int, end: int, year: int) -> list[tuple[int, tuple[date | None, date | None, bool]]]:
    words = load_time_words()
    found: list[tuple[int, tuple[date | None, date | None, bool]]] = []
    if not words.any_time.search(text, start, end):
        return found
    for pattern, shift in words.years:
        for match in pattern.finditer(text, start, end):
            found.append((match.start(), (date(year + shift, 1, 1), date(year + shift, 12, 31), True)))
    for match in words.year_end.finditer(text, start, end):
        found.append((match.start(), (date(year, 12, 31), date(year, 12, 31), False)))
    return found
