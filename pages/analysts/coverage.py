"""覆盖情况: which bodies published what in which years; what is not there is never called zero."""

import streamlit as st

from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.chart_display import show_figure
from yearbook.ui.downloads import offer_file
from yearbook.ui.filters.nearest import show_nothing
from yearbook.ui.filters.sidebar import choose_topic
from yearbook.ui.heading import show_heading
from yearbook.ui.sections.coverage import ask_for_cell, cover, format_coverage, show_cell_if_asked
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "coverage")
left, right = st.columns([2, 3], vertical_alignment="bottom")
with left:
    by = address.pick_preferred(
        view.translate("pages.coverage_by"),
        ("year", "metric"),
        key="by",
        default="year",
        name=lambda code: view.translate(f"pages.coverage_by_{code}"),
        widget=st.segmented_control,
        required=True,
    )
with right:
    topic = choose_topic(view, "coverage_topic", next(iter(view.catalogue.topics)) if by == "metric" else "all")
chosen = () if topic == "all" else (topic,)
page = f"bodies by {by} of {topic} in {view.region}, {view.verified_only}"  # each choice has pages of its own
coverage = memoize(cover, view, by, chosen, int(st.session_state.get(page, 1)))
if coverage is None:
    show_nothing(view)
    st.stop()
with st.container(border=True):
    show_figure(view, coverage.figure, f"coverage {by}", coverage.count, view.translate("pages.coverage"), on_choose=ask_for_cell)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if coverage.pages > 1:
            st.pagination(coverage.pages, key=page, max_visible_pages=5)
        label, name = view.translate("pages.coverage_download"), view.translate("pages.coverage_file", number=view.edition)
        offer_file(label, lambda: format_coverage(view, by, chosen), name, "csv", "cells of coverage")
st.caption(view.translate("pages.coverage_states"))
show_cell_if_asked(view, chosen)
