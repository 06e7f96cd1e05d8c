"""Text whose lines are rows of cells between commas or tabs (CSV, TSV): whether it is such a table, and its rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

_SAMPLE = 65536
_LEAST_EVEN = 0.8  # of the rows of a table have as many cells as most, and of a column of values are values
_NUMBER = re.compile(r"\s*[-+±≈约]?[¥￥$]?\s*\d[\d,，.]*\s*[%％‰]?\s*")
_NO_NUMBER = frozenset({"", "-", "—", "——", "--", "/", "…", "N/A", "无"})
_GROUPED_DIGITS = re.compile(r"\d,\d{3}(?!\d)")


def find_delimiter(text: str) -> str | None:
    """The tab or comma between the cells of a table that has a column of values; None for any other text."""
    for delimiter in ("\t", ","):
        if text.count(delimiter, 0, _SAMPLE) < 2:
            continue
        rows = [row for row in split_rows(text[:_SAMPLE], delimiter) if any(cell.strip() for cell in row)]
        if len(text) > _SAMPLE:
            rows = rows[:-1]  # is cut in the middle
        if not rows:
            continue
        width, count = Counter(map(len, rows)).most_common(1)[0]
        even = [row for row in rows if len(row) == width]
        while even and sum(map(bool, even[0])) < 2:  # a title, filled up with empty cells
            even.pop(0)
        if len(even) < 2 or width < 2 or count < _LEAST_EVEN * len(rows) or _GROUPED_DIGITS.search(delimiter.join(even[0])):
            continue
        if any(_is_of_values(column) for column in islice(zip(*even[1:], strict=True), 1, None)):
            return delimiter
    return None


def split_rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows of a table. Where a quote is never closed, quotes are taken for characters like others."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return [line.split(delimiter) for line in text.splitlines()]


def is_value(cell: str) -> bool:
    """Whether a cell holds a number and nothing else but its signs."""
    return bool(_NUMBER.fullmatch(cell))


def _is_of_values(column: tuple[str, ...]) -> bool:
    values = sum(map(is_value, column))
    gaps = sum(cell.strip() in _NO_NUMBER for cell in column)
    return values > 0 and values + gaps >= _LEAST_EVEN * len(column)
