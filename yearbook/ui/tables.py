"""Tables of facts and of changes: numbers as numbers, their units beside them; selecting a row opens the evidence of its fact."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cache, partial
from math import ceil
from typing import Any, Literal

import numpy as np
import pandas as pd
import streamlit as st
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from yearbook.analysis.comparability import list_rows
from yearbook.charts.number_format import format_number, name_qualifier, name_unit, read_unit
from yearbook.charts.text_metrics import measure_text, wrap_text
from yearbook.ui import evidence
from yearbook.ui.cache import memoize_as
from yearbook.ui.downloads import offer_table
from yearbook.ui.filters.nearest import show_nothing
from yearbook.ui.formatting import format_period, format_scope, is_absent, name_subject
from yearbook.ui.view import View

ROWS_SHOWN = 2000  # in the browser; the downloads hold them all
COLUMNS = ("subject", "metric", "figure", "period", "scope", "status", "evidence", "source")
PARTS = {  # what stands for some columns: a number to sort by, its unit, and how exact it is where any is not
    "figure": ("value", "unit", "precision"), "total": ("total", "total_unit"), "divisor": ("divisor", "divisor_unit"),
}  # fmt: skip
LETTER, PADDING, HEADING = 14, 28, 34  # px: of a cell, about its words, and about those of a heading
WRAPPED, LINE, MANY = 66, 20, 0.25  # px of a row that wraps words (4rem) and of a line; the part of rows that makes it worth it
PHONE = 310  # px that a phone of 390 shows of a table beside the boxes that select its rows
WIDEST = 280  # px of a name in one line, so that the period still stands beside its figure on a laptop
DECIMALS, FREE_DECIMALS = 8, 3  # that a table shows at most; that Streamlit shows as they come (more are asked for by a step)
DIGITS = 6  # significant ones of a quotient
FACT_COLUMNS = (  # the columns that the cells of a fact are made of
    "subject_zh", "subject_en", "period_start", "period_end", "kind", "value", "value_max", "unit", "qualifier", "scope",
    "admin_level", "baseline", "status", "scope_assumed", "total_value", "total_unit", "divisor_value", "divisor_unit",
    "divisor_year", "divisor_source",
)  # fmt: skip
FIGURES = (  # columns of figures written as text
    "target", "outcome", "figure", "here", "known", "before", "after", "confidence", "metric_now", "metric_then",
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
    Names of metrics that come first leave room for the figure on a phone, and stand in one line elsewhere.

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
    shown_columns = [part for name in columns for part in PARTS.get(name, (name,))]
    if "precision" in shown_columns and not table["precision"].any():
        shown_columns.remove("precision")
    beside = measure_width(view.translate("interface.column_value"), table["value"])
    room = leave_room(table["metric"], beside, is_on_phone()) if columns[0] == "metric" else {}
    show_rows(view, table[shown_columns], shown["fact_id"], key, height, offered=False, **room)
    show_row_count(view, len(shown), count or len(facts))
    if offered:
        offer_table(view, facts["fact_id"], key)


def leave_room(names: pd.Series, beside: float, wraps: bool = True) -> dict[str, Any]:
    """Options of a table that begins with names of metrics: their width, which leaves `beside` px on a phone's screen, and
    the height of rows, such that names go on in as many lines as they need where many need several. A table that `wraps` no
    names has rows of one line, and names as wide as they are."""
    needed = {name: measure_text(name, LETTER) + PADDING for name in names.unique()}
    width = ceil(min(max(needed.values()), PHONE - beside if wraps else WIDEST))
    lines = max(len(wrap_text(name, width - PADDING, LETTER)) for name in needed)
    is_worth_it = wraps and (names.map(needed) > width).mean() > MANY
    return {"widths": {"metric": width}, "row_height": max(WRAPPED, lines * LINE + PADDING // 4) if is_worth_it else None}


def is_on_phone() -> bool:
    """Whether the reader's browser says that it is a phone's: the server is not told how wide its window is."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


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


def list_numbers(rows: Sequence[Mapping[str, Any]], name: str) -> pd.Series:
    """A column of numbers, NaN where there is none."""
    return pd.Series([float("nan") if is_absent(row[name]) else float(row[name]) for row in rows], dtype="float64")


