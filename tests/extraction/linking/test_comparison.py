"""Changes: their sign, their baseline, and levels that only look like changes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.conftest import Reader

CHANGES = [
    ("人均综合能耗同比下降2.6%。", "2.6%", "-2.6", "previous_year"),
    ("人均综合能耗比上年度下降2.6%。", "2.6%", "-2.6", "previous_year"),
    ("人均综合能耗较2015年下降9.4%。", "9.4%", "-9.4", "2015"),
    ("与2020年相比，人均用水量下降7%。", "7%", "-7", "2020"),
    ("以2020年为基数，人均用水量累计下降7%。", "7%", "-7", "2020"),
    ("人均用水量较2021年下降1.5%。", "1.5%", "-1.5", "previous_year"),
    ("用电量同比增长3.3%。", "3.3%", "3.3", "previous_year"),
    ("单位建筑面积能耗降幅为4.8%。", "4.8%", "-4.8", None),
    ("人均用水量下降近5%。", "5%", "-5", None),
]


@pytest.mark.parametrize(("text", "figure", "value", "baseline"), CHANGES, ids=[text for text, *_ in CHANGES])
def test_a_change_is_signed_and_knows_its_baseline(
    read: Reader, text: str, figure: str, value: str, baseline: str | None
) -> None:
    mention = read(text)[figure]
    assert mention.metric is not None
    assert mention.metric.endswith("_change")
    assert mention.value == Decimal(value)
    assert mention.baseline == baseline


def test_each_number_of_a_list_takes_its_own_direction(read: Reader) -> None:
    mentions = read("人均综合能耗、人均用水量分别上升0.7%和下降3.1%。")
    assert mentions["0.7%"].value == Decimal("0.7")
    assert mentions["3.1%"].value == Decimal("-3.1")


def test_raised_to_is_a_level_again(read: Reader) -> None:
    mention = read("节约型机关建成率提高到66%。")["66%"]
    assert mention.metric == "energy.conserving_offices_share"
    assert mention.value == 66


def test_a_change_without_a_metric_of_its_own_keeps_its_value_as_written(read: Reader) -> None:
    assert read("公文印刷量同比减少44%。")["44%"].value == 44
