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


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("接待费支出1 204.5万元。", ["1 204.5万元"]),
        ("用水\u00a012\u2009345.6吨", ["12\u2009345.6吨"]),
        ("运行费 | 1 204.50 | 1 168.30", ["1 204.50", "1 168.30"]),
        ("共1 204，其中", ["1 204"]),
        ("市直\t412\t350", ["412", "350"]),
        ("市直   412   350", ["412", "350"]),
        ("市直 412 350", ["412", "350"]),
        ("合计 1,204 611 902", ["1,204", "611", "902"]),
        ("接待费\t14.6\t8.7\t-12.1", ["14.6", "8.7", "-12.1"]),
    ],
)
def test_a_blank_parts_thousands_and_a_gap_parts_cells(text: str, figures: list[str]) -> None:
    assert [mention.text for mention in read_passage(text).mentions] == figures
