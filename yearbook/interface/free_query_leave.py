"""Whether visitors may write SQL: no, unless whoever started the server said so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:  # the server asks this before Streamlit runs, and the view's caches need it running
    from yearbook.interface.view import View

ALLOWED = "YEARBOOK_SQL"  # set by `serve --sql`; in the environment, so that `streamlit run app.py` knows it too


def may_ask_freely() -> bool:
    return os.environ.get(ALLOWED, "") not in ("", "0")


def require_leave(view: View) -> None:
    """End the run where SQL is off, saying how to turn it on."""
    if not may_ask_freely():
        st.info(view.say("sql.turned_off"), icon=":material/lock:")
        st.stop()
