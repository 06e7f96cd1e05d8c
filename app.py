"""The front door: page config, language, navigation, and the filters that all pages share."""

import streamlit as st

from yearbook.data import PROJECT
from yearbook.interface import evidence, filters, first_visit, navigation, view
from yearbook.words import say

language = filters.settle_language()
st.set_page_config(
    page_title=say("interface.product", language),
    page_icon="static/logo.svg",
    layout="wide",
    menu_items={"About": say("interface.about", language)},
)
st.logo(f"static/wordmark_{language}.svg", icon_image="static/logo.svg", size="large")
if language == "zh":
    st.html(PROJECT / "static" / "zh.css")
page = st.navigation(navigation.build_pages(language), expanded=True)
edition = first_visit.edition_or_build(language)
view.set_view(filters.show_filters(edition, language))
page.run()
evidence.show_if_asked()
