"""Tables of facts and of changes: formatted values with qualifiers and units; selecting a row opens the evidence of its fact."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from functools import cache, partial
from typing import Any, Literal

import pandas as pd
import streamlit as st
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from yearbook.analysis.comparability import list_rows
from yearbook.charts.hover import format_divisor
from yearbook.charts.number_format import format_number, format_value, read_unit
from yearbook.ui import evidence
from yearbook.ui.cache import memoize_as
from yearbook.ui.downloads import offer_table
from yearbook.ui.filters.nearest import show_nothing
from yearbook.ui.formatting import (
    format_difference,
    format_figure,
    format_percent,
    format_period,
    format_scope,
    is_absent,
    name_agency,
)
from yearbook.ui.view import View

ROWS_SHOWN = 2000  # in the browser; the downloads hold them all
COLUMNS = ("agency", "metric", "period", "figure", "scope", "status", "evidence", "source")
FACT_COLUMNS = (  # the columns that the cells of a fact are made of
    "agency_short_zh", "agency_en", "period_start", "period_end", "kind", "value", "value_max", "unit", "qualifier", "scope",
    "admin_level", "baseline", "status", "scope_assumed", "total_value", "total_unit", "divisor_value", "divisor_unit",
    "divisor_year", "divisor_source",
)  # fmt: skip
CHANGE_COLUMNS = (
    "agency_short_zh", "agency_en", "year", "state", "kind", "value", "value_max", "unit", "qualifier", "status", "change",
    "change_percent", "change_points", "approximate", "index", "published_change", "restated_value",
)  # fmt: skip
FIGURES = (  # columns of figures written as text
    "figure", "total", "divisor", "percent", "index", "published", "restated", "here", "known", "before", "after", "confidence",
    "metric_now", "metric_then",
)  # fmt: skip
Height = int | Literal["auto", "stretch", "content"]


def show_facts(
    view: View,
    facts: pd.DataFrame,
    key: str,
    columns: tuple[str, ...] = COLUMNS,
    height: Height = "auto",
    offered: bool = True,
    count: int | None = None,
    source: Hashable = None,
) -> None:
    """A table of facts, a row each, in the frame's order. Choosing a row opens its evidence; `offered` adds the downloads.

    `count` is how many there are where `facts` are only the first of them. `source` names what they follow from besides the view:
    with it the table is formatted once for all visitors.
    """
    if facts.empty:
        show_nothing(view)
        return
    shown = facts.head(ROWS_SHOWN)

    def tabulate() -> pd.DataFrame:
        quoted = "evidence" not in columns or "evidence" in shown
        return tabulate_facts(view, shown if quoted else shown.assign(evidence=_find_words(view, shown)))

    table = tabulate() if source is None else memoize_as(("facts", view, source), tabulate)
    show_rows(view, table[list(columns)], shown["fact_id"], key, height, offered=False)
    show_row_count(view, len(shown), count or len(facts))
    if offered:
        offer_table(view, facts["fact_id"], key)


def _find_words(view: View, facts: pd.DataFrame) -> list[str]:
    """The words of figures of one metric: what charts do not read is not fetched with every figure."""
    ids = facts["fact_id"].tolist()
    found = view.ask_cells("words", metric=facts["metric_id"].iloc[0], facts=ids)
    words = dict(zip(found["fact_id"], found["evidence"], strict=True))
    return [words[fact_id] for fact_id in ids]


def show_row_count(view: View, shown: int, count: int) -> None:
    """A caption where only the first rows are shown."""
    if shown < count:
        st.caption(view.translate("pages.explore_first_rows", shown=shown, count=count))


def show_changes(view: View, years: pd.DataFrame, key: str, count: int, source: Hashable) -> None:
    """The rows of compare_years: value, change against the year before, index, and the change that was published; of `count` the
    first. `source` names what they follow from besides the view."""
    shown = years.head(ROWS_SHOWN)
    table = memoize_as(("changes", view, source), lambda: _tabulate_changes(view, shown))
    show_rows(view, table, shown["fact_id"], key)
    show_row_count(view, len(shown), count)


def _tabulate_changes(view: View, years: pd.DataFrame) -> pd.DataFrame:
    rows, gap = list_rows(years, CHANGE_COLUMNS), view.translate("analysis.state_absent")
    return pd.DataFrame(
        {
            "agency": [name_agency(row, view.language) for row in rows],
            "year": [view.translate("interface.year_name", year=row["year"]) for row in rows],
            "figure": [gap if row["state"] == "gap" else format_figure(row, view.language) for row in rows],
            "change": [format_difference(row, view.language) for row in rows],
            "percent": [format_percent(row, view.language) for row in rows],
            "index": ["" if is_absent(row["index"]) else format_number(row["index"]) for row in rows],
            "published": ["" if is_absent(row["published_change"]) else f"{row['published_change']:+g}%" for row in rows],
            **({"restated": [_format_restated(row, view) for row in rows]} if years["restated_value"].notna().any() else {}),
            "status": ["" if row["state"] == "gap" else view.translate(f"interface.status_{row['status']}") for row in rows],
        }
    )


def _format_restated(row: Mapping[str, Any], view: View) -> str:
    return "" if is_absent(row["restated_value"]) else format_value(row["restated_value"], read_unit(row), view.language)


def tabulate_facts(view: View, facts: pd.DataFrame) -> pd.DataFrame:
    """The columns of COLUMNS formatted in the reader's language, a row for each of `facts`, in order."""
    rows = list_rows(facts, FACT_COLUMNS)
    periods = cache(partial(format_period, language=view.language))
    statuses = {status: view.translate(f"interface.status_{status}") for status in {row["status"] for row in rows}}
    return pd.DataFrame(
        {
            "rank": facts["rank"].to_numpy() if "rank" in facts else None,
            "agency": [name_agency(row, view.language) for row in rows],
            "metric": facts[view.column("metric")].to_numpy(),
            "period": [periods(row["period_start"], row["period_end"]) for row in rows],
            "figure": [format_figure(row, view.language) for row in rows],
            "scope": [format_scope(row, view.language) for row in rows],
            "status": [statuses[row["status"]] for row in rows],
            "evidence": facts["evidence"].to_numpy() if "evidence" in facts else "",
            "source": facts["source_title"].to_numpy(),
            **(_tabulate_division(view, rows) if "divided_by" in facts else {}),
        }
    )


