"""Dates and what days they mean."""

from __future__ import annotations

from datetime import date

import pytest

from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.passage import read_passage


def only(text: str) -> Mention:
    (found,) = read_passage(text).mentions
    assert found.role == "date", found
    return found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020年", "2020-01-01", "2020-12-31"),
        ("二〇一五年", "2015-01-01", "2015-12-31"),
        ("07年", "2007-01-01", "2007-12-31"),
        ("2020年5月", "2020-05-01", "2020-05-31"),
        ("二〇二三年十二月三十一日", "2023-12-31", "2023-12-31"),
        ("6月30日", "2021-06-30", "2021-06-30"),
        ("8月底", "2021-08-31", "2021-08-31"),
        ("2020年底", "2020-12-31", "2020-12-31"),
        ("3月初", "2021-03-01", "2021-03-01"),
        ("9月中旬", "2021-09-11", "2021-09-20"),
        ("2月下旬", "2021-02-21", "2021-02-28"),
        ("1-9月", "2021-01-01", "2021-09-30"),
        ("1-11月份", "2021-01-01", "2021-11-30"),
        ("4月至6月", "2021-04-01", "2021-06-30"),
        ("2016年3月--12月", "2016-03-01", "2016-12-31"),
        ("2015-2020年", "2015-01-01", "2020-12-31"),
        ("2017-2018年度", "2017-01-01", "2018-12-31"),
        ("2018年至2020年", "2018-01-01", "2020-12-31"),
        ("2020.1-2022.12", "2020-01-01", "2022-12-31"),
        ("3月14、15日", "2021-03-14", "2021-03-15"),
        ("2020年3月14、15和18日", "2020-03-14", "2020-03-18"),
        ("2019年11月至2月", "2019-11-01", "2020-02-29"),
        ("2020年1月1日起至12月31日", "2020-01-01", "2020-12-31"),
        ("2019- 01- 22 09: 35", "2019-01-22", "2019-01-22"),
        ("2020/12/1", "2020-12-01", "2020-12-01"),
        ("一季度", "2021-01-01", "2021-03-31"),
        ("前三季度", "2021-01-01", "2021-09-30"),
        ("2020年第三季度", "2020-07-01", "2020-09-30"),
        ("1—3季度", "2021-01-01", "2021-09-30"),
        ("上半年", "2021-01-01", "2021-06-30"),
        ("下半年", "2021-07-01", "2021-12-31"),
        ("“十三五”", "2016-01-01", "2020-12-31"),
        ("“十一五”", "2006-01-01", "2010-12-31"),
        ("前5个月", "2021-01-01", "2021-05-31"),
        ("202011月", "2020-11-01", "2020-11-30"),
        ("619日", "2021-06-19", "2021-06-19"),
        ("1222日", "2021-12-22", "2021-12-22"),
        ("711日至822日", "2021-07-11", "2021-08-22"),
        ("202011日至1231日", "2020-01-01", "2020-12-31"),
    ],
)
def test_a_date_resolves_to_its_days(text: str, first: str, last: str) -> None:
    assert only(text).when.resolve(2021) == (date.fromisoformat(first), date.fromisoformat(last))


def test_the_year_before_a_half_year_belongs_to_it() -> None:
    year, half = read_passage("2020年上半年").mentions
    assert half.when.resolve(2023) == (date(2020, 1, 1), date(2020, 6, 30))
    assert year.role == "date"
    assert read_passage("2020年前三季度").mentions[1].when.resolve(2023) == (date(2020, 1, 1), date(2020, 9, 30))


@pytest.mark.parametrize(
    "text",
    [
        "三年来",
        "近两年",
        "连续四年",
        "一年来",
        "停业两个月",
        "停训两个半月后",
        "试点半年",
        "为期三个月",
        "近30天",
        "未来三年",
        "3年行动计划",
        "两年半",
    ],
)
def test_a_span_of_time_that_places_something_is_a_date_without_days(text: str) -> None:
    found = only(text)
    assert found.when.duration
    assert found.when.resolve(2021) is None


@pytest.mark.parametrize(
    "text",
    [
        "12.4国家宪法日",
        "“五四”",
        "4·15",
        "周一",
        "9:30",
        "上午9时30分",
        "20019年",
        "20011年",
        "康熙三年",
        "民国二十五年",
        "九十年代",
        "八一建军节",
        "24日",
    ],
)
def test_other_dates_are_dates_too(text: str) -> None:
    assert only(text).role == "date"


def test_a_day_that_does_not_exist_resolves_to_none() -> None:
    assert only("2019年2月29日").when.resolve(None) is None
    assert only("24日").when.resolve(2021) is None
    assert only("5月").when.resolve(None) is None


def test_years_in_a_list_or_a_heading_row_are_dates() -> None:
    assert [m.role for m in read_passage("2018、2019、2020年").mentions] == ["date"] * 3
    assert [m.role for m in read_passage("科目 | 2019 | 2020 | 增减").mentions] == ["date"] * 2


def test_a_year_with_a_measure_word_is_a_quantity() -> None:
    (found,) = read_passage("公开信息2020条").mentions
    assert (found.role, found.value) == ("quantity", 2020)


def test_year_and_month_in_six_digits_date_a_row() -> None:
    first, figure = read_passage("202012 | 200912").mentions
    assert first.when.resolve(None) == (date(2020, 12, 1), date(2020, 12, 31))
    assert figure.role == "quantity"
