"""机构画像: one body, all topics: telling figures, place among peers, what it reports and does not, its reports; the brief."""

import streamlit as st

from yearbook.ui.filters.nearest import show_nothing
from yearbook.ui.heading import show_heading
from yearbook.ui.profile import lists as profile_lists
from yearbook.ui.profile import page as profile_page
from yearbook.ui.view import current_view

FEW = 3  # places that leave room for the topics below them

view = current_view()
show_heading(view, "profile")
left, right = st.columns([3, 1], vertical_alignment="bottom")
with left:
    agency = profile_page.choose_body(view)
profile = profile_page.find_profile(view, agency)
if not profile.figures:
    show_nothing(view)
    st.stop()
with right:
    profile_page.show_brief_buttons(view, profile)
profile_page.show_findings(view, profile)
profile_page.show_headlines(view, profile)

left, right = st.columns(2)
many, alone = len(profile.standings) > FEW, not profile.missing
with left, st.container(border=True, height="stretch" if many else "content"):
    st.subheader(view.translate("profile.places"), anchor=False)
    profile_page.show_places(view, profile)
with right if many or alone else left, st.container(border=True):
    st.subheader(view.translate("profile.told"), anchor=False)
    profile_lists.show_topics(view, profile)
with left if alone and not many else right, st.container(border=True):
    st.subheader(view.translate("profile.missing"), anchor=False)
    profile_lists.show_missing(view, profile)
profile_lists.show_held_targets(view, profile)
with st.container(border=True):
    st.subheader(view.translate("profile.latest", count=len(profile.latest)), anchor=False)
    profile_lists.show_latest(view, profile)
with st.container(border=True):
    st.subheader(view.translate("profile.sources"), anchor=False)
    profile_lists.show_sources(view, profile)
