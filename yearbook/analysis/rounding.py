"""How many digits a figure was written with, and numbers rounded to those that they bear, by GB/T 8170-2008."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import floor, inf, log10
from typing import Any

from yearbook.analysis.admissibility import is_count

Row = Mapping[str, Any]

WRITTEN = ("metric_id", "dimension", "kind", "value", "value_as_written")  # the columns that count_significant reads
DIGITS = 4  # significant digits: more suggest a precision that a reader of a chart does not need
NUMBER = re.compile(r"\d+(?:\.(\d+))?")
ALMOST = 1e-9  # 0.01 over a place of 0.01 is a little less than 1


def round_digits(value: float, digits: int = DIGITS) -> Decimal:
    """The value to so many significant digits. Halves go up, as readers expect."""
    exact = Decimal(str(value))
    if exact == 0:
        return Decimal(0)
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), ROUND_HALF_UP)


def round_significant(value: float, digits: float) -> float:
    """The same as a float; of an endless number of digits, or of a value that is not there, all are kept."""
    return value if digits == inf or value != value else float(round_digits(value, int(digits)))


def count_significant(row: Row) -> float:
    """How many significant digits a figure was written with: 3 for 592万元, endless for what is not rounded or has no digits.

    A quotient has as many as that of its two figures which has fewer.
    """
    place = measure_place(row)
    return count_digits(abs(float(row["value"])), place) if place > 0 else inf


def count_digits(value: float, digit: float) -> int:
    """How many significant digits a value has whose last one stands at `digit`, at least one: 3 for 1.63 to the hundredth."""
    return max(1, floor(log10(max(abs(value), digit) / digit) + ALMOST) + 1)


def measure_rounding(row: Row) -> float:
    """How far a value may be off because of the digits that were written, as a part of it (0.005 is half a percent)."""
    _, written = _read_written(row["value_as_written"])
    number = abs(row["value"] if written is None else written)
    return measure_digits(row) / number if number > 0 else 0.0


def measure_place(row: Row) -> float:
    """The place of the last digit written, in the base unit: 100 for 1.63万; 0 for what is written without digits or in several
    numbers, and for a count in full, which is not rounded."""
    text, value = row.get("value_as_written"), abs(float(row["value"]))
    half, written = _read_written(text)
    if half is None or written is None or len(NUMBER.findall(str(text).replace(",", ""))) > 1:
        return 0.0
    return 0.0 if is_count(row) and written == value else 2 * half * value / written


def measure_digits(row: Row) -> float:
    """Half a unit of the last digit written: 0.05 for 94.7; for words without digits, of the last digit of the value."""
    half, _ = _read_written(row["value_as_written"])
    return half if half is not None else 0.5 if row["value"] % 1 == 0 else 0.005


@lru_cache(maxsize=16_384)
def _read_written(text: Any) -> tuple[float | None, float | None]:
    """Half a unit of the last digit of a written number, and the number; None for words without digits and for nought."""
    found = NUMBER.search(text.replace(",", "")) if isinstance(text, str) else None
    if found is None:
        return None, None
    return 0.5 * 10.0 ** -len(found[1] or ""), float(found[0]) or None
