"""Changes of figures as table columns: rounded as far as the figures bear, with a word where they are inexact."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from yearbook.analysis.comparability import list_rows
from yearbook.charts.movement import is_rough, round_moved
from yearbook.ui.cache import memoize_as
from yearbook.ui.formatting import is_absent, name_subject
from yearbook.ui.tables import ROWS_SHOWN, list_numbers, show_row_count, show_rows, tabulate_values
from yearbook.ui.view import View

COLUMNS = (
    "subject_zh", "subject_en", "scope_assumed", "year", "state", "kind", "value", "value_max", "unit", "qualifier", "status",
    "years_apart", "previous_value", "since_change", "since_percent", "since_points", "last_digit", "approximate",
    "within_rounding", "index", "published_change", "restated_value",
)  # fmt: skip
NONE = float("nan")


def show_changes(view: View, years: pd.DataFrame, key: str, count: int, source: Hashable) -> None:
    """The rows of compare_years: value, change against the year before, index, and the change that was published; of `count` the
    first. `source` names what they follow from besides the view."""
    shown = years.head(ROWS_SHOWN)
    table = memoize_as(("changes", view, source), lambda: tabulate_changes(view, shown))
    show_rows(view, table, shown["fact_id"], key)
    show_row_count(view, len(shown), count)


def tabulate_changes(view: View, years: pd.DataFrame) -> pd.DataFrame:
    """The columns interface.column_* of rows of compare_years; those that say nothing are left out."""
    rows = list_rows(years, COLUMNS)
    consecutive = [row["years_apart"] == 1 for row in rows]
    changes, percents, points = (
        [round_moved(row, kind) if is_next else NONE for row, is_next in zip(rows, consecutive, strict=True)]
        for kind in ("change", "percent", "points")
    )
    moved = [amount if point != point else point for amount, point in zip(changes, points, strict=True)]
    restated = {"restated": list_numbers(rows, "restated_value")} if years["restated_value"].notna().any() else {}
    table = pd.DataFrame(
        {
            "subject": [name_subject(row, view.language) for row in rows],
            "year": [row["year"] for row in rows],
            **tabulate_values(view, rows),
            "change": pd.Series(moved, dtype="float64"),
            "percent": pd.Series(percents, dtype="float64"),
            "index": list_numbers(rows, "index").round(2),
            "published": list_numbers(rows, "published_change"),
            **restated,
            "status": [
                view.translate("analysis.state_absent" if row["state"] == "gap" else f"interface.status_{row['status']}")
                for row in rows
            ],
        }
    )
    table["precision"] = mark_rough(view, rows, table["precision"], moved)
    empty = [name for name in ("change", "percent", "index", "published") if table[name].isna().all()]
    return table.drop(columns=[*empty, *([] if table["precision"].any() else ["precision"])])


def mark_rough(view: View, rows: Sequence[Mapping[str, Any]], precision: Iterable[str], moved: Iterable[Any]) -> list[str]:
    """The precision of figures in words, and that of their changes where those are shown (`moved`) and rest on inexact values or
    lie within rounding."""
    marked = []
    for row, words, change in zip(rows, precision, moved, strict=True):
        said = "change_within_rounding" if row["within_rounding"] else "change_rough" if is_rough(row) else ""
        doubt = view.translate(f"interface.{said}") if said and not is_absent(change) else ""
        marked.append(view.translate("filters.and").join(filter(None, (words, doubt))))
    return marked
