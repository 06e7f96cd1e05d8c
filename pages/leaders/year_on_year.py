"""同比变化: one metric of some bodies over the years: amount, percent, percentage points, index; gaps stay gaps."""

from typing import Literal

import streamlit as st

from yearbook.analysis.year_on_year import compare_years
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.chart_display import describe_years, name_file, show_figure
from yearbook.ui.heading import show_heading
from yearbook.ui.sections.comparison import (
    choose_agencies,
    choose_group,
    choose_metric,
    draw_changes,
    draw_own_years,
    figures_of,
    show_limits,
)
from yearbook.ui.tables import show_changes, show_nothing
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "year_on_year")
left, right = st.columns(2)
with left:
    metric = choose_metric(view, telling="years")
if metric is None:
    show_nothing(view)
    st.stop()
facts = view.facts(metrics=(metric,))
with right:
    groups = choose_group(view, facts, across="years", key="series")
left, right = st.columns([2, 1])
with left:
    agencies = choose_agencies(view, groups[0].frame)
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
own = memoize(figures_of, groups[0], agencies)
published = view.facts(metrics=(f"{metric}_change",)) if f"{metric}_change" in view.catalogue.metrics else None
years = memoize(compare_years, own, facts_of_changes=published)
lines, changes, table = st.tabs([view.translate(f"pages.year_on_year_{tab}") for tab in ("lines", "changes", "table")])
with lines:
    shown: Literal["value", "index"] = "index" if measure == "index" else "value"
    figure = memoize(draw_own_years, view, groups, own, years, shown)
    show_figure(view, figure, "years", memoize(describe_years, view, years), name_file(view, own))
with changes:
    for series, (figure, alt) in memoize(draw_changes, view, groups[0], years).items():
        show_figure(view, figure, f"changes {series}", alt, name_file(view, own))
with table:
    show_changes(view, years, "changes table")
show_limits(view, groups)
