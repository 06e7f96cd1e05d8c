"""筛选与下载: every figure that the filters leave, with its evidence, to look at and to take away."""

import streamlit as st

from yearbook.interface.downloads import show_downloads
from yearbook.interface.fact_filters import choose_filters
from yearbook.interface.heading import show_heading
from yearbook.interface.sharing import offer_figures
from yearbook.interface.tables import show_facts
from yearbook.interface.view import current_view

ROWS_SHOWN = 2000  # in the browser; the downloads hold them all

view = current_view()
show_heading(view, "explore")
filters = choose_filters(view)
offer_figures(filters)
facts = view.facts_of(filters)
sentence = filters.sentence(view.catalogue, view.language)
st.markdown(view.say("pages.explore_sentence", sentence=sentence, count=len(facts)))
if len(facts):
    show_downloads(view, filters, len(facts))
show_facts(view, facts.head(ROWS_SHOWN), key="explore", height=560, offered=False)
if len(facts) > ROWS_SHOWN:
    st.caption(view.say("pages.explore_first_rows", shown=ROWS_SHOWN, count=len(facts)))
