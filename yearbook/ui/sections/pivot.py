"""Figures as a pivot on a page: bodies, metrics or regions by years or metrics; choosing a cell opens its evidence."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import describe_aspects, describe_baseline, find_aspects
from yearbook.analysis.pivot import Line, Pivot, Shape, pivot_figures
from yearbook.analysis.ranking import DOUBTFUL
from yearbook.charts.number_format import name_qualifier, name_unit, read_unit
from yearbook.ui import evidence
from yearbook.ui.cache import memoize_as
from yearbook.ui.filters.nearest import show_nothing
from yearbook.ui.formatting import is_absent, name_subject
from yearbook.ui.tables import show_table
from yearbook.ui.view import View
from yearbook.warehouse.filters import Filters

ROWS_SHOWN, COLUMNS_SHOWN = 400, 40
LABELS: dict[Shape, tuple[str, ...]] = {
    "agency_year": ("subject", "metric", "unit", "scope"),
    "metric_year": ("metric", "unit", "scope", "subject"),
    "region_metric": ("region", "subject", "scope"),
}
MOST = 20_000  # figures that are pivoted at once
Table = tuple[pd.DataFrame, dict[tuple[int, str], str], int]


def show_pivot_of(view: View, filters: Filters, key: str, shape: Shape) -> None:
    """The pivot of what some filters let through; metrics across are of a year that is chosen, by default that with most
    figures, the latest of several."""
    count = int(view.ask("facts_count", **filters.parameters())["figures"].iloc[0])
    if count > MOST:
        st.info(view.translate("interface.pivot_too_many", most=f"{MOST:,}", count=f"{count:,}"), icon=":material/filter_alt:")
        return
    figures = view.facts_of(filters)
    if shape == "region_metric" and len(figures):
        counts = figures["year"].value_counts()
        years = sorted(counts.index.astype(int), reverse=True)
        year = st.selectbox(
            view.translate("interface.column_year"),
            years,
            index=years.index(max(years, key=lambda one: (counts[one], one))),
            format_func=lambda one: view.translate("interface.year_name", year=one),
            key=f"{key} year",
            width=160,
        )
        figures, source = figures[figures["year"] == year], (filters, year)
    else:
        source = (filters, 0)
    show_pivot(view, figures, key, shape, source)


def show_pivot(view: View, figures: pd.DataFrame, key: str, shape: Shape, source: Hashable, count: int = 0) -> None:
    """The pivot of rows of figures.sql; metrics across are of one year. `source` names what the figures follow from besides the
    view, `count` how many rows there are, where these are only the first."""
    if figures.empty:
        show_nothing(view)
        return
    table, facts, rows = memoize_as(("pivot", view, shape, source), lambda: _tabulate(view, pivot_figures(figures, shape), shape))
    widget = f"{key}-{evidence.selection_count(key)}"
    show_table(
        view, table, "interface.column", view.translate("interface.table_alt", count=len(table)),
        names={name: name for name in map(str, table) if name not in {*LABELS[shape], "remark"}}, key=widget,
        on_select=lambda: _choose_cell(widget, key, facts), selection_mode="single-cell",
    )  # fmt: skip
    words = [view.translate("interface.pivot_note")]
    if (count := max(count, rows)) > len(table):
        words.append(view.translate("pages.explore_first_rows", shown=len(table), count=count))
    st.caption(" ".join(words))


def _tabulate(view: View, pivot: Pivot, shape: Shape) -> Table:
    """The first rows as a table; the fact_id of each cell by its row and the name of its column; how many rows there are."""
    lines = pivot.lines[:ROWS_SHOWN]
    columns = {_name_column(view, key, first): key for key, first in list(pivot.columns.items())[:COLUMNS_SHOWN]}
    labels = {name: [_name_line(view, name, line) for line in lines] for name in LABELS[shape]}
    several = {name: cells for name, cells in labels.items() if name == LABELS[shape][0] or len(set(cells)) > 1 or name == "unit"}
    cells: dict[str, list[float]] = {
        name: [float(line.cells[key]["value"]) if key in line.cells else float("nan") for line in lines]
        for name, key in columns.items()
    }
    remarks = [_describe_marks(view, line, columns) for line in lines]
    table = pd.DataFrame({**several, **cells, **({"remark": remarks} if any(remarks) else {})})
    facts = {
        (row, name): str(line.cells[key]["fact_id"])
        for row, line in enumerate(lines)
        for name, key in columns.items()
        if key in line.cells
    }
    return table, facts, len(pivot.lines)


def _name_column(view: View, key: Hashable, first: dict[str, Any] | None) -> str:
    """A year, or a metric with its baseline and its unit."""
    if not isinstance(key, tuple):
        return view.translate("interface.year_name", year=key)
    assert first is not None
    name, unit = str(first[view.column("metric")]), name_unit(read_unit(first), view.language)
    if not is_absent(first["baseline"]):
        unit = view.translate("charts.subtitle_separator").join((unit, describe_baseline(str(first["baseline"]), view.language)))
    return view.translate("interface.metric_with_unit", metric=name, unit=unit)


def _name_line(view: View, name: str, line: Line) -> str:
    first = line.first
    if name == "subject":
        return name_subject(first, view.language)
    if name == "unit":
        return name_unit(read_unit(first), view.language)
    if name == "scope":
        return describe_aspects(find_aspects(first), (str(first["admin_level"]),), view.language)
    return str(first[view.column(name)])


def _describe_marks(view: View, line: Line, columns: dict[str, Hashable]) -> str:
    """What a reader must know of single cells: 2020年：超过；2021年：待核实."""
    said = []
    for name, key in columns.items():
        row = line.cells.get(key)
        if row is None:
            continue
        words = [name_qualifier(str(row["qualifier"]), view.language)]
        if row["status"] in DOUBTFUL:
            words.append(view.translate("interface.status_unverified"))
        told = view.translate("filters.and").join(filter(None, words))
        if told:
            said.append(view.translate("interface.remark_on", name=name, words=told))
    return view.translate("filters.separator").join(said)


def _choose_cell(widget: str, key: str, facts: dict[tuple[int, str], str]) -> None:
    state: Any = st.session_state.get(widget)
    for row, name in state.selection.cells if state else ():
        if (row, name) in facts:
            evidence.request_evidence(facts[row, name], chart=key)
