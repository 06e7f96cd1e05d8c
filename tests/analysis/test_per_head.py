"""Totals per million residents: only of whole areas, only with a count near in time, and said to be a rate."""

from __future__ import annotations

import pandas as pd

from tests.analysis.factory import make_facts
from yearbook.analysis.comparability import compare
from yearbook.analysis.per_head import divide_by_population

CENSUS = pd.DataFrame(
    {
        "region_code": ["910000", "910000", "920000"],
        "date": ["2010-11-01", "2020-11-01", "2020-11-01"],
        "population": [8_000_000, 10_000_000, 500_000],
        "source_title": ["六普", "七普", "七普"],
    }
)


def test_a_total_is_divided_by_the_nearest_count() -> None:
    frame = divide_by_population(make_facts({"region_code": "910000", "value": 50, "year": 2021}), CENSUS)
    assert frame[["value", "unit", "kind", "population_source"]].to_numpy().tolist() == [[5.0, "tce_per_million", "rate", "七普"]]


def test_what_is_no_areas_total_is_left_out() -> None:
    rows = (
        {"scope": "direct_units"}, {"scope": "agency"}, {"kind": "rate", "additive": False}, {"kind": "score"},
        {"additive": False}, {"year": 2003}, {"region_code": "990000"},
    )  # fmt: skip
    assert divide_by_population(make_facts(*({"region_code": "910000"} | row for row in rows)), CENSUS).empty


def test_a_province_and_a_county_can_then_be_compared() -> None:
    facts = make_facts(
        {"region_code": "910000", "agency": "甲"}, {"region_code": "920000", "agency": "乙", "admin_level": "county"}
    )
    one, other = facts.to_dict("records")
    assert not compare(one, other).comparable
    one, other = divide_by_population(facts, CENSUS).to_dict("records")
    assert compare(one, other).comparable
