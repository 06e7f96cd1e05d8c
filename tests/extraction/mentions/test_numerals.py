"""One value and its many spellings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from yearbook.extraction.mentions.numerals import read_number

SPELLINGS = {
    "0": ["0", "零", "〇"],
    "31000": ["31000", "31,000", "3万1千", "三万一千", "3.1万", "三点一万", "叁万壹仟"],
    "2450": ["2450", "两千四百五", "二千四百五十", "2 450"],
    "1001": ["一千零一", "1千零1", "壹仟零壹"],
    "7000000": ["700万", "700余万", "七百万", "7百万", "七百多万"],
    "150000000": ["1.5亿", "一点五亿", "一亿五千万", "15000万", "一亿五"],
    "4000000000000": ["4万亿", "四万亿", "4兆"],
    "250": ["250", "二百五", "二百五十"],
    "10": ["十", "一十", "拾"],
    "23": ["二十三", "廿三", "贰拾叁"],
    "0.5": ["0.5", "零点五", ".5"],
}


@pytest.mark.parametrize(("value", "text"), [(value, text) for value, texts in SPELLINGS.items() for text in texts])
def test_every_spelling_gives_its_value(value: Any, text: Any) -> None:
    number = read_number(text)
    assert number is not None
    assert number.value == Decimal(value)


def test_the_number_as_written_stops_before_its_last_ten_thousand() -> None:
    number = read_number("36.57亿")
    assert (number.value, number.as_written, number.scale) == (3657000000, Decimal("36.57"), "亿")
    number = read_number("3.5千万")
    assert (number.value, number.as_written, number.scale) == (35000000, Decimal("3.5"), "千万")


def test_inner_more_is_remembered() -> None:
    assert read_number("700余万").more
    assert not read_number("700万").more


@pytest.mark.parametrize(
    ("text", "least", "most"), [("七八百", 700, 800), ("十五六", 15, 16), ("两三", 2, 3), ("三四万", 30000, 40000)]
)
def test_neighbouring_digits_are_a_range(text: str, least: int, most: int) -> None:
    number = read_number(text)
    assert (number.value, number.value_max) == (least, most)


@pytest.mark.parametrize("text", ["", "点五", "余", "五十千"])
def test_what_is_no_number_gives_none(text: str) -> None:
    assert read_number(text) is None
