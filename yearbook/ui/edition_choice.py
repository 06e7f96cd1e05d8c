"""The edition of a page run: the first is built, a link may pin one; notices where it is gone, damaged or old; rolling back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, NoReturn

import streamlit as st

from yearbook.catalogue.files import DataError, home
from yearbook.catalogue.messages import Language, localize, translate
from yearbook.pipeline.build import build_edition
from yearbook.store.lock import WriterBusy
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.auth.visitor import acting, may
from yearbook.ui.view import View
from yearbook.warehouse.registry import (
    DamagedEdition,
    NoEdition,
    is_old,
    list_numbers,
    other_edition,
    require_no_edition,
    rollback,
)
from yearbook.warehouse.warehouse import StaleEdition

CANNOT = (OSError, NoEdition, DamagedEdition, WriterBusy)  # why an edition was not made the current one
_FAILED = "not rolled back"


def edition_or_build(language: Language) -> int:
    """The edition to show; builds the first one where there is none at all. Stops the page run with an explanation where that
    fails."""
    try:
        number = store.edition_in_use()
        if number is None:
            require_no_edition(home())
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


class _Numbers:
    """Everything that reads as the number of an edition."""

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and re.fullmatch(r"[1-9][0-9]{0,8}", code) is not None


def settle_edition(current: int, title: str, language: Language, writes: bool = False) -> int:
    """The edition of this page run: what `?edition=` says, else what it said before in this visit, else the current one.

    A page that `writes` works on the current edition. Ends the run with words where the edition is not kept; `title` stands
    above them.
    """
    pinned = address.settle_one(address.EDITION, _Numbers(), "")
    if not pinned:
        address.forget(address.EDITION)
        return current
    address.keep(address.EDITION, pinned)
    if writes or int(pinned) == current:
        return current
    if int(pinned) not in list_numbers(home()):
        _show_gone(int(pinned), current, title, language)
        st.stop()
    return int(pinned)


def show_pin(edition: int, language: Language) -> None:
    """A calm notice where another program built the edition, or where it is not the current one, and the way there."""
    if is_old(store.note_of(edition)):
        st.caption(f":material/history: {translate('keeping.old_schema_page', language, number=edition)}")
    current = store.edition_in_use()
    if current is None or edition == current:
        return
    words = "share.pinned" if edition < current else "share.pinned_ahead"
    with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        built_on = f"{store.note_of(edition).built_at[:10]}"
        st.markdown(translate(words, language, number=edition, built_on=built_on, current=current), width="content")
        _show_way_to_current(current, language, "tertiary")


def _show_gone(number: int, current: int, title: str, language: Language) -> None:
    """That an edition is not kept any more, or never was; which are, and the way to the current one."""
    kept = translate("filters.and", language).join(map(str, list_numbers(home())))
    words = "share.gone" if number < current else "share.unknown"
    st.title(title, anchor=False)
    st.info(translate(words, language, number=number, kept=kept), icon=":material/history:")
    _show_way_to_current(current, language, "secondary")


def _show_way_to_current(current: int, language: Language, look: Literal["secondary", "tertiary"]) -> None:
    words = translate("share.to_current", language, current=current)
    st.button(words, key="to the current edition", icon=":material/update:", type=look, on_click=_unpin)


def _unpin() -> None:
    st.session_state.pop(address.EDITION, None)
    address.forget(address.EDITION)


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
    except CANNOT as error:
        st.session_state[_FAILED] = error


@contextmanager
def handle_stale_edition(language: Language) -> Iterator[None]:
    """Ends a page run with words instead of an error where the edition lacks what is asked for."""
    try:
        yield
    except StaleEdition:
        show_stale_edition(language)
        st.stop()


def show_stale_edition(language: Language) -> None:
    """What is wrong with the edition, and how to build it again."""
    st.info(translate("share.edition_old", language), icon=":material/history:")
