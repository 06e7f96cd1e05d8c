"""Making an earlier edition the current one: for administrators, asked twice, undone by doing it again."""

from __future__ import annotations

import streamlit as st

from yearbook.catalogue.files import home
from yearbook.catalogue.messages import localize
from yearbook.store.lock import WriterBusy
from yearbook.ui import edition_access as store
from yearbook.ui.auth.visitor import acting, may
from yearbook.ui.view import View
from yearbook.warehouse.registry import DamagedEdition, NoEdition, rollback

PATIENT = (OSError, NoEdition, DamagedEdition, WriterBusy)
_FAILED = "not rolled back"


def offer_rollback(view: View, number: int) -> None:
    """The way to make an edition the current one; nothing for those who may not, or where it is already."""
    failed = st.session_state.pop(_FAILED, None)
    if failed is not None:
        st.error(view.translate("roles.not_rolled_back", reason=localize(failed, view.language)), icon=":material/error:")
    if number == store.edition_in_use() or not may("roll_back"):
        return
    with st.popover(view.translate("roles.roll_back", number=number), icon=":material/settings_backup_restore:"):
        st.markdown(view.translate("roles.roll_back_about", number=number, current=store.edition_in_use()))
        label = view.translate("roles.roll_back_sure", number=number)
        st.button(label, key="roll back", type="primary", on_click=_roll_back, args=(number,))


def _roll_back(number: int) -> None:
    try:
        with acting("roll_back", "editions"):
            rollback(home(), number)
    except PATIENT as error:
        st.session_state[_FAILED] = error
