"""Dates: years, months, days and spans of them, plan periods, festivals, damaged dates, and durations.

Numeric forms follow GB/T 7408.1-2023 (ISO 8601-1) and the freer forms that reports write; words stand in
data/catalogue/language/periods.yaml. Offsets count code points of the normalized text.
"""

from __future__ import annotations

import re

from yearbook.catalogue.vocabulary import trie_pattern
from yearbook.extraction.mentions import date_patterns as patterns
from yearbook.extraction.mentions.date_patterns import WORDS, make_date, split_month_and_day, value_of, year_before, year_of
from yearbook.extraction.mentions.mention import PLAN_PERIOD, Mention, When


def find_date(text: str, at: int, floor: int) -> Mention | None:
    """The date whose first numeral stands at `at`; words before it that belong to it are included down to `floor`."""
    if text[at - 1 : at] in ("周", "期", "拜") and at > floor:
        weekday = _find_weekday(text, at, floor)
        if weekday:
            return weekday
    if not patterns.ANY_DATE.match(text, at):
        return None
    named = _find_named(text, at)
    if named:
        return named
    if not patterns.MAYBE.match(text, at):
        return _find_english(text, at)
    return _find_numeric(text, at) or _find_range(text, at) or _find_span(text, at, floor) or _find_rare(text, at, floor)


def _find_weekday(text: str, at: int, floor: int) -> Mention | None:
    if text[at] not in "一二三四五六" or text[at + 1 : at + 2] in ("年", "个", "岁"):
        return None
    if patterns.EVERY_WEEK.search(text, max(floor, at - 4), at) and patterns.TIMES_A_WEEK.match(text, at):
        return None
    for word in WORDS["weekdays"]:
        start = at - len(word)
        if start >= floor and text.startswith(word, start):
            return make_date(start, at + 1, None, "weekday")
    return None


def _find_named(text: str, at: int) -> Mention | None:
    """Plan periods (十三五) and festivals (五一)."""
    plan = patterns.PLAN.match(text, at)
    if plan:
        quoted = text[at - 1 : at] == "“" and text[plan.end() : plan.end() + 1] == "”"
        if plan[1] in WORDS["plain_plans"] or text.startswith(tuple(WORDS["plan_words"]), plan.end() + quoted):
            first, last = WORDS["plans"][plan[1]]
            return make_date(at, plan.end(), When(first, 1, 1, last, 12, 31), PLAN_PERIOD)
    festival = patterns.FESTIVAL.match(text, at)
    if festival and (text[at - 1 : at] == "“" or text[festival.end(1)] not in "、”“"):
        return make_date(at, festival.end(1), None, "festival")
    return None


def _find_english(text: str, at: int) -> Mention | None:
    day = patterns.ENGLISH_DAY.match(text, at)
    if day:
        return make_date(at, day.end(), None, "English date")
    year = patterns.ENGLISH_YEAR.match(text, at)
    if year and patterns.ENGLISH_BEFORE.search(text[max(0, at - 16) : at]):
        return make_date(at, year.end(), When.of(int(year[0][:4])), "English date")
    return None


def _find_numeric(text: str, at: int) -> Mention | None:
    """2020-05-31, 2020.5.31, 20200531, 2020.05, and spans of the first two."""
    if not text.startswith(("19", "20"), at):
        return None
    found = patterns.NUMBERS.match(text, at)
    if found:
        first = _numeric_day(found, "_a")
        return make_date(at, found.end(), When(*first, *(_numeric_day(found, "_b") if found["year_b"] else first)))
    compact = patterns.COMPACT.match(text, at) or patterns.YEAR_AND_MONTH.match(text, at) or patterns.MONTH_OF_ROW.match(text, at)
    if compact:
        year, month, day = (*(int(part) for part in compact.groupdict().values() if part), None)[:3]
        return make_date(at, compact.end(), When.of(year, month, day))
    return None


