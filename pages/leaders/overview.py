"""总览: headline figures of the nation or a region, the provinces, who reported what, and what this edition added."""

import streamlit as st

from yearbook.analysis.admissibility import may_rank
from yearbook.ui import edition_access as store
from yearbook.ui.cache import memoize
from yearbook.ui.chart_display import show_figure
from yearbook.ui.heading import show_heading
from yearbook.ui.navigation import show_link
from yearbook.ui.sections.below import list_below, show_below
from yearbook.ui.sections.coverage import ask_for_cell, cover_lately, show_cell_if_asked
from yearbook.ui.sections.provinces import show_provinces
from yearbook.ui.sections.standing import note_region
from yearbook.ui.sections.topic_page import choose_headlines, show_cards
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "overview")
headline_metrics = tuple(metric.id for metric in view.catalogue.metrics.values() if metric.headline)
headlines = choose_headlines(view, headline_metrics)
st.subheader(view.translate("pages.overview_headlines", region=view.region_name), anchor=False)
show_cards(view, headlines, key="headline", notes=note_region(view, headlines))

left, right = st.columns(2)
below = list_below(view)
if below:
    with left, st.container(border=True):
        st.subheader(view.translate("peers.below_title", region=view.region_name, count=len(below)), anchor=False)
        show_below(view)
with left, st.container(border=True, height="stretch"):
    st.subheader(view.translate("pages.overview_provinces"), anchor=False)
    show_provinces(view, tuple(metric for metric in view.catalogue.metrics if may_rank(metric)))
with right, st.container(border=True, height="content" if below else "stretch"):
    st.subheader(view.translate("pages.overview_coverage"), anchor=False)
    coverage = memoize(cover_lately, view)
    show_figure(view, coverage.figure, "coverage", coverage.count, view.translate("pages.coverage"), on_choose=ask_for_cell)
    show_link(view, "coverage", view.translate("pages.overview_all_bodies"))

note = store.note_of(view.edition)
with right if below else st.container(), st.container(border=True):
    st.subheader(view.translate("pages.overview_edition", number=note.number), anchor=False)
    st.markdown(
        view.translate(
            "pages.overview_edition_counts",
            facts=f"{note.facts:,}",
            agencies=note.agencies,
            reports=note.reports,
            added=f"{note.added:,}",
            revised=f"{note.revised:,}",
            removed=f"{note.removed:,}",
        )
    )
    show_link(view, "editions", view.translate("pages.overview_all_changes"))
show_cell_if_asked(view)
