"""Names and figures listed apart."""

from __future__ import annotations

from tests.conftest import Reader
from yearbook.extraction.mentions.mention import Mention


def metrics_of(mentions: dict[str, Mention], *figures: str) -> list[str | None]:
    return [mentions[figure].metric for figure in figures]


def test_names_and_figures_go_in_order(read: Reader) -> None:
    mentions = read("单位建筑面积能耗、人均综合能耗和人均用水量同比分别下降1.1%、2.2%、3.3%。")
    assert metrics_of(mentions, "1.1%", "2.2%", "3.3%") == [
        "energy.per_area_use_change",
        "energy.per_capita_use_change",
        "energy.per_capita_water_change",
    ]


def test_a_counting_noun_between_names_and_figures_is_no_name(read: Reader) -> None:
    mentions = read("能源消费总量、用水总量两项指标，同比分别下降4.4%和5.5%。")
    assert metrics_of(mentions, "4.4%", "5.5%") == ["energy.total_use_change", "energy.water_use_change"]


def test_what_names_are_summed_up_as_ends_them_too(read: Reader) -> None:
    mentions = read("人均综合能耗、单位建筑面积总能耗、人均用水量三项主要指标同比下降1.1%、2.2%、3.3%。")
    assert metrics_of(mentions, "1.1%", "2.2%", "3.3%") == [
        "energy.per_capita_use_change",
        "energy.per_area_use_change",
        "energy.per_capita_water_change",
    ]


def test_what_is_left_over_takes_no_name_from_the_list(read: Reader) -> None:
    mentions = read("公共机构煤炭、燃气、其他能源消费量分别为1.1万吨标准煤、2.2万吨标准煤、3.3万吨标准煤。")
    assert metrics_of(mentions, "3.3万吨标准煤") == [None]


def test_the_year_measured_against_is_none_of_the_list(read: Reader) -> None:
    mentions = read("2022年公共机构用水量、用电量与2020年相比分别下降4.4%和5.5%。")
    assert metrics_of(mentions, "4.4%", "5.5%") == ["energy.water_use_change", "energy.electricity_use_change"]
    assert {mentions[figure].period_end.year for figure in ("4.4%", "5.5%")} == {2022}


def test_a_list_over_two_years_runs_year_by_year(read: Reader) -> None:
    mentions = read("2020年和2021年，全市用水量、用电量同比分别下降6.1%、5.2%和4.3%、3.4%。")
    assert (
        metrics_of(mentions, "6.1%", "5.2%", "4.3%", "3.4%") == ["energy.water_use_change", "energy.electricity_use_change"] * 2
    )
    assert [mentions[figure].period_end.year for figure in ("6.1%", "5.2%", "4.3%", "3.4%")] == [2020, 2020, 2021, 2021]
