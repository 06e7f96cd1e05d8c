"""Dates: years, months, days, times of day, quarters, plan periods, festivals, also where a 年 or 月 was lost."""

from __future__ import annotations

import re

from yearbook.language.mention import Mention, When
from yearbook.language.numerals import read_number
from yearbook.language.vocabulary import load_words, trie_pattern

_WORDS = load_words("periods")
_PLANS: dict[str, list[int]] = _WORDS["plans"]
_QUARTERS: dict[str, list[int]] = _WORDS["quarters"]
_EDGES: dict[str, str] = _WORDS["edges"]
_THIRDS: dict[str, list[int]] = _WORDS["thirds"]

_CN = "〇零一二两三四五六七八九"
_TO = r" ?(?:起)?(?:至|到|-{1,2}|~|—) ?"
_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九正元腊])"
_DAY = r"(?:\d{1,2}|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|初[一二三四五六七八九十]|[一二三四五六七八九])"
_CLOCK = (
    r"(?:[ T]{0,2}(?:上午|下午|晚上|晚间|早上|早间|中午|凌晨|傍晚|晚|早)? ?"
    rf"(?:\d{{1,2}}: ?\d{{2}}(?:: ?\d{{2}})?(?:\.\d+)?|\d{{1,2}}[时点](?:\d{{1,2}}分?(?:\d{{1,2}}秒)?|整|半)?|[{_CN}十]{{1,3}}[时点](?:钟|整|半|[{_CN}十]{{1,3}}分?)?))"
)


def _point(name: str) -> str:
    """A date in words, its parts as groups ending in `name`: 2020年, 5月, 2020年8月底, 6月30日, 30日, 2020年三季度."""
    return (
        rf"(?:(?P<year{name}>(?:1[5-9]|20|21)\d{{2}}|(?:19|20)\d{{3}}|[{_CN}]{{4}}|\d{{2}}(?=年(?:度|末|底|初)|年{_MONTH}月|年[上下]半年)|0\d(?=年)|[零〇][{_CN}](?=年)) ?年(?:度|代)?)?"
        rf"(?:(?P<month{name}>{_MONTH}) ?月(?:份)? ?)?"
        rf"(?:(?P<day{name}>{_DAY}) ?[日号](?![线楼院馆厅门文令元本]))?"
        rf"(?P<edge{name}>{trie_pattern([*_EDGES, *_THIRDS])})?"
        rf"(?P<quarter{name}>(?:第?[一二三四1-4]、?){{1,2}}季度)?"
    )