def _numeric_day(found: re.Match[str], name: str) -> tuple[int, int, int]:
    return int(found["year" + name]), int(found["month" + name]), int(found["day" + name])


def _find_range(text: str, at: int) -> Mention | None:
    """2016-2020年, 1至9月, 6月1日至5日."""
    if not patterns.JOINT.search(text, at, at + patterns.JOINT_REACH):
        return None
    between = patterns.RANGE_OF_YEARS_AND_MONTHS.match(text, at)
    if between:
        parts = [int(part) for part in between.groups()]
        return make_date(at, between.end(), When(parts[0], parts[1], None, parts[2], parts[3]), "range of months")
    years = patterns.RANGE_OF_YEARS.match(text, at) or patterns.BARE_YEARS.match(text, at)
    if years:
        first, last = year_of(years["first"]), value_of(years["last"])
        if first and last is not None and last < 100:
            last += first // 100 * 100
        return make_date(at, years.end(), When(first, None, None, last, None, None), "range of years")
    months = patterns.RANGE_OF_MONTHS.match(text, at)
    if months and not (months["joint"] == "、" and not months["year"] and text[at - 1 : at] in ("", "\n", "。", ";")):
        year = year_of(months["year"])
        when = When(year, value_of(months["first"]), None, year, value_of(months["last"]), None)
        return make_date(at, months.end(), when, "range of months")
    listed = patterns.LIST_OF_DAYS.match(text, at)
    if listed:
        year, month, last = year_of(listed["year"]), value_of(listed["month"]), value_of(listed["last"])
        return make_date(at, listed.end(), When(year, month, value_of(listed["first"]), year, month, last), "list of days")
    days = patterns.RANGE_OF_DAYS.match(text, at)
    if days:
        year, month = year_of(days["year"]), value_of(days["month"])
        when = When(year, month, value_of(days["first"]), year, month, value_of(days["last"]))
        return make_date(at, days.end(), when, "range of days")
    return None


def _find_span(text: str, at: int, floor: int) -> Mention | None:
    """A date in words, or two with 至 between them."""
    found = patterns.SPAN.match(text, at)
    if (
        not found
        or not _names_date(found, "_a")
        or (value_of(found["day_a"]) or 1) > 31
        or (value_of(found["month_a"]) or 1) > 12
    ):
        return None
    if found["quarter_a"] and not found["year_a"] and text[at - 1 : at] == "前":
        return None  # 前三季度 is read with the quarters
    first = _read_parts(found, "_a")
    if _names_date(found, "_b"):
        end, when = found.end(), _join(first, _read_parts(found, "_b"))
    else:
        end, when = _end_of_lunar_day(text, _end_of_first(found), found), first
    return make_date(at, end, None if patterns.LUNAR.search(text, max(floor, at - 3), at) else when)


def _names_date(found: re.Match[str], name: str) -> bool:
    return any(found.group(f"year{name}", f"month{name}", f"day{name}", f"quarter{name}"))


def _read_parts(found: re.Match[str], name: str) -> When:
    year, month, day = year_of(found["year" + name]), value_of(found["month" + name]), value_of(found["day" + name])
    edge, quarter = found["edge" + name], found["quarter" + name]
    if quarter:
        numbers = [value_of(digit) or 1 for digit in re.findall(r"[一二三四1-4]", quarter)]
        return When(year, numbers[0] * 3 - 2, None, year, numbers[-1] * 3, None)
    if edge in WORDS["thirds"]:
        first, last = WORDS["thirds"][edge]
        return When(year, month, first, year, month, None if last > 30 else last)
    return When.of(year, month, day, WORDS["edges"].get(edge or ""))


def _join(first: When, last: When) -> When:
    """From the first date to the last one, which may leave out its year (2020年11月至2月) or its month (6月1日至5日)."""
    year, month = last.end_year, last.end_month
    if last.start_year is None and first.start_year is not None:
        over_new_year = 0 < (last.end_month or 0) < (first.start_month or 0)
        year = first.start_year + (1 if over_new_year else 0)
    if last.end_month is None and last.end_day is not None:
        month = first.start_month
    return When(first.start_year, first.start_month, first.start_day, year, month, last.end_day)


