"""Plain figures and dates: digits with a measure word behind a Chinese character or a comma, those that fill a cell between
bars, years and days in full.

One pattern each reads them, so that the many other readings of a numeral need not be tried: none of them fits what matches here.
What this reads, the full reading (passage.py) reads alike: tests/extraction/mentions/test_plain_figures.py.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from yearbook.catalogue.vocabulary import load_units, load_words, trie_pattern
from yearbook.extraction.mentions.distant_units import CORRECTED, correct_unit
from yearbook.extraction.mentions.mention import Mention, When, format_decimal, normalize_decimal
from yearbook.extraction.mentions.numerals import CHINESE, MULTIPLIERS
from yearbook.extraction.mentions.units import Written, base_unit

_UNITS = load_units()
_HAN = [word for word in (*_UNITS.words, *_UNITS.time) if not word[0].isascii() and "/" not in word and "(" not in word]
# behind these characters a numeral may be a place in an order, a signed number or part of a numeral in words
_OTHER_BEFORE = frozenset(CHINESE) | frozenset("第前首附半几数上成负周期拜点又之届年月日时历")
_COMMAS = frozenset("、,。;")
# with these a number may be a place, a rank, a span of time or a share
_OTHER_UNITS = (
    frozenset(_UNITS.time)
    | frozenset("‰层楼栋幢座期级等类档环星审读甲成折倍番号弄点时两页")
    | {"单元", "阶段", *(word for word in _UNITS.words if word[0] == "万")}
)
_PLAIN = re.compile(
    r"(?>(\d{1,3}(?:,\d{3}){1,4}|\d{1,7})(\.\d{1,6})?((?:[百千]?万|万?亿)?)"
    rf"(?:%|{trie_pattern(_HAN)}))(?![(\[/每半\dA-Za-z\-~ \t*·.%‰\n①-⑳]|百分点|[至到]\d|[与和]\d[^,。;、]{{1,14}}(?:之间|不等))"
)
_DATE = re.compile(
    r"(?>((?:19|20)\d\d)年(?:(\d{1,2})月(?:(\d{1,2})日)?)?)"
    r"(?![\d度代底末终初头份上中下早晚凌傍午第一二三四五六七八九十零〇年线楼院馆厅门文令元圆本至到起~—、和及 \t\n:T-])"
)
# no year and no code; a whole number of three digits at the end of a line may be a page of a table of contents
_CELL = re.compile(
    rf"(?!(?:19|20)\d\d|0\d|(?:{trie_pattern(map(str, load_words('identifiers')['hotlines']))})(?![\d,.]))"
    r"(?>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,8}\.\d{1,6}|\d{4,8}|\d{1,3}(?=\|))(?![^|\n])"
)
_DATE_BEFORE = frozenset(("", "\n", *"、,。;“《"))


def find_plain_figure(text: str, at: int, floor: int) -> Mention | None:
    """The plain figure that begins at `at`, not yet qualified; None where the numeral needs the full reading."""
    before = text[at - 1] if at else ""
    if not ("一" <= before <= "鿿" or before in _COMMAS) or before in _OTHER_BEFORE:
        return None
    found = _PLAIN.match(text, at)
    if found is None:
        return None
    digits, decimals, scale = found.groups()
    until = found.end()
    word = text[found.end(3) : until]
    after = _UNITS.not_before.get(word)
    if word in _OTHER_UNITS or (after and text.startswith(after, until)):
        return None
    if decimals and word != "%" and not scale and _may_be_day(digits, decimals):
        return None
    value, written = _read(digits + (decimals or ""), scale)
    kind = "share" if word == "%" else "unit"
    if word in CORRECTED:
        _, word, kind, *_ = correct_unit(text, at, Written(until, word, kind), floor)
    base, readings = base_unit(kind, word)
    return Mention(at, until, "quantity", value, None, "exact", written, scale + word, readings, base)


def find_cell_figure(text: str, at: int) -> Mention | None:
    """The number without a unit that fills a cell and begins at `at`; None where the numeral needs the full reading."""
    found = _CELL.match(text, at) if text[at - 1 : at] == "|" else None
    if found is None:
        return None
    value, written = _read(found[0], "")
    return Mention(at, found.end(), "quantity", value, None, "exact", written)


def find_plain_date(text: str, at: int) -> Mention | None:
    """A year, month or day in full (2020年5月31日) that nothing goes on from; None where the date needs the full reading."""
    before = text[at - 1] if at else ""
    if not ("一" <= before <= "鿿" or before in _DATE_BEFORE) or before in _OTHER_BEFORE:
        return None
    found = _DATE.match(text, at)
    if found is None:
        return None
    year, month, day = found.groups()
    if month is None:
        return Mention(at, found.end(), "date", Decimal(year), when=When.of(int(year)), reason="date")
    if not 1 <= int(month) <= 12 or not 1 <= int(day or 1) <= 31:
        return None
    when = When.of(int(year), int(month), int(day) if day else None)
    return Mention(at, found.end(), "date", when=when, reason="date")


def _may_be_day(digits: str, decimals: str) -> bool:
    """5.4 may be the fourth of May."""
    return len(digits) <= 2 and int(digits) <= 12 and len(decimals) <= 3 and int(decimals[1:]) <= 31


@lru_cache(maxsize=4096)
def _read(digits: str, scale: str) -> tuple[Decimal, str]:
    """The value of a number with its 万 or 亿, and the number as written before it."""
    number = Decimal(digits.replace(",", ""))
    value = number
    for character in scale:
        value *= MULTIPLIERS[character]
    return normalize_decimal(value), format_decimal(number)
