"""The front door: page config, language, navigation, and the filters that all pages share."""

import time

import streamlit as st

from yearbook.data import PROJECT
from yearbook.interface import address, evidence, filters, first_visit, navigation, view
from yearbook.interface.old_edition import told_of_old_edition
from yearbook.interface.serving import metering, turns
from yearbook.interface.sharing import pinning
from yearbook.interface.sharing import popover as sharing
from yearbook.interface.visitors import visitor
from yearbook.words import say

begun = time.perf_counter()
with turns.take_turn():
    address.begin_run()
    language = filters.settle_language()
    st.set_page_config(
        page_title=say("interface.product", language),
        page_icon="static/logo.svg",
        layout="wide",
        menu_items={"About": say("interface.about", language)},
    )
    st.logo(f"static/wordmark_{language}.svg", icon_image="static/logo.svg", size="large")
    st.html(PROJECT / "static" / "contrast.css")
    if language == "zh":
        st.html(PROJECT / "static" / "zh.css")
    page = st.navigation(navigation.build_pages(language), expanded=True)
    current = first_visit.edition_or_build(language)
    edition = pinning.settle_edition(current, page.title, language, writes=navigation.writes(page.url_path))
    first_visit.require_readable(edition, language)
    with metering.timed_rerun(page.url_path, begun), told_of_old_edition(language):
        view.set_view(filters.show_filters(edition, language))
        visitor.show_account(language)
        page.run()
        sharing.show_if_headed()
        evidence.show_if_asked()
