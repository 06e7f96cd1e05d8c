"""Rows as numbers: missing equals missing, the first of each kind, the like of each in another table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from yearbook.analysis.rows import count_distinct, encode_rows, find_firsts, is_any_of, list_rows, match_rows, take_rows

TEXT = pd.Series(["b", "a", None, "b"], dtype="str")
YEARS = pd.Series([2019, 2019, 2020, 2019])


def test_combinations_are_numbered_as_they_appear_and_missing_equals_missing() -> None:
    days = pd.Series(pd.to_datetime(["2020-01-01", None, None, "2020-01-01"]))
    assert encode_rows(TEXT, YEARS).tolist() == [0, 1, 2, 0]
    assert encode_rows(days).tolist() == [0, 1, 1, 0]
    assert encode_rows(TEXT.iloc[:0], YEARS.iloc[:0]).tolist() == []


def test_each_number_stands_first_somewhere() -> None:
    assert find_firsts(np.array([0, 1, 0, 2, 1])).tolist() == [0, 1, 3]
    assert find_firsts(np.array([], dtype="int64")).tolist() == []


def test_rows_find_their_like_in_another_table_whatever_their_types() -> None:
    others = (pd.Series(["a", "b"], dtype="object"), np.array([2019, 2019]))
    assert match_rows((TEXT, YEARS), others).tolist() == [1, 0, -1, 1]


@pytest.mark.parametrize("column", [TEXT, YEARS, pd.Series([1.5, None, 2.5, 3.5]), pd.Series([[1], [], [2], [3]])])
def test_what_is_taken_from_nowhere_is_missing(column: pd.Series) -> None:
    taken = list(take_rows(column, np.array([3, -1])))
    assert taken[0] == column.iloc[3]
    assert pd.isna(taken[1])


def test_some_rows_as_dicts() -> None:
    assert list_rows(pd.DataFrame({"name": TEXT, "year": YEARS}), np.array([1])) == [{"name": "a", "year": 2019}]


def test_what_is_missing_is_nothing_of_what_is_asked_for() -> None:
    assert is_any_of(TEXT, "b", "c").tolist() == [True, False, False, True]
    assert is_any_of(TEXT.iloc[:0], "b").tolist() == []


def test_different_values_are_counted_without_the_missing() -> None:
    assert count_distinct(YEARS, TEXT).tolist() == [2, 0]
    assert count_distinct(pd.Series([None, 2020]), pd.Series(["a", "b"])).tolist() == [1]
