"""Dates: years, months, days and spans of them, plan periods, festivals; the rarer forms stand in rare_dates."""

from __future__ import annotations

import re

from yearbook.extraction.mentions.date_patterns import (
    ANY_DATE,
    ANY_DAY,
    BARE_YEARS,
    CENTURY,
    CLOCK_AFTER,
    COMPACT,
    DAY_FIRST,
    DAY_NAME,
    EDGES,
    ENGLISH_BEFORE,
    ENGLISH_DAY,
    ENGLISH_YEAR,
    ERA,
    ERA_YEAR,
    FESTIVAL,
    FIVE_DIGITS,
    JOINT,
    JOINT_REACH,
    LOST_DAY,
    LOST_LAST,
    LOST_MONTH,
    LUNAR,
    LUNAR_DAY,
    MAYBE,
    NUMBERS,
    PART_OF_DAY,
    PLAN,
    PLANS,
    POINTED,
    QUARTER,
    QUARTERS,
    RANGE_OF_DAYS,
    RANGE_OF_MONTHS,
    RANGE_OF_YEARS,
    SPAN,
    THIRDS,
    TIME,
    WORDS,
    YEAR_AND_MONTH,
    make_date,
    value_of,
    year_before,
    year_of,
)
from yearbook.extraction.mentions.mention import Mention, When


def find_rare_date(text: str, at: int, floor: int) -> Mention | None:
    """Quarters, damaged dates, times of day, centuries, festivals by number, years of emperors."""
    quarter = QUARTER.match(text, at)
    if quarter:
        return _find_quarter(text, at, floor, quarter)
    if ERA.search(text, max(floor, at - 3), at):
        era = ERA_YEAR.match(text, at)
        if era:
            return make_date(max(floor, at - 2), era.end(), None, "year of an era")
    five = FIVE_DIGITS.match(text, at)
    if five:
        return make_date(at, five.end(), None, "damaged year")
    lost = LOST_MONTH.match(text, at)
    if lost and 1 <= int(lost["month"]) <= 12:
        parts = (int(lost["year"]), int(lost["month"]), int(lost["day"]) if lost["day"] else None)
        return make_date(at, lost.end(), When(*parts, *parts, edge=EDGES.get(lost["edge"] or "")), "年 lost")  # type: ignore[arg-type]
    day = LOST_DAY.match(text, at)
    if (day and not text[at - 1 : at].isalnum()) or (day and "㐀" <= text[at - 1 : at] <= "鿿"):
        split = split_month_and_day(day["digits"], whole=bool(day["year"]))
        if split:
            year = int(day["year"]) if day["year"] else None
            end, last = _lost_end(text, day.end())
            return make_date(at, end, When(year, *split, year, *(last or split)), "月 lost")
    for pattern, reason in ((CENTURY, "century"), (DAY_FIRST, "date"), (TIME, "time of day")):
        other = pattern.match(text, at)
        if other and other.end() > at:
            if reason == "time of day" and not _is_time(text, at, other[0]):
                continue
            return make_date(at, other.end(), None, reason)
    pointed = POINTED.match(text, at)
    if pointed and text[at - 1 : at] not in (".", "·") and (pointed["mark"] != "." or DAY_NAME.match(text, pointed.end())):
        return make_date(at, pointed.end(), None, "festival")
    if LUNAR.search(text, max(floor, at - 3), at):
        lunar = ANY_DAY.match(text, at)
        if lunar:
            return make_date(at, lunar.end(), None, "lunar day")
    return None


def _find_quarter(text: str, at: int, floor: int, found: re.Match[str]) -> Mention:
    label = found[0].removeprefix("第").removesuffix("末")
    numbers = [value_of(digit) or 1 for digit in re.findall(r"[一二三四两1-4]", label)]
    first, last = numbers[0], numbers[-1]
    months = QUARTERS[label] if label in QUARTERS else [first * 3 - 2, last * 3]
    if (text[at - 1 : at] == "前" and at > floor) or found["front"]:
        months = [1, months[1]]
    year = year_before(text, at)
    return make_date(at, found.end(), When(year, months[0], None, year, months[1], None), "quarter")


def _is_time(text: str, at: int, clock: str) -> bool:
    """12:30 and 9时30分 are times; 三点 needs 半, 钟 or a part of the day, else it is a decimal or a count of points."""
    if ":" in clock:
        hours, minutes = clock.split(":")[:2]
        digits = re.sub(r"\D", "", hours)
        return bool(digits) and int(digits) < 25 and int(minutes.strip()[:2]) < 60
    if "时" in clock:
        return clock[-1] not in "时" or text[at + len(clock) : at + len(clock) + 1] not in ("间", "代", "效", "限", "常", "段")
    return (
        clock[-1] in "半整钟分"
        or (clock[0].isdigit() and text[at + len(clock) : at + len(clock) + 1] not in ("要", "意", "建", "措"))
        or bool(PART_OF_DAY.search(text[max(0, at - 3) : at]))
    )


