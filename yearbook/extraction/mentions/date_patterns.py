"""What the parts of a date have in common: the mention that is made of them and the number of a month or day."""

from __future__ import annotations

import re
from functools import lru_cache

from yearbook.extraction.mentions.mention import Mention, When
from yearbook.extraction.mentions.numerals import read_number
from yearbook.extraction.mentions.vocabulary import load_words, trie_pattern

WORDS = load_words("periods")
PLANS: dict[str, list[int]] = WORDS["plans"]
QUARTERS: dict[str, list[int]] = WORDS["quarters"]
EDGES: dict[str, str] = WORDS["edges"]
THIRDS: dict[str, list[int]] = WORDS["thirds"]

_CN = "〇零一二两三四五六七八九"
_TO = r" ?(?:起)?(?:至|到|-{1,2}|~|—) ?"
_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九正元腊])"
_DAY = r"(?:\d{1,2}|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|初[一二三四五六七八九十]|[一二三四五六七八九])"
_CLOCK = (
    r"(?:[ T]{0,2}(?:上午|下午|晚上|晚间|早上|早间|中午|凌晨|傍晚|晚|早)? ?"
    r"(?:\d{1,2}: ?\d{2}(?:: ?\d{2})?(?:\.\d+)?|\d{1,2}[时点](?:\d{1,2}分?(?:\d{1,2}秒)?|整|半)?|"
    rf"[{_CN}十]{{1,3}}[时点](?:钟|整|半|[{_CN}十]{{1,3}}分?)?))"
)


def _point(name: str) -> str:
    """A date in words, its parts as groups ending in `name`: 2020年, 5月, 2020年8月底, 6月30日, 30日, 2020年三季度."""
    return (
        rf"(?:(?P<year{name}>(?:1[5-9]|20|21)\d{{2}}|(?:19|20)\d{{3}}|[{_CN}]{{4}}|"
        rf"\d{{2}}(?=年(?:度|末|底|初)|年{_MONTH}月|年[上下]半年)|"
        rf"0\d(?=年)|[零〇][{_CN}](?=年)) ?年(?:度|代)?)?"
        rf"(?:(?P<month{name}>{_MONTH}) ?月(?:份)? ?)?"
        rf"(?:(?P<day{name}>{_DAY}) ?[日号](?![线楼院馆厅门文令元本]))?"
        rf"(?P<edge{name}>{trie_pattern([*EDGES, *THIRDS])})?"
        rf"(?P<quarter{name}>(?:第?[一二三四1-4]、?){{1,2}}季度)?"
    )


