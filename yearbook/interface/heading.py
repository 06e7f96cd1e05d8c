"""The head of a page: its title, how to share it, what it is for, and notices on the edition."""

from __future__ import annotations

import streamlit as st

from yearbook.interface import store
from yearbook.interface.finding import box as searching
from yearbook.interface.sharing import pinning
from yearbook.interface.sharing import popover as sharing
from yearbook.interface.view import View


def show_heading(view: View, page: str) -> None:
    """Draw what does not wait for any figure; call it first."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        st.title(view.say(f"pages.{page}"), anchor=False, width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            searching.show_button(view)
            sharing.reserve_place(view, page)
    st.caption(view.say(f"pages.{page}_about"))
    pinning.show_pin(view.edition, view.language)
    if store.note_of(view.edition).demonstration:
        st.warning(view.say("interface.demonstration"), icon=":material/science:")
