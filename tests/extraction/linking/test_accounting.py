"""Every numeral of any text stands in exactly one mention, after meaning as before it, and no text makes the reader fail."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.extraction.accounting import INVENTED, LABELS, MARKS, VALUES, WORDS, account, spoil

ONCE_LOST = [
    "31000余台（二〇一六年",  # the text ends inside a bracket
    "全区实现三零感染",  # no zero of its own
    "〇零感染",
    "①860 |",  # ① is a digit, and no decimal
    "| 新建充电桩 | 个 | 1045 |① 860 |",
    "目录\n甲 | ①860\n乙 | 12 ",
    "指标|接待费|\n同比|12|31",  # a change beside a column without a heading
]
SENTENCES = st.lists(st.sampled_from([*WORDS, *MARKS]), max_size=40).map("".join)
ROWS = st.lists(st.lists(st.sampled_from([*LABELS, *VALUES, *VALUES]), min_size=1, max_size=6), min_size=1, max_size=8)
TABLES = st.builds(
    lambda above, rows, between, last, below: above + "\n".join(between.join(row) + last for row in rows) + below,
    st.sampled_from(["", "目录\n", "公开07表\n单位：万元\n"]),
    ROWS,
    st.sampled_from(["|", " | ", "\t", "  ", " ", "\n", " |\n", "\n|", "…"]),
    st.sampled_from(["", "|", " |"]),
    st.sampled_from(["", "\n单位：辆", "\n注：以上", "。全年12辆。"]),
)


@pytest.mark.parametrize("text", INVENTED.values(), ids=INVENTED)
def test_a_text_is_accounted_for_wherever_it_is_cut_or_mistyped(text: str) -> None:
    account(text)
    for spoilt in spoil(text):
        account(spoilt)


@pytest.mark.parametrize("text", ONCE_LOST)
def test_what_once_was_lost_is_accounted_for(text: str) -> None:
    account(text)


@settings(max_examples=200, deadline=None)
@given(SENTENCES)
def test_every_numeral_is_in_exactly_one_mention(text: str) -> None:
    account(text)


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_every_numeral_of_a_table_is_in_exactly_one_mention(text: str) -> None:
    account(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
@example("\ufeff１\u200b２\u2028③")
def test_no_text_makes_the_reader_fail(text: str) -> None:
    account(text)
