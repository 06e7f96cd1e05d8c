"""Targets against outcomes, as tables of cases: what fits, what is only set beside it, and what may be said of the two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.analysis.factory import make_fact
from yearbook.analysis.targets import Progress, find_aim, hold_target, hold_targets
from yearbook.catalogue.catalogue import load_catalogue

BUILT, SHARE, SPENT, CHANGE = (
    {"metric_id": "energy.charging_piles_built", "kind": "flow", "better": "up", "unit": "pile", "dimension": "count"},
    {"metric_id": "energy.conserving_offices_share", "kind": "rate", "better": "up", "unit": "percent", "dimension": "share"},
    {"metric_id": "finance.three_public_spending", "kind": "flow", "better": "down", "unit": "yuan", "dimension": "money"},
    {"metric_id": "energy.per_capita_use_change", "kind": "change", "better": "down", "unit": "percent", "dimension": "share"},
)


def target(value: float, year: int | None = 2022, **given: Any) -> dict[str, Any]:
    """A target of 甲 stated in the report of 2021, due at the end of `year`; scope and baseline are not stated."""
    row = make_fact(**{"value": value, "year": year or 2022, "scope": None, "months": 12} | given)
    row |= {"report_year": given.get("report_year", 2021), "target_id": f"t{value}", "past_due": given.get("past_due", False)}
    return row if year else row | {"period_start": None, "period_end": None, "year": None}


def outcome(value: float, year: int = 2022, **given: Any) -> dict[str, Any]:
    """A figure under the scope that its metric usually has, as one that states none is filed."""
    usual = load_catalogue().metrics[given["metric_id"]].usual_scope or "agency"
    return make_fact(**{"value": value, "year": year, "scope": usual} | given)


def hold(kind: dict[str, Any], wanted: dict[str, Any], *got: dict[str, Any]) -> Progress:
    return hold_target(target(**kind | wanted), [outcome(**kind | one) for one in got])


@pytest.mark.parametrize(
    ("kind", "value", "qualifier", "aim"),
    [
        (BUILT, 1000, "exact", "floor"),
        (BUILT, 1000, "at_most", "ceiling"),
        (SPENT, 250, "exact", "ceiling"),
        (SPENT, 250, "at_least", "floor"),
        (CHANGE, -1.5, "exact", "ceiling"),
        (CHANGE, -1.5, "at_least", "ceiling"),
        (CHANGE, -1.5, "at_most", "floor"),
        (BUILT | {"better": "neither"}, 1000, "exact", "level"),
        (CHANGE | {"better": "neither"}, 3.0, "exact", "floor"),
    ],
)
def test_the_words_of_a_target_say_which_way_it_points(kind: dict[str, Any], value: float, qualifier: str, aim: str) -> None:
    assert find_aim(target(value, qualifier=qualifier, **kind)) == aim


@pytest.mark.parametrize(
    ("kind", "wanted", "got", "state", "share", "distance"),
    [
        (BUILT, {"value": 1000}, {"value": 1045}, "reached", 104.5, None),
        (BUILT, {"value": 1000}, {"value": 860}, "missed", 86.0, None),
        (BUILT, {"value": 8}, {"value": 10}, "reached", None, 2),  # so small a count bears no percentage
        (SHARE, {"value": 70, "qualifier": "at_least"}, {"value": 74.1}, "reached", None, 4.1),
        (SHARE, {"value": 95}, {"value": 90.7}, "missed", None, -4.3),
        (SPENT, {"value": 250}, {"value": 240}, "reached", 96.0, None),
        (SPENT, {"value": 250, "qualifier": "at_most"}, {"value": 260}, "missed", 104.0, None),
        (BUILT | {"better": "neither"}, {"value": 1000}, {"value": 1045}, "measured", 104.5, None),
        (CHANGE, {"value": -5, "baseline": "2020"}, {"value": -5.88, "baseline": "2020"}, "reached", None, -0.88),
        (CHANGE, {"value": -5, "baseline": "2020"}, {"value": -4.23, "baseline": "2020"}, "missed", None, 0.77),
        (BUILT, {"value": 1000}, {"value": 980, "qualifier": "approx"}, "measured", 98.0, None),
        (BUILT, {"value": 1000}, {"value": 1000, "qualifier": "more_than"}, "reached", 100.0, None),
        (BUILT, {"value": 1000, "qualifier": "approx"}, {"value": 700}, "missed", 70.0, None),
    ],
)
def test_an_outcome_of_the_time_that_is_due_decides(
    kind: dict[str, Any], wanted: dict[str, Any], got: dict[str, Any], state: str, share: float | None, distance: float | None
) -> None:
    found = hold(kind, wanted, got)
    assert (found.state, found.reasons) == (state, ())
    assert (found.share, found.distance) == (pytest.approx(share), pytest.approx(distance))


@pytest.mark.parametrize(
    ("kind", "wanted", "got", "state"),
    [
        (SHARE, {"value": 80, "year": 2025}, {"value": 74, "year": 2023}, "under_way"),
        (SHARE, {"value": 80, "year": 2025}, {"value": 85, "year": 2023}, "reached"),
        (BUILT, {"value": 1000}, {"value": 400, "months": 6, "period_end": date(2022, 6, 30)}, "under_way"),
        (BUILT, {"value": 1000}, {"value": 1100, "months": 6, "period_end": date(2022, 6, 30)}, "reached"),
        (SPENT, {"value": 250}, {"value": 200, "months": 9, "period_end": date(2022, 9, 30)}, "under_way"),
        (SPENT, {"value": 250}, {"value": 300, "months": 9, "period_end": date(2022, 9, 30)}, "missed"),
        (CHANGE, {"value": -5, "baseline": "2020", "year": 2025}, {"value": -4, "baseline": "2020", "year": 2023}, "under_way"),
    ],
)
def test_an_earlier_outcome_decides_only_what_no_later_one_undoes(
    kind: dict[str, Any], wanted: dict[str, Any], got: dict[str, Any], state: str
) -> None:
    assert hold(kind, wanted, got).state == state


@pytest.mark.parametrize(
    ("kind", "wanted", "got", "reason"),
    [
        (BUILT, {"value": 1000, "scope": "region_wide"}, {"value": 900, "scope": "direct_units"}, "analysis.target_other_scope"),
        (BUILT, {"value": 1000}, {"value": 900, "scope": "region_wide"}, "analysis.target_open_scope"),
        (BUILT, {"value": 1000}, {"value": 900, "wider_extent": True}, "analysis.differs_extent"),
        (CHANGE, {"value": -5, "baseline": "2020"}, {"value": -5, "baseline": "2015"}, "analysis.differs_baseline"),
        (CHANGE, {"value": -1.5}, {"value": -1.6, "baseline": "previous_year"}, "analysis.target_open_baseline"),
        (BUILT, {"value": 1000, "year": None}, {"value": 900}, "analysis.target_undated"),
        (SHARE, {"value": 70}, {"value": 85, "year": 2023}, "analysis.target_other_time"),
    ],
)
def test_what_is_unlike_stands_beside_with_its_reason_and_no_share(
    kind: dict[str, Any], wanted: dict[str, Any], got: dict[str, Any], reason: str
) -> None:
    found = hold(kind, wanted, got)
    assert (found.state, found.reasons, found.share, found.distance) == ("beside", (reason,), None, None)
    assert found.outcome is not None


def test_the_figure_of_an_earlier_year_is_no_outcome_of_a_plan_for_the_next() -> None:
    found = hold(BUILT, {"value": 1000}, {"value": 900, "year": 2021})
    assert (found.state, found.outcome["year"]) == ("pending", 2021)
    assert hold(BUILT, {"value": 1000}, {"value": 900, "year": 2020}).outcome is None  # known before the target was set


@pytest.mark.parametrize(
    ("got", "state"),
    [
        ((), "due"),
        ({"value": 900, "year": 2021}, "due"),
        ({"value": 400, "months": 6, "period_end": date(2022, 6, 30)}, "due"),
        ({"value": 1100, "months": 6, "period_end": date(2022, 6, 30)}, "reached"),
        ({"value": 900}, "missed"),
        ({"value": 900, "scope": "region_wide"}, "beside"),
    ],
)
def test_a_target_past_its_day_waits_for_its_outcome(got: dict[str, Any], state: str) -> None:
    assert hold(BUILT, {"value": 1000, "past_due": True}, *([got] if got else [])).state == state


def test_a_figure_of_another_time_and_baseline_is_not_set_beside() -> None:
    found = hold(CHANGE, {"value": -12, "baseline": "2010"}, {"value": -1, "baseline": "previous_year", "year": 2024})
    assert (found.state, found.outcome, found.reasons) == ("pending", None, ())


def test_the_latest_that_is_alike_is_taken_before_a_later_one_that_is_not() -> None:
    found = hold(SHARE, {"value": 80, "year": 2025}, {"value": 60}, {"value": 74, "year": 2023}, {"value": 99, "year": 2026})
    assert (found.state, found.outcome["value"]) == ("under_way", 74)


def test_beside_a_target_stands_the_figure_of_its_time_before_a_later_one() -> None:
    found = hold(BUILT, {"value": 1000}, {"value": 1045, "scope": "region_wide"}, {"value": 1280, "year": 2023})
    assert (found.state, found.outcome["value"], found.reasons) == ("beside", 1045, ("analysis.target_open_scope",))


def test_what_another_body_publishes_of_the_subject_is_an_outcome_too() -> None:
    """The finance bureau may state what the office-affairs administration planned for the whole province."""
    whole = {"scope": "region_wide", "region_code": "920000", "subject_id": "920000.region_wide"}
    [held] = hold_targets([target(1000, **BUILT, **whole)], [outcome(1045, agency="乙", **BUILT, **whole)])
    assert (held.state, held.outcome and held.outcome["value"]) == ("reached", 1045)
    [held] = hold_targets([target(1000, **BUILT, **whole)], [outcome(1045, agency="乙", **BUILT, **whole | {"subject_id": "x"})])
    assert held.state == "pending"


def test_targets_are_held_against_figures_of_their_own_body_and_metric_only() -> None:
    rows = [target(1000, **BUILT), target(70, **SHARE), target(500, agency="乙", **BUILT)]
    found = hold_targets(rows, [outcome(900, **BUILT), outcome(800, agency="丙", **BUILT)])
    assert [(one.state, one.outcome and one.outcome["value"]) for one in found] == [
        ("missed", 900), ("pending", None), ("pending", None)
    ]  # fmt: skip