_RANGE_OF_YEARS = re.compile(
    rf"(?P<first>(?:19|20)\d{{2}}|[{_CN}]{{4}}) ?(?:年)?{_TO}(?P<last>(?:19|20)\d{{2}}|[{_CN}]{{4}}|\d{{2}}(?=年)) ?年(?:度)?(?! ?\d{{1,2}}月)"
)
_BARE_YEARS = re.compile(r"(?P<first>(?:19|20)\d{2}) ?(?:-{1,2}|~|至) ?(?P<last>(?:19|20)\d{2})(?![\d.,年]| ?[万亿%个家辆件])")
_RANGE_OF_MONTHS = re.compile(
    rf"(?:(?P<year>(?:19|20)\d{{2}}|[{_CN}]{{4}}) ?年(?:度)? ?)?(?P<first>{_MONTH})(?P<joint>{_TO}|、)(?P<last>{_MONTH}) ?月(?:份)?(?!\d{{1,2}}[日号])"
)
_RANGE_OF_DAYS = re.compile(
    rf"(?:(?P<year>(?:19|20)\d{{2}}) ?年 ?)?(?:(?P<month>{_MONTH}) ?月 ?)?(?P<first>{_DAY}) ?[日号]?{_TO}(?P<last>{_DAY}) ?[日号](?![线楼院馆厅门文令元本])"
)
_SPAN = re.compile(f"{_point('_a')}{_CLOCK}?(?:{_TO}{_point('_b')}{_CLOCK}?)?")
_NUMERIC = r"(?P<year{0}>(?:19|20)\d{{2}})(?P<mark{0}>[-/.]) ?(?P<month{0}>0?[1-9]|1[0-2])(?P=mark{0}) ?(?P<day{0}>0?[1-9]|[12]\d|3[01])(?![\d])"
_NUMBERS = re.compile(f"{_NUMERIC.format('_a')}{_CLOCK}?(?: ?(?:-{{1,2}}|~|至|到) ?{_NUMERIC.format('_b')}{_CLOCK}?)?")
_YEAR_AND_MONTH = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?:[-/.](?P<month>0[1-9]|1[0-2])|(?<=[(自从至于]\d{4})\.(?P<single>[1-9]))(?![\d.%万亿/-])(?! ?[个家辆件台项次条份])"
)
_DAY_FIRST = re.compile(r"\d{1,2}/\d{1,2}/(?:19|20)\d{2}(?:-\d{1,2}/\d{1,2}/(?:19|20)\d{2})?")
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\d.,%万亿])(?! ?[个家辆件台项次条份元])"
)
_TIME = re.compile(rf"{_CLOCK}(?:{_TO}{_CLOCK})?")
_LOST_MONTH = re.compile(r"(?P<year>(?:19|20)\d{2}) ?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?(?P<edge>底|末|初)?")
_LOST_DAY = re.compile(r"(?P<year>(?:19|20)\d{2})?(?P<digits>\d{2,4})日(?![元本内])")
_FIVE_DIGITS = re.compile(r"(?:19|20)\d{3}年(?:度|底|末|初)?")
_CENTURY = re.compile(
    rf"(?:[{_CN}十]{{1,3}}|\d{{1,2}})世纪(?:初|末|中叶)?(?:[{_CN}十]{{1,2}}年代|\d0年代)?|[二三四五六七八九]十年代|\d0年代"
)
_POINTED = re.compile(r"(?P<month>1[0-2]|[1-9])(?P<mark>[·.•])(?P<day>3[01]|[12]\d|[1-9])(?![\d.%万亿])")
_DAY_NAME = re.compile(r"(?:[㐀-鿿]{0,8}?(?:日|节|运动|事件|周年|精神|大会)|”)")
_QUARTER = re.compile(
    rf"(?P<front>前)?(?:第)?({trie_pattern(_QUARTERS)}|(?P<number>[1-4一二三四两])个?季度)(?:末)?|[一二三四1-4](?:、[一二三四1-4]){{1,3}}季度"
)
_PLAN = re.compile(rf"({trie_pattern(_PLANS)})(?![{_CN}十百千万亿\d])")
_FESTIVAL = re.compile(rf"({trie_pattern(_WORDS['festivals'])})(?:[、”“]|{trie_pattern(_WORDS['festival_words'])})")
_ERA = re.compile(rf"(?:{trie_pattern(_WORDS['eras'])})$")
_ERA_YEAR = re.compile(rf"(?:\d{{1,3}}|[{_CN}十]{{1,4}}|元)年(?:{_MONTH}月)?(?:{_DAY}日?)?")
_LUNAR = re.compile(r"(?:(?:正|腊)月|农历|大年)$")
_ENGLISH_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_ENGLISH_BEFORE = re.compile(
    rf"(?:\b(?:in|of|by|since|from|to|until|during|year|and|between)|{_ENGLISH_MONTH}\.?(?: \d{{1,2}},?)?) $", re.IGNORECASE
)
_ENGLISH_YEAR = re.compile(r"(?:19|20)\d{2}(?:-\d{2,4})?(?![\d,.]\d|[\d%])")
_ENGLISH_DAY = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)?(?:, ?(?:19|20)\d{{2}}| {_ENGLISH_MONTH}(?:,? (?:19|20)\d{{2}})?)")
_CLOCK_AFTER = re.compile(_CLOCK)
_LUNAR_DAY = re.compile(
    rf"(?:初[{_CN}十]|[二三]?十[{_CN}]?(?![{_CN}十百千万亿个家件次人名]))(?:早上|晚上)?(?:[{_CN}十]{{1,3}}点(?:[{_CN}十]{{1,3}}分?|半)?)?"
)
_ANY_DAY = re.compile(_DAY)
_LOST_LAST = re.compile(rf"{_TO}(\d{{2,4}})[日号]")
_HALF_OF_YEAR = re.compile(rf"((?:19|20)\d{{2}}|[{_CN}]{{4}}) ?年(?:度)?[上下前后]个?$")
_PART_OF_DAY = re.compile(r"(?:上午|下午|晚上|晚|早上|早|中午|凌晨|傍晚) ?$")
_MAYBE = re.compile(
    r"[\d〇零一二两三四五六七八九十廿初正元 ,.\-~至到起/、]{1,24}?(?:[年月日号时点季旬世:/·•]|个季)|(?:19|20)\d{2}[-./]|\d{1,2}\.\d|(?:19|20)\d{6}"
)


