"""An edition that another program built may lack what a page needs: that is said calmly, with the mend, wherever pages run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from yearbook.catalogue.messages import Language, translate
from yearbook.warehouse.warehouse import StaleEdition


@contextmanager
def handle_stale_edition(language: Language) -> Iterator[None]:
    """Ends a page run with words instead of an error where the edition lacks what is asked for."""
    try:
        yield
    except StaleEdition:
        show_stale_edition(language)
        st.stop()


def show_stale_edition(language: Language) -> None:
    """What it is and what to do."""
    st.info(translate("share.edition_old", language), icon=":material/history:")