RANGE_OF_YEARS = re.compile(
    rf"(?P<first>(?:19|20)\d{{2}}|[{_CN}]{{4}}) ?(?:年)?{_TO}"
    rf"(?P<last>(?:19|20)\d{{2}}|[{_CN}]{{4}}|\d{{2}}(?=年)) ?年(?:度)?(?! ?\d{{1,2}}月)"
)
BARE_YEARS = re.compile(r"(?P<first>(?:19|20)\d{2}) ?(?:-{1,2}|~|至) ?(?P<last>(?:19|20)\d{2})(?![\d.,年]| ?[万亿%个家辆件])")
RANGE_OF_MONTHS = re.compile(
    rf"(?:(?P<year>(?:19|20)\d{{2}}|[{_CN}]{{4}}) ?年(?:度)? ?)?"
    rf"(?P<first>{_MONTH})(?P<joint>{_TO}|、)(?P<last>{_MONTH}) ?月(?:份)?(?!\d{{1,2}}[日号])"
)
RANGE_OF_DAYS = re.compile(
    rf"(?:(?P<year>(?:19|20)\d{{2}}) ?年 ?)?(?:(?P<month>{_MONTH}) ?月 ?)?"
    rf"(?P<first>{_DAY}) ?[日号]?{_TO}(?P<last>{_DAY}) ?[日号](?![线楼院馆厅门文令元本])"
)
SPAN = re.compile(f"{_point('_a')}{_CLOCK}?(?:{_TO}{_point('_b')}{_CLOCK}?)?")
_NUMERIC = (
    r"(?P<year{0}>(?:19|20)\d{{2}})(?P<mark{0}>[-/.]) ?(?P<month{0}>0?[1-9]|1[0-2])(?P=mark{0}) ?"
    r"(?P<day{0}>0?[1-9]|[12]\d|3[01])(?![\d])"
)
NUMBERS = re.compile(f"{_NUMERIC.format('_a')}{_CLOCK}?(?: ?(?:-{{1,2}}|~|至|到) ?{_NUMERIC.format('_b')}{_CLOCK}?)?")
YEAR_AND_MONTH = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?:[-/.](?P<month>0[1-9]|1[0-2])|(?<=[(自从至于]\d{4})\.(?P<single>[1-9]))"
    r"(?![\d.%万亿/-])(?! ?[个家辆件台项次条份])"
)
DAY_FIRST = re.compile(r"\d{1,2}/\d{1,2}/(?:19|20)\d{2}(?:-\d{1,2}/\d{1,2}/(?:19|20)\d{2})?")
COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\d.,%万亿])(?! ?[个家辆件台项次条份元])"
)
TIME = re.compile(rf"{_CLOCK}(?:{_TO}{_CLOCK})?")
LOST_MONTH = re.compile(r"(?P<year>(?:19|20)\d{2}) ?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?(?P<edge>底|末|初)?")
LOST_DAY = re.compile(r"(?P<year>(?:19|20)\d{2})?(?P<digits>\d{2,4})日(?![元本内])")
FIVE_DIGITS = re.compile(r"(?:19|20)\d{3}年(?:度|底|末|初)?")
CENTURY = re.compile(
    rf"(?:[{_CN}十]{{1,3}}|\d{{1,2}})世纪(?:初|末|中叶)?(?:[{_CN}十]{{1,2}}年代|\d0年代)?|[二三四五六七八九]十年代|\d0年代"
)
POINTED = re.compile(r"(?P<month>1[0-2]|[1-9])(?P<mark>[·.•])(?P<day>3[01]|[12]\d|[1-9])(?![\d.%万亿])")
DAY_NAME = re.compile(r"(?:[㐀-鿿]{0,8}?(?:日|节|运动|事件|周年|精神|大会)|”)")
QUARTER = re.compile(
    rf"(?P<front>前)?(?:第)?({trie_pattern(QUARTERS)}|(?P<number>[1-4一二三四两])个?季度)(?:末)?|[一二三四1-4](?:(?:、|-{{1,2}}|~|至|到)[一二三四1-4]){{1,3}}季度"
)
PLAN = re.compile(rf"({trie_pattern(PLANS)})(?![{_CN}十百千万亿\d])")
FESTIVAL = re.compile(rf"({trie_pattern(WORDS['festivals'])})(?:[、”“]|{trie_pattern(WORDS['festival_words'])})")
ERA = re.compile(rf"(?:{trie_pattern(WORDS['eras'])})$")
ERA_YEAR = re.compile(rf"(?:\d{{1,3}}|[{_CN}十]{{1,4}}|元)年(?:{_MONTH}月)?(?:{_DAY}日?)?")
LUNAR = re.compile(r"(?:(?:正|腊)月|农历|大年)$")
_ENGLISH_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
ENGLISH_BEFORE = re.compile(
    rf"(?:\b(?:in|of|by|since|from|to|until|during|year|and|between)|{_ENGLISH_MONTH}\.?(?: \d{{1,2}},?)?) $", re.IGNORECASE
)
ENGLISH_YEAR = re.compile(r"(?:19|20)\d{2}(?:-\d{2,4})?(?![\d,.]\d|[\d%])")
ENGLISH_DAY = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)?(?:, ?(?:19|20)\d{{2}}| {_ENGLISH_MONTH}(?:,? (?:19|20)\d{{2}})?)")
CLOCK_AFTER = re.compile(_CLOCK)
JOINT = re.compile("[至到~—、-]")  # stands in every span from one date to another …
JOINT_REACH = 24  # … so many code points from its beginning at most
LUNAR_DAY = re.compile(
    rf"(?:初[{_CN}十]|[二三]?十[{_CN}]?(?![{_CN}十百千万亿个家件次人名]))(?:早上|晚上)?(?:[{_CN}十]{{1,3}}点(?:[{_CN}十]{{1,3}}分?|半)?)?"
)
ANY_DAY = re.compile(_DAY)
LOST_LAST = re.compile(rf"{_TO}(\d{{2,4}})[日号]")
YEAR_BEFORE = re.compile(rf"((?:19|20)\d{{2}}|[{_CN}]{{4}}) ?年(?:度)?的?[上下前后第]?个?$")
PART_OF_DAY = re.compile(r"(?:上午|下午|晚上|晚|早上|早|中午|凌晨|傍晚) ?$")
MAYBE = re.compile(
    r"[\d〇零一二两三四五六七八九十廿初正元 ,.\-~至到起/、]{1,24}?(?:[年月日号时点季旬世:/·•]|个季)|"
    r"(?:19|20)\d{2}[-./]|\d{1,2}\.\d|(?:19|20)\d{6}"
)
# what every date begins with that is found by its first numeral: one look tells most numerals that they are none
ANY_DATE = re.compile("|".join(pattern.pattern for pattern in (PLAN, FESTIVAL, MAYBE, ENGLISH_DAY, ENGLISH_YEAR)))


def make_date(at: int, until: int, when: When | None, reason: str = "date") -> Mention:
    return Mention(0, 0, at, until, "", "date", when=when, reason=reason)


@lru_cache(maxsize=1024)
def value_of(text: str | None) -> int | None:
    """The number of a part of a date; 正 and 元 are 1, 初五 is 5, 腊 is 12."""
    if not text:
        return None
    text = text.removeprefix("初").replace("正", "一").replace("元", "一").replace("腊", "十二").replace("廿", "二十")
    number = read_number(text)
    return int(number.value) if number else None


def year_of(text: str | None) -> int | None:
    """A year in four digits; two digits are of this century up to 49; five digits are damaged and say no year."""
    year = value_of(text)
    if year is None or year > 9999:
        return None
    return year + (2000 if year < 50 else 1900) if year < 100 else year


def year_before(text: str, at: int) -> int | None:
    """The year that stands right before a part of it: 2020 for 半年 in 2020年上半年."""
    found = YEAR_BEFORE.search(text[max(0, at - 10) : at])
    return year_of(found[1]) if found else None
