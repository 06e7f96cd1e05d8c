"""Plans, limits, tasks, promises and forecasts are not results."""

from __future__ import annotations

import pytest

from tests.conftest import Reader

TARGETS = [
    ("2023年计划新建充电桩60个。", "60个"),
    ("力争节约型机关建成率达到85%。", "85%"),
    ("下达我市创建任务40家。", "40家"),
    ("能源消费总量控制在3万吨标准煤以内。", "3万吨标准煤"),
    ("光伏设计年发电量80万千瓦时。", "80万千瓦时"),
    ("报修承诺20分钟内响应。", "20分钟"),
    ("预计每年可节约电费30万元。", "30万元"),
    ("共有25家单位列入节水型机关创建名单。", "25家"),
]


@pytest.mark.parametrize(("text", "figure"), TARGETS, ids=[text for text, _ in TARGETS])
def test_what_is_meant_to_be_is_a_target(read: Reader, text: str, figure: str) -> None:
    assert read(text)[figure].role == "target"


def test_the_result_beside_a_task_is_a_result(read: Reader) -> None:
    mentions = read("全年任务为新建充电桩50个，实际建成63个。")
    assert (mentions["50个"].role, mentions["63个"].role) == ("target", "metric")
    assert mentions["63个"].metric == "energy.charging_piles_built"


def test_every_item_of_a_planned_list_is_planned(read: Reader) -> None:
    mentions = read("2023年拟新建充电桩60个、改造用房4000平方米。")
    assert {mentions["60个"].role, mentions["4000平方米"].role} == {"target"}


def test_according_to_a_requirement_is_still_a_result(read: Reader) -> None:
    assert read("按照上级要求，全年清理僵尸车12辆。")["12辆"].role == "metric"
