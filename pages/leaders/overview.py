"""总览: headline figures of the nation or a region, who reported what, and what this edition added."""

import streamlit as st

from yearbook.analysis.headline import find_headlines
from yearbook.interface.cards import show_cards
from yearbook.interface.heading import show_heading
from yearbook.interface.view import current_view

view = current_view()
show_heading(view, "overview")
headline_metrics = tuple(metric.id for metric in view.catalogue.metrics.values() if metric.headline)
facts = view.facts(regions=(), metrics=headline_metrics)
st.subheader(view.region_name, anchor=False)
show_cards(view, find_headlines(facts, headline_metrics, view.region), key="headline")