def find_date(text: str, at: int, floor: int) -> Mention | None:
    """The date whose first numeral stands at `at`; words before it that belong to it are taken in down to `floor`."""
    if text[at - 1 : at] in ("周", "期", "拜") and at > floor:
        weekday = _find_weekday(text, at, floor)
        if weekday:
            return weekday
    named = _find_named(text, at, floor)
    if named:
        return named
    if not _MAYBE.match(text, at):
        return _find_english(text, at)
    return _find_numeric(text, at) or _find_range(text, at) or _find_span(text, at, floor) or _find_rare(text, at, floor)


def _date(at: int, until: int, when: When | None, reason: str = "date") -> Mention:
    return Mention(0, 0, at, until, "", "date", when=when, reason=reason)


def _value(text: str | None) -> int | None:
    """The number of a part of a date; 正 and 元 are 1, 初五 is 5, 腊 is 12."""
    if not text:
        return None
    text = text.removeprefix("初").replace("正", "一").replace("元", "一").replace("腊", "十二").replace("廿", "二十")
    number = read_number(text)
    return int(number.value) if number else None


def _year(text: str | None) -> int | None:
    """A year in four digits; two digits are of this century up to 49; five digits are damaged and say no year."""
    year = _value(text)
    if year is None or year > 9999:
        return None
    return year + (2000 if year < 50 else 1900) if year < 100 else year


def _find_weekday(text: str, at: int, floor: int) -> Mention | None:
    for word in _WORDS["weekdays"]:
        start = at - len(word)
        if (
            start >= floor
            and text.startswith(word, start)
            and text[at] in "一二三四五六"
            and text[at + 1 : at + 2] not in ("年", "个", "岁")
        ):
            return _date(start, at + 1, None, "weekday")
    return None


def _find_named(text: str, at: int, floor: int) -> Mention | None:
    """Plan periods (十三五), festivals (五一), 半年 after 上 or 下."""
    plan = _PLAN.match(text, at)
    if plan:
        quoted = text[at - 1 : at] == "“" and text[plan.end() : plan.end() + 1] == "”"
        if plan[1] in _WORDS["plain_plans"] or text.startswith(tuple(_WORDS["plan_words"]), plan.end() + quoted):
            first, last = _PLANS[plan[1]]
            return _date(at, plan.end(), When(first, 1, 1, last, 12, 31), "plan period")
    festival = _FESTIVAL.match(text, at)
    if festival and (text[at - 1 : at] == "“" or text[festival.end(1)] not in "、”“"):
        return _date(at, festival.end(1), None, "festival")
    return None


def find_half_year(text: str, at: int, floor: int) -> Mention | None:
    """半年 or 半月 with its 上, 下, 前 or 后 (the label alone is the span); without one it is a span of time."""
    if not text.startswith("半年", at):
        return None
    before = text[at - 1 : at] if at > floor else ""
    if before == "个" and at - 2 >= floor:
        before = text[at - 2]
    months = _WORDS["halves"].get(before)
    when = When(None, months[0], None, None, months[1], None) if months else When(duration=True)
    if months:
        year = _HALF_OF_YEAR.search(text[max(floor, at - 9) : at])
        if year:
            when = When(_year(year[1]), months[0], None, _year(year[1]), months[1], None)
    return _date(at, at + 2, when, "half year")


def _find_numeric(text: str, at: int) -> Mention | None:
    found = _NUMBERS.match(text, at)
    if found:
        first = _day(found, "_a")
        last = _day(found, "_b") if found["year_b"] else first
        return _date(at, found.end(), When(first[0], first[1], first[2], last[0], last[1], last[2]))
    compact = _COMPACT.match(text, at) or _YEAR_AND_MONTH.match(text, at)
    if compact:
        parts = [int(part) for part in compact.groupdict().values() if part]
        year, month, day = (*parts, None)[:3]
        return _date(at, compact.end(), When(year, month, day, year, month, day))
    return None


