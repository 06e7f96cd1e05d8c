"""Startup checks of a page run: build the first edition where there is none; explain one that is missing or damaged."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from yearbook.catalogue.files import DataError, home
from yearbook.catalogue.messages import Language, localize, translate
from yearbook.pipeline.build import build_edition
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.warehouse.registry import DamagedEdition, NoEdition, other_edition


def edition_or_build(language: Language) -> int:
    """The edition to show; builds the first one. Stops the page run with an explanation where that fails."""
    try:
        number = store.edition_in_use()
    except DamagedEdition as error:  # the pointer
        _stop_with(error, language)
    if number is None:
        try:
            with st.spinner(translate("interface.building", language)):
                build_edition(home())
        except (DataError, OSError) as error:
            st.error(translate("interface.building_failed", language, reason=localize(error, language)), icon=":material/error:")
            st.stop()
        number = store.edition_in_use()
    if number is None:
        st.info(translate("interface.no_edition", language), icon=":material/info:")
        st.stop()
    return number


def require_readable(edition: int, language: Language) -> None:
    """Open an edition; stop the page run with an explanation and a link to another edition where it is missing or damaged."""
    try:
        store.warehouse(edition)
        store.note_of(edition)
    except NoEdition as error:  # the pointer names an edition whose file is gone
        _stop_with(error, language)
    except DamagedEdition as error:
        _stop_with(error, language, other_edition(home(), edition))


def _stop_with(error: RuntimeError, language: Language, other: int | None = None) -> NoReturn:
    st.error(localize(error, language), icon=":material/error:")
    if other is not None:
        st.button(
            translate("keeping.look_at_other", language, other=other),
            icon=":material/history:",
            on_click=address.keep,
            args=(address.EDITION, str(other)),
        )
    st.stop()
