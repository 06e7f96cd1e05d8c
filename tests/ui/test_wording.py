"""How the parts of a fact are said."""

from __future__ import annotations

import pandas as pd
import pytest

from yearbook.ui.formatting import format_period, is_absent


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        ("2020-01-01", "2020-12-31", "2020年", "2020"),
        ("2011-01-01", "2015-12-31", "2011—2015年", "2011–2015"),
        ("2020-01-01", "2020-06-30", "2020年1—6月", "Jan–Jun 2020"),
        ("2020-02-01", "2020-02-29", "2020年2月", "Feb 2020"),
        ("2020-12-31", "2020-12-31", "2020年底", "end of 2020"),
        ("2020-06-30", "2020-06-30", "2020年6月底", "end of Jun 2020"),
        ("2020-06-15", "2020-06-15", "2020年6月15日", "15 Jun 2020"),
        ("2019-07-01", "2020-06-30", "2019年7月—2020年6月", "Jul 2019 – Jun 2020"),
    ],
)
def test_a_period_is_said_as_people_say_it(start: str, end: str, zh: str, en: str) -> None:
    assert format_period(start, end, "zh") == zh
    assert format_period(start, end, "en") == en


@pytest.mark.parametrize("nothing", [None, pd.NA, pd.NaT, float("nan"), ""])
def test_an_empty_cell_says_nothing(nothing: object) -> None:
    assert is_absent(nothing)


@pytest.mark.parametrize("something", ["previous_year", 0, 0.0, pd.Timestamp("2020-01-01")])
def test_a_zero_says_something(something: object) -> None:
    assert not is_absent(something)
