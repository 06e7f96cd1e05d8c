"""Dates that are rarer or damaged: quarters, a lost 年 or 月, times of day, centuries, eras, festivals by number."""

from __future__ import annotations

import re

from yearbook.language.date_parts import make_date, value_of, year_before
from yearbook.language.date_patterns import (
    ANY_DAY,
    CENTURY,
    DAY_FIRST,
    DAY_NAME,
    EDGES,
    ERA,
    ERA_YEAR,
    FIVE_DIGITS,
    LOST_DAY,
    LOST_LAST,
    LOST_MONTH,
    LUNAR,
    PART_OF_DAY,
    POINTED,
    QUARTER,
    QUARTERS,
    TIME,
)
from yearbook.language.mention import Mention, When


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
