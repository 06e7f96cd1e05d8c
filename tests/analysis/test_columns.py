"""A table as its columns: the same values as the frame's, however much of it is taken, and nothing read that nobody asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from yearbook.analysis.columns import LONG, Columns, read_columns


def frame_of(rows: int) -> pd.DataFrame:
    numbers = np.arange(rows)
    return pd.DataFrame(
        {
            "name": pd.Series([None if n % 3 == 0 else f"n{n}" for n in numbers], dtype="str"),
            "value": np.where(numbers % 4 == 0, np.nan, numbers / 2),
            "year": numbers + 2000,
            "apart": pd.array([None if n % 5 == 0 else n for n in numbers], dtype="Int64"),
            "day": pd.to_datetime(["2020-01-01" if n % 2 else None for n in numbers]),
        }
    )


def plain(values: object) -> list[object]:
    return [None if pd.isna(value) else value for value in pd.Series(values, dtype="object").tolist()]


@pytest.mark.parametrize("rows", [12, LONG + 12])
def test_what_is_taken_twice_holds_what_the_frame_holds(rows: int) -> None:
    frame = frame_of(rows)
    taken = read_columns(frame).take(frame["year"].to_numpy() > 2003).take(np.array([5, 0, 2]))
    expected = frame[frame["year"] > 2003].iloc[[5, 0, 2]]
    assert len(taken) == 3
    for name in frame:
        assert plain(taken[str(name)]) == plain(expected[name].astype("object")), name
        assert taken.has(str(name)).tolist() == expected[name].notna().tolist(), name
    assert plain(taken.numbers("apart")) == plain(expected["apart"].astype("object"))


def test_rows_have_only_the_columns_that_there_are() -> None:
    assert Columns(frame_of(2)).take(np.array([1])).rows(("name", "year", "unknown")) == [{"name": "n1", "year": 2001}]
    assert Columns(frame_of(2)).rows(("unknown",)) == [{}, {}]


def test_a_column_is_read_once_for_all_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    of_frame = pd.DataFrame.__getitem__
    monkeypatch.setattr(pd.DataFrame, "__getitem__", lambda frame, name: asked.append(name) or of_frame(frame, name))
    whole = Columns(frame_of(9))
    for place in range(3):
        assert len(whole.take(np.array([place]))["name"]) == 1
    assert asked == ["name"]


def test_columns_stay_columns() -> None:
    columns = Columns(frame_of(2))
    assert read_columns(columns) is columns
    assert "name" in columns
    assert "unknown" not in columns
