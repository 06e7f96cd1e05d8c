"""The marked text of a report."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yearbook.ui.text_view import render_legend, render_report, render_words


def mention(start: int, end: int, role: str = "metric", ordinal: int = 1) -> dict[str, Any]:
    return {"ordinal": ordinal, "span_start": start, "span_end": end, "role": role}


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)))


def test_a_mention_is_a_link_at_its_words() -> None:
    html = render_report("取消车辆60辆。", [mention(4, 6, ordinal=7)], address={"report": "abc"})
    assert '<a class="role-metric" href="?report=abc&amp;mention=7" target="_self" title="">60</a>辆' in html


def test_what_is_not_stored_yet_is_marked_without_links() -> None:
    html = render_report('"1"<b>', [mention(1, 2)], describe=lambda _: '"><img>', linked=False)
    assert "<a " not in html
    assert "<img" not in html
    assert text_of(html) == '"1"<b>'
    assert '<span class="mark role-metric"' in html


def test_the_chosen_mention_is_marked() -> None:
    html = render_report("1和2", [mention(0, 1, ordinal=1), mention(2, 3, ordinal=2)], chosen=2)
    assert re.findall(r'class="([^"]*chosen)"', html) == ["role-metric chosen"]


def test_what_the_report_says_is_never_markup() -> None:
    html = render_report('<script>alert("1")</script>', [mention(15, 16)], describe=lambda _: '"><img src=x>')
    assert "<script" not in html
    assert "<img" not in html


def test_an_overlapping_mention_leaves_the_text_whole() -> None:
    html = render_report("共123辆", [mention(1, 4, ordinal=1), mention(2, 5, ordinal=2)])
    assert text_of(html) == "共123辆"
    assert html.count("<a ") == 1


def test_pages_are_named_where_they_begin() -> None:
    html = render_report("一二三四", [], page_starts=(0, 2), page_name=lambda number: f"第{number}页")
    assert '一二<span class="report-page">第2页</span>三四' in html


def test_a_role_that_nobody_knows_gets_no_class_of_its_own() -> None:
    assert 'class="role-name"' in render_report("1", [mention(0, 1, role='x" onclick="y')])


def test_the_words_around_a_figure_are_cut_with_dots() -> None:
    assert text_of(render_words("甲乙丙丁60戊己庚辛", 4, 6, around=2)) == "…丙丁60戊己…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("发电118万千瓦时，节约70万元，下降4.23%", "…118万千瓦时，节约70万元，下降4.23…"),
        ("发电1.18万千瓦时，节约70万元，下降４５６７８％", "…1.18万千瓦时，节约70万元，下降４５６７８…"),
        ("发电量大万千瓦时，节约70万元，下降三成多一点", "…量大万千瓦时，节约70万元，下降三成多一…"),
    ],
)
def test_quoted_words_cut_no_numeral(text: str, shown: str) -> None:
    start = text.index("70")
    assert text_of(render_words(text, start, start + 2, around=9)) == shown


def test_quoted_words_stand_on_one_line() -> None:
    assert text_of(render_words("新建充\n\n电桩 60\n\n个，use the\ncar", 8, 10)) == "新建充电桩 60个，use the car"


def test_the_legend_shows_each_role_once() -> None:
    assert text_of(render_legend({"metric": "指标数字", "date": "日期"})) == "指标数字日期"


def test_empty_lines_are_left_out() -> None:
    assert text_of(render_report("一\n\n \n二\n三", [])) == "一\n二\n三"


@given(
    st.text(st.characters(exclude_characters=" \t\r"), max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 8)), max_size=8),
)
def test_no_character_is_lost_whatever_the_mentions(text: str, spans: list[tuple[int, int]]) -> None:
    mentions = [mention(start, start + length, ordinal=number) for number, (start, length) in enumerate(spans)]
    assert text_of(render_report(text, mentions)).replace("\n", "") == text.replace("\n", "")