def tabulate_values(view: View, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Value in the base unit, the unit's name, and in words what makes the value inexact."""
    named = cache(partial(name_unit, language=view.language))
    return {
        "value": list_numbers(rows, "value"),
        "unit": [named(read_unit(row)) for row in rows],
        "precision": [_describe_precision(view, row) for row in rows],
    }


def _describe_precision(view: View, row: Mapping[str, Any]) -> str:
    if row["qualifier"] == "range" and not is_absent(row["value_max"]):
        return view.translate("interface.range_to", highest=format_number(row["value_max"]))
    return "" if is_absent(row["qualifier"]) else name_qualifier(str(row["qualifier"]), view.language)


def tabulate_facts(view: View, facts: pd.DataFrame) -> pd.DataFrame:
    """The columns of COLUMNS formatted in the reader's language, a row for each of `facts`, in order."""
    rows = list_rows(facts, FACT_COLUMNS)
    return pd.DataFrame(
        {
            "rank": facts["rank"].to_numpy() if "rank" in facts else None,
            "subject": [name_subject(row, view.language) for row in rows],
            "metric": facts[view.column("metric")].to_numpy(),
            **describe_rows(view, rows),
            "evidence": facts["evidence"].to_numpy() if "evidence" in facts else "",
            "source": facts["source_title"].to_numpy(),
            **(_tabulate_division(view, rows) if "divided_by" in facts else {}),
        }
    )


def describe_rows(view: View, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The columns of COLUMNS that say when, how much, of what scope and how sure, in that order; rows need no frame."""
    periods = cache(partial(format_period, language=view.language))
    statuses = {status: view.translate(f"interface.status_{status}") for status in {row["status"] for row in rows}}
    return {
        "period": [periods(row["period_start"], row["period_end"]) for row in rows],
        **tabulate_values(view, rows),
        "scope": [format_scope(row, view.language) for row in rows],
        "status": [statuses[row["status"]] for row in rows],
    }


def _tabulate_division(view: View, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The quotient, total, denominator, its year and its source."""
    return {
        "value": list_numbers(rows, "value").map(lambda value: float(f"{value:.{DIGITS}g}")),
        "total": list_numbers(rows, "total_value"),
        "total_unit": [name_unit(str(row["total_unit"]), view.language) for row in rows],
        "divisor": list_numbers(rows, "divisor_value"),
        "divisor_unit": [name_unit(str(row["divisor_unit"]), view.language) for row in rows],
        "divisor_year": [row["divisor_year"] for row in rows],
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
    row_height: int | None = None,
) -> None:
    """A table whose columns are called interface.column_<name>; choosing a row opens the evidence of its fact_id.

    `widths` are in px, for columns whose longest cell the browser may not have seen when it measures them; `offered` adds the
    downloads of these figures below.
    """
    show_table(
        view, table, "interface.column", view.translate("interface.table_alt", count=len(table)), widths=widths,
        key=f"{key}-{evidence.selection_count(key)}", height=height, row_height=row_height,
        on_select=lambda: _choose_row(key, fact_ids), selection_mode="single-row",
    )  # fmt: skip
    if offered:
        offer_table(view, fact_ids, key)


def _choose_row(key: str, fact_ids: pd.Series) -> None:
    row = selected_row(f"{key}-{evidence.selection_count(key)}", len(fact_ids))
    if row is not None and not is_absent(fact_ids.iloc[row]):
        evidence.request_evidence(str(fact_ids.iloc[row]), chart=key)


def show_table(
    view: View, table: pd.DataFrame, words: str, alt: str, *, names: Mapping[str, str] | None = None,
    widths: Mapping[str, int] | None = None, **options: Any,
) -> list[int]:  # fmt: skip
    """A table whose columns are called `<words>_<column>`; the numbers of the rows that the reader has selected.

    Figures stand right, also those written as text, in the columns of FIGURES. `names` are those of columns that are called
    otherwise, `widths` in px, for columns whose longest cell the browser may not have seen when it measures them; `options` are
    those of st.dataframe.
    """
    wide, called = widths or {}, names or {}
    columns = {
        name: _configure_column(
            called[name] if name in called else view.translate(f"{words}_{name}"), table[name], name in FIGURES, wide.get(name)
        )
        for name in map(str, table)
    }
    state: Any = st.dataframe(table, column_config=columns, hide_index=True, alt=alt, placeholder="", **options)
    return [int(row) for row in state.selection.rows if row < len(table)] if "on_select" in options else []


def _configure_column(heading: str, cells: pd.Series, right: bool, width: int | None) -> Any:
    if is_datetime64_any_dtype(cells):
        return st.column_config.DatetimeColumn(heading, format="YYYY-MM-DD HH:mm", width=width)
    if is_numeric_dtype(cells) and not is_bool_dtype(cells):
        if str(cells.name).endswith("year"):
            return st.column_config.NumberColumn(heading, format="%d", width=width)
        decimals = count_decimals(cells)
        step = 10.0**-decimals if decimals > FREE_DECIMALS else None
        return st.column_config.NumberColumn(heading, format="localized", step=step, width=width or measure_width(heading, cells))
    if right or str(cells.name).endswith(("unit", "precision")):  # short words above, a long one far below
        width = width or round(max(measure_text(str(word), LETTER) for word in (heading, *cells.unique())) + PADDING)
    return st.column_config.Column(heading, alignment="right" if right else None, width=width)


def count_decimals(cells: pd.Series) -> int:
    """How many decimals the numbers of a column have, at most DECIMALS."""
    values = cells.dropna().to_numpy(dtype="float64")
    return next((places for places in range(DECIMALS) if np.array_equal(values, values.round(places))), DECIMALS)


def measure_width(heading: str, cells: pd.Series) -> int:
    """The width in px that the longest number of a column needs, and its heading."""
    decimals = count_decimals(cells)
    written = (f"{value:,.{decimals}f}" for value in cells.dropna().unique())
    longest = max((measure_text(text.rstrip("0").rstrip(".") if decimals else text, LETTER) for text in written), default=0)
    return round(max(longest + PADDING, measure_text(heading, LETTER) + HEADING))


def selected_row(key: str, count: int) -> int | None:
    """The row that is selected in the table with a key, for its callback; of one that has `count` rows by now."""
    rows = state.selection.rows if (state := st.session_state.get(key)) else []
    return int(rows[0]) if rows and rows[0] < count else None
