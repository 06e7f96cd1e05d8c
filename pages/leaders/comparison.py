"""跨机构对比: any metric, any bodies, any year, ranked; what cannot be compared is set apart and said so."""

import streamlit as st

from yearbook.ui import url_state as address
from yearbook.ui.filters.compared import find_bodies
from yearbook.ui.filters.comparison import choose_comparison, choose_metric
from yearbook.ui.filters.nearest import show_gap, show_nothing
from yearbook.ui.filters.peers import find_own
from yearbook.ui.heading import show_heading
from yearbook.ui.sections.comparison import show_comparison
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "comparison")
left, right = st.columns(2)
with left:
    metric = choose_metric(view)
if metric is None:
    show_nothing(view)
    st.stop()
measure, groups, year = choose_comparison(view, metric, column=right)
bodies = find_bodies(view, measure, groups[0])
names = dict(zip(bodies["agency_id"], bodies[view.column("subject")], strict=True))
highlight = address.choose_many(
    view.translate("pages.comparison_highlight"),
    list(names),
    key="highlight",
    name=names.__getitem__,
    placeholder=view.translate("interface.choose_all"),
)
show_gap(view, measure, groups, year)
show_comparison(view, measure, groups, year, (*find_own(view), *highlight))
