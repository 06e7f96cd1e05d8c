"""Every numeral of any text stands in exactly one mention, after meaning as before it."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.extraction.extractor import understand_text

PIECES = st.sampled_from(
    [
        "全省",
        "取消公务用车",
        "31000余台",
        "，",
        "。",
        "\n",
        "|",
        "三成五",
        "二〇一六年",
        "同比下降",
        "5.2%",
        "无群体性事件",
        "（",
        "）",
        "约",
        "第二批",
        "一是",
        " ",
        "计划",
        "充电桩",
        "48个",
        "、",
        "分别",
        "和",
        "3亿—4亿元",
        "“三公”",
        "１２３",
        "百分之六十",
        "千方百计",
    ]
)
NUMERALS = set("0123456789０１２３４５６７８９一二三四五六七八九十百千万亿零〇两")


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("31000余台（二〇一六年")  # the text ends inside a bracket
def test_every_numeral_is_in_exactly_one_mention(text: str) -> None:
    _, mentions = understand_text(text, load_catalogue(), "湖南省机关事务管理局", 2022)
    covered = [0] * len(text)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        for place in range(mention.start, mention.end):
            covered[place] += 1
    assert max(covered, default=0) <= 1
    assert [character for place, character in enumerate(text) if character in NUMERALS and not covered[place]] == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    understand_text(text, load_catalogue())
