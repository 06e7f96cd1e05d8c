"""Regular expressions for dates, built from named parts, and the reading of those parts.

Numeric forms: GB/T 7408.1-2023 (ISO 8601-1). Dates in Chinese numerals: GB/T 15835-2011, 4.2. All match normalized text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from yearbook.catalogue.vocabulary import load_words, trie_pattern
from yearbook.extraction.mentions.mention import Mention, When
from yearbook.extraction.mentions.numerals import read_number

WORDS = load_words("periods")

_CN = "〇零一二两三四五六七八九"
_DIGIT_YEAR = r"(?:19|20)\d{2}"
_YEAR = rf"{_DIGIT_YEAR}|[{_CN}]{{4}}"
_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九正元腊])"
_DAY = r"(?:\d{1,2}|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|初[一二三四五六七八九十]|[一二三四五六七八九])"
_DAY_MARK = rf"[日号](?![{WORDS['not_a_day_before']}])"
_MONTH_2, _DAY_2 = r"0[1-9]|1[0-2]", r"0[1-9]|[12]\d|3[01]"
_TO = r" ?(?:起)?(?:至|到|-{1,2}|~|—) ?"
_NOT_COUNTED = r"(?! ?[个家辆件台项次条份{0}])"
_PART_OF_DAY = trie_pattern(WORDS["parts_of_day"])
_CLOCK = (
    rf"(?:[ T]{{0,2}}(?:{_PART_OF_DAY})? ?"
    r"(?:\d{1,2}: ?\d{2}(?:: ?\d{2})?(?:\.\d+)?|\d{1,2}[时点](?:\d{1,2}分?(?:\d{1,2}秒)?|整|半)?|"
    rf"[{_CN}十]{{1,3}}[时点](?:钟|整|半|[{_CN}十]{{1,3}}分?)?))"
)


def _date_in_words(name: str) -> str:
    """A date in words, its parts as groups ending in `name`: 2020年, 5月, 2020年8月底, 6月30日, 30日, 2020年三季度."""
    short_year = rf"\d{{2}}(?=年(?:度|末|底|初)|年{_MONTH}月|年[上下]半年)|0\d(?=年)|[零〇][{_CN}](?=年)"
    year = rf"(?:1[5-9]|20|21)\d{{2}}|(?:19|20)\d{{3}}|[{_CN}]{{4}}|{short_year}"
    return (
        rf"(?:(?P<year{name}>{year}) ?年(?:度|代)?)?"
        rf"(?:(?P<month{name}>{_MONTH}) ?月(?:份)? ?)?"
        rf"(?:(?P<day{name}>{_DAY}) ?{_DAY_MARK})?"
        rf"(?P<edge{name}>{trie_pattern([*WORDS['edges'], *WORDS['thirds']])})?"
        rf"(?P<quarter{name}>(?:第?[一二三四1-4]、?){{1,2}}季度)?"
    )


def _numeric_date(name: str) -> str:
    """2020-05-31, 2020/5/31 or 2020.5.31."""
    return (
        rf"(?P<year{name}>{_DIGIT_YEAR})(?P<mark{name}>[-/.]) ?(?P<month{name}>0?[1-9]|1[0-2])(?P=mark{name}) ?"
        rf"(?P<day{name}>0?[1-9]|[12]\d|3[01])(?![\d])"
    )


SPAN = re.compile(f"{_date_in_words('_a')}{_CLOCK}?(?:{_TO}{_date_in_words('_b')}{_CLOCK}?)?")
NUMBERS = re.compile(f"{_numeric_date('_a')}{_CLOCK}?(?: ?(?:-{{1,2}}|~|至|到) ?{_numeric_date('_b')}{_CLOCK}?)?")
YEAR_AND_MONTH = re.compile(
    rf"(?P<year>{_DIGIT_YEAR})(?:[-/.](?P<month>{_MONTH_2})|(?<=[(自从至于]\d{{4}})\.(?P<single>[1-9]))"
    rf"(?![\d.%万亿/-]){_NOT_COUNTED.format('')}"
)
COMPACT = re.compile(rf"(?P<year>{_DIGIT_YEAR})(?P<month>{_MONTH_2})(?P<day>{_DAY_2})(?![\d.,%万亿]){_NOT_COUNTED.format('元')}")
MONTH_OF_ROW = re.compile(rf"(?<![^\n])(?P<year>{_DIGIT_YEAR})(?P<month>{_MONTH_2})(?=\|)")  # 202212 as the first cell of a row
DAY_FIRST = re.compile(rf"\d{{1,2}}/\d{{1,2}}/{_DIGIT_YEAR}(?:-\d{{1,2}}/\d{{1,2}}/{_DIGIT_YEAR})?")
POINTED = re.compile(r"(?P<month>1[0-2]|[1-9])(?P<mark>[·.•])(?P<day>3[01]|[12]\d|[1-9])(?![\d.%百千万亿])")
DAY_NAME = re.compile(r"(?:[㐀-鿿]{0,8}?(?:日|节|运动|事件|周年|精神|大会)|”)")
ANY_DAY = re.compile(_DAY)
DATE_UNIT = re.compile(" ?(?:年[度代]?|月份?|日|号)")

JOINT = re.compile("[至到~—、-]")  # stands in every span from one date to another …
JOINT_REACH = 24  # … so many code points from its beginning at most
RANGE_OF_YEARS = re.compile(rf"(?P<first>{_YEAR}) ?(?:年)?{_TO}(?P<last>{_YEAR}|\d{{2}}(?=年)) ?年(?:度)?(?! ?\d{{1,2}}月)")
BARE_YEARS = re.compile(rf"(?P<first>{_DIGIT_YEAR}) ?(?:-{{1,2}}|~|至) ?(?P<last>{_DIGIT_YEAR})(?![\d.,年]| ?[万亿%个家辆件])")
RANGE_OF_MONTHS = re.compile(
    rf"(?:(?P<year>{_YEAR}) ?年(?:度)? ?)?(?P<first>{_MONTH})(?P<joint>{_TO}|、)(?P<last>{_MONTH}) ?月(?:份)?(?!\d{{1,2}}[日号])"
)
RANGE_OF_DAYS = re.compile(
    rf"(?:(?P<year>{_DIGIT_YEAR}) ?年 ?)?(?:(?P<month>{_MONTH}) ?月 ?)?"
    rf"(?P<first>{_DAY}) ?[日号]?{_TO}(?P<last>{_DAY}) ?{_DAY_MARK}"
)
LIST_OF_DAYS = re.compile(  # 3月14、15日
    rf"(?:(?P<year>{_DIGIT_YEAR}) ?年 ?)?(?P<month>{_MONTH}) ?月 ?(?P<first>{_DAY})"
    rf"(?:[、和及,]{_DAY}(?![{_CN}十\d])){{0,6}}[、和及,](?P<last>{_DAY}) ?{_DAY_MARK}"
)
RANGE_OF_YEARS_AND_MONTHS = re.compile(  # 2020.1-2022.12
    rf"({_DIGIT_YEAR})[./]({_MONTH_2}|[1-9])(?: ?(?:-{{1,2}}|~|至|到) ?)({_DIGIT_YEAR})[./]({_MONTH_2}|[1-9])(?![\d./])"
)
EVERY_WEEK = re.compile(rf"每(?:{trie_pattern(WORDS['weekdays'])})$")
TIMES_A_WEEK = re.compile(rf"[{_CN}十至到-]{{1,4}}(?:{trie_pattern(WORDS['times_a_week'])})")
QUARTER = re.compile(
    rf"(?P<front>前)?(?:第)?({trie_pattern(WORDS['quarters'])}|(?P<number>[1-4一二三四两])个?季度)(?:末)?|"
    r"[一二三四1-4](?:(?:、|-{1,2}|~|至|到)[一二三四1-4]){1,3}季度"
)
YEAR_BEFORE = re.compile(rf"({_YEAR}) ?年(?:度)?的?[上下前后第]?个?$")

TIME = re.compile(rf"{_CLOCK}(?:{_TO}{_CLOCK})?")
CLOCK_AFTER = re.compile(_CLOCK)
_PART_OF_DAY_BEFORE = re.compile(rf"(?:{_PART_OF_DAY}) ?$")
CENTURY = re.compile(
    rf"(?:[{_CN}十]{{1,3}}|\d{{1,2}})世纪(?:初|末|中叶)?(?:[{_CN}十]{{1,2}}年代|\d0年代)?|[二三四五六七八九]十年代|\d0年代"
)
PLAN = re.compile(rf"({trie_pattern(WORDS['plans'])})(?![{_CN}十百千万亿\d])")
FESTIVAL = re.compile(rf"({trie_pattern(WORDS['festivals'])})(?:[、”“]|{trie_pattern(WORDS['festival_words'])})")
ERA = re.compile(rf"(?:{trie_pattern(WORDS['eras'])})$")
ERA_YEAR = re.compile(rf"(?:\d{{1,3}}|[{_CN}十]{{1,4}}|元)年(?:{_MONTH}月)?(?:{_DAY}日?)?")
LUNAR = re.compile(r"(?:(?:正|腊)月|农历|大年)$")
LUNAR_DAY = re.compile(
    rf"(?:初[{_CN}十]|[二三]?十[{_CN}]?(?![{_CN}十百千万亿个家件次人名]))(?:早上|晚上)?(?:[{_CN}十]{{1,3}}点(?:[{_CN}十]{{1,3}}分?|半)?)?"
)

# damaged by a conversion: a 年 or 月 lost, a digit too many
LOST_MONTH = re.compile(rf"(?P<year>{_DIGIT_YEAR}) ?(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})[日号])?(?P<edge>底|末|初)?")
LOST_DAY = re.compile(rf"(?P<year>{_DIGIT_YEAR})?(?P<digits>\d{{2,4}})日(?![元圆本内])")
LOST_LAST = re.compile(rf"{_TO}(\d{{2,4}})[日号]")
FIVE_DIGITS = re.compile(r"(?:19|20)\d{3}年(?:度|底|末|初)?")

_ENGLISH_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
ENGLISH_BEFORE = re.compile(
    rf"(?:\b(?:in|of|by|since|from|to|until|during|year|and|between)|{_ENGLISH_MONTH}\.?(?: \d{{1,2}},?)?) $", re.IGNORECASE
)
ENGLISH_YEAR = re.compile(rf"{_DIGIT_YEAR}(?:-\d{{2,4}})?(?![\d,.]\d|[\d%])")
ENGLISH_DAY = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)?(?:, ?{_DIGIT_YEAR}| {_ENGLISH_MONTH}(?:,? {_DIGIT_YEAR})?)")

# necessary conditions, tried first: one match rejects most numerals
MAYBE = re.compile(
    r"[\d〇零一二两三四五六七八九十廿初正元 ,.\-~至到起/、]{1,24}?(?:[年月日号时点季旬世:/·•]|个季)|"
    r"(?:19|20)\d{2}[-./]|\d{1,2}\.\d|(?:19|20)\d{6}|(?:19|20)\d{4}\|"
)
ANY_DATE = re.compile("|".join(pattern.pattern for pattern in (PLAN, FESTIVAL, MAYBE, ENGLISH_DAY, ENGLISH_YEAR)))


def make_date(at: int, until: int, when: When | None, reason: str = "date") -> Mention:
    """A mention of the role date; `reason` names its form."""
    return Mention(at, until, "date", when=when, reason=reason)


@lru_cache(maxsize=1024)
def value_of(text: str | None) -> int | None:
    """The number of a part of a date; 正 and 元 are 1, 初五 is 5, 腊 is 12. None for an empty part."""
    if not text:
        return None
    text = text.removeprefix("初").replace("正", "一").replace("元", "一").replace("腊", "十二").replace("廿", "二十")
    number = read_number(text)
    return int(number.value) if number else None


def year_of(text: str | None) -> int | None:
    """A year in four digits; two digits are of this century up to 49; five digits are damaged and give no year."""
    year = value_of(text)
    if year is None or year > 9999:
        return None
    return year + (2000 if year < 50 else 1900) if year < 100 else year


def year_before(text: str, at: int) -> int | None:
    """The year that stands right before a part of it: 2020 for 半年 in 2020年上半年."""
    found = YEAR_BEFORE.search(text[max(0, at - 10) : at])
    return year_of(found[1]) if found else None


def is_time_of_day(text: str, at: int, clock: str) -> bool:
    """12:30 and 9时30分 are times; 三点 needs 半, 钟 or a part of the day, else it is a decimal or a count of points."""
    behind = text[at + len(clock) : at + len(clock) + 1]
    if ":" in clock:
        hours, minutes = clock.split(":")[:2]
        digits = re.sub(r"\D", "", hours)
        return bool(digits) and int(digits) < 25 and int(minutes.strip()[:2]) < 60
    if "时" in clock:
        return clock[-1] != "时" or behind not in ("间", "代", "效", "限", "常", "段")
    return (
        clock[-1] in "半整钟分"
        or (clock[0].isdigit() and behind not in ("要", "意", "建", "措"))
        or bool(_PART_OF_DAY_BEFORE.search(text[max(0, at - 3) : at]))
    )


def split_month_and_day(digits: str, whole: bool = False) -> tuple[int, int] | None:
    """Month and day written without 月: 619 → 6, 19; 1222 → 12, 22; 108 → 10, 8. None for a day alone or no date at all.

    Two digits are a day (24日), unless they can be none or a year before them (`whole`) leaves no other reading.
    """
    if len(digits) < 3 and not whole and int(digits) <= 31:
        return None
    for cut in (2, 1) if len(digits) > 2 else (1,):
        month, day = int(digits[:cut]), int(digits[cut:] or 0)
        if 1 <= month <= 12 and 1 <= day <= 31 and (digits[cut] != "0" or len(digits) == 4):
            return month, day
    return None
