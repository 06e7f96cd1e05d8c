"""What the parts of a date have in common: the mention that is made of them and the number of a month or day."""

from __future__ import annotations

from functools import lru_cache

from yearbook.language.date_patterns import YEAR_BEFORE
from yearbook.language.mention import Mention, When
from yearbook.language.numerals import read_number


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
