"""Plain figures and dates are read at once; the full reading, which takes longer, reads them alike."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yearbook.catalogue.vocabulary import load_units
from yearbook.extraction.mentions import passage
from yearbook.extraction.mentions.plain_figures import find_cell_figure, find_plain_date, find_plain_figure

NUMBERS = ("5", "12", "350", "1204", "1,204", "2019", "3.5", "12.66", "100.25", "20240105", "5.1", "007", "1,20", "12345", "1")
DATES = ("2020年", "2021年5月", "2019年12月31日", "2020年13月", "1949年2月30日")
BEFORE = [
    *"约近共达为增由从第前了在件附图表，、。（号码打中路院",
    *("超过", "不少于", "以下", "分", "编号", "编号为", "浏览次数", "证号", "农历", "截至", "“"),
]
AFTER = [
    *"，。、；）至到-~与和/每半内余多A1|*①节底度起版",
    *("左右", "以上", "方面", "部门", "目标", "之间", "不等", "大会", "年底", "上半年", "上午", "八点", "门店"),
]
UNITS = [
    *load_units().words,
    *load_units().time,
    "%",
    "‰",
    "号",
    "室",
    "楼",
    "层",
    "级",
    "期",
    "个百分点",
    "成",
    "倍",
    "月",
    "点",
]

QUANTITIES = st.tuples(
    st.sampled_from(NUMBERS), st.sampled_from(["", "", "万", "亿", "百万", "千", "余万", "多"]), st.sampled_from(UNITS)
)
PLAIN = st.one_of(QUANTITIES.map("".join), st.sampled_from(DATES))
CELLS = st.sampled_from(
    [*NUMBERS, *DATES, "", "0", "0.5", "60", "1,204.50", "-3.5", "9.2%", "12月", "1990", "4.12", "《表", "“二"]
)
ROWS = st.lists(CELLS, min_size=2, max_size=5).map("|".join)
TABLES = st.tuples(
    st.sampled_from(["目录\n", "目录\n一、概况3\n", "单位：万元\n", "《", "人数大"]),
    st.lists(ROWS.map(lambda row: f"费用|{row}\n"), min_size=1, max_size=3).map("".join),
).map("".join)
TEXTS = st.lists(
    st.tuples(st.sampled_from(BEFORE), PLAIN, st.sampled_from(AFTER), st.sampled_from(["", "工作", "。"])).map("".join),
    min_size=1,
    max_size=3,
).map("".join)


def read(text: str) -> list[Any]:
    return passage.read_passage(text).mentions


@given(st.one_of(TEXTS, TABLES))
@settings(deadline=None)  # the first reading loads the words
def test_the_quick_reading_reads_what_the_full_one_reads(text: str) -> None:
    quick = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passage, "find_plain_figure", lambda *_: None)
        patch.setattr(passage, "find_plain_date", lambda *_: None)
        patch.setattr(passage, "find_cell_figure", lambda *_: None)
        assert quick == read(text)


@pytest.mark.parametrize(
    "text", ["全年更新48辆", "支出1,204.5万元", "占比9.2%", "其中县区310家、市直48家", "人均能耗12.66千克标准煤"]
)
def test_a_measure_word_behind_digits_makes_a_plain_figure(text: str) -> None:
    at = next(number for number, character in enumerate(text) if character.isdigit())
    assert find_plain_figure(text, at, 0) is not None


@pytest.mark.parametrize("text", ["第48批", "6楼", "48号", "3至5家", "48年", "增长2个百分点", "5.4大会", "1204室"])
def test_what_may_be_something_else_is_left_to_the_full_reading(text: str) -> None:
    at = next(number for number, character in enumerate(text) if character.isdigit())
    assert find_plain_figure(text, at, 0) is None


@pytest.mark.parametrize(
    ("text", "plain"), [("2020年，", True), ("2020年5月31日）", True), ("2020年底", False), ("2020年至", False)]
)
def test_a_date_from_which_nothing_goes_on_is_plain(text: str, plain: bool) -> None:
    assert (find_plain_date(text, 0) is not None) == plain


@pytest.mark.parametrize(
    ("cell", "plain"),
    [("86", True), ("4,860.32", True), ("0.5", True), ("2023", False), ("12345", False), ("007", False), ("9.2%", False)],
)
def test_a_number_that_fills_its_cell_is_plain_unless_it_may_be_a_year_or_a_code(cell: str, plain: bool) -> None:
    assert (find_cell_figure(f"用车|{cell}|3", 3) is not None) == plain