def split_month_and_day(digits: str, whole: bool = False) -> tuple[int, int] | None:
    """Month and day written without 月: 619 → 6, 19; 1222 → 12, 22; 108 → 10, 8. None for a plain day or no date at all.

    Two digits are a day (24日), unless they can be none or a year before them (`whole`) leaves no other reading.
    """
    if len(digits) < 3 and not whole and int(digits) <= 31:
        return None
    for cut in (2, 1) if len(digits) > 2 else (1,):
        month, day = int(digits[:cut]), int(digits[cut:] or 0)
        if 1 <= month <= 12 and 1 <= day <= 31 and (digits[cut] != "0" or len(digits) == 4):
            return month, day
    return None


def _lost_end(text: str, end: int) -> tuple[int, tuple[int, int] | None]:
    """The second half of 711日至822日."""
    found = LOST_LAST.match(text, end)
    split = split_month_and_day(found[1]) if found else None
    return (found.end(), split) if found and split else (end, None)


_DATE_UNIT = re.compile(" ?(?:年[度代]?|月份?|日|号)")


def find_date(text: str, at: int, floor: int) -> Mention | None:
    """The date whose first numeral stands at `at`; words before it that belong to it are taken in down to `floor`."""
    if text[at - 1 : at] in ("周", "期", "拜") and at > floor:
        weekday = _find_weekday(text, at, floor)
        if weekday:
            return weekday
    if not ANY_DATE.match(text, at):
        return None
    named = _find_named(text, at)
    if named:
        return named
    if not MAYBE.match(text, at):
        return _find_english(text, at)
    return _find_numeric(text, at) or _find_range(text, at) or _find_span(text, at, floor) or find_rare_date(text, at, floor)


def _find_weekday(text: str, at: int, floor: int) -> Mention | None:
    for word in WORDS["weekdays"]:
        start = at - len(word)
        if (
            start >= floor
            and text.startswith(word, start)
            and text[at] in "一二三四五六"
            and text[at + 1 : at + 2] not in ("年", "个", "岁")
        ):
            return make_date(start, at + 1, None, "weekday")
    return None


def _find_named(text: str, at: int) -> Mention | None:
    """Plan periods (十三五) and festivals (五一)."""
    plan = PLAN.match(text, at)
    if plan:
        quoted = text[at - 1 : at] == "“" and text[plan.end() : plan.end() + 1] == "”"
        if plan[1] in WORDS["plain_plans"] or text.startswith(tuple(WORDS["plan_words"]), plan.end() + quoted):
            first, last = PLANS[plan[1]]
            return make_date(at, plan.end(), When(first, 1, 1, last, 12, 31), "plan period")
    festival = FESTIVAL.match(text, at)
    if festival and (text[at - 1 : at] == "“" or text[festival.end(1)] not in "、”“"):
        return make_date(at, festival.end(1), None, "festival")
    return None


def find_half_year(text: str, at: int, floor: int) -> Mention | None:
    """半年 or 半月 with its 上, 下, 前 or 后 (the label alone is the span); without one it is a span of time."""
    if not text.startswith("半年", at):
        return None
    before = text[at - 1 : at] if at > floor else ""
    if before == "个" and at - 2 >= floor:
        before = text[at - 2]
    months = WORDS["halves"].get(before)
    year = year_before(text, at)
    when = When(year, months[0], None, year, months[1], None) if months else When(duration=True)
    return make_date(at, at + 2, when, "half year")


def _find_numeric(text: str, at: int) -> Mention | None:
    if not text.startswith(("19", "20"), at):
        return None
    found = NUMBERS.match(text, at)
    if found:
        first = _day(found, "_a")
        last = _day(found, "_b") if found["year_b"] else first
        return make_date(at, found.end(), When(first[0], first[1], first[2], last[0], last[1], last[2]))
    compact = COMPACT.match(text, at) or YEAR_AND_MONTH.match(text, at)
    if compact:
        parts = [int(part) for part in compact.groupdict().values() if part]
        year, month, day = (*parts, None)[:3]
        return make_date(at, compact.end(), When(year, month, day, year, month, day))
    return None


def _day(found: re.Match[str], name: str) -> tuple[int, int, int]:
    return int(found["year" + name]), int(found["month" + name]), int(found["day" + name])


