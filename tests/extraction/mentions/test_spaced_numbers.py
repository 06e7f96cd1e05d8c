"""Numbers with blanks between their digits."""

from __future__ import annotations

import pytest

from yearbook.extraction.mentions.passage import read_passage


@pytest.mark.parametrize(
    ("text", "figure", "value"),
    [
        ("公开信息 １ ３ ６ 条。", "１ ３ ６ 条", 136),
        ("发布动态 １０ ７ 条。", "１０ ７ 条", 107),
        ("累 计 3 6 个 。", "3 6 个", 36),
    ],
)
def test_a_number_with_blanks_between_its_digits_is_one_number(text: str, figure: str, value: int) -> None:
    mention = next(mention for mention in read_passage(text).mentions if mention.role == "quantity")
    assert (mention.text, mention.value) == (figure, value)


@pytest.mark.parametrize("text", ["规章 0 0 0\n", "1 4/3的比例"])
def test_cells_and_fractions_keep_their_blanks(text: str) -> None:
    assert all(" " not in mention.text or "/" in mention.text for mention in read_passage(text).mentions)
