"""覆盖情况: which bodies published what in which years; what is not there is never called zero."""

import pandas as pd
import streamlit as st

from yearbook.analysis.coverage import count_bodies, cover_agencies, cover_metrics
from yearbook.charts.coverage_grid import draw_coverage_grid
from yearbook.charts.template import Caption
from yearbook.interface import address
from yearbook.interface.cell_panel import ask_for_cell, show_cell_if_asked
from yearbook.interface.figures import show_figure
from yearbook.interface.heading import show_heading
from yearbook.interface.tables import show_nothing
from yearbook.interface.view import current_view

view = current_view()
show_heading(view, "coverage")
catalogue, language = view.catalogue, view.language
left, right = st.columns([2, 3], vertical_alignment="bottom")
with left:
    by = address.choose_one(
        view.say("pages.coverage_by"),
        ("year", "metric"),
        key="by",
        default="year",
        name=lambda code: view.say(f"pages.coverage_by_{code}"),
        widget=st.segmented_control,
        required=True,
    )
with right:
    topics = list(catalogue.topics) if by == "metric" else ["all", *catalogue.topics]
    topic = address.choose_one(
        view.say("interface.topic"),
        topics,
        key="coverage_topic",
        default=topics[0],
        name=lambda code: view.say("interface.all_topics") if code == "all" else catalogue.topics[code].name[language],
        placeholder=view.say("interface.choose"),
    )
chosen = () if topic == "all" else (topic,)
facts = view.ask("coverage", regions=view.regions, topics=chosen, statuses=view.filters().statuses)
if facts.empty:
    show_nothing(view)
    st.stop()
agencies = view.ask("agencies")
everyone = view.ask("coverage", regions=view.regions, topics=(), statuses=())["agency_id"].nunique()
reporting = agencies[agencies["agency_id"].isin(set(facts["agency_id"]))]
reports = view.ask("coverage_reports")
caption = Caption("", count_bodies(facts, everyone).describe(language))
with st.container(border=True):
    if by == "year":
        figure = draw_coverage_grid(cover_agencies(facts, reporting, reports=reports), caption, language)
    else:
        told = facts["metric_id"].astype(str)
        metrics = view.ask("metrics")
        metrics = metrics[metrics["metric_id"].isin(set(told))].rename(columns={"name_zh": "metric_zh", "name_en": "metric_en"})
        known = [catalogue.metrics.get(metric) for metric in metrics["metric_id"].astype(str)]  # an old edition may hold others
        metrics = metrics.assign(levels=pd.Series([metric.levels if metric else () for metric in known], metrics.index, "object"))
        most = reporting[reporting["agency_id"].isin(facts["agency_id"].value_counts().index[:12])]
        figure = draw_coverage_grid(cover_metrics(facts, most, metrics, reports=reports), caption, language, "metric", "agency")
    show_figure(view, figure, f"coverage {by}", caption.subtitle, view.say("pages.coverage"), on_choose=ask_for_cell)
st.caption(view.say("pages.coverage_states"))
show_cell_if_asked(view, chosen)
