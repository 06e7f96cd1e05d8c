"""目标与进展: what reports and plans say shall be, by when, and what became of it; unlike stands beside, with the reason."""

import streamlit as st

from yearbook.charts.targets.words import format_counts
from yearbook.ui.downloads import offer_list
from yearbook.ui.heading import show_heading
from yearbook.ui.sections.targets import choose_targets, find_targets, show_charts, show_no_targets, show_targets
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "targets")
found = find_targets(view)
if not found:
    show_no_targets(view)
    st.stop()
chosen = choose_targets(view, found)
st.markdown(format_counts(chosen, view.language))
st.caption(view.translate("targets.rule"))
show_charts(view, chosen)
show_targets(view, chosen, "targets")
offer_list(view, "targets")
