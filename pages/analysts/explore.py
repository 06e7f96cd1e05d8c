"""筛选与下载: every figure that the filters leave, with its evidence, to look at and to take away."""

import streamlit as st

from yearbook.interface import address
from yearbook.interface.downloads import show_downloads
from yearbook.interface.heading import show_heading
from yearbook.interface.tables import show_facts
from yearbook.interface.view import current_view

ROWS_SHOWN = 2000  # in the browser; the downloads hold them all
LEVELS = ("national", "province", "prefecture", "county")
STATUSES = ("verified", "unverified", "extracted", "confirmed", "corrected")

view = current_view()
show_heading(view, "explore")
catalogue, language = view.catalogue, view.language
bodies = view.ask("agencies").set_index("agency_id")
span = view.ask("years_with_facts").iloc[0]
first, last = int(span["first_year"]), int(span["last_year"])
anything = view.say("interface.choose_all")

with st.container(border=True):
    left, middle, right = st.columns(3)
    with left:
        topics = address.choose_many(
            view.say("interface.topic"),
            list(catalogue.topics),
            key="topics",
            name=lambda topic: catalogue.topics[topic].name[language],
            placeholder=anything,
        )
        levels = address.choose_many(
            view.say("interface.level"),
            LEVELS,
            key="levels",
            name=lambda level: view.say(f"interface.level_{level}"),
            placeholder=anything,
        )
    with middle:
        metrics = address.choose_many(
            view.say("interface.metric"),
            [metric.id for metric in catalogue.metrics.values() if not topics or metric.topic in topics],
            key="metrics",
            name=view.metric_name,
            placeholder=anything,
        )
        agencies = address.choose_many(
            view.say("interface.agency"),
            list(bodies.index),
            key="agencies",
            name=lambda agency: str(bodies.at[agency, view.column("name")]),
            placeholder=anything,
        )
    with right:
        words = st.text_input(
            view.say("interface.search"),
            key="text",
            bind="query-params",
            type="search",
            placeholder=view.say("interface.search_hint"),
        )
        statuses = address.choose_many(
            view.say("interface.status"),
            [status for status in STATUSES if status != "unverified" or not view.verified_only],
            key="statuses",
            name=lambda status: view.say(f"interface.status_{status}"),
            placeholder=anything,
        )
    years = st.slider(view.say("interface.years"), first, last, (first, last), key="years", bind="query-params")

filters = view.filters(
    topics=topics,
    levels=levels,
    metrics=metrics,
    agencies=agencies,
    text=words.strip(),
    from_year=years[0] if years[0] > first else None,
    to_year=years[1] if years[1] < last else None,
    **({"statuses": statuses} if statuses else {}),
)
facts = view.ask("facts", **filters.parameters())
st.markdown(view.say("pages.explore_sentence", sentence=filters.sentence(catalogue, language), count=len(facts)))
if len(facts):
    show_downloads(view, filters, len(facts))
show_facts(view, facts.head(ROWS_SHOWN), key="explore", height=560)
if len(facts) > ROWS_SHOWN:
    st.caption(view.say("pages.explore_first_rows", shown=ROWS_SHOWN, count=len(facts)))
