"""What a numeral would say as a figure of another metric, before a person completes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.pipeline.proposal import list_differences, propose, read_values, renew_decision, units_for
from yearbook.records.state import Decision
from yearbook.warehouse.statement import find_fault, read_statement, see

CATALOGUE = load_catalogue()
METRICS = CATALOGUE.metrics
FLEET, WITHDRAWN, SHARE = METRICS["vehicles.fleet"], METRICS["vehicles.withdrawn"], METRICS["vehicles.withdrawn_share"]
CHANGE = next(metric for metric in METRICS.values() if metric.kind == "change" and metric.unit == "percent")
MONEY = next(metric for metric in METRICS.values() if metric.unit == "yuan" and metric.kind == "flow")


def numeral(**said: Any) -> dict[str, Any]:
    """A row of the edition's mentions: 1.2万辆 of 2021, which no metric has claimed."""
    row = {
        "role": "quantity", "fact_id": None, "metric_id": None, "value": 12000.0, "value_max": None, "unit": None,
        "qualifier": "exact", "scope": "region_wide", "period_start": "2021-01-01", "period_end": "2021-12-31",
        "baseline": None, "value_as_written": "1.2", "unit_as_written": "万辆",
    }  # fmt: skip
    return row | said


def test_the_unit_as_written_gives_the_value_in_the_metrics_unit() -> None:
    assert propose(numeral(value=1.2), FLEET, CATALOGUE).value == "12000"
    assert propose(numeral(value=5.0, value_as_written="5", unit_as_written="万元"), MONEY, CATALOGUE).value == "50000"


def test_a_stock_is_of_the_last_day_and_a_flow_of_the_year() -> None:
    stock = propose(numeral(), FLEET, CATALOGUE)
    assert (stock.period_start, stock.period_end) == ("2021-12-31", "2021-12-31")
    flow = propose(numeral(period_start="2021-12-31"), WITHDRAWN, CATALOGUE)
    assert (flow.period_start, flow.period_end) == ("2021-01-01", "2021-12-31")


def test_what_is_clear_needs_no_person_to_complete_it() -> None:
    assert find_fault(propose(numeral(), FLEET, CATALOGUE), CATALOGUE) is None


def test_a_unit_that_the_metric_is_not_in_leaves_the_value_open() -> None:
    assert propose(numeral(), MONEY, CATALOGUE).value is None
    assert find_fault(propose(numeral(), MONEY, CATALOGUE), CATALOGUE) == "fault_value"


def test_only_a_change_has_a_sign_and_a_baseline() -> None:
    fall = numeral(value=-3.5, unit="percent", unit_as_written="%", value_as_written="3.5", baseline="2015")
    level, change = propose(fall, SHARE, CATALOGUE), propose(fall, CHANGE, CATALOGUE)
    assert (level.value, level.baseline) == ("3.5", None)
    assert (change.value, change.baseline) == ("-3.5", "2015")
    assert propose(fall | {"baseline": None}, CHANGE, CATALOGUE).baseline == "previous_year"


@pytest.mark.parametrize(
    ("typed", "factor", "read"),
    [
        ("3184", "1", ("3184", None)),
        ("3,184", "1", ("3184", None)),
        ("1.2", "10000", ("12000", None)),
        ("3000-3500", "1", ("3000", "3500")),
        ("3～5", "10000", ("30000", "50000")),
        ("3000至3500", "1", ("3000", "3500")),
        ("-3.5", "1", ("-3.5", None)),
        ("−3.5", "1", ("-3.5", None)),
        ("", "1", (None, None)),
        ("三千", "1", (None, None)),
        ("3-", "1", (None, None)),
    ],
)
def test_a_value_is_read_as_people_type_it(typed: str, factor: str, read: tuple[str | None, str | None]) -> None:
    assert read_values(typed, Decimal(factor)) == read


def test_the_unit_of_the_report_is_offered_first() -> None:
    assert next(iter(units_for(FLEET, "万辆", CATALOGUE))) == "万辆"
    assert units_for(FLEET, "万辆", CATALOGUE)["万辆"] == 10000
    assert "辆" in units_for(FLEET, "", CATALOGUE)
    assert list(units_for(SHARE, "万辆", CATALOGUE)) == ["%"]


def test_only_what_differs_is_a_change() -> None:
    seen = see(numeral(fact_id="f1", metric_id=FLEET.id, unit="vehicle", period_start="2021-12-31"))
    meant = read_statement(seen)
    assert list_differences(seen, meant) == {}
    assert list_differences(seen, read_statement(seen | {"value": "13000"})) == {"value": "13000"}


def test_a_decision_that_is_kept_means_what_it_meant() -> None:
    then = see(numeral(fact_id="f1", metric_id=FLEET.id, unit="vehicle", period_start="2021-12-31"))
    now = then | {"value": "99", "period_start": "2022-12-31", "period_end": "2022-12-31"}
    confirmed = Decision("王", "confirm", "r" * 64, 0, 3, seen=then)
    again = renew_decision(confirmed, now, CATALOGUE)
    assert again.action == "correct"
    assert read_statement(now).with_change(again.change, CATALOGUE) == read_statement(then)
    rejected = renew_decision(Decision("王", "reject", "r" * 64, 0, 3, seen=then), now, CATALOGUE)
    assert (rejected.action, rejected.change, rejected.seen) == ("reject", {}, now)