def _find_range(text: str, at: int) -> Mention | None:
    if not JOINT.search(text, at, at + JOINT_REACH):
        return None
    years = RANGE_OF_YEARS.match(text, at) or BARE_YEARS.match(text, at)
    if years:
        first = year_of(years["first"])
        last = value_of(years["last"])
        if first and last is not None and last < 100:
            last += first // 100 * 100
        return make_date(at, years.end(), When(first, None, None, last, None, None), "range of years")
    months = RANGE_OF_MONTHS.match(text, at)
    if months and not (months["joint"] == "、" and not months["year"] and text[at - 1 : at] in ("", "\n", "。", ";")):
        year = year_of(months["year"])
        return make_date(
            at, months.end(), When(year, value_of(months["first"]), None, year, value_of(months["last"]), None), "range of months"
        )
    days = RANGE_OF_DAYS.match(text, at)
    if days:
        year, month = year_of(days["year"]), value_of(days["month"])
        return make_date(
            at, days.end(), When(year, month, value_of(days["first"]), year, month, value_of(days["last"])), "range of days"
        )
    return None


def _find_span(text: str, at: int, floor: int) -> Mention | None:
    """A date in words, or two with 至 between them."""
    found = SPAN.match(text, at)
    if not found or not _says_date(found, "_a") or (value_of(found["day_a"]) or 1) > 31 or (value_of(found["month_a"]) or 1) > 12:
        return None
    if found["quarter_a"] and not found["year_a"] and text[at - 1 : at] == "前":
        return None  # 前三季度 is read with the quarters
    first = _parts(found, "_a")
    if _says_date(found, "_b"):
        end, when = found.end(), _join(first, _parts(found, "_b"))
    else:
        end, when = _take_lunar_day(text, _end_of_first(found), found), first
    return make_date(at, end, None if LUNAR.search(text, max(floor, at - 3), at) else when)


def _join(first: When, last: When) -> When:
    """From the first date to the last one, which may leave out its year (2020年11月至2月) or its month (6月1日至5日)."""
    year, month = last.end_year, last.end_month
    if last.start_year is None and first.start_year is not None:
        over_new_year = 0 < (last.end_month or 0) < (first.start_month or 0)
        year = first.start_year + (1 if over_new_year else 0)
    if last.end_month is None and last.end_day is not None:
        month = first.start_month
    return When(first.start_year, first.start_month, first.start_day, year, month, last.end_day)


def _says_date(found: re.Match[str], name: str) -> bool:
    return any(found.group(f"year{name}", f"month{name}", f"day{name}", f"quarter{name}"))


def _end_of_first(found: re.Match[str]) -> int:
    """Where the first date ends if no second one follows: a dangling 至 is left out."""
    text = found.string
    end = max(found.end("year_a"), found.end("month_a"), found.end("day_a"), found.end("edge_a"), found.end("quarter_a"))
    unit = _DATE_UNIT.match(text, end)
    end = unit.end() if unit else end
    clock = CLOCK_AFTER.match(text, end)
    return clock.end() if clock else end


def _take_lunar_day(text: str, end: int, found: re.Match[str]) -> int:
    """八月十五, 十月初一: a day without 日 after a month in Chinese numerals."""
    if found["month_a"] and not found["day_a"] and not found["month_a"].isdigit() and text[end - 1] == "月":
        day = LUNAR_DAY.match(text, end)
        if day:
            return day.end()
    return end


def _parts(found: re.Match[str], name: str) -> When:
    year, month, day = year_of(found["year" + name]), value_of(found["month" + name]), value_of(found["day" + name])
    edge, quarter = found["edge" + name], found["quarter" + name]
    if quarter:
        numbers = [value_of(digit) or 1 for digit in re.findall(r"[一二三四1-4]", quarter)]
        return When(year, numbers[0] * 3 - 2, None, year, numbers[-1] * 3, None)
    if edge in THIRDS:
        first, last = THIRDS[edge]
        return When(year, month, first, year, month, None if last > 30 else last)
    mark = EDGES.get(edge or "")
    return When(year, month, day, year, month, day, mark)  # type: ignore[arg-type]


def _find_english(text: str, at: int) -> Mention | None:
    day = ENGLISH_DAY.match(text, at)
    if day:
        return make_date(at, day.end(), None, "English date")
    year = ENGLISH_YEAR.match(text, at)
    if year and ENGLISH_BEFORE.search(text[max(0, at - 16) : at]):
        first = int(year[0][:4])
        return make_date(at, year.end(), When(first, None, None, first, None, None), "English date")
    return None
