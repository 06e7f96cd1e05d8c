"""Rows as numbers: which are alike, which is the first of its kind, which row of another table belongs to each.

A page works on many small tables, and on some of several hundred thousand rows. Here both cost little: columns become codes
once, and the rest is NumPy. The same in pandas costs a page some hundred operations, each slower than the work in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Column = pd.Series | np.ndarray[Any, Any]
NOWHERE = -1


def encode(column: Column) -> Numbers:
    """A number from 0 for each value in the order of their first appearance, -1 for what is missing."""
    codes, _ = pd.factorize(column)
    return np.asarray(codes, dtype="int64")


def encode_rows(*columns: Column) -> Numbers:
    """A number from 0 for each combination of values, in the order of their first appearance; missing equals missing."""
    numbers: Numbers = np.zeros(len(columns[0]), dtype="int64")
    for column in columns:
        codes = encode(column) + 1
        if len(codes):
            numbers = encode(numbers * (int(codes.max()) + 1) + codes)
    return numbers


def find_firsts(numbers: Numbers) -> Numbers:
    """Where each number of `encode_rows` stands first: position by number."""
    firsts = np.zeros(int(numbers.max()) + 1 if len(numbers) else 0, dtype="int64")
    firsts[numbers[::-1]] = np.arange(len(numbers))[::-1]  # the last that is written is the first that stands there
    return firsts


def match_rows(rows: Sequence[Column], others: Sequence[Column]) -> Numbers:
    """For each of the rows, given as columns, where among `others`, all different, its like stands; -1 where none does."""
    both = [np.concatenate([_as_objects(one), _as_objects(other)]) for one, other in zip(rows, others, strict=True)]
    numbers, count = encode_rows(*both), len(rows[0])
    places = np.full(int(numbers.max()) + 1 if len(numbers) else 0, NOWHERE)
    places[numbers[count:]] = np.arange(len(numbers) - count)
    return places[numbers[:count]]


def take_rows(column: Column, places: Numbers) -> Any:
    """The values of a column at some places, missing where the place is -1."""
    return pd.api.extensions.take(column if isinstance(column, np.ndarray) else column.array, places, allow_fill=True)


def list_rows(frame: pd.DataFrame, places: Numbers) -> list[dict[str, Any]]:
    """Some rows of a frame of few columns as dicts, by names."""
    names = [str(name) for name in frame]
    columns = [take_rows(frame[name], places).tolist() for name in frame]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def keep_rows(frame: pd.DataFrame, kept: Flags) -> pd.DataFrame:
    """The rows of a frame where the mask is true; the frame itself where all are, for cutting it takes a millisecond or two."""
    return frame if kept.all() else frame[kept]


def is_any_of(column: pd.Series, *values: str) -> Flags:
    """Whether each row has one of some values; what is missing has none."""
    codes, known = pd.factorize(column)
    alike = np.array([value in values for value in known] + [False], dtype=bool)  # the last is for -1
    return np.asarray(alike[codes])


def count_distinct(within: Column, of: Column) -> Numbers:
    """How many different values (missing ones left out) `of` has within each number of `encode(within)`."""
    groups, values = encode(within), encode(of)
    pairs = encode_rows(groups, values)
    firsts = find_firsts(pairs)
    told = firsts[(groups[firsts] >= 0) & (values[firsts] >= 0)]
    return np.bincount(groups[told], minlength=int(groups.max(initial=-1)) + 1)


def _as_objects(column: Column) -> np.ndarray[Any, Any]:
    return np.asarray(column, dtype=object)