def _day(found: re.Match[str], name: str) -> tuple[int, int, int]:
    return int(found["year" + name]), int(found["month" + name]), int(found["day" + name])


def _find_range(text: str, at: int) -> Mention | None:
    years = _RANGE_OF_YEARS.match(text, at) or _BARE_YEARS.match(text, at)
    if years:
        first = _year(years["first"])
        last = _value(years["last"])
        if first and last is not None and last < 100:
            last += first // 100 * 100
        return _date(at, years.end(), When(first, None, None, last, None, None), "range of years")
    months = _RANGE_OF_MONTHS.match(text, at)
    if months and not (months["joint"] == "、" and not months["year"] and text[at - 1 : at] in ("", "\n", "。", ";")):
        year = _year(months["year"])
        return _date(
            at, months.end(), When(year, _value(months["first"]), None, year, _value(months["last"]), None), "range of months"
        )
    days = _RANGE_OF_DAYS.match(text, at)
    if days:
        year, month = _year(days["year"]), _value(days["month"])
        return _date(at, days.end(), When(year, month, _value(days["first"]), year, month, _value(days["last"])), "range of days")
    return None


def _find_span(text: str, at: int, floor: int) -> Mention | None:
    """A date in words, or two with 至 between them."""
    found = _SPAN.match(text, at)
    if not found or not _says_date(found, "_a"):
        return None
    start, end = at, found.end()
    if not _says_date(found, "_b"):
        end = _end_of_first(found)
        end = _take_lunar_day(text, end, found)
    first = _parts(found, "_a")
    last = _parts(found, "_b") if _says_date(found, "_b") else first
    if last is not first and last.start_year is None and first.start_year is not None:
        months = (first.start_month or 0, last.end_month or first.start_month or 0)
        year = first.start_year + (1 if months[1] and months[1] < months[0] else 0)
        last = When(last.start_year, last.start_month, last.start_day, year, last.end_month, last.end_day, last.edge)
    if last is not first and last.end_month is None and last.end_day is not None:
        last = When(last.start_year, None, None, last.end_year, first.start_month, last.end_day)
    when = When(
        first.start_year,
        first.start_month,
        first.start_day,
        last.end_year,
        last.end_month,
        last.end_day,
        last.edge if last is first else None,
    )
    if _LUNAR.search(text, max(floor, at - 3), at):
        when = None  # type: ignore[assignment]
    return _date(start, end, when)


def _says_date(found: re.Match[str], name: str) -> bool:
    return any(found[part + name] for part in ("year", "month", "day", "quarter"))


def _end_of_first(found: re.Match[str]) -> int:
    """Where the first date ends if no second one follows: a dangling 至 is left out."""
    ends = [found.end(part + "_a") for part in ("year", "month", "day", "edge", "quarter")]
    end = max(ends)
    text = found.string
    for suffix in ("年度", "年代", "年", "月份", "月", "日", "号"):
        if text.startswith(suffix, end) or text.startswith(" " + suffix, end):
            end = text.index(suffix, end) + len(suffix)
            break
    clock = _CLOCK_AFTER.match(text, end)
    return clock.end() if clock else end


def _take_lunar_day(text: str, end: int, found: re.Match[str]) -> int:
    """八月十五, 十月初一: a day without 日 after a month in Chinese numerals."""
    if found["month_a"] and not found["day_a"] and not found["month_a"].isdigit() and text[end - 1] == "月":
        day = _LUNAR_DAY.match(text, end)
        if day:
            return day.end()
    return end


def _parts(found: re.Match[str], name: str) -> When:
    year, month, day = _year(found["year" + name]), _value(found["month" + name]), _value(found["day" + name])
    edge, quarter = found["edge" + name], found["quarter" + name]
    if quarter:
        numbers = [_value(digit) or 1 for digit in re.findall(r"[一二三四1-4]", quarter)]
        return When(year, numbers[0] * 3 - 2, None, year, numbers[-1] * 3, None)
    if edge in _THIRDS:
        first, last = _THIRDS[edge]
        return When(year, month, first, year, month, None if last > 30 else last)
    mark = _EDGES.get(edge or "")
    return When(year, month, day, year, month, day, mark)  # type: ignore[arg-type]