def _end_of_first(found: re.Match[str]) -> int:
    """Where the first date ends if no second one follows: a dangling 至 is left out."""
    text = found.string
    end = max(found.end(part) for part in ("year_a", "month_a", "day_a", "edge_a", "quarter_a"))
    unit = patterns.DATE_UNIT.match(text, end)
    end = unit.end() if unit else end
    clock = patterns.CLOCK_AFTER.match(text, end)
    return clock.end() if clock else end


def _end_of_lunar_day(text: str, end: int, found: re.Match[str]) -> int:
    """八月十五, 十月初一: a day without 日 after a month in Chinese numerals."""
    if found["month_a"] and not found["day_a"] and not found["month_a"].isdigit() and text[end - 1] == "月":
        day = patterns.LUNAR_DAY.match(text, end)
        if day:
            return day.end()
    return end


def _find_rare(text: str, at: int, floor: int) -> Mention | None:
    """Quarters, damaged dates, times of day, centuries, festivals by number, years of an era."""
    quarter = patterns.QUARTER.match(text, at)
    if quarter:
        return _find_quarter(text, at, floor, quarter)
    if patterns.ERA.search(text, max(floor, at - 3), at):
        era = patterns.ERA_YEAR.match(text, at)
        if era:
            return make_date(max(floor, at - 2), era.end(), None, "year of an era")
    five = patterns.FIVE_DIGITS.match(text, at)
    if five:
        return make_date(at, five.end(), None, "damaged year")
    damaged = _find_damaged(text, at)
    if damaged:
        return damaged
    for pattern, reason in ((patterns.CENTURY, "century"), (patterns.DAY_FIRST, "date"), (patterns.TIME, "time of day")):
        other = pattern.match(text, at)
        if other and other.end() > at and (pattern is not patterns.TIME or patterns.is_time_of_day(text, at, other[0])):
            return make_date(at, other.end(), None, reason)
    pointed = patterns.POINTED.match(text, at) if text[at - 1 : at] not in (".", "·") else None
    if pointed and (pointed["mark"] != "." or patterns.DAY_NAME.match(text, pointed.end())):
        return make_date(at, pointed.end(), None, "festival")
    if patterns.LUNAR.search(text, max(floor, at - 3), at):
        lunar = patterns.ANY_DAY.match(text, at)
        if lunar:
            return make_date(at, lunar.end(), None, "lunar day")
    return None


def _find_quarter(text: str, at: int, floor: int, found: re.Match[str]) -> Mention:
    label = found[0].removeprefix("第").removesuffix("末")
    numbers = [value_of(digit) or 1 for digit in re.findall(r"[一二三四两1-4]", label)]
    first, last = WORDS["quarters"].get(label) or (numbers[0] * 3 - 2, numbers[-1] * 3)
    if (text[at - 1 : at] == "前" and at > floor) or found["front"]:
        first = 1
    year = year_before(text, at)
    return make_date(at, found.end(), When(year, first, None, year, last, None), "quarter")


def _find_damaged(text: str, at: int) -> Mention | None:
    """Dates that lost a character in a conversion: 20205月31日 without 年, 619日 without 月, 711日至822日."""
    month = patterns.LOST_MONTH.match(text, at)
    if month and 1 <= int(month["month"]) <= 12:
        day = int(month["day"]) if month["day"] else None
        when = When.of(int(month["year"]), int(month["month"]), day, WORDS["edges"].get(month["edge"] or ""))
        return make_date(at, month.end(), when, "年 lost")
    lost = patterns.LOST_DAY.match(text, at)
    before = text[at - 1 : at]
    first = split_month_and_day(lost["digits"], whole=bool(lost["year"])) if lost else None
    if lost is None or first is None or (before.isalnum() and not "㐀" <= before <= "鿿"):
        return None
    year = int(lost["year"]) if lost["year"] else None
    end, last = lost.end(), first
    second = patterns.LOST_LAST.match(text, end)
    split = split_month_and_day(second[1]) if second else None
    if second and split:
        end, last = second.end(), split
    return make_date(at, end, When(year, *first, year, *last), "月 lost")


