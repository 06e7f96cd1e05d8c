"""A pivot: years or metrics across, never two things in a cell, never two kinds of things in a row."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from yearbook.analysis.pivot import Shape, pivot_figures

BASE = {
    "fact_id": "f", "metric_id": "m", "agency_id": "430000-goa", "region_code": "430000", "series_group": 1, "unit": "vehicle",
    "scope": "region_wide", "wider_extent": False, "baseline": None, "months": 12, "year": 2020, "value": 1.0,
    "value_max": None, "period_start": "2020-01-01", "period_end": "2020-12-31",
}  # fmt: skip
ANHUI = {"agency_id": "340000-goa", "region_code": "340000"}


def pivot(shape: Shape, *rows: dict[str, Any]) -> tuple[list[Any], list[dict[Any, float]]]:
    """The columns, and the values of each row by column."""
    given = [BASE | row for row in rows]
    named = [{"subject_id": f"{row['region_code']}.{row['scope']}.{row['wider_extent']}"} | row for row in given]
    found = pivot_figures(pd.DataFrame(named), shape)
    return list(found.columns), [{key: cell["value"] for key, cell in line.cells.items()} for line in found.lines]


def test_a_series_is_a_row_and_every_year_between_a_column() -> None:
    columns, lines = pivot("agency_year", {"year": 2018, "value": 5.0}, {"year": 2021, "value": 7.0})
    assert columns == [2018, 2019, 2020, 2021]
    assert lines == [{2018: 5.0, 2021: 7.0}]


@pytest.mark.parametrize(
    "apart", [{"series_group": 2}, {"unit": "yuan"}, {"subject_id": "x"}], ids=["scope or period", "unit", "subject"]
)
@pytest.mark.parametrize("shape", ["agency_year", "metric_year"])
def test_what_does_not_compare_stands_in_rows_of_its_own(shape: Shape, apart: dict[str, Any]) -> None:
    assert len(pivot(shape, {}, apart | {"year": 2021})[1]) == 2


def test_two_figures_of_one_year_stand_below_each_other() -> None:
    assert pivot("metric_year", {"value": 1.0}, {"value": 2.0}, {"year": 2021, "value": 3.0})[1] == [
        {2020: 1.0, 2021: 3.0},
        {2020: 2.0},
    ]


@pytest.mark.parametrize(("other", "rows"), [({}, 1), ({"value": 2.0}, 2), ({"period_end": "2020-06-30"}, 2)])
def test_what_two_bodies_publish_alike_of_a_subject_is_one(other: dict[str, Any], rows: int) -> None:
    assert len(pivot("agency_year", {}, {"agency_id": "430000-finance"} | other)[1]) == rows


def test_bodies_stand_together_where_they_come_first() -> None:
    rows = ({"value": 1.0}, ANHUI | {"value": 2.0}, {"series_group": 2, "metric_id": "n", "value": 3.0})
    assert [line[2020] for line in pivot("agency_year", *rows)[1]] == [2.0, 1.0, 3.0]
    assert [line[2020] for line in pivot("metric_year", *rows)[1]] == [1.0, 2.0, 3.0]


def test_metrics_across_are_the_most_reported_first_and_split_by_baseline() -> None:
    rows = (
        {"metric_id": "n", "series_group": 2},
        {"series_group": 1},
        ANHUI | {"series_group": 1},
        {"metric_id": "c", "series_group": 3, "baseline": "2015"},
        {"metric_id": "c", "series_group": 4, "baseline": "2020"},
    )
    columns, lines = pivot("region_metric", *rows)
    assert columns == [("m", None), ("n", None), ("c", "2015"), ("c", "2020")]
    assert [set(line) for line in lines] == [{("m", None)}, set(columns)]


@pytest.mark.parametrize(
    ("other", "rows"),
    [
        ({"months": 0}, 1),  # a stock beside the flow of the whole year
        ({"months": 6}, 2),
        ({"months": None}, 2),
        ({"scope": "direct_units"}, 2),
        ({"wider_extent": True}, 2),
    ],
)
def test_a_region_has_a_row_for_each_scope_and_for_parts_of_a_year(other: dict[str, Any], rows: int) -> None:
    assert len(pivot("region_metric", {}, {"metric_id": "n"} | other)[1]) == rows


def test_nothing_makes_an_empty_pivot() -> None:
    empty = pd.DataFrame(columns=list(BASE))
    assert pivot_figures(empty, "agency_year").lines == []
    assert pivot_figures(empty, "region_metric").columns == {}
