"""A figure stated anew is told from sources that disagree; a year of another kind breaks a line and says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.analysis.factory import make_facts
from yearbook.analysis.ranking import list_lines
from yearbook.analysis.year_on_year import compare_years, find_breaks

OLD, NEW = {"published_on": date(2021, 3, 1)}, {"published_on": date(2022, 3, 1)}

# the figure before, the figure after, what is called the restated value
CASES: list[tuple[str, dict[str, Any], dict[str, Any], float | None]] = [
    ("a later report states another value", {"value": 100} | OLD, {"value": 120} | NEW, 100),
    ("the same value again", {"value": 100, "fact_id": "a"} | OLD, {"value": 100, "fact_id": "b"} | NEW, None),
    ("the same value to fewer digits", {"value": 100.4} | OLD, {"value": 100} | NEW, None),
    ("two sources of one day disagree", {"value": 100} | OLD, {"value": 120} | OLD, None),
    ("a source without a date", {"value": 100, "published_on": None}, {"value": 120} | NEW, None),
    ("another day of the same year", {"value": 100, "period_end": date(2020, 6, 30)} | OLD, {"value": 120} | NEW, None),
    ("the later one is a repost", {"value": 100} | OLD, {"value": 120, "status": "unverified"} | NEW, None),
]


@pytest.mark.parametrize(("before", "after", "restated"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_only_what_a_later_source_states_anew_is_restated(
    before: dict[str, Any], after: dict[str, Any], restated: float | None
) -> None:
    years = compare_years(make_facts(before, after))
    assert years["restated_value"].dropna().tolist() == ([] if restated is None else [restated])
    assert years["restated_fact_id"].notna().sum() == (restated is not None)


def test_the_change_is_that_of_the_figures_as_they_stand_now() -> None:
    years = compare_years(make_facts({"value": 100} | OLD, {"value": 120} | NEW, {"year": 2021, "value": 132}))
    assert years["change_percent"].dropna().tolist() == pytest.approx([10])


def breaks_of(own: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[tuple[int, tuple[str, ...]]]:
    found = find_breaks(list_lines(make_facts(*own)), list_lines(make_facts(*others)))
    return list(zip(found["year"], found["reasons"], strict=True))


def test_a_year_of_another_scope_breaks_the_line_and_says_why() -> None:
    own = [{"year": 2018}, {"year": 2020}]
    assert breaks_of(own, [{"year": 2019, "scope": "direct_units"}]) == [(2019, ("analysis.differs_scope",))]
    assert breaks_of(own, [{"year": 2021, "scope": "direct_units"}]) == [(2021, ("analysis.differs_scope",))]


def test_a_year_far_from_the_line_breaks_nothing() -> None:
    assert breaks_of([{"year": 2018}], [{"year": 2022, "scope": "direct_units"}]) == []
    led: list[dict[str, Any]] = [{"year": year, "scope": "direct_units"} for year in (2019, 2020)]
    assert [year for year, _ in breaks_of([{"year": 2018}], led)] == [2019, 2020]


def test_where_the_line_has_a_figure_another_scope_beside_it_breaks_nothing() -> None:
    assert breaks_of([{"year": 2018}], [{"year": 2018, "scope": "direct_units"}]) == []


def test_another_body_breaks_no_line() -> None:
    assert breaks_of([{"year": 2018}], [{"year": 2019, "agency": "乙", "scope": "direct_units"}]) == []


def test_of_several_figures_the_most_alike_is_named() -> None:
    others: list[dict[str, Any]] = [{"year": 2019, "months": 6}, {"year": 2019, "scope": "direct_units"}]
    assert breaks_of([{"year": 2018}], others) == [(2019, ("analysis.differs_scope",))]
