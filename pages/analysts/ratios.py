"""指标关系: two metrics of the same subjects and year against each other, and one divided by the other."""

import streamlit as st

from yearbook.ui.filters.comparison import choose_metric
from yearbook.ui.heading import show_heading
from yearbook.ui.sections.ratios import (
    choose_pairs,
    choose_partner,
    find_paired_metric,
    find_pairs,
    show_no_partner,
    show_pairs,
    show_ratio,
    show_scatter,
)
from yearbook.ui.tables import show_nothing
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "ratios")
left, right = st.columns(2)
with left:
    metric = choose_metric(view, find_default=find_paired_metric)
if metric is None:
    show_nothing(view)
    st.stop()
with right:
    partner = choose_partner(view, metric)
pairs = find_pairs(view, metric, partner) if partner else None
if pairs is None or pairs.empty:
    show_no_partner(view, metric)
    st.stop()
shown, group, year = choose_pairs(view, pairs)
st.caption(view.translate("ratios.rule"))
left, right = st.columns(2)
with left, st.container(border=True, height="stretch"):
    st.subheader(view.translate("ratios.scatter"), anchor=False)
    show_scatter(view, shown, group, year)
with right, st.container(border=True, height="stretch"):
    st.subheader(view.translate("ratios.ratio"), anchor=False)
    show_ratio(view, shown, group, year)
show_pairs(view, shown, year)
