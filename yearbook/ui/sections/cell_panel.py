"""What stands behind a cell of a coverage grid: its state in words, its figures with their evidence, its reports."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from yearbook.ui import evidence
from yearbook.ui import url_state as address
from yearbook.ui.tables import show_facts
from yearbook.ui.view import View

_ASKED = "cell asked for"
COLUMNS = ("metric", "period", "figure", "scope", "status")
REPORTS = "pages/stewards/reports.py"


def ask_for_cell(customdata: list[Any], chart: str) -> None:
    """Have the panel of a cell shown at the end of this page run; `customdata` is that of charts.coverage_grid."""
    st.session_state[_ASKED] = ([str(part) for part in customdata], chart)


def show_cell_if_asked(view: View, topics: tuple[str, ...] = ()) -> None:
    """Open the panel where a cell was chosen; of a year's cell only the figures of `topics`. Call it last on a page."""
    asked = st.session_state.pop(_ASKED, None)
    if asked is None:
        return
    cell, chart = asked
    panel = st.dialog(
        view.translate("comparable.cell_title"),
        width="large",
        position="right",
        icon=":material/grid_on:",
        on_dismiss=lambda: evidence.clear_selection(chart),
    )
    panel(_show_cell)(view, cell, topics)


def _show_cell(view: View, cell: list[str], topics: tuple[str, ...]) -> None:
    _, agency, other, words, _ = cell
    title, *rest = words.replace("<b>", "").replace("</b>", "").split("<br>")
    st.markdown(f"**{title}**")
    st.caption(" · ".join(rest))
    by_year = other.isdecimal()
    years: dict[str, Any] = (
        {"from_year": int(other), "to_year": int(other), "topics": topics} if by_year else {"metrics": (other,)}
    )
    facts = view.facts(agencies=(agency,), **years)
    if len(facts) == 1:
        evidence.show_evidence(view, str(facts["fact_id"].iloc[0]))
    elif len(facts):
        _show_figures(view, facts)
    reports = view.ask("coverage_reports")
    reports = reports[reports["agency_id"].astype(str) == agency]
    _show_reports(view, reports[reports["report_year"] == int(other)] if by_year else reports)


def _show_figures(view: View, facts: pd.DataFrame) -> None:
    """All the figures of the cell; the chosen one's evidence below, since a panel cannot open another."""
    st.caption(view.translate("comparable.cell_choose"))
    show_facts(view, facts, "cell", COLUMNS, height=min(320, 37 * (len(facts) + 1)))
    asked = evidence.pop_request()
    if asked:
        st.divider()
        evidence.show_evidence(view, asked)


def _show_reports(view: View, reports: pd.DataFrame) -> None:
    if reports.empty:
        return
    st.markdown(f"**{view.translate('comparable.cell_reports')}**")
    for report in reports.itertuples():
        target = address.link_to(view.language, report=str(report.report_id))
        st.page_link(REPORTS, label=str(report.title), icon=":material/description:", query_params=target, help="")
