"""The head of a page: its title, sharing, what it is for, notices on the edition, and on what the address asks for in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from yearbook.catalogue.files import home
from yearbook.catalogue.samples import catalogue_for
from yearbook.exports.parameters import echo, find_near
from yearbook.ui import edition_access as store
from yearbook.ui import edition_choice, share, url_state
from yearbook.ui.embedding.frames import fit_frame
from yearbook.ui.filters.peers import describe_population
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.navigation import SHARED_PARAMETERS, place_of
from yearbook.ui.saved.views import show_name
from yearbook.ui.search import dialog
from yearbook.ui.view import View, current_view

OWN_FILES = ("draft",)  # pages of stewards that show what is dropped there, nothing of the edition
_SLOTS = "slots of the heading"


def show_heading(view: View, page: str) -> None:
    """Draw what does not wait for any figure; call it first."""
    url_state.current_run().page = page
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        st.title(view.translate(f"pages.{page}"), anchor=False, width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            dialog.show_button(view)
            shared = share.show_popover(view)
    show_name()
    fit_frame()
    told = (view.translate(f"pages.{page}_about"), escape_markdown(describe_population(view, page)))
    st.caption("  \n".join(filter(None, told)))
    edition_choice.show_pin(view.edition, view.language)
    st.session_state[_SLOTS] = slots = (page, shared, st.empty())
    _fill(view, *slots)


def complete_heading() -> None:
    """Say in this run's heading, where there is one, what was chosen on the page and what the address asks for in vain.

    app.py calls this after the page. A page that ends early (st.stop) leaves its heading at what was known before it ran.
    """
    slots = st.session_state.pop(_SLOTS, None)
    if slots is not None:
        page, shared, below = slots
        _fill(current_view(), page, shared, below, is_complete=True)


def _fill(view: View, page: str, shared: DeltaGenerator | None, below: DeltaGenerator, is_complete: bool = False) -> None:
    if shared is not None:
        share.fill_popover(view, shared, page, is_complete)
    notes = [*_note_parameters(view, page), *_note_values(view)]
    of_all = place_of(page).section == "stewards" and page not in OWN_FILES
    is_sample = store.note_of(view.edition).demonstration and (of_all or _is_sample_chosen(view))
    if not notes and not is_sample:
        return
    with below.container():
        if notes:
            st.caption("  \n".join(f":material/info: {note}" for note in notes))
        if is_sample:
            st.warning(view.translate("interface.demonstration"), icon=":material/science:")


def _is_sample_chosen(view: View) -> bool:
    """Whether the address names an invented region or agency: only then does a page show figures of one."""
    known, all_there_are = view.catalogue, catalogue_for(home(), True)
    chosen = {view.region, *(code for name in st.query_params for code in st.query_params.get_all(name))}
    return any(
        code in everything and code not in shipped
        for code in chosen
        for everything, shipped in ((all_there_are.regions, known.regions), (all_there_are.agencies, known.agencies))
    )


def _note_parameters(view: View, page: str) -> Iterator[str]:
    """A sentence for each parameter that the page does not take, with the one that is likely meant."""
    taken = (*place_of(page).parameters, *SHARED_PARAMETERS)
    for name in st.query_params:
        if name not in taken:
            near = get_close_matches(name.casefold(), taken, 1)
            yield _join(
                view,
                view.translate("share.parameter_unknown", name=_show(name)),
                view.translate("share.parameter_near", near=near[0]) if near else "",
            )


def _note_values(view: View) -> Iterator[str]:
    """A sentence for each code that the page does not offer, with what is shown in its place and the nearest codes."""
    for one in url_state.current_run().unknown.values():
        near = [
            view.translate("share.value_option", label=escape_markdown(one.options[code].strip()), code=code)
            for code in find_near(one.code, one.options)
        ]
        taken = one.options.get(one.taken or "", "")
        yield _join(
            view,
            view.translate("share.value_unknown", name=one.parameter, value=_show(one.code)),
            view.translate("share.value_taken", taken=escape_markdown(taken.strip())) if taken else "",
            view.translate("share.value_near", near=view.translate("filters.and").join(near)) if near else "",
        )


def _show(text: str) -> str:
    return escape_markdown(echo(text))


def _join(view: View, *sentences: str) -> str:
    """Sentences of one note."""
    texts: Iterable[str] = filter(None, sentences)
    return ("" if view.language == "zh" else " ").join(texts)
