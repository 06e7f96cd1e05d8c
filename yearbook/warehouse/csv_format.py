"""Tables as CSV for people: UTF-8 with a mark that Excel knows, plain numbers, and no text that Excel would run."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from yearbook.language.decimals import plain_float
from yearbook.warehouse.sheets import Batches

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # Excel takes what begins so for a formula
NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
LIST_SEPARATOR = "|"


def write_csv(batches: Batches) -> Iterator[bytes]:
    """A table as CSV, piece by piece: UTF-8 with BOM, lines end in CR LF.

    Missing is empty, days are ISO 8601, true and false in words, several values in a cell stand apart by LIST_SEPARATOR.
    """
    for number, batch in enumerate(batches):
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\r\n")
        if number == 0:
            writer.writerow(batch.schema.names)
        writer.writerows(zip(*(_cells(column) for column in batch.columns), strict=True))
        yield (codecs.BOM_UTF8 if number == 0 else b"") + stream.getvalue().encode()


def make_safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula; a number written as text stays as it is."""
    return f"'{text}" if text.startswith(DANGEROUS) and not NUMBER.fullmatch(text) else text


def join_list(values: list[Any] | None) -> str | None:
    """Several values as one cell."""
    return None if values is None else LIST_SEPARATOR.join(map(str, values))


def _cells(column: pa.Array) -> list[str]:
    kind = column.type
    if pa.types.is_dictionary(kind):  # a column of few values: each is looked at once
        safe = [make_safe(value) for value in column.dictionary.to_pylist()]
        return ["" if index is None else safe[index] for index in column.indices.to_pylist()]
    values = column.to_pylist()
    if pa.types.is_string(kind):
        return ["" if value is None else make_safe(value) for value in values]
    if pa.types.is_floating(kind):
        return ["" if value is None else plain_float(value) for value in values]
    if pa.types.is_boolean(kind):
        return ["" if value is None else "true" if value else "false" for value in values]
    if pa.types.is_timestamp(kind):
        return ["" if value is None else f"{value:%Y-%m-%dT%H:%M:%S}" for value in values]
    if pa.types.is_list(kind):
        return [make_safe(join_list(value) or "") for value in values]
    return ["" if value is None else str(value) for value in values]
