"""For whom a figure holds."""

from __future__ import annotations

import pytest

from tests.conftest import Reader

SCOPES = [
    ("全省取消公务用车300辆。", "300辆", "region_wide"),
    ("我市新建充电桩30个。", "30个", "region_wide"),
    ("市本级车改节支率9%。", "9%", "direct_units"),
    ("为7个市直单位调配办公用房900平方米。", "7个", "direct_units"),
    ("我局制定内部标准8项。", "8项", "agency"),
    ("抽查显示业务网上可办率90%。", "90%", "sample"),
    ("全国公共机构人均综合能耗同比下降2%。", "2%", "national"),
]


@pytest.mark.parametrize(("text", "figure", "scope"), SCOPES, ids=[text for text, *_ in SCOPES])
def test_the_nearest_scope_word_decides(read: Reader, text: str, figure: str, scope: str) -> None:
    assert read(text)[figure].scope == scope


def test_two_scopes_in_one_sentence_are_kept_apart(read: Reader) -> None:
    mentions = read("市本级车改节支率9%，高于全市7.5%的平均水平。")
    assert (mentions["9%"].scope, mentions["7.5%"].scope) == ("direct_units", "region_wide")
    assert mentions["9%"].metric == mentions["7.5%"].metric == "vehicles.transport_saving_rate"


def test_a_scope_that_no_word_says_is_the_metrics_usual_one_and_said_to_be_assumed(read: Reader) -> None:
    mention = read("出具法律意见书12份。")["12份"]
    assert mention.scope == "agency"
    assert "scope_assumed" in mention.notes


def test_a_national_figure_quoted_by_a_province_is_not_the_provinces(read: Reader) -> None:
    assert read("全国公共机构人均综合能耗同比下降2%。")["2%"].agency is None
