"""What every engine is asked about the Parquet tree of an edition, and where an answer differs from the edition's own.

An answer is a list of rows in a fixed order, of plain cells: whatever an engine gives for a day, a decimal or a missing value is
brought to one form first, so that only what its users would see as another value counts as one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = tuple[Any, ...]
Answers = dict[str, list[Row]]

TABLES = "rows of every table"
PARTS = "rows by topic and year"
MISSING = "missing cells of every column"
CAVEATS = "rows by member of a list"
LISTS = "lists that are empty, lists that are missing"
SUMS = "sums by topic"
DECIMALS = "sums by topic as decimals"
TIMES = "first and last day, moment of the build"
LEVELS = "least, median and greatest by level"
FIGURES = "figures of a metric in a year"
QUESTIONS = (TABLES, PARTS, MISSING, CAVEATS, LISTS, SUMS, DECIMALS, TIMES, LEVELS, FIGURES)

SCALE = 4  # digits after the point of the decimals that are summed
EXACT_BELOW = 1e11  # a double holds 15 digits; those that SCALE asks for beyond them each engine makes up in its own way
DRAWN = ("region_code", "agency_id", "period_start", "period_end", "value", "value_max", "headline", "caveats", "fact_id")
TOLERANCE = 1e-12  # of a sum of floating-point numbers: each engine adds them in an order of its own
SHOWN = 3  # differences that are named


@dataclass(frozen=True, slots=True)
class Asked:
    """What the questions are about: the tables, the columns of facts, and a metric in a year."""

    tables: tuple[str, ...]
    columns: tuple[str, ...]
    metric: str
    topic: str
    year: int


def read_asked(folder: Path) -> Asked:
    """What a tree holds by its manifest; and the metric with most figures in a year. Raises OSError without a manifest."""
    from pyarrow.dataset import dataset

    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    facts = dataset(folder / "facts", partitioning="hive").to_table(columns=["metric_id", "topic", "year"])
    counted = facts.group_by(["metric_id", "topic", "year"]).aggregate([([], "count_all")]).to_pylist()
    most = max(
        (row for row in counted if row["year"] is not None), key=lambda row: (row["count_all"], row["metric_id"], row["year"])
    )
    return Asked(tuple(sorted(told)), tuple(sorted(told["facts"]["columns"])), most["metric_id"], most["topic"], most["year"])


def make_plain(rows: Iterable[Sequence[Any]]) -> list[Row]:
    """Rows with each cell in one form, whatever library made it."""
    return [tuple(map(_plain, row)) for row in rows]


def sort_rows(rows: Iterable[Sequence[Any]]) -> list[Row]:
    """Plain rows in the order of their cells; a missing value comes last."""
    return sorted(make_plain(rows), key=lambda row: [(cell is None, cell) for cell in row])


def rows_of(table: Any) -> list[Row]:
    """The rows of an Arrow table."""
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def find_differences(expected: Answers, given: Answers) -> dict[str, str]:
    """The questions whose answer differs, with the first rows that do. Numbers of SUMS may differ by their last places."""
    return {question: said for question in QUESTIONS if (said := _compare(question, expected[question], given.get(question, [])))}


def _compare(question: str, expected: list[Row], given: list[Row]) -> str:
    if len(expected) != len(given):
        return f"{len(given)} rows instead of {len(expected)}"
    alike = _close if question == SUMS else _equal
    unlike = [f"{theirs} instead of {ours}" for ours, theirs in zip(expected, given, strict=True) if not alike(ours, theirs)]
    return "; ".join(unlike[:SHOWN])


def _equal(ours: Row, theirs: Row) -> bool:
    """Equal in kind, too: 2020 is not '2020', and a whole number is not a fraction that happens to be whole."""
    return ours == theirs and [*map(type, ours)] == [*map(type, theirs)]


def _close(ours: Row, theirs: Row) -> bool:
    return len(ours) == len(theirs) and all(
        math.isclose(one, other, rel_tol=TOLERANCE) if isinstance(one, float) and isinstance(other, float) else one == other
        for one, other in zip(ours, theirs, strict=True)
    )


def _plain(cell: Any) -> Any:
    if hasattr(cell, "tolist") or hasattr(cell, "to_list"):  # NumPy's scalars and arrays, series of pandas and Polars
        cell = cell.tolist() if hasattr(cell, "tolist") else cell.to_list()
    if cell is None or type(cell).__name__ in ("NAType", "NaTType") or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if isinstance(cell, list | tuple):
        return tuple(map(_plain, cell))
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return f"{cell:.{SCALE}f}"
    return cell
