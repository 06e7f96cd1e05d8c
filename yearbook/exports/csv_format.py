"""Tables as CSV for Excel: UTF-8 with BOM, plain numbers, and text guarded against formula injection (CSV injection)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from yearbook.exports.sheets import Batches
from yearbook.extraction.mentions.mention import format_float

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # Excel evaluates a cell that begins so
NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
BREAKING = ('"', ",", "\r", "\n")
MAYBE_DANGEROUS = f"^[{re.escape(''.join(DANGEROUS))}]"
MAX_WHOLE = 1e15  # below it a whole number reads the same as a float and as an integer
LIST_SEPARATOR = "|"
Coded = tuple[pa.Array, pa.Array]  # the values of a dictionary column, and their text in the file


def write_csv(batches: Batches) -> Iterator[bytes]:
    """A table as CSV, piece by piece: UTF-8 with BOM, lines end in CR LF.

    Missing is empty, days are ISO 8601, true and false in words, several values in a cell stand apart by LIST_SEPARATOR.
    """
    coded: dict[int, Coded] = {}
    for number, batch in enumerate(batches):
        heading = _quote(pa.array(batch.schema.names, pa.string())).to_pylist()
        cells = [_format_cells(column, coded, place) for place, column in enumerate(batch.columns)]
        if len(cells) == 1:  # an empty line would be no row
            cells = [pc.if_else(pc.equal(cells[0], ""), '""', cells[0])]
        lines = pc.binary_join_element_wise(*cells, ",")
        rows = pc.binary_join_element_wise(lines, "", "\r\n") if batch.num_rows else lines
        yield (f"\ufeff{','.join(heading)}\r\n".encode() if number == 0 else b"") + _join(rows)


def make_safe(text: str) -> str:
    """Text that no spreadsheet evaluates as a formula; a number written as text stays as it is."""
    return f"'{text}" if text.startswith(DANGEROUS) and not NUMBER.fullmatch(text) else text


def join_list(values: list[Any] | None) -> str | None:
    """Several values as one cell."""
    return None if values is None else LIST_SEPARATOR.join(map(str, values))


def _format_cells(column: pa.Array, coded: dict[int, Coded], place: int) -> pa.Array:
    """The cells of a column as text; the values of a dictionary column are formatted once for all batches."""
    if not pa.types.is_dictionary(column.type):
        return _quote(_to_text(column)).fill_null("")
    values, written = coded.get(place, (None, None))
    if values is None or not column.dictionary.equals(values):
        written = _quote(_to_text(column.dictionary))
        coded[place] = column.dictionary, written
    return written.take(column.indices).fill_null("")


def _to_text(column: pa.Array) -> pa.Array:
    """The values of a column as safe text, missing ones missing."""
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _make_all_safe(column.cast(pa.string()))
    if pa.types.is_floating(kind):
        return _format_decimals(column.cast(pa.float64()))
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_date32(kind):
        return column.cast(pa.string())
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type) and not column.flatten().null_count:
        return _make_all_safe(pc.binary_join(column, LIST_SEPARATOR))
    return pa.array([_format_value(value) for value in column.to_pylist()], pa.string())


def _make_all_safe(texts: pa.Array) -> pa.Array:
    """make_safe for an array; only the few values that might be dangerous are checked one by one."""
    if not _holds(texts, DANGEROUS):
        return texts
    doubtful = pc.fill_null(pc.match_substring_regex(texts, MAYBE_DANGEROUS), False)
    if not pc.any(doubtful).as_py():
        return texts
    safe = pa.array([make_safe(text) for text in texts.filter(doubtful).to_pylist()], pa.string())
    return pc.replace_with_mask(texts, doubtful, safe)


def _format_decimals(column: pa.Array) -> pa.Array:
    """format_float for an array: whole numbers without a point, others as the shortest decimals, exponents one by one."""
    whole = pc.fill_null(pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), MAX_WHOLE)), False)
    shortest = column.cast(pa.string())
    odd = pc.fill_null(pc.and_(pc.invert(whole), pc.match_substring_regex(shortest, "[^0-9.-]")), False)
    texts = pc.if_else(whole, pc.if_else(whole, column, 0.0).cast(pa.int64()).cast(pa.string()), shortest)
    if not pc.any(odd).as_py():
        return texts
    return pc.replace_with_mask(
        texts, odd, pa.array([format_float(value) for value in column.filter(odd).to_pylist()], pa.string())
    )


def _format_value(value: Any) -> str | None:
    if isinstance(value, list):
        return make_safe(join_list(value) or "")
    return f"{value:%Y-%m-%dT%H:%M:%S}" if isinstance(value, datetime) else None if value is None else str(value)


def _quote(texts: pa.Array) -> pa.Array:
    """Cells quoted where a comma, quote or line break would split them (RFC 4180)."""
    if not _holds(texts, BREAKING):
        return texts
    broken = pc.fill_null(pc.match_substring_regex(texts, f"[{''.join(BREAKING)}]"), False)
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(broken, pc.binary_join_element_wise('"', doubled, '"', ""), texts)


def _holds(texts: pa.Array, marks: tuple[str, ...]) -> bool:
    """Whether any of the marks may occur in the texts: one search over their shared buffer."""
    held = texts.buffers()[2]
    content = b"" if held is None else held.to_pybytes()
    return any(mark.encode() in content for mark in marks)


def _join(rows: pa.Array) -> bytes:
    """All texts of an array concatenated: a slice of its buffer."""
    if not len(rows):
        return b""
    first, last = (rows.buffers()[1][4 * place : 4 * place + 4] for place in (rows.offset, rows.offset + len(rows)))
    return bytes(rows.buffers()[2][int.from_bytes(first, "little") : int.from_bytes(last, "little")])
