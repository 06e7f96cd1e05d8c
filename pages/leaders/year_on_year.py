"""同比变化: one metric of some bodies over the years: amount, percent, percentage points, index; gaps stay gaps."""

from typing import Literal

import streamlit as st

from yearbook.analysis.year_on_year import compare_years
from yearbook.interface import address
from yearbook.interface.captions import describe_years, name_file
from yearbook.interface.comparing import (
    choose_agencies,
    choose_group,
    choose_metric,
    draw_changes,
    draw_own_years,
    figures_of,
    show_limits,
)
from yearbook.interface.figures import show_figure
from yearbook.interface.heading import show_heading
from yearbook.interface.memory import remember
from yearbook.interface.tables import show_changes, show_nothing
from yearbook.interface.view import current_view

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
    measure = address.choose_one(
        view.say("interface.measure"),
        ("value", "index"),
        key="measure",
        default="value",
        name=lambda code: view.say(f"pages.year_on_year_{code}"),
        widget=st.segmented_control,
        required=True,
    )
own = remember(figures_of, groups[0], agencies)
published = view.facts(metrics=(f"{metric}_change",)) if f"{metric}_change" in view.catalogue.metrics else None
years = remember(compare_years, own, facts_of_changes=published)
lines, changes, table = st.tabs([view.say(f"pages.year_on_year_{tab}") for tab in ("lines", "changes", "table")])
with lines:
    shown: Literal["value", "index"] = "index" if measure == "index" else "value"
    figure = remember(draw_own_years, view, groups, own, years, shown)
    show_figure(view, figure, "years", remember(describe_years, view, years), name_file(view, own))
with changes:
    for series, (figure, alt) in remember(draw_changes, view, groups[0], years).items():
        show_figure(view, figure, f"changes {series}", alt, name_file(view, own))
with table:
    show_changes(view, years, "changes table")
show_limits(view, groups)