def _tabulate_division(view: View, rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Total, denominator, its year and its source."""
    return {
        "total": [format_value(row["total_value"], str(row["total_unit"]), view.language) for row in rows],
        "divisor": [format_divisor(row, view.language) for row in rows],
        "divisor_year": [view.translate("interface.year_name", year=row["divisor_year"]) for row in rows],
        "divisor_source": [str(row["divisor_source"]) for row in rows],
    }


def show_rows(
    view: View,
    table: pd.DataFrame,
    fact_ids: pd.Series,
    key: str,
    height: Height = "auto",
    widths: Mapping[str, int] | None = None,
    offered: bool = True,
) -> None:
    """A table whose columns are called interface.column_<name>; choosing a row opens the evidence of its fact_id.

    `widths` are in px, for columns whose longest cell the browser may not have seen when it measures them; `offered` adds the
    downloads of these figures below.
    """
    show_table(
        view, table, "interface.column", view.translate("interface.table_alt", count=len(table)), right=("change",),
        widths=widths, key=f"{key}-{evidence.selection_count(key)}", height=height,
        on_select=lambda: _choose_row(key, fact_ids), selection_mode="single-row",
    )  # fmt: skip
    if offered:
        offer_table(view, fact_ids, key)


def _choose_row(key: str, fact_ids: pd.Series) -> None:
    row = selected_row(f"{key}-{evidence.selection_count(key)}", len(fact_ids))
    if row is not None and not is_absent(fact_ids.iloc[row]):
        evidence.request_evidence(str(fact_ids.iloc[row]), chart=key)


def show_table(
    view: View, table: pd.DataFrame, words: str, alt: str, *, right: Collection[str] = (),
    widths: Mapping[str, int] | None = None, **options: Any,
) -> list[int]:  # fmt: skip
    """A table whose columns are called `<words>_<column>`; the numbers of the rows that the reader has selected.

    Figures stand right, also those written as text: in the columns of FIGURES and `right`. `widths` are in px, for columns whose
    longest cell the browser may not have seen when it measures them; `options` are those of st.dataframe.
    """
    wide, at_right = widths or {}, {*FIGURES, *right}
    columns = {
        name: _configure_column(view.translate(f"{words}_{name}"), table[name], name in at_right, wide.get(name))
        for name in map(str, table)
    }
    state: Any = st.dataframe(table, column_config=columns, hide_index=True, alt=alt, **options)
    return [int(row) for row in state.selection.rows if row < len(table)] if "on_select" in options else []


def _configure_column(heading: str, cells: pd.Series, right: bool, width: int | None) -> Any:
    if is_datetime64_any_dtype(cells):
        return st.column_config.DatetimeColumn(heading, format="YYYY-MM-DD HH:mm", width=width)
    if is_numeric_dtype(cells) and not is_bool_dtype(cells):
        return st.column_config.NumberColumn(heading, format="%d" if cells.name == "year" else "localized", width=width)
    return st.column_config.Column(heading, alignment="right" if right else None, width=width)


def selected_row(key: str, count: int) -> int | None:
    """The row that is selected in the table with a key, for its callback; of one that has `count` rows by now."""
    state: Any = st.session_state.get(key)
    rows = state.selection.rows if state else []
    return int(rows[0]) if rows and rows[0] < count else None
