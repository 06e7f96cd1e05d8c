"""The head of a page: its title, how to share it, what it is for, and notices on the edition."""

from __future__ import annotations

import streamlit as st

from yearbook.ui import edition_access as store
from yearbook.ui.search import box as searching
from yearbook.ui.share import pinning
from yearbook.ui.share import popover as sharing
from yearbook.ui.view import View


def show_heading(view: View, page: str) -> None:
    """Draw what does not wait for any figure; call it first."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        st.title(view.translate(f"pages.{page}"), anchor=False, width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            searching.show_button(view)
            sharing.reserve_place(view, page)
    st.caption(view.translate(f"pages.{page}_about"))
    pinning.show_pin(view.edition, view.language)
    if store.note_of(view.edition).demonstration:
        st.warning(view.translate("interface.demonstration"), icon=":material/science:")
