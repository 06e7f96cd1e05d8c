"""Figures with years or metrics across: no row mixes units, scopes, baselines or lengths of period, no cell two figures."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from yearbook.analysis.comparability import Columns, list_rows, read_months

Shape = Literal["agency_year", "metric_year", "region_metric"]
SHAPES: tuple[Shape, ...] = ("agency_year", "metric_year", "region_metric")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a pivot: the first of its figures, which names it, and its figures by column."""

    first: Row
    cells: dict[Hashable, Row]


@dataclass(frozen=True, slots=True)
class Pivot:
    """`columns` are years, every one from the first to the last, or (metric_id, baseline), the most reported first; each has
    the first of its figures, which names it (None for a year without any)."""

    columns: dict[Hashable, Row | None]
    lines: list[Line]


def pivot_figures(figures: Columns, shape: Shape) -> Pivot:
    """The rows of figures.sql as a pivot, in their order; those of a body together where bodies come first.

    Years across: a row is one subject's series. Metrics across (of one year, which the caller chooses): a row is one
    subject's figures, and one length of period where that is no whole year.
    """
    lines: dict[Hashable, Line] = {}
    columns: dict[Hashable, Row | None] = {}
    counts: dict[Hashable, int] = {}
    for row in list_rows(figures):
        baseline = None if pd.isna(row["baseline"]) else row["baseline"]
        column: Hashable = (row["metric_id"], baseline) if shape == "region_metric" else int(row["year"])
        key = _key_line(row, shape)
        place = 0
        while (known := (line := lines.setdefault((key, place), Line(row, {}))).cells.get(column)) and not _repeats(row, known):
            place += 1
        line.cells.setdefault(column, row)
        columns.setdefault(column, row)
        counts[column] = counts.get(column, 0) + 1
    found = list(lines.values())
    if shape == "region_metric":
        columns = dict(sorted(columns.items(), key=lambda one: -counts[one[0]]))
    elif columns:
        years = [int(str(year)) for year in columns]
        columns = {year: columns.get(year) for year in range(min(years), max(years) + 1)}
    if shape != "metric_year":
        found.sort(key=lambda line: (str(line.first["region_code"]), str(line.first["subject_id"])))
    return Pivot(columns, found)


def _key_line(row: Row, shape: Shape) -> Hashable:
    if shape != "region_metric":
        return row["subject_id"], row["series_group"], row["unit"]
    months = read_months(row["months"])
    return row["subject_id"], 12 if months == 0 else months


def _repeats(row: Row, known: Row) -> bool:
    """Whether another body publishes the same of the subject."""
    names = ("value", "value_max", "period_start", "period_end")
    return row["agency_id"] != known["agency_id"] and all(str(row[name]) == str(known[name]) for name in names)
