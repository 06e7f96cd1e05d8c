"""What is typed is understood: metric, place, scope, years, and whether a figure, its years or the highest is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.answers.asking import read
from yearbook.analysis.answers.question import NATION, Place

HUNAN, GUANGDONG = Place("430000", "province"), Place("440000", "province")
CHANGSHA = Place("430100", "prefecture")
WITHDRAWN, USE, PARTS = "vehicles.withdrawn", "energy.per_capita_use", "energy.conserving_offices_share"
THIS_YEAR = 2026


@pytest.mark.parametrize(
    ("typed", "metric", "understood"),
    [
        ("湖南 2020 取消公务用车", WITHDRAWN, {"places": (HUNAN,), "years": (2020, 2020)}),
        ("湖南省2020年取消了多少公务用车？", WITHDRAWN, {"places": (HUNAN,), "years": (2020, 2020)}),
        ("取消公车 湖南", WITHDRAWN, {"places": (HUNAN,)}),
        ("Vehicles withdrawn in Hunan, 2020", WITHDRAWN, {"places": (HUNAN,), "years": (2020, 2020)}),
        ("how many official vehicles were withdrawn in Hunan in 2020?", WITHDRAWN, {"places": (HUNAN,), "years": (2020, 2020)}),
        ("湖南 广东 2020 取消公务用车", WITHDRAWN, {"places": (HUNAN, GUANGDONG), "years": (2020, 2020)}),
        ("湖南省直 取消公务用车", WITHDRAWN, {"places": (HUNAN,), "scope": "direct_units"}),
        ("全国取消公务用车", WITHDRAWN, {"places": (NATION,), "scope": "national"}),
        ("湘示例局 2020 取消公务用车", WITHDRAWN, {"places": (Place("430000", "province", "430000-x"),), "years": (2020, 2020)}),
        ("人均综合能耗 全国 2018-2023", USE, {"years": (2018, 2023), "form": "trend"}),
        ("人均综合能耗 2018至2023年 长沙", USE, {"places": (CHANGSHA,), "years": (2018, 2023), "form": "trend"}),
        ("Energy use per person China 2018 to 2023", USE, {"places": (NATION,), "years": (2018, 2023), "form": "trend"}),
        ("“十三五”期间 全国人均综合能耗", USE, {"years": (2016, 2020), "form": "trend"}),
        ("2018年以来全国人均综合能耗", USE, {"years": (2018, None), "form": "trend"}),
        ("去年 全国 人均综合能耗", USE, {"years": (THIS_YEAR - 1, THIS_YEAR - 1), "form": "figure"}),
        ("近五年 全国 人均综合能耗", USE, {"recent": 5, "form": "trend"}),
        ("人均综合能耗走势 湖南", USE, {"places": (HUNAN,), "form": "trend"}),
        ("rjzhnh 湖南 2020", USE, {"places": (HUNAN,), "years": (2020, 2020)}),
        ("湖南 人均综合能耗 变化", USE, {"places": (HUNAN,), "change": True, "form": "figure"}),
        ("节约型机关建成率最高的省", PARTS, {"form": "highest", "level": "province", "places": (NATION,)}),
        ("哪个市节约型机关建成率最低", PARTS, {"form": "lowest", "level": "prefecture"}),
        ("湖南节约型机关建成率最高的县", PARTS, {"form": "highest", "level": "county", "places": (HUNAN,)}),
        ("which province has the highest share of resource-conserving offices", PARTS, {"form": "highest", "level": "province"}),
        # what a metric is called is never taken for a level, a scope or a change
        ("省级节约型公共机构示范单位累计数 湖南", "energy.model_institutions_provincial", {"level": "", "scope": ""}),
        ("湖南 人均综合能耗增减率", "energy.per_capita_use_change", {"change": False}),
        ("节约型机关建成率2020", PARTS, {"years": (2020, 2020)}),
    ],
)
def test_what_is_typed_is_understood(typed: str, metric: str, understood: dict[str, Any]) -> None:
    question = read(typed)
    assert question.metrics[0] == metric
    assert {name: getattr(question, name) for name in understood} == understood


@pytest.mark.parametrize("typed", ["", "   ", "人均综合能耗", "湖南", "湖南省示例局", "2020", "hunan", "最高的省", "？？"])
def test_a_name_alone_is_no_question(typed: str) -> None:
    assert not read(typed).is_asked


def test_words_that_mean_no_metric_are_told_apart_from_what_was_understood() -> None:
    question = read("湖南 2020 某某某某")
    assert (question.metrics, question.words, question.places) == ((), "某某某某", (HUNAN,))


def test_the_region_that_is_looked_at_is_meant_where_none_is_named() -> None:
    assert read("2020 取消公务用车", here=HUNAN).places == (HUNAN,)
    assert read("2020 取消公务用车 广东", here=HUNAN).places == (GUANGDONG,)
    assert read("全国 取消公务用车", here=HUNAN).places == (NATION,)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("朝阳 2020 取消公务用车", "211300"),  # a city before the districts of its name
        ("长沙县 2020 取消公务用车", "430121"),  # a county that has no figures: by its full name only
        ("长沙 2020 取消公务用车", "430100"),
    ],
)
def test_a_name_of_several_places_means_the_one_that_says_most(typed: str, place: str) -> None:
    assert read(typed).places[0].region == place


def test_a_long_text_is_read_at_its_beginning_only() -> None:
    assert not read("湖" * 100_000).is_asked
