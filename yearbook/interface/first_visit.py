"""When no edition exists yet: build the first from the public record, and say so."""

from __future__ import annotations

import streamlit as st

from yearbook.data import DataError, home
from yearbook.interface import store
from yearbook.warehouse.build import build_edition
from yearbook.warehouse.editions import NoEdition
from yearbook.words import Language, say


def edition_or_build(language: Language) -> int:
    """The edition to show; the first one is built here. Ends the page run with words where that fails."""
    number = store.edition_in_use()
    if number is None:
        try:
            with st.spinner(say("interface.building", language)):
                build_edition(home())
        except (DataError, OSError) as error:
            st.error(say("interface.building_failed", language, reason=error), icon=":material/error:")
            st.stop()
        number = store.edition_in_use()
    if number is None:
        st.info(say("interface.no_edition", language), icon=":material/info:")
        st.stop()
    try:
        store.warehouse(number)
    except NoEdition as error:  # the pointer names an edition whose file is gone
        st.error(str(error), icon=":material/error:")
        st.stop()
    return number
