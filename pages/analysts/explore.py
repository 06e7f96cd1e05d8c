"""筛选与下载: every figure that the filters leave, with its evidence, to look at and to take away."""

import streamlit as st

from yearbook.analysis.pivot import SHAPES
from yearbook.ui.downloads import count_figures, show_downloads
from yearbook.ui.filters.sidebar import choose_filters
from yearbook.ui.heading import show_heading
from yearbook.ui.sections.pivot import show_pivot_of
from yearbook.ui.share import offer_figures
from yearbook.ui.tables import ROWS_SHOWN, show_facts, show_row_count
from yearbook.ui.view import current_view

COLUMNS = ("metric", "figure", "subject", "period", "scope", "status", "evidence", "source")  # a phone shows the first two

view = current_view()
show_heading(view, "explore")
filters = choose_filters(view)
offer_figures(filters)
facts = view.facts_of(filters, ROWS_SHOWN)
count = len(facts) if len(facts) < ROWS_SHOWN else count_figures(view, filters)  # the first are all of them, mostly
sentence = view.describe(filters)
st.markdown(view.translate("pages.explore_sentence", sentence=sentence, count=count))
if count:
    show_downloads(view, filters, count)
tabs = [view.translate(f"interface.pivot_{shape}") for shape in ("long", *SHAPES)]
long, *pivots = st.tabs(tabs, key="explore tabs", on_change="rerun")
if long.open:
    with long:
        show_facts(view, facts, key="explore", columns=COLUMNS, height=560, offered=False)
        show_row_count(view, len(facts), count)
for tab, shape in zip(pivots, SHAPES, strict=True):
    if tab.open:
        with tab:
            show_pivot_of(view, filters, f"explore {shape}", shape)
