"""Search dialog, opened from every page's head (Ctrl+K): the answer to a question, and what is found by kind."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from yearbook.catalogue.files import PROJECT
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.navigation import show_link
from yearbook.ui.search.answer_card import show_reply
from yearbook.ui.search.answers import find_entries, reply_to
from yearbook.ui.search.destinations import Destination, find_destination, find_quotations
from yearbook.ui.view import View

KINDS = ("metrics", "agencies", "regions", "reports")
MAX_SHOWN = 5  # of each kind
MIN_CHARACTERS = 2  # characters for words of the reports; one stands in all of them
KEYS = PROJECT / "static" / "search.html"


def show_button(view: View) -> None:
    """The button, and the box that it opens, by the mouse or by Ctrl+K."""
    asked = st.button(
        view.translate("search.button"),
        key="find",
        icon=":material/search:",
        type="tertiary",
        shortcut="Ctrl+K",
        help=view.translate("search.button_help"),
    )
    if asked:
        st.dialog(view.translate("search.title"), width="medium", icon=":material/search:")(show_search)(view)


def show_search(view: View) -> None:
    """The box and what is found, by kind, with how many there are; before anything is typed, what can be typed."""
    typed = st.text_input(
        view.translate("search.label"),
        key="found by",
        type="search",
        placeholder=view.translate("search.hint"),
        label_visibility="collapsed",
        icon=":material/search:",
        live="300ms",
    )
    typed = (typed or "").strip()
    if not typed:
        st.caption(view.translate("search.begin"))
        _note_typed(typed)
        st.html(KEYS, unsafe_allow_javascript=True)
        return
    reply, found = reply_to(view, typed), find_entries(view, typed)
    if reply is not None:
        show_reply(view, reply)
    for kind in KINDS:
        entries = found.get(kind, ())
        if entries:
            shown = [find_destination(view, one) for one in entries[:MAX_SHOWN]]
            _show_destinations(view, view.translate(f"search.{kind}", count=len(entries)), shown)
            if len(entries) > MAX_SHOWN:
                st.caption(view.translate("search.more", count=len(entries) - MAX_SHOWN))
    words = find_quotations(view, typed) if len(typed) >= MIN_CHARACTERS else []
    if words:
        _show_destinations(view, view.translate("search.words"), words)
    _note_typed(typed)
    if not found and not words and reply is None:
        st.info(view.translate("search.nothing", typed=escape_markdown(typed)), icon=":material/search_off:")


def _note_typed(typed: str) -> None:
    """For the keys: what the results on screen belong to."""
    st.html(f'<span hidden data-typed="{escape(typed)}"></span>')


def _show_destinations(view: View, heading: str, destinations: Sequence[Destination]) -> None:
    """A heading and a link for each destination, with its line below it."""
    with st.container(gap="xsmall"):
        st.markdown(f"**{heading}**")
        for destination in destinations:
            with st.container(gap=None):
                show_link(view, destination.page, escape_markdown(destination.name), **destination.parameters)
                if destination.about:
                    st.caption(destination.about)
