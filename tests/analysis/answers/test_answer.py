"""Questions get the figure that says most, its years, or the first few that compare; else what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.answers.asking import answer
from yearbook.analysis.answers.find import MOST

WHOLE, DIRECT = {"scope": "region_wide"}, {"scope": "direct_units"}
NATION = {"region": "100000", "scope": "national"}
PROVINCES = ("430000", "440000", "450000", "460000", "510000", "520000")
SHARE = {"metric_id": "energy.conserving_offices_share", "kind": "stock", "unit": "percent", "dimension": "share", "months": 0}
RATE = SHARE | {"kind": "rate", "months": 12}


def shares(year: int, count: int, **more: Any) -> list[dict[str, Any]]:
    """A share of each of so many provinces, the first the lowest."""
    return [
        {**RATE, "region": region, "year": year, "value": 10.0 * (at + 1), **more} for at, region in enumerate(PROVINCES[:count])
    ]


@pytest.mark.parametrize(
    ("typed", "figures", "value"),
    [
        ("湖南 2020 取消公务用车", [{"year": 2020, "value": 7}, {"year": 2019, "value": 5}], 7),
        ("湖南 取消公务用车", [{"year": 2020, "value": 7}, {"year": 2019, "value": 5}], 7),  # the latest
        ("湖南 2020 取消公务用车", [{"value": 5, **DIRECT}, {"value": 7, **WHOLE}], 7),  # the widest scope
        ("湖南省直 2020 取消公务用车", [{"value": 5, **DIRECT}, {"value": 7, **WHOLE}], 5),
        ("湖南 2020 取消公务用车", [{"value": 3, "months": 6}, {"value": 7}], 7),  # the whole year before a part of it
        ("湖南 2020 取消公务用车", [{"value": 3, "status": "unverified"}, {"value": 7}], 7),
        ("2020 取消公务用车 全国", [{"value": 9, **NATION}, {"value": 7}], 9),
        ("湖南 2020 取消公务用车", [{"value": 7}, {"value": 9, "region": "430100"}], 7),  # not of the city within it
        (
            "湖南 人均综合能耗 变化",
            [{"metric_id": "energy.per_capita_use_change", "kind": "change", "unit": "percent", "value": -3}],
            -3,
        ),
    ],
)
def test_a_figure_is_found(typed: str, figures: list[dict[str, Any]], value: float) -> None:
    found = answer(typed, *figures)
    assert (found.state, [row["value"] for row in found.rows]) == ("figures", [value])


def test_figures_of_the_same_year_in_other_scopes_are_named_besides() -> None:
    found = answer("湖南 2020 取消公务用车", {"value": 7}, {"value": 5, **DIRECT}, {"value": 4, "year": 2019, **DIRECT})
    assert [row["value"] for row in found.besides] == [5]


def test_each_of_several_places_has_its_figure_and_who_has_none_is_named() -> None:
    found = answer("湖南 广东 广西 2020 取消公务用车", {"value": 7}, {"value": 9, "region": "440000"})
    assert ([row["value"] for row in found.rows], [place.region for place in found.lacking]) == ([7, 9], ["450000"])


def test_years_are_the_longest_line_of_the_widest_scope_with_its_gaps() -> None:
    whole = [{"year": year, "value": year - 2000} for year in (2016, 2018, 2019)]
    direct = [{"year": year, "value": 1, **DIRECT} for year in range(2010, 2020)]
    found = answer("湖南 取消公务用车 历年", *whole, *direct)
    assert (found.state, [row["year"] for row in found.rows]) == ("trend", [2016, 2018, 2019])
    assert [str(value) for value in found.values] == ["16.0", "nan", "18.0", "19.0"]


@pytest.mark.parametrize(
    ("typed", "years"),
    [("2017-2018", [2017, 2018]), ("2018年以来", [2018, 2019]), ("近两年", [2018, 2019]), ("历年", [2016, 2017, 2018, 2019])],
)
def test_only_the_years_asked_for_are_shown(typed: str, years: list[int]) -> None:
    found = answer(f"湖南 取消公务用车 {typed}", *({"year": year} for year in range(2016, 2020)))
    assert [row["year"] for row in found.rows] == years


def test_one_year_makes_no_trend() -> None:
    assert answer("湖南 取消公务用车 历年", {"year": 2019}).state == "figures"


@pytest.mark.parametrize(("asked", "values"), [("最高", [60, 50, 40]), ("最低", [10, 20, 30])])
def test_the_first_three_are_of_one_group_and_one_year(asked: str, values: list[float]) -> None:
    alone = {**RATE, "region": "530000", "year": 2021, "value": 99}
    others = [{**RATE, "region": "540000", "year": 2020, "value": 99, **DIRECT}, {**RATE, "region": "430100", "value": 99}]
    found = answer(f"节约型机关建成率{asked}的省", *shares(2020, 6), *shares(2019, 5), alone, *others)
    assert ([row["value"] for row in found.rows], found.year, found.count) == (values, 2020, 6)


def test_the_latest_year_with_enough_bodies_for_a_rank_is_taken() -> None:
    assert answer("节约型机关建成率最高的省", *shares(2019, 6), *shares(2020, 5), *shares(2021, 4)).year == 2020


def test_of_too_few_for_a_rank_the_year_of_most_is_taken() -> None:
    found = answer("节约型机关建成率最高的省", *shares(2019, 4), *shares(2020, 2))
    assert (found.state, found.year, found.count) == ("ranking", 2019, 4)


@pytest.mark.parametrize(
    ("typed", "figures", "lack", "nearest"),
    [
        ("湖南 2020 取消公务用车", [{"year": 2019}, {"year": 2016}], "year", [2019]),
        ("湖南 2017 取消公务用车", [{"year": 2019}, {"year": 2015}], "year", [2019]),  # of two as near the later
        ("湖南 2018-2019 取消公务用车", [{"year": 2016}, {"year": 2022}], "year", [2016]),
        ("湖南 2020 取消公务用车", [{"region": "440000"}], "place", []),
        ("湖南省直 2020 取消公务用车", [{"year": 2019}], "scope", [2019]),
        ("湖南 2020 取消公务用车", [], "metric", []),
        ("湖南 2020 某某某某", [{"year": 2020}], "metric_unknown", []),
        ("群体性事件最多的省", [{"metric_id": "safety.mass_incidents"}], "sensitive", []),
        ("取消公务用车最多的市", [{"year": 2020}], "level", []),
        ("节约型机关建成率最高的省", shares(2020, 1), "few", []),
        ("节约型机关建成率 2015 最高的省", shares(2020, 5), "year", []),
        ("节约型机关建成率最高的省", shares(2020, 5, scope="sample"), "few", []),
    ],
)
def test_what_is_missing_is_said(typed: str, figures: list[dict[str, Any]], lack: str, nearest: list[int]) -> None:
    found = answer(typed, *figures)
    assert (found.state, found.lack, [row["year"] for row in found.rows]) == ("missing", lack, nearest)


def test_figures_to_be_verified_are_left_out_with_the_switch() -> None:
    found = answer("湖南 2020 取消公务用车", {"status": "unverified"}, {"year": 2019}, statuses=("verified",))
    assert (found.lack, found.rows[0]["year"]) == ("year", 2019)


def test_of_metrics_that_the_words_may_mean_the_first_with_figures_is_taken() -> None:
    found = answer("湖南 2020 新能源 占比", {**RATE, "metric_id": "vehicles.new_energy_fleet_share", "value": 40})
    assert (found.metric, found.state) == ("vehicles.new_energy_fleet_share", "figures")


def test_words_of_many_metrics_mean_one_that_the_place_has_figures_of() -> None:
    rare = {"metric_id": "vehicles.platform_connected", "kind": "stock", "months": 0, "value": 84}
    found = answer("湖南 2020 公务用车", rare, {"value": 5, "region": "440000"})
    assert len(found.question.metrics) > MOST
    assert found.question.metrics.index("vehicles.platform_connected") >= MOST
    assert (found.state, found.metric, [row["value"] for row in found.rows]) == ("figures", "vehicles.platform_connected", [84])
    assert answer("海南 2020 公务用车", rare).lack in ("place", "metric")
