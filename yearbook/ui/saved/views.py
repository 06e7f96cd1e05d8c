"""A view by its name: in the link, where the page's head shows it, and for who has signed in kept on the server."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import streamlit as st

from yearbook.catalogue.files import home
from yearbook.records.state import SavedView
from yearbook.store.audit import Actor, act_for
from yearbook.store.views import LONGEST_NAME, list_views, remove_view, save_view
from yearbook.ui.auth.roles import Visitor
from yearbook.ui.auth.visitor import show_failure, visitor
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.navigation import PLACES, place_of
from yearbook.ui.url_state import EDITION
from yearbook.ui.view import View

PARAMETER = "view"  # of the address: what the view is called
ORIGIN = "page: share"


def read_name() -> str:
    """What the address calls this view; "" where it has no name."""
    return " ".join(str(st.query_params.get(PARAMETER, "")).split())[:LONGEST_NAME]


def show_name() -> None:
    """The name of the view, where the address has one."""
    if name := read_name():
        st.markdown(f":material/bookmark: **{escape_markdown(name)}**")


def choose_name(view: View) -> None:
    """Ask for a name, which the link then has."""

    def keep_name() -> None:
        typed = " ".join(str(st.session_state["view name"]).split())
        if typed:
            st.query_params[PARAMETER] = typed
        else:
            st.query_params.pop(PARAMETER, None)

    st.session_state["view name"] = read_name()
    st.text_input(
        view.translate("views.name"), key="view name", max_chars=LONGEST_NAME, placeholder=view.translate("views.name_hint"),
        on_change=keep_name,
    )  # fmt: skip


def show_saved(view: View, page: str, link: str) -> None:
    """The button that keeps this view, and the views that are kept; nothing for who has not signed in."""
    here = visitor()
    if not _may_save(here):
        return
    name = read_name()
    if st.button(view.translate("views.save"), key="save view", icon=":material/bookmark_add:", disabled=not name):
        with show_failure(view, "views.failed"), act_for(Actor(here.name, ORIGIN)):
            save_view(home(), here.name, name, page, urlsplit(link).query)
    kept = [saved for saved in list_views(home(), here.name) if saved.page in {place.name for place in PLACES}]
    if kept:
        st.caption(view.translate("views.kept"))
    for number, saved in enumerate(kept):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            _show_link(saved)
            st.button(
                view.translate("views.remove"), key=f"remove view {number}", icon=":material/delete:", type="tertiary",
                on_click=_remove, args=(saved.name,),
            )  # fmt: skip


def _show_link(saved: SavedView) -> None:
    """The link to a view, of today's figures: of the edition in use, whichever it was saved in."""
    query = {name: values for name, values in parse_qs(saved.query).items() if name != EDITION} | {PARAMETER: [saved.name]}
    script = place_of(saved.page).script
    st.page_link(script, label=escape_markdown(saved.name), icon=":material/bookmark:", query_params=query)


def _remove(name: str) -> None:
    here = visitor()
    if _may_save(here):
        with act_for(Actor(here.name, ORIGIN)):
            remove_view(home(), here.name, name)


def _may_save(here: Visitor) -> bool:
    """Whoever has signed in, and is called something."""
    return here.signed_in and bool(here.name)
