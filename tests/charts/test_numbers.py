"""Numbers as people read them, as a table."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from yearbook.charts.number_format import (
    choose_scale,
    format_number,
    format_points,
    format_value,
    name_qualifier,
    name_unit,
    read_unit,
    split_unit,
)

WRITTEN: list[tuple[dict[str, Any], str, str]] = [
    ({"value": 31000, "unit": "vehicle", "qualifier": "more_than"}, "3.1万余辆", "over 31 thousand vehicles"),
    ({"value": 2108, "unit": "vehicle"}, "2,108辆", "2,108 vehicles"),
    ({"value": 9999, "unit": "vehicle"}, "9,999辆", "9,999 vehicles"),
    ({"value": 19705, "unit": "vehicle"}, "1.971万辆", "19.71 thousand vehicles"),
    ({"value": 858400, "unit": "vehicle"}, "85.84万辆", "858.4 thousand vehicles"),
    ({"value": 164_000_000, "unit": "tce"}, "1.64亿吨标准煤", "164 million tce"),
    ({"value": 9_470_000_000, "unit": "yuan"}, "94.7亿元", "9.47 billion yuan"),
    ({"value": 3_392_960_000_000, "unit": "yuan"}, "3.393万亿元", "3.393 trillion yuan"),
    ({"value": 99_999_999, "unit": "yuan"}, "1亿元", "100 million yuan"),
    ({"value": 0, "unit": "item"}, "0件", "0 items"),
    ({"value": 317.16, "unit": "kgce_per_person"}, "317.2千克标准煤/人", "317.2 kgce per person"),
    ({"value": 0.01234567, "unit": "m3"}, "0.01235立方米", "0.01235 m³"),
    ({"value": 80.41, "unit": "percent"}, "80.41%", "80.41%"),
    ({"value": 100, "unit": "percent"}, "100%", "100%"),
    ({"value": -3.03, "unit": "percent"}, "−3.03%", "−3.03%"),
    ({"value": 0.85, "unit": "percent", "signed": True}, "+0.85%", "+0.85%"),
    ({"value": 0.0, "unit": "percent", "signed": True}, "0%", "0%"),
    ({"value": 20, "unit": "percent", "qualifier": "approx"}, "约20%", "about 20%"),
    ({"value": 10000, "unit": "m2", "qualifier": "less_than"}, "近1万平方米", "nearly 10 thousand m²"),
    ({"value": 187_000, "unit": "unit", "qualifier": "approx"}, "约18.7万家", "about 187 thousand institutions"),
    ({"value": 31000, "unit": "item#no.such_metric", "qualifier": "more_than"}, "3.1万余件", "over 31 thousand items"),
    ({"value": 35, "unit": "percent", "qualifier": "more_than"}, "超过35%", "over 35%"),
    ({"value": 3.25, "unit": "m3", "qualifier": "more_than"}, "超过3.25立方米", "over 3.25 m³"),
    ({"value": 120, "unit": "vehicle", "qualifier": "more_than"}, "120余辆", "over 120 vehicles"),
    ({"value": 500, "unit": "unit", "qualifier": "at_least"}, "不少于500家", "at least 500 institutions"),
    ({"value": 500, "unit": "unit", "qualifier": "less_than"}, "近500家", "nearly 500 institutions"),
    ({"value": 500, "unit": "unit", "qualifier": "at_most"}, "不超过500家", "up to 500 institutions"),
    ({"value": 31000, "unit": "vehicle", "qualifier": "range", "value_max": 35000}, "3.1–3.5万辆", "31–35 thousand vehicles"),
    ({"value": 9000, "unit": "vehicle", "qualifier": "range", "value_max": 11000}, "0.9–1.1万辆", "9–11 thousand vehicles"),
    ({"value": math.nan, "unit": "vehicle"}, "无数据", "No figure"),
    ({"value": pd.NA, "unit": "vehicle"}, "无数据", "No figure"),
]


@pytest.mark.parametrize(("given", "zh", "en"), WRITTEN, ids=[row[1] for row in WRITTEN])
def test_a_value_is_written_for_people(given: dict[str, Any], zh: str, en: str) -> None:
    assert format_value(language="zh", **given) == zh
    assert format_value(language="en", **given) == en


@pytest.mark.parametrize(
    ("metric", "unit", "zh", "en"),
    [
        ("law.local_standards", "item", "6项", "6 standards"),
        ("law.legal_opinions", "item", "6份", "6 opinions"),
        ("disclosure.news_items", "item", "6条", "6 items"),
        ("law.leader_trainings", "session", "6次", "6 trainings"),
        ("assets.items_reused", "item", "6件", "6 items"),
        ("law.local_standards", "item/residents", "6件/百万人", "6 items per million people"),
        ("no.such_metric", "item", "6件", "6 items"),
    ],
)
def test_a_metric_counts_in_its_own_word(metric: str, unit: str, zh: str, en: str) -> None:
    counted = read_unit({"unit": unit, "metric_id": metric})
    assert (format_value(6, counted, "zh"), format_value(6, counted, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ({"value": 31000, "unit": "vehicle", "qualifier": "more_than"}, ("3.1万余", "辆")),
        ({"value": 31000, "unit": "vehicle"}, ("3.1", "万辆")),
        ({"value": 12, "unit": "vehicle", "qualifier": "approx"}, ("约12", "辆")),
        ({"value": 12, "unit": "percent"}, ("12%", "")),
    ],
)
def test_a_written_value_parts_from_its_unit(given: dict[str, Any], parts: tuple[str, str]) -> None:
    assert split_unit(format_value(language="zh", **given), given["value"], given["unit"], "zh") == parts


def test_percentages_differ_in_points() -> None:
    assert format_points(0.8, "zh") == "+0.8个百分点"
    assert format_points(-0.8, "en") == "−0.8 pp"
    assert format_points(0.8, "zh", approximate=True) == "约+0.8个百分点"


@pytest.mark.parametrize(
    ("value", "text"),
    [(12345.678, "12,350"), (0.00001, "0.00001"), (-0.0, "0"), (1e15, "1,000,000,000,000,000"), (2.5, "2.5"), (99.999, "100")],
)
def test_no_number_has_more_than_four_digits(value: float, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("values", "unit", "language", "divisor", "name"),
    [
        ([31000, 2108], "vehicle", "zh", 10_000, "万辆"),
        ([31000, 2108], "vehicle", "en", 1_000, "thousand vehicles"),
        ([2108], "vehicle", "zh", 1, "辆"),
        ([1.6e8, math.nan], "tce", "zh", 100_000_000, "亿吨标准煤"),
        ([-1.6e8], "tce", "en", 1_000_000, "million tce"),
        ([20000], "percent", "zh", 1, "%"),
        ([], "vehicle", "zh", 1, "辆"),
    ],
)
def test_an_axis_says_what_it_is_divided_by(values: list[float], unit: str, language: Any, divisor: int, name: str) -> None:
    scale = choose_scale(values, unit, language)
    assert (scale.divisor, scale.unit) == (divisor, name)


def test_a_unit_after_a_division_is_named_after_its_unit_and_the_denominator() -> None:
    assert name_unit("vehicle/residents", "zh") == "辆/百万人"
    assert (name_unit("yuan/vehicle", "zh"), name_unit("yuan/vehicle", "en")) == ("元/辆", "yuan per vehicle")
    assert name_unit("yuan/m2", "en") == "yuan per m²"
    assert name_unit("no_such_unit", "zh") == "no_such_unit"


def test_an_exact_value_needs_no_explanation() -> None:
    assert name_qualifier("exact", "zh") == ""
    assert name_qualifier("approx", "zh") == "约数"