def _find_rare(text: str, at: int, floor: int) -> Mention | None:
    """Quarters, damaged dates, times of day, centuries, festivals by number, years of emperors."""
    quarter = _QUARTER.match(text, at)
    if quarter:
        return _find_quarter(text, at, floor, quarter)
    if _ERA.search(text, max(floor, at - 3), at):
        era = _ERA_YEAR.match(text, at)
        if era:
            return _date(max(floor, at - 2), era.end(), None, "year of an era")
    five = _FIVE_DIGITS.match(text, at)
    if five:
        return _date(at, five.end(), None, "damaged year")
    lost = _LOST_MONTH.match(text, at)
    if lost and 1 <= int(lost["month"]) <= 12:
        parts = (int(lost["year"]), int(lost["month"]), int(lost["day"]) if lost["day"] else None)
        return _date(at, lost.end(), When(*parts, *parts, edge=_EDGES.get(lost["edge"] or "")), "年 lost")  # type: ignore[arg-type]
    day = _LOST_DAY.match(text, at)
    if (day and not text[at - 1 : at].isalnum()) or (day and "㐀" <= text[at - 1 : at] <= "鿿"):
        split = split_month_and_day(day["digits"], whole=bool(day["year"]))
        if split:
            year = int(day["year"]) if day["year"] else None
            end, last = _lost_end(text, day.end())
            return _date(at, end, When(year, *split, year, *(last or split)), "月 lost")
    for pattern, reason in ((_CENTURY, "century"), (_DAY_FIRST, "date"), (_TIME, "time of day")):
        other = pattern.match(text, at)
        if other and other.end() > at:
            if reason == "time of day" and not _is_time(text, at, other[0]):
                continue
            return _date(at, other.end(), None, reason)
    pointed = _POINTED.match(text, at)
    if pointed and text[at - 1 : at] not in (".", "·") and (pointed["mark"] != "." or _DAY_NAME.match(text, pointed.end())):
        return _date(at, pointed.end(), None, "festival")
    if _LUNAR.search(text, max(floor, at - 3), at):
        lunar = _ANY_DAY.match(text, at)
        if lunar:
            return _date(at, lunar.end(), None, "lunar day")
    return None


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
        or bool(_PART_OF_DAY.search(text[max(0, at - 3) : at]))
    )


def _find_quarter(text: str, at: int, floor: int, found: re.Match[str]) -> Mention:
    label = found[0].removeprefix("第").removesuffix("末")
    numbers = [_value(digit) or 1 for digit in re.findall(r"[一二三四两1-4]", label)]
    first, last = numbers[0], numbers[-1]
    if label in _QUARTERS:
        months = _QUARTERS[label]
    else:
        months = [first * 3 - 2, last * 3]
    if (text[at - 1 : at] == "前" and at > floor) or found["front"]:
        months = [1, months[1]]
    return _date(at, found.end(), When(None, months[0], None, None, months[1], None), "quarter")


def split_month_and_day(digits: str, whole: bool = False) -> tuple[int, int] | None:
    """Month and day written without 月: 619 → 6, 19; 1222 → 12, 22; 108 → 10, 8. None for a plain day or no date at all.

    Two digits are a day (24日), unless they can be none or a year before them (`whole`) leaves no other reading.
    """
    if len(digits) < 3 and not whole and int(digits) <= 31:
        return None
    for cut in (2, 1) if len(digits) > 2 else (1,):
        month, day = int(digits[:cut]), int(digits[cut:] or 0)
        if 1 <= month <= 12 and 1 <= day <= 31 and digits[cut] != "0":
            return month, day
    return None


def _lost_end(text: str, end: int) -> tuple[int, tuple[int, int] | None]:
    """The second half of 711日至822日."""
    found = _LOST_LAST.match(text, end)
    split = split_month_and_day(found[1]) if found else None
    return (found.end(), split) if found and split else (end, None)


def _find_english(text: str, at: int) -> Mention | None:
    day = _ENGLISH_DAY.match(text, at)
    if day:
        return _date(at, day.end(), None, "English date")
    year = _ENGLISH_YEAR.match(text, at)
    if year and _ENGLISH_BEFORE.search(text[max(0, at - 16) : at]):
        first = int(year[0][:4])
        return _date(at, year.end(), When(first, None, None, first, None, None), "English date")
    return None
