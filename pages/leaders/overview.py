"""总览: headline figures of the nation or a region, the provinces, who reported what, and what this edition added."""

import streamlit as st

from yearbook.interface import store
from yearbook.interface.cards import show_cards
from yearbook.interface.cell_panel import ask_for_cell, show_cell_if_asked
from yearbook.interface.covering import cover_lately
from yearbook.interface.figures import show_figure
from yearbook.interface.heading import show_heading
from yearbook.interface.headlines import headlines_of
from yearbook.interface.memory import remember
from yearbook.interface.provinces import show_provinces
from yearbook.interface.view import current_view

view = current_view()
show_heading(view, "overview")
headline_metrics = tuple(metric.id for metric in view.catalogue.metrics.values() if metric.headline)
st.subheader(view.say("pages.overview_headlines", region=view.region_name), anchor=False)
show_cards(view, headlines_of(view, headline_metrics), key="headline")

left, right = st.columns(2)
with left, st.container(border=True, height="stretch"):
    st.subheader(view.say("pages.overview_provinces"), anchor=False)
    show_provinces(view, view.facts(regions=(), metrics=headline_metrics, levels=("province",), scopes=("region_wide",)))
with right, st.container(border=True, height="stretch"):
    st.subheader(view.say("pages.overview_coverage"), anchor=False)
    coverage = remember(cover_lately, view)
    show_figure(view, coverage.figure, "coverage", coverage.count, view.say("pages.coverage"), on_choose=ask_for_cell)
    st.page_link("pages/analysts/coverage.py", label=view.say("pages.overview_all_bodies"), icon=":material/grid_on:", help="")

note = store.note_of(view.edition)
with st.container(border=True):
    st.subheader(view.say("pages.overview_edition", number=note.number), anchor=False)
    st.markdown(
        view.say(
            "pages.overview_edition_counts",
            facts=f"{note.facts:,}",
            agencies=note.agencies,
            reports=note.reports,
            added=f"{note.added:,}",
            revised=f"{note.revised:,}",
            removed=f"{note.removed:,}",
        )
    )
    st.page_link("pages/about/editions.py", label=view.say("pages.overview_all_changes"), icon=":material/history:", help="")
show_cell_if_asked(view)
