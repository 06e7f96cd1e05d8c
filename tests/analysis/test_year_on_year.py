"""Year on year: honest changes, stated gaps, no comparison across scopes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.analysis.factory import make_facts
from yearbook.analysis.year_on_year import compare_years


def rows_of(*rows: dict[str, Any]) -> pd.DataFrame:
    return compare_years(make_facts(*rows)).set_index("year")


def test_consecutive_years_give_amount_percent_and_index() -> None:
    years = rows_of({"year": 2019, "value": 200}, {"year": 2020, "value": 150})
    assert years.loc[2020, ["change", "change_percent", "index"]].tolist() == [-50, -25, 75]
    assert years.loc[2019, "index"] == 100
    assert pd.isna(years.loc[2019, "change"])
    assert years.loc[2020, "direction"] == "better"


def test_a_missing_year_leaves_a_gap() -> None:
    years = rows_of({"year": 2018, "value": 200}, {"year": 2020, "value": 150})
    assert years["state"].tolist() == ["published", "gap", "published"]
    assert np.isnan(years.loc[2019, "value"])
    assert pd.isna(years.loc[2019, "fact_id"])
    assert years.loc[2019, "agency_short_zh"] == "甲"


def test_no_year_on_year_change_across_a_gap_but_the_gap_is_stated() -> None:
    last = rows_of({"year": 2018, "value": 200}, {"year": 2020, "value": 150}).loc[2020]
    assert pd.isna(last["change"])
    assert pd.isna(last["change_percent"])
    assert (last["previous_year"], last["years_apart"], last["since_change"], last["since_percent"]) == (2018, 2, -50, -25)


@pytest.mark.parametrize(
    "other",
    [{"scope": "direct_units"}, {"months": 6}, {"baseline": "2015"}, {"agency": "乙"}, {"unit": "kwh"}, {"kind": "stock"}],
)
def test_what_is_not_alike_is_never_set_against_one_another(other: dict[str, Any]) -> None:
    years = compare_years(make_facts({"year": 2019, "value": 200}, {"year": 2020, "value": 150} | other))
    assert years["series"].nunique() == 2
    assert years["since_change"].isna().all()


def test_percentages_move_in_points_and_have_no_percent() -> None:
    last = rows_of(
        {"year": 2019, "value": 40, "kind": "rate", "unit": "percent"},
        {"year": 2020, "value": 50, "kind": "rate", "unit": "percent"},
    )
    assert last.loc[2020, "change_points"] == 10
    assert pd.isna(last.loc[2020, "change_percent"])
    assert pd.isna(last.loc[2020, "change"])


def test_a_rate_that_is_no_percentage_moves_in_percent() -> None:
    rate = {"kind": "rate", "unit": "kgce_per_person"}
    assert rows_of({"year": 2019, "value": 400} | rate, {"year": 2020, "value": 300} | rate).loc[2020, "change_percent"] == -25


def test_a_published_change_has_no_percent_of_percent_and_no_index() -> None:
    change = {"kind": "change", "unit": "percent", "baseline": "previous_year"}
    years = rows_of({"year": 2019, "value": -4} | change, {"year": 2020, "value": -3} | change)
    assert years.loc[2020, "change_points"] == 1
    assert years["index"].isna().all()
    assert years["change_percent"].isna().all()


def test_from_zero_there_is_no_percent() -> None:
    years = rows_of({"year": 2019, "value": 0}, {"year": 2020, "value": 3})
    assert years.loc[2020, "change"] == 3
    assert pd.isna(years.loc[2020, "change_percent"])
    assert years["index"].isna().all()


@pytest.mark.parametrize(
    ("first", "second", "approximate"),
    [("exact", "exact", False), ("more_than", "exact", True), ("exact", "approx", True), ("more_than", "more_than", True)],
)
def test_a_change_of_figures_that_are_not_exact_is_approximate(first: str, second: str, approximate: bool) -> None:
    years = rows_of({"year": 2019, "qualifier": first}, {"year": 2020, "qualifier": second})
    assert years["approximate"].tolist() == [False, approximate]


def test_doubt_reaches_over_a_gap() -> None:
    assert bool(rows_of({"year": 2017, "qualifier": "approx"}, {"year": 2020}).loc[2020, "approximate"])


def test_a_range_counts_as_its_middle() -> None:
    years = rows_of({"year": 2019, "value": 10, "value_max": 20, "qualifier": "range"}, {"year": 2020, "value": 30})
    assert years.loc[2020, "change"] == 15


@pytest.mark.parametrize(("better", "direction"), [("up", "better"), ("down", "worse"), ("neither", "up")])
def test_a_rise_is_good_or_bad_as_the_metric_says(better: str, direction: str) -> None:
    years = rows_of({"year": 2019, "value": 10, "better": better}, {"year": 2020, "value": 20, "better": better})
    assert years["direction"].tolist() == ["", direction]


def test_of_two_figures_for_a_year_one_is_taken() -> None:
    years = rows_of({"year": 2020, "value": 1, "status": "unverified"}, {"year": 2020, "value": 2})
    assert years["value"].tolist() == [2]
    assert years["alternatives"].tolist() == [1]


PUBLISHED = {"metric_id": "energy.use_change", "kind": "change", "unit": "percent", "baseline": "previous_year", "year": 2020}


@pytest.mark.parametrize(
    ("before", "after", "published", "contradicts"),
    [
        (200, 150, "-25", False),
        (200, 150, "-20", True),
        (94.7, 93.6, "-1.2", False),  # −1.16 as computed, written with one digit
        (7.1, 30.8, "333.8", False),  # what the rounding of 7.1 alone may move by two points and more
        (7.1, 30.8, "320", True),
    ],
)
def test_a_published_change_stands_beside_the_computed_one(
    before: float, after: float, published: str, contradicts: bool
) -> None:
    years = rows_of({"year": 2019, "value": before}, {"year": 2020, "value": after}, PUBLISHED | {"value": float(published)}).loc[
        2020
    ]
    assert isinstance(years, pd.DataFrame)  # the change has its own series
    row = years[years["kind"] == "flow"].iloc[0]
    assert row["published_change"] == float(published)
    assert bool(row["contradicts"]) is contradicts


def test_what_is_not_exact_contradicts_nothing() -> None:
    years = compare_years(
        make_facts(
            {"year": 2019, "value": 200, "qualifier": "approx"}, {"year": 2020, "value": 150}, PUBLISHED | {"value": -10.0}
        )
    )
    assert not years["contradicts"].any()


def test_a_published_change_of_another_scope_is_not_taken() -> None:
    years = compare_years(
        make_facts(
            {"year": 2019, "value": 200}, {"year": 2020, "value": 150}, PUBLISHED | {"value": -10.0, "scope": "direct_units"}
        )
    )
    assert years["published_change"].isna().all()


def test_nothing_gives_the_same_columns() -> None:
    some = compare_years(make_facts({"year": 2020}))
    none = compare_years(make_facts())
    assert none.empty
    assert set(none.columns) == set(some.columns)


def test_comparing_leaves_the_frame_as_it_was() -> None:
    frame = make_facts({"year": 2018}, {"year": 2020}, PUBLISHED)
    before = frame.copy(deep=True)
    compare_years(frame)
    assert frame.equals(before)


def test_what_happened_on_single_days_is_no_trend() -> None:
    years = compare_years(make_facts({"year": 2019, "value": 80.0, "months": 0}, {"year": 2020, "value": 20.0, "months": 0}))
    assert years[["change", "change_percent", "since_percent", "index"]].isna().all(axis=None)
    assert years["value"].tolist() == [80.0, 20.0]


@pytest.mark.parametrize(("written", "index"), [(("1.63", "1.64"), 101), (("163.0", "164.0"), 100.6), (("1.6", "1.64"), 100)])
def test_an_index_has_the_digits_that_both_values_bear(written: tuple[str, str], index: float) -> None:
    rows = [{"year": 2019 + at, "value": 100 * float(text), "value_as_written": text} for at, text in enumerate(written)]
    assert rows_of(*rows)["index"].iloc[-1] == index