def find_half_year(text: str, at: int, floor: int) -> Mention | None:
    """半年 or 半月 with its 上, 下, 前 or 后 (the label alone is the span); without one it is a duration."""
    if not text.startswith("半年", at):
        return None
    before = text[at - 1 : at] if at > floor else ""
    if before == "个" and at - 2 >= floor:
        before = text[at - 2]
    months = WORDS["halves"].get(before)
    year = year_before(text, at)
    when = When(year, months[0], None, year, months[1], None) if months else When(duration=True)
    return make_date(at, at + 2, when, "half year")


_YEARS, _MONTHS, _DAYS = (frozenset(WORDS["duration_units"][name]) for name in ("years", "months", "days"))
_SINCE_BEFORE = re.compile(rf"(?:{trie_pattern(WORDS['since_before'])})(?:了|的|约|第)? ?$")
_IN_A_ROW = re.compile(rf"(?:{trie_pattern(WORDS['in_a_row'])})(?:近|约|超过|了)?$")
_SINCE_AFTER = re.compile(rf"(?:半|多|余)?(?:{trie_pattern(WORDS['since_after'])})")
_MEASURED = re.compile(rf"(?:{trie_pattern(WORDS['measured_by'])})[^,。;、\d]{{0,5}}$")
_MEASURED_YEARS = re.compile(rf"(?:{trie_pattern(WORDS['measured_years_by'])})[^,。;、\d]{{0,5}}$")
_NOT_A_PLACE = re.compile(r"(?:提|目|之|以|空|日|生)前$|(?:落|之|以|今|最|前|然|而)后$|[附接将]近$")


def as_date(text: str, mention: Mention, floor: int) -> Mention:
    """A duration as a date where it places something in time (三年来); the mention itself where it measures (用时25分钟)."""
    unit = mention.unit_as_written
    if not _places(text, mention, floor, unit):
        return mention
    when, reason = When(duration=True), "span of time after a word that places it"
    months = mention.value if unit == "个月" and text[mention.at - 1 : mention.at] == "前" else None
    if months and months <= 12 and months == int(months):
        year = year_before(text, mention.at)
        when, reason = When(year, 1, None, year, int(months), None), "first months of a year"
    elif _SINCE_AFTER.match(text, mention.until):
        reason = "span of time"
    return Mention(mention.at, mention.until, "date", mention.value, when=when, reason=reason)


def _places(text: str, mention: Mention, floor: int, unit: str) -> bool:
    before = text[max(floor, mention.at - 14) : mention.at]
    since = bool(_SINCE_AFTER.match(text, mention.until))
    if unit in _YEARS:
        decimal = (
            mention.value is not None and mention.value != int(mention.value) and not mention.value_as_written.endswith(".5")
        )
        bounded = mention.qualifier in ("at_most", "at_least") and not _IN_A_ROW.search(before)
        return since or not (decimal or bounded or _MEASURED_YEARS.search(before))
    if since and (unit in _MONTHS or unit in _DAYS):
        return not text.startswith(("内", "中"), mention.until)
    measured = _MEASURED.search(before) is not None
    placed = bool(_SINCE_BEFORE.search(before)) and not _NOT_A_PLACE.search(before)
    if unit in _MONTHS:
        return placed or (bool(_IN_A_ROW.search(before)) and not measured)
    if unit in _DAYS:
        return placed and (mention.value or 0) < 100 and not measured
    return since and text.startswith(tuple(WORDS["since_clock_after"]), mention.until) and not measured
