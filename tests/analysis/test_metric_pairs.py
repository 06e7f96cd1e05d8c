"""Two metrics side by side: who is paired, in which groups, and what their quotient is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.analysis.factory import make_facts
from yearbook.analysis.metric_pairs import divide_pairs, list_pair_groups, may_divide, pair_figures, select_pairs

COST = {"metric_id": "finance.x", "metric_zh": "费用", "metric_en": "Cost", "unit": "yuan", "dimension": "money"}
AREA = {"metric_id": "premises.y", "metric_zh": "面积", "metric_en": "Area", "unit": "square_metre", "kind": "stock", "months": 0}
FLEET = {"metric_id": "vehicles.z", "metric_zh": "车辆", "metric_en": "Fleet", "unit": "vehicle", "dimension": "count"}


def pair(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> pd.DataFrame:
    return pair_figures(make_facts(*(COST | one for one in first)), make_facts(*(AREA | one for one in second)))


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ({}, {}, 1),
        ({"year": 2020}, {"year": 2021}, 0),  # another year
        ({"agency": "甲"}, {"agency": "乙"}, 0),  # another subject
        ({"scope": "region_wide"}, {"scope": "direct_units"}, 0),
        ({"scope": "sample"}, {"scope": "sample"}, 0),  # of some units only: others on either side
        ({"months": None}, {}, 0),  # not stated
        ({"months": 6}, {}, 1),  # a stock of the year's end
        ({"value": None}, {}, 0),
        ({}, {"kind": "flow", "months": 12}, 1),
        ({"months": 6, "period_end": date(2020, 6, 30)}, {"kind": "flow", "months": 12}, 0),  # other days
        ({"months": 24}, {"kind": "flow", "months": 12}, 0),
    ],
)
def test_only_figures_of_one_subject_year_and_period_are_paired(
    first: dict[str, Any], second: dict[str, Any], count: int
) -> None:
    assert len(pair([first], [second])) == count


def test_of_several_figures_of_a_year_the_one_that_stands_for_it_is_paired() -> None:
    pairs = pair([{"value": 10.0, "status": "unverified"}, {"value": 30.0}], [{"value": 2.0}])
    assert pairs["value"].tolist() == [30]


def test_totals_of_different_levels_are_of_different_groups() -> None:
    bodies = [{"agency": name} for name in "甲乙丙"] + [{"agency": "丁", "admin_level": "county"}]
    pairs = pair(bodies, bodies)
    groups = list_pair_groups(pairs)
    assert [(group.levels, group.subjects) for group in groups] == [(("province",), 3), (("county",), 1)]
    assert select_pairs(pairs, groups[0])["agency_zh"].str[0].tolist() == ["甲", "乙", "丙"]
    assert len({group.code for group in groups}) == 2


def test_a_quotient_is_in_one_unit_per_the_other() -> None:
    quotient = divide_pairs(pair([{"value": 30.0}], [{"value": 12.0}])).iloc[0]
    assert (quotient["value"], quotient["unit"], quotient["kind"]) == (2.5, "yuan/square_metre", "rate")
    assert (quotient["metric_zh"], quotient["total_value"]) == ("费用÷面积", 30)


def test_a_quotient_of_one_unit_is_a_percentage() -> None:
    cost = make_facts(COST | {"value": 30.0})
    quotient = divide_pairs(pair_figures(cost, make_facts(COST | {"metric_id": "finance.all", "value": 120.0}))).iloc[0]
    assert (quotient["value"], quotient["unit"]) == (25, "percent")


@pytest.mark.parametrize(
    ("written", "value", "divisor", "quotient"),
    [
        ("592", 5_920_000, {"value": 84}, 70500),  # vehicles are counted, not rounded
        ("3641600", 3_641_600, {"value": 62}, 58735.48),
        ("1.8", 18_000, {"value": 7}, 2600),
        ("592", 5_920_000, {"value": 84_000, "value_as_written": "8.4"}, 70),
    ],
)
def test_a_quotient_has_the_digits_that_both_figures_bear(
    written: str, value: float, divisor: dict[str, Any], quotient: float
) -> None:
    pairs = pair_figures(
        make_facts(COST | {"value": value, "value_as_written": written}),
        make_facts(FLEET | {"metric_id": "vehicles.auctioned"} | divisor),
    )
    assert divide_pairs(pairs)["value"].iloc[0] == pytest.approx(quotient, rel=1e-7)


@pytest.mark.parametrize(
    ("first", "second", "status", "qualifier"),
    [
        ({}, {}, "verified", "exact"),
        ({"status": "unverified"}, {}, "unverified", "exact"),
        ({}, {"status": "unverified"}, "unverified", "exact"),
        ({"qualifier": "more_than"}, {}, "verified", "approx"),
        ({}, {"qualifier": "approx"}, "verified", "approx"),
    ],
)
def test_a_quotient_is_as_doubtful_as_either_side(
    first: dict[str, Any], second: dict[str, Any], status: str, qualifier: str
) -> None:
    quotient = divide_pairs(pair([first], [second])).iloc[0]
    assert (quotient["status"], quotient["qualifier"]) == (status, qualifier)


@pytest.mark.parametrize("second", [{"value": 0.0}, {"value_max": 120.0}])
def test_nothing_is_divided_by_nought_or_by_a_range(second: dict[str, Any]) -> None:
    assert divide_pairs(pair([{}], [second])).empty


@pytest.mark.parametrize(
    ("first", "second", "may"),
    [({}, {}, True), ({"kind": "rate"}, {}, False), ({}, {"kind": "change"}, False), ({}, {"unit": "percent"}, False)],
)
def test_only_totals_are_divided(first: dict[str, Any], second: dict[str, Any], may: bool) -> None:
    assert may_divide(pair([first], [second])) is may


def test_nothing_is_said_of_no_pairs() -> None:
    pairs = pair([{}], [{"year": 2019}])
    assert (list_pair_groups(pairs), may_divide(pairs)) == ([], False)
