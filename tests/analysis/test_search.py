"""Finding by name, alias, 拼音 and its first letters; the nearest first."""

from __future__ import annotations

import pytest

from yearbook.analysis.search import Entry, Index, normalize_text

ENERGY = Entry("metrics", "energy", "人均综合能耗", ("Energy use per person", "人均能耗"), 30)
CHANGE = Entry("metrics", "change", "人均综合能耗变化", ("Change in energy use per person",), 20)
AREA = Entry("metrics", "area", "单位建筑面积能耗", ("Energy use per square metre",), 10)
HUNAN = Entry("agencies", "hunan", "湖南省机关事务管理局", ("Hunan Government Offices Administration", "湖南省直机关事务局"), 40)
CHONGQING = Entry("agencies", "chongqing", "重庆市机关事务管理局", ("Chongqing Government Offices Administration",), 9)
NATION = Entry("agencies", "nation", "国家机关事务管理局", ("National Government Offices Administration", "国管局"), 50)
PROVINCE = Entry("regions", "430000", "湖南省", ("Hunan", "湖南"), 0)
GREEN = Entry("metrics", "green", "绿色建筑面积", ("Green building area",), 1)
INDEX = Index([ENERGY, CHANGE, AREA, HUNAN, CHONGQING, NATION, PROVINCE, GREEN])


def found(typed: str) -> list[str]:
    return [entry.id for entries in INDEX.find(typed).values() for entry in entries]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("人均综合能耗", ["energy", "change"]),  # the name itself before what only begins so
        ("综合能耗", ["energy", "change"]),
        ("人均能耗", ["energy", "change"]),  # an alias; then the characters apart, in their order
        ("rjzhnh", ["energy", "change"]),
        ("RJZHNH", ["energy", "change"]),
        ("renjun", ["energy", "change"]),
        ("ren jun", ["energy", "change"]),
        ("nenghao", ["energy", "change", "area"]),
        ("energy use", ["energy", "area", "change"]),
        ("ｅｎｅｒｇｙ　ｕｓｅ", ["energy", "area", "change"]),
        ("square", ["area"]),
        ("hunan", ["hunan", "430000"]),
        ("hu'nan", ["hunan", "430000"]),
        ("湖南", ["hunan", "430000"]),
        ("hnsjg", ["hunan"]),
        ("hnjgsw", ["hunan"]),  # 湖南机关事务: the first letters, 省 left out
        ("湖南机关事务", ["hunan"]),
        ("湖南 事务", ["hunan"]),
        ("chongqing", ["chongqing"]),  # 重 is read chóng here
        ("cqs", ["chongqing"]),
        ("国管局", ["nation"]),
        ("ggj", ["nation"]),
        ("lvse", ["green"]),
        ("lüse", ["green"]),
        ("机关事务管理局", ["nation", "hunan", "chongqing"]),  # alike near: who has more figures first
    ],
)
def test_what_is_typed_finds_what_is_meant(typed: str, ids: list[str]) -> None:
    assert found(typed) == ids


@pytest.mark.parametrize("typed", ["", "   ", "'", "不存在的指标", "zzzz", "unan", "耗能", "湖南 能耗", "ergy", "📈"])
def test_what_stands_nowhere_finds_nothing(typed: str) -> None:
    assert INDEX.find(typed) == {}


def test_kinds_stand_apart() -> None:
    assert {kind: [entry.id for entry in entries] for kind, entries in INDEX.find("湖南").items()} == {
        "agencies": ["hunan"],
        "regions": ["430000"],
    }


def test_a_metric_of_the_same_nearness_comes_by_its_weight() -> None:
    light, heavy = Entry("metrics", "a", "甲数", weight=1), Entry("metrics", "b", "甲量", weight=2)
    assert [entry.id for entry in Index([light, heavy]).find("甲")["metrics"]] == ["b", "a"]


def test_every_entry_is_found_by_its_own_name_first_among_ten_thousand() -> None:
    entries = [Entry("reports", str(number), f"第{number}号工作报告") for number in range(10_000)]
    index = Index(entries)
    for number in (0, 17, 9_999):
        assert index.find(f"第{number}号工作报告")["reports"][0].id == str(number)
    assert len(index.find("gzbg")["reports"]) == 10_000


def test_a_very_long_text_is_looked_at_only_at_its_beginning() -> None:
    assert INDEX.find("x" * 1_000_000) == {}


def test_marks_widths_and_case_make_no_difference() -> None:
    assert normalize_text("《Ａbc》 · ü") == "abcv"
