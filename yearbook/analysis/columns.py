"""A table as its columns: each is read once, and only where it is asked for.

To cut a DataFrame of fifty columns costs a millisecond or two however few rows it has, and a page cuts many. Arrays cost
microseconds; what is done with a long column is still done by NumPy.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, Any]
LONG = 5000  # rows from which a column is cut before it is read


class Columns:
    """Some rows of a frame, all by default. A column is an array: numbers and flags as they are where none is missing or all are
    floats, else objects with NaN, NaT or NA for what is missing."""

    __slots__ = ("_frame", "_places", "_read")

    def __init__(self, frame: pd.DataFrame, places: Array | None = None, read: dict[str, Array] | None = None) -> None:
        self._frame, self._places = frame, places
        self._read: dict[str, Array] = {} if read is None else read  # whole columns, shared with all that is taken from here

    def __len__(self) -> int:
        return len(self._frame) if self._places is None else len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._frame

    def __getitem__(self, name: str) -> Array:
        whole = self._read.get(name)
        if whole is None:
            column = self._frame[name]
            if self._places is not None and len(self._frame) >= LONG:
                return _to_array(column.take(self._places))
            whole = self._read[name] = _to_array(column)
        return whole if self._places is None else whole[self._places]

    def numbers(self, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """A column as floats, NaN where one is missing."""
        values = self[name]
        if values.dtype == object:
            return np.array([np.nan if pd.isna(value) else value for value in values.tolist()], dtype="float64")
        return values.astype("float64", copy=False)

    def has(self, name: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Where a column has a value."""
        values = self[name]
        return ~np.isnan(values) if values.dtype.kind == "f" else ~np.asarray(pd.isna(values), dtype=bool)

    def take(self, places: Array) -> Columns:
        """The rows at some places, or where a mask is true, in that order."""
        at = np.flatnonzero(places) if places.dtype == bool else places
        return Columns(self._frame, at if self._places is None else self._places[at], self._read)

    def rows(self, names: Iterable[str]) -> list[dict[str, Any]]:
        """The rows as dicts of those of the columns that there are."""
        told = [name for name in names if name in self._frame]
        if not told:
            return [{} for _ in range(len(self))]
        return [dict(zip(told, row, strict=True)) for row in zip(*(self[name].tolist() for name in told), strict=True)]


Table = pd.DataFrame | Columns


def read_columns(table: Table) -> Columns:
    """The columns of a frame; what is read as columns already stays as it is."""
    return table if isinstance(table, Columns) else Columns(table)


def _to_array(column: pd.Series) -> Array:
    if isinstance(column.dtype, pd.StringDtype):
        return column.to_numpy()
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iufbO":
        return column.to_numpy()
    return np.fromiter(column.tolist(), dtype=object, count=len(column))
