"""A claim's confidence falls with what speaks against it; its reason names what carried it."""

from __future__ import annotations

import pytest

from tests.conftest import Reader


@pytest.mark.parametrize(
    ("surer", "less_sure", "figure"),
    [
        # words stand in another clause
        ("维修保养费用12万元。", "车辆维修保养及时，费用12万元。", "12万元"),
        # other words, and more so where they stand between
        ("盘活闲置办公用房430平方米。", "盘活430平方米用作信访接待。", "430平方米"),
    ],
)
def test_the_more_speaks_against_a_claim_the_less_sure_it_is(read: Reader, surer: str, less_sure: str, figure: str) -> None:
    one, other = read(surer)[figure], read(less_sure)[figure]
    assert one.metric == other.metric is not None
    assert one.confidence > other.confidence


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("市里有规划，更新配备公务用车46辆。", None),
        ("市里有规划，已更新配备公务用车46辆。", "vehicles.acquired"),
        ("一是车辆。根据市里规划，更新配备公务用车46辆。", "vehicles.acquired"),
    ],
)
def test_behind_a_plans_word_only_a_word_of_results_makes_a_claim(read: Reader, text: str, metric: str | None) -> None:
    assert read(text)["46辆"].metric == metric


@pytest.mark.parametrize(
    ("text", "figure", "reason"),
    [
        ("更新配备公务用车46辆。", "46辆", "own_words 更新配备 公务用车"),
        ("公务用车改革成效显现，取消车辆48辆，保留30辆。", "30辆", "own_and_earlier_words"),
        ("公务接待87批、960人次。", "960人次", "inherited 公务接待"),
        ("取消车辆、保留车辆分别为48辆、30辆。", "30辆", "place_in_a_list 保留 车辆"),
        # of terms that may fill one part alike the later one, whatever the hash seed of the process
        ("全局“三公”经费支出合计12万元。", "12万元", "own_words 三公 支出"),
        ("全年完成食堂、礼堂节能改造，改造面积合计3100平方米。", "3100平方米", "own_and_earlier_words 节能改造 面积"),
        ("年内维修投入资金合计41万元。", "41万元", "own_words 维修 资金"),
        ("全年无群体性事件。", "无", "stated_zero"),
    ],
)
def test_the_reason_of_a_claim_names_its_evidence(read: Reader, text: str, figure: str, reason: str) -> None:
    mention = read(text)[figure]
    assert mention.metric is not None
    assert mention.reason.startswith(reason)
