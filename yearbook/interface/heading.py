"""The head of a page: its title, what it is for, and a notice where the edition is a demonstration."""

from __future__ import annotations

import streamlit as st

from yearbook.interface import store
from yearbook.interface.view import View


def show_heading(view: View, page: str) -> None:
    """Draw what does not wait for any figure; call it first."""
    st.title(view.say(f"pages.{page}"), anchor=False)
    st.caption(view.say(f"pages.{page}_about"))
    if store.note_of(view.edition).demonstration:
        st.warning(view.say("interface.demonstration"), icon=":material/science:")
