"""What the parts of a date have in common: the mention that is made of them and the number of a month or day."""

from __future__ import annotations

from yearbook.language.mention import Mention, When
from yearbook.language.numerals import read_number


def make_date(at: int, until: int, when: When | None, reason: str = "date") -> Mention:
    return Mention(0, 0, at, until, "", "date", when=when, reason=reason)


def value_of(text: str | None) -> int | None:
    """The number of a part of a date; 正 and 元 are 1, 初五 is 5, 腊 is 12."""
    if not text:
        return None
    text = text.removeprefix("初").replace("正", "一").replace("元", "一").replace("腊", "十二").replace("廿", "二十")
    number = read_number(text)
    return int(number.value) if number else None
