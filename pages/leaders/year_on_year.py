"""同比变化: one metric of some bodies over the years: amount, percent, percentage points, index; gaps stay gaps."""

from typing import Literal

import streamlit as st

from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.chart_display import show_figure
from yearbook.ui.filters.compared import Measure, find_bodies
from yearbook.ui.filters.comparison import choose_group, choose_metric, choose_subjects
from yearbook.ui.filters.nearest import show_gap, show_nothing
from yearbook.ui.filters.peers import find_own
from yearbook.ui.heading import show_heading
from yearbook.ui.sections.comparison import draw_changes, show_limits, show_lines, show_years_pivot, show_years_table
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "year_on_year")
left, right = st.columns(2)
with left:
    metric = choose_metric(view, telling="years")
if metric is None:
    show_nothing(view)
    st.stop()
asked = Measure(metric)
with right:
    groups = choose_group(view, asked, across="years", key="series")
show_gap(view, asked, groups, None)
left, right = st.columns([2, 1])
with left:
    subjects = choose_subjects(view, find_bodies(view, asked, groups[0]))
with right:
    measure = address.pick_preferred(
        view.translate("interface.measure"),
        ("value", "index"),
        key="measure",
        default="value",
        name=lambda code: view.translate(f"pages.year_on_year_{code}"),
        widget=st.segmented_control,
        required=True,
    )
tabs = [view.translate(f"pages.year_on_year_{tab}") for tab in ("lines", "changes", "table")]
lines, changes, table, pivot = st.tabs([*tabs, view.translate("interface.pivot")], key="years tabs", on_change="rerun")
if lines.open:
    with lines:
        shown: Literal["value", "index"] = "index" if measure == "index" else "value"
        show_lines(view, asked, tuple(groups), "years", find_own(view), subjects, shown)
if changes.open:
    with changes:
        for series, (figure, alt, name) in memoize(draw_changes, view, asked, groups[0], subjects).items():
            show_figure(view, figure, f"changes {series}", alt, name)
if table.open:
    with table:
        show_years_table(view, asked, groups[0], "changes", subjects)
if pivot.open:
    with pivot:
        show_years_pivot(view, asked, groups[0], "years", subjects)
show_limits(view, asked, groups)
