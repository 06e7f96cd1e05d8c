"""Errors of writing and building, shown as a message on the page instead of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from yearbook.catalogue.files import DataError
from yearbook.catalogue.messages import localize
from yearbook.store.lock import WriterBusy
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.view import View
from yearbook.warehouse.checks import Unsound


@contextmanager
def show_failure(view: View, words: str) -> Iterator[None]:
    """Show `words` with the reason where what is done inside fails for the data, the disk or another writer."""
    try:
        yield
    except (DataError, OSError, Unsound, WriterBusy) as error:
        st.error(view.translate(words, reason=escape_markdown(localize(error, view.language))), icon=":material/error:")
