"""跨机构对比: any metric, any bodies, any year, ranked; what cannot be compared is set apart and said so."""

import streamlit as st

from yearbook.interface import address
from yearbook.interface.comparing import choose_comparison, choose_metric, show_comparison
from yearbook.interface.heading import show_heading
from yearbook.interface.memory import remember
from yearbook.interface.offers import name_bodies
from yearbook.interface.tables import show_nothing
from yearbook.interface.view import current_view

view = current_view()
show_heading(view, "comparison")
left, right = st.columns(2)
with left:
    metric = choose_metric(view)
if metric is None:
    show_nothing(view)
    st.stop()
facts = view.facts(metrics=(metric,))
groups, year = choose_comparison(view, facts, beside=right)
names = remember(name_bodies, view, facts, groups[0].frame)
highlight = address.choose_many(
    view.say("pages.comparison_highlight"),
    list(names),
    key="highlight",
    name=names.__getitem__,
    placeholder=view.say("interface.choose_all"),
)
show_comparison(view, groups, year, highlight)
