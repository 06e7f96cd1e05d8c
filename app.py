"""The front door: page config, language, navigation, and the filters that all pages share."""

import time

import streamlit as st

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import translate
from yearbook.ui import edition_access, edition_choice, evidence, navigation, view
from yearbook.ui import url_state as address
from yearbook.ui.auth import visitor
from yearbook.ui.filters import sidebar as filters
from yearbook.ui.filters.memory import remember_region
from yearbook.ui.heading import complete_heading
from yearbook.web import monitoring, rerun_queue
from yearbook.web.page_files import render_scripts, render_styles
from yearbook.web.streamlit_internals import is_history_run

begun = time.perf_counter()
with rerun_queue.PAGES.turn(), address.page_run(history=is_history_run()), edition_access.pin_editions():
    language = filters.settle_language()
    st.set_page_config(
        page_title=translate("interface.product", language),
        page_icon=str(PROJECT / "static" / "logo.svg"),
        layout="wide",
        menu_items={"About": translate("interface.about", language)},
    )
    st.logo(str(PROJECT / "static" / f"wordmark_{language}.svg"), icon_image=str(PROJECT / "static" / "logo.svg"), size="large")
    st.html(render_styles(language))
    page = st.navigation(navigation.build_pages(language), expanded=True)
    current = edition_choice.edition_or_build(language)
    edition = edition_choice.settle_edition(current, page.title, language, writes=navigation.writes(page.url_path))
    edition_choice.require_readable(edition, language)
    with monitoring.timed_rerun(page.url_path, begun), edition_choice.handle_stale_edition(language):
        view.set_view(filters.show_filters(edition, language, navigation.compares(page.url_path)))
        visitor.show_account(language)
        with st.sidebar:
            st.html(render_scripts(language), unsafe_allow_javascript=True)
            remember_region(view.current_view())
        page.run()
        complete_heading()
        evidence.show_if_asked()
