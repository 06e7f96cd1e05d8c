"""The sentences above charts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.analysis.factory import make_facts
from yearbook.analysis.comparability import list_groups
from yearbook.analysis.coverage import count_subjects
from yearbook.analysis.ranking import list_lines, rank_figures
from yearbook.analysis.year_on_year import compare_years
from yearbook.charts.findings import caption_ranking, format_change, format_ranking, format_years
from yearbook.charts.hover import describe_fact, series_labels

SHARE = {"kind": "rate", "unit": "percent", "better": "up"}


def years_of(*rows: dict[str, Any]) -> pd.DataFrame:
    return compare_years(make_facts(*rows))


@pytest.mark.parametrize(
    ("values", "extra", "zh"),
    [
        ({"甲": 93, "乙": 80, "丙": 70, "丁": 90, "戊": 60}, SHARE, "2020年用能：甲最高，93%；中位数80%"),
        ({"甲": 30, "乙": 20, "丙": 10, "丁": 15, "戊": 25}, {}, "2020年用能：丙最低，10吨标准煤；中位数20吨标准煤"),
        ({"甲": 93, "乙": 80}, SHARE, "2020年用能：2个主体有公开数据"),
        ({"甲": 93}, SHARE, "2020年用能：甲93%"),
        ({"甲": 100, "乙": 100, "丙": 70, "丁": 80, "戊": 90}, SHARE, "2020年用能：2个主体并列最高，100%；中位数90%"),
        ({"甲": 31000}, {"qualifier": "more_than"}, "2020年用能：甲3.1万余吨标准煤"),
        ({}, {}, "无数据"),
    ],
)
def test_a_ranking_in_one_sentence(values: dict[str, float], extra: dict[str, Any], zh: str) -> None:
    ranking = rank_figures(make_facts(*({"agency": agency, "value": value} | extra for agency, value in values.items())))
    assert format_ranking(ranking, "zh") == zh
    assert format_ranking(ranking, "en")


def test_a_median_of_what_is_not_exact_is_about() -> None:
    rows = [{"agency": agency, "value": value} for agency, value in zip("甲乙丙丁戊", (30, 20, 10, 15, 25), strict=True)]
    ranking = rank_figures(make_facts(*rows[:4], rows[4] | {"qualifier": "approx"}))
    assert format_ranking(ranking, "zh").endswith("中位数约20吨标准煤")


CHANGE = {
    "kind": "change",
    "unit": "percent",
    "baseline": "2015",
    "metric_zh": "人均用能增减率",
    "metric_en": "Change in energy use",
}


@pytest.mark.parametrize(
    ("values", "better", "zh"),
    [
        ((-1.45, -1.2, -1, -0.5, 1), "down", "2020年人均用能：甲降幅最大，比2015年下降1.45%；中位数−1%"),
        ((2, 3, 4, 5, 6), "down", "2020年人均用能：甲增幅最小，比2015年增长2%；中位数4%"),
        ((9, 3, 4, 5, 6), "neither", "2020年人均用能：甲增幅最大，比2015年增长9%；中位数5%"),
        ((-2, -3, -4, -5, -6), "up", "2020年人均用能：甲降幅最小，比2015年下降2%；中位数−4%"),
        ((-2, -2, -1, 0, 1), "down", "2020年人均用能：2个主体并列降幅最大，比2015年下降2%；中位数−1%"),
        ((0, 3, 4, 5, 6), "down", "甲人均用能：2020年与2015年持平；中位数4%"),
        ((-2,), "down", "甲人均用能：2020年比2015年下降2%"),
    ],
)
def test_a_ranking_of_changes_in_one_sentence(values: tuple[float, ...], better: str, zh: str) -> None:
    rows = (
        {"agency": agency, "value": value, "better": better} | CHANGE for agency, value in zip("甲乙丙丁戊", values, strict=False)
    )
    ranking = rank_figures(make_facts(*rows))
    assert format_ranking(ranking, "zh") == zh
    assert "Energy use" in format_ranking(ranking, "en")


@pytest.mark.parametrize(
    ("first", "last", "zh"),
    [
        ({"value": 200}, {"value": 150}, "甲用能：2020年150吨标准煤，比上年下降25%"),
        ({"value": 150}, {"value": 200, "qualifier": "approx"}, "甲用能：2020年约200吨标准煤，比上年增长约33%"),
        ({"value": 150}, {"value": 150}, "甲用能：2020年150吨标准煤，与上年持平"),
        ({"value": 200, "year": 2017}, {"value": 150}, "甲用能：2020年150吨标准煤，比2017年下降25%"),
        ({"value": 40} | SHARE, {"value": 42.5} | SHARE, "甲用能：2020年42.5%，比上年提高约2.5个百分点"),
        ({"value": 0}, {"value": 3}, "甲用能：2020年3吨标准煤，比上年增加3吨标准煤"),
        (
            {"value": -4, "kind": "change", "unit": "percent", "baseline": "previous_year"},
            {"value": -3, "kind": "change", "unit": "percent", "baseline": "previous_year"},
            "甲用能：2020年比上年下降3%",
        ),
    ],
)
def test_a_series_in_one_sentence(first: dict[str, Any], last: dict[str, Any], zh: str) -> None:
    years = years_of({"year": 2019} | first, {"year": 2020} | last)
    assert format_years(years, "zh") == zh
    assert format_years(years, "en")


def test_the_nations_figure_is_the_nations_and_not_the_agencys() -> None:
    nation = {"agency": "局", "scope": "national", "subject_zh": "全国", "subject_en": "Nationwide"}
    assert format_years(years_of(nation | {"value": 5}), "zh") == "全国用能：2020年5吨标准煤"
    assert "Nationwide" in format_years(years_of(nation | {"value": 5}), "en")


def test_a_card_says_the_change_with_its_sign_and_its_doubt() -> None:
    years = years_of({"year": 2019, "value": 200, "qualifier": "more_than"}, {"year": 2020, "value": 150})
    assert format_change(years.iloc[-1].to_dict(), "zh") == "约−25%"
    assert format_change(years.iloc[0].to_dict(), "zh") == ""


@pytest.mark.parametrize(
    ("before", "after", "zh", "en"),
    [
        (("1.63", 16300), ("1.64", 16400), "约+0.6%（在舍入误差内）", "about +0.6% (within rounding)"),
        (("1.6", 16000), ("1.75", 17500), "+9%", "+9%"),  # the difference is 1500, give or take 550
        (("163", 163), ("171", 171), "+5%", "+5%"),
        (("16300", 16300), ("16400", 16400), "+0.61%", "+0.61%"),
        (("2.00", 20000), ("2.00", 20000), "0%", "0%"),
        (("1亿6300万", 163_000_000), ("1亿6400万", 164_000_000), "+0.61%", "+0.61%"),  # two numbers: the last digit is not known
    ],
)
def test_a_change_has_the_digits_that_its_figures_bear(
    before: tuple[str, float], after: tuple[str, float], zh: str, en: str
) -> None:
    (first, earlier), (last, later) = before, after
    years = years_of(
        {"year": 2019, "value": earlier, "value_as_written": first}, {"year": 2020, "value": later, "value_as_written": last}
    )
    row = years.iloc[-1].to_dict()
    assert (format_change(row, "zh"), format_change(row, "en")) == (zh, en)
    assert row["direction"] == ("same" if "舍入" in zh or zh == "0%" else "worse")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (("75.3", 75.3), ("76", 76), "约+0.7个百分点"),
        (("75", 75), ("76", 76), "约+1个百分点（在舍入误差内）"),
        (("75.8", 75.8), ("76", 76), "约+0.2个百分点（在舍入误差内）"),
        (("75.31", 75.31), ("76.20", 76.2), "+0.89个百分点"),
    ],
)
def test_points_are_about_where_one_value_has_fewer_decimals(
    before: tuple[str, float], after: tuple[str, float], said: str
) -> None:
    written = enumerate((before, after), 2019)
    years = years_of(*({"year": year, "value": value, "value_as_written": text} | SHARE for year, (text, value) in written))
    assert format_change(years.iloc[-1].to_dict(), "zh") == said


def test_a_count_in_full_is_not_rounded() -> None:
    count = {"metric_id": "vehicles.withdrawn", "unit": "vehicle", "dimension": "count"}
    years = years_of({"year": 2019, "value": 30} | count, {"year": 2020, "value": 31} | count)
    assert (years.iloc[-1]["within_rounding"], format_change(years.iloc[-1].to_dict(), "zh")) == (False, "+3.33%")


def test_the_caption_says_unit_scope_and_coverage() -> None:
    facts = make_facts({"agency": "甲", "value": 31000}, {"agency": "乙", "value": 20000, "status": "unverified"})
    (group,) = list_groups(list_lines(facts))
    caption = caption_ranking(rank_figures(facts), group, count_subjects(facts, 31), 12, "zh")
    assert caption.subtitle == "单位：万吨标准煤 · 全省（区、市）口径 · 全年 · 31个主体中2个有公开数据，其中1个待核实"
    assert caption.source.endswith("第12版")


def test_under_the_pointer_stands_all_that_a_reader_needs() -> None:
    (row,) = make_facts(
        {
            "value": 31000,
            "value_as_written": "3.1",
            "unit_as_written": "万吨标准煤",
            "qualifier": "more_than",
            "status": "unverified",
            "subject_zh": "甲全省",
        }
    ).to_dict("records")
    text = describe_fact(row, "zh")
    for part in (
        "甲全省",
        "3.1万余吨标准煤",
        "2020年",
        "全省口径",
        "原文：3.1万吨标准煤",
        "待核实",
        "示例来源",
    ):
        assert part in text


@pytest.mark.parametrize("kind", [{"months": None}, {"kind": "stock", "months": 0, "period_start": None, "period_end": None}])
def test_the_pointer_says_what_a_source_leaves_open(kind: dict[str, Any]) -> None:
    [row] = make_facts(kind | {"scope_assumed": True}).to_dict("records")
    assert "2020年 · 范围未注明 · 期间未注明" in describe_fact({str(name): value for name, value in row.items()}, "zh")


def test_lines_are_named_by_what_tells_them_apart() -> None:
    assert series_labels(make_facts({"agency": "甲"}, {"agency": "乙"}), "zh") == ["甲", "乙"]
    whole, own = {"subject_zh": "甲全省"}, {"subject_zh": "甲省直", "scope": "direct_units"}
    assert series_labels(make_facts(whole, own), "zh") == ["甲全省", "甲省直"]
    assert series_labels(make_facts({"baseline": "2015"}, {"baseline": "previous_year"}), "zh") == ["较2015年", "较上年"]
