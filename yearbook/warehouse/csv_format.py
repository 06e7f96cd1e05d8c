"""Tables as CSV for people: UTF-8 with a mark that Excel knows, plain numbers, and no text that Excel would run."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pandas as pd

from yearbook.language.decimals import plain_float

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # Excel takes what begins so for a formula
NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")


def write_csv(frame: pd.DataFrame) -> bytes:
    """A frame as CSV: UTF-8 with BOM, lines end in CR LF; missing is empty, days are ISO 8601, true and false in words."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(_cells(frame[name]) for name in frame.columns), strict=True))
    return stream.getvalue().encode("utf-8-sig")


def make_safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula; a number written as text stays as it is."""
    return f"'{text}" if text.startswith(DANGEROUS) and not NUMBER.fullmatch(text) else text


def _cells(column: pd.Series[Any]) -> list[str]:
    missing = column.isna()
    if pd.api.types.is_bool_dtype(column.dtype):
        texts = ["true" if value else "false" for value in column]
    elif pd.api.types.is_integer_dtype(column.dtype):
        texts = ["" if gone else str(value) for value, gone in zip(column, missing, strict=True)]
    elif pd.api.types.is_float_dtype(column.dtype):
        texts = ["" if gone else plain_float(value) for value, gone in zip(column, missing, strict=True)]
    elif pd.api.types.is_datetime64_any_dtype(column.dtype):
        texts = ["" if gone else f"{value:%Y-%m-%d}" for value, gone in zip(column, missing, strict=True)]
    else:
        texts = ["" if gone else make_safe(str(value)) for value, gone in zip(column, missing, strict=True)]
    return texts
