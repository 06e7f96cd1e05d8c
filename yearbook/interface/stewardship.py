"""Who may write: nobody, unless whoever started the server said so; then the person at the screen, by name."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:  # the server asks who may write before Streamlit runs, and the view's caches need it running
    from yearbook.interface.view import View

ALLOWED = "YEARBOOK_STEWARD"  # set by `serve --steward`; in the environment, so that `streamlit run app.py` knows it too


def may_write() -> bool:
    """Whether this server lets its visitors import, decide and publish."""
    return os.environ.get(ALLOWED, "") not in ("", "0")


def require_steward(view: View) -> str:
    """The name under which this visitor's decisions are kept. Ends the run where writing is off, saying how to turn it on."""
    if not may_write():
        st.info(view.say("interface.writing_off"), icon=":material/lock:")
        st.stop()
    return name_writer()


def name_writer() -> str:
    """Who sits here: the account that runs the server, which is on this machine only."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without accounts
        return "steward"
