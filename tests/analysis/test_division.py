"""Totals divided by what is on record for the same body: only what can be, only near in time, and said to be a rate."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.analysis.factory import make_facts
from yearbook.analysis.comparability import compare
from yearbook.analysis.per_capita import Division, divide
from yearbook.catalogue.denominators import Denominator

TEXT = {"zh": "示例", "en": "sample"}
RESIDENTS = Denominator.model_validate(
    {
        "id": "residents",
        "name": TEXT,
        "what": TEXT,
        "per": 1_000_000,
        "unit": {"zh": "{unit}/百万人", "en": "{unit}"},
        "years_apart": 5,
    }
)
FLEET = Denominator.model_validate(
    {
        "id": "fleet",
        "name": TEXT,
        "what": TEXT,
        "per": 1,
        "metric": "v.fleet",
        "of": ["energy.use"],
        "unit": {"zh": "{unit}/辆", "en": "{unit}"},
    }
)
SHARE = Denominator.model_validate(
    {"id": "part", "name": TEXT, "what": TEXT, "per": 100, "metric": "v.all", "of": ["energy.use"], "better": "neither"}
)
CENSUS = pd.DataFrame(
    {
        "region_code": ["910000", "910000", "920000"],
        "date": ["2010-11-01", "2020-11-01", "2020-11-01"],
        "population": [8_000_000, 10_000_000, 500_000],
        "source_title": ["六普", "七普", "七普"],
    }
)
HERE = {"region_code": "910000"}
VEHICLES = {"metric_id": "v.fleet", "kind": "stock", "months": 0, "unit": "vehicle", "value": 50}

# what is divided, by what, the reason for which it is not; "" where it is
CASES: list[tuple[str, dict[str, Any], Denominator, dict[str, Any], str]] = [
    ("a total of an area by its residents", HERE, RESIDENTS, {}, ""),
    ("a rate by residents", HERE | {"kind": "rate"}, RESIDENTS, {}, "not_total"),
    ("what does not add up, by residents", HERE | {"additive": False}, RESIDENTS, {}, "not_total"),
    ("省直 by all residents", HERE | {"scope": "direct_units"}, RESIDENTS, {}, "not_area"),
    ("a region without a census", {"region_code": "930000"}, RESIDENTS, {}, "none_on_record"),
    ("a census too long ago", HERE | {"year": 2026}, RESIDENTS, {}, "far_in_time"),
    ("a total by the vehicles of the same body, scope, year", {}, FLEET, {}, ""),
    ("a share of twenty", {}, SHARE, {"metric_id": "v.all", "value": 20}, ""),
    ("a share of fewer", {}, SHARE, {"metric_id": "v.all", "value": 19}, "few"),
    ("by the vehicles of another body", {}, FLEET, {"agency": "乙"}, "none_on_record"),
    ("by the vehicles of another scope", {}, FLEET, {"scope": "direct_units"}, "none_on_record"),
    ("by the vehicles of another year", {}, FLEET, {"year": 2019}, "far_in_time"),
    ("by no vehicles", {}, FLEET, {"value": 0}, "none_on_record"),
    ("of some units", {"scope": "sample"}, FLEET, {"scope": "sample"}, "not_area"),
    (
        "a year by half a year",
        {},
        SHARE,
        {"metric_id": "v.all", "kind": "flow", "months": 6, "period_end": "2020-06-30"},
        "none_on_record",
    ),
    ("a year by the same year", {}, SHARE, {"metric_id": "v.all", "kind": "flow", "months": 12}, ""),
]


def divide_one(given: dict[str, Any], denominator: Denominator, divisor: dict[str, Any]) -> Division:
    divisors = CENSUS if denominator is RESIDENTS else make_facts(VEHICLES | divisor)
    return divide(make_facts({"value": 100} | given), denominator, divisors)


@pytest.mark.parametrize(
    ("given", "denominator", "divisor", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_total_is_divided_only_by_what_belongs_to_it(
    given: dict[str, Any], denominator: Denominator, divisor: dict[str, Any], reason: str
) -> None:
    division = divide_one(given, denominator, divisor)
    assert division.left_out == ({reason: 1} if reason else {})
    assert len(division.frame) == (0 if reason else 1)


def test_the_nearest_census_is_taken_and_named() -> None:
    row = divide_one(HERE | {"year": 2021, "value": 50}, RESIDENTS, {}).frame.iloc[0]
    assert (row["value"], row["unit"], row["kind"], row["divisor_source"]) == (5.0, "tce/residents", "rate", "七普")
    assert (row["total_value"], row["total_unit"], row["divisor_year"]) == (50, "tce", 2020)


def test_a_share_is_in_percent_and_may_be_neither_better_nor_worse() -> None:
    row = divide_one({"value": 25}, SHARE, {"metric_id": "v.all"}).frame.iloc[0]
    assert (row["value"], row["unit"], row["better"]) == (50.0, "percent", "neither")


@pytest.mark.parametrize(
    ("mine", "divisors", "qualifier", "status"),
    [
        ({}, {}, "exact", "verified"),
        ({"qualifier": "more_than"}, {}, "more_than", "verified"),
        ({"qualifier": "more_than"}, {"qualifier": "approx"}, "approx", "verified"),
        ({}, {"status": "unverified"}, "exact", "unverified"),
        ({"status": "unverified"}, {}, "exact", "unverified"),
    ],
)
def test_doubt_about_either_side_is_doubt_about_the_quotient(
    mine: dict[str, Any], divisors: dict[str, Any], qualifier: str, status: str
) -> None:
    row = divide_one(mine, FLEET, divisors).frame.iloc[0]
    assert (row["qualifier"], row["status"]) == (qualifier, status)


def test_after_the_division_province_and_county_may_be_compared() -> None:
    facts = make_facts({"agency": "甲"}, {"agency": "乙", "admin_level": "county"})
    vehicles = make_facts(VEHICLES | {"agency": "甲"}, VEHICLES | {"agency": "乙", "value": 5, "admin_level": "county"})
    one, other = divide(facts, FLEET, vehicles).frame.to_dict("records")
    assert not compare(*facts.to_dict("records")).comparable
    assert compare(one, other).comparable
    assert not compare(one, facts.to_dict("records")[0]).comparable


def test_the_sentence_counts_what_was_not_divided_and_says_why() -> None:
    facts = make_facts(HERE, HERE | {"kind": "rate", "value": 3}, HERE | {"scope": "direct_units", "value": 4})
    sentence = divide(facts, RESIDENTS, CENSUS).explain(RESIDENTS, "zh")
    assert "1条总量除以同一主体的示例" in sentence
    assert "另有2条没有换算：不是总量1条、不是全辖区口径1条" in sentence


def test_nothing_divided_is_an_empty_frame_with_its_columns() -> None:
    division = divide(make_facts(), RESIDENTS, CENSUS)
    assert division.frame.empty
    assert {"value", "divisor_source", "total_value"} <= set(division.frame)


@pytest.mark.parametrize(
    ("written", "divisor", "quotient"),
    [("16.5", {"value": 70}, 2360), ("16.50", {"value": 70}, 2357), ("16.50", {"value": 70_000, "value_as_written": "7.0"}, 2.4)],
)
def test_a_quotient_has_the_digits_that_both_sides_bear(written: str, divisor: dict[str, Any], quotient: float) -> None:
    fleet = {"dimension": "count"} | divisor
    assert divide_one({"value": 165_000, "value_as_written": written}, FLEET, fleet).frame["value"].iloc[0] == quotient
