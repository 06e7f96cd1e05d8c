"""Stated zeros without a digit."""

from __future__ import annotations

import pytest

from tests.conftest import Reader

ZEROS = [
    ("全年无群体性事件。", "无", "safety.mass_incidents"),
    ("未收到政府信息公开申请。", "未收到", "disclosure.requests"),
    ("办公区实现零感染。", "零", "safety.infections"),
    ("全年未发生重大安全责任事故。", "未发生", "safety.major_accidents"),
    ("实现了无上访案件的工作目标。", "无", "safety.petition_cases"),
]


@pytest.mark.parametrize(("text", "word", "metric"), ZEROS, ids=[text for text, *_ in ZEROS])
def test_the_word_that_says_none_is_the_mention(read: Reader, text: str, word: str, metric: str) -> None:
    mention = read(text)[word]
    assert (mention.metric, mention.value, mention.role) == (metric, 0, "metric")


def test_a_praise_zero_is_no_figure(read: Reader) -> None:
    assert read("会务保障零差错。")["零"].role == "name"


@pytest.mark.parametrize("text", ["办公区实现三零感染。", "实现一百二十零感染。", "会务服务〇零感染。"])
def test_a_zero_within_a_longer_numeral_is_no_figure(read: Reader, text: str) -> None:
    assert [words for words, mention in read(text).items() if mention.role == "metric"] == []


def test_the_offsets_of_a_zero_point_into_the_source(read: Reader) -> None:
    text = "平安  建设：\n全年无群体性事件。"
    mention = read(text)["无"]
    assert text[mention.start : mention.end] == "无"
