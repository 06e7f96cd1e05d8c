"""分享与引用: a link to this very view and edition, citations, and the address of its figures, in a popover of the heading."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from yearbook.exports.parameters import format_address
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.chart_display import choose_picture
from yearbook.ui.share.citation import Cited, cite_plainly, cite_standard, make_link, make_title
from yearbook.ui.view import View, current_view
from yearbook.warehouse.filters import Filters

_PLACE = "place of sharing"
_FIGURES = "figures to share"


def reserve_place(view: View, page: str) -> None:
    """Draw the button and what can be said already; a page that ends early leaves it at that."""
    popover = st.popover(
        view.translate("share.button"), icon=":material/share:", width="content", help=view.translate("share.button_help")
    )
    st.session_state.pop(_FIGURES, None)
    st.session_state[_PLACE] = place = (popover.empty(), page)
    _fill(view, *place)
    with popover:
        choose_picture(view)


def offer_figures(filters: Filters) -> None:
    """Say which figures the page shows, so that their address is offered and the citation tells the filters."""
    st.session_state[_FIGURES] = filters


def show_if_headed() -> None:
    """Say in this run's heading, where there is one, what was chosen on the page; app.py calls this after the page."""
    place = st.session_state.pop(_PLACE, None)
    if place is not None:
        _fill(current_view(), *place)


def _fill(view: View, slot: Any, page: str) -> None:
    filters: Filters | None = st.session_state.get(_FIGURES)
    cited = _describe(view, page, filters)
    with slot.container():
        _show_text(view, "link", cited.link)
        _show_text(view, "citation_standard", cite_standard(cited, view.language))
        _show_text(view, "citation_plain", cite_plainly(cited, view.language))
        if filters is not None:
            _show_text(view, "figures", _origin() + format_address(view.edition, filters, "csv"))
            st.caption(view.translate("share.figures_about", link=f"{_origin()}/api?lang={view.language}"))
        if store.note_of(view.edition).demonstration:
            st.caption(view.translate("share.demonstration"))


def _show_text(view: View, name: str, text: str) -> None:
    """A text with its button to copy it."""
    st.caption(view.translate(f"share.{name}"))
    st.code(text, language=None, wrap_lines=True)


def _describe(view: View, page: str, filters: Filters | None) -> Cited:
    """The view as it can be cited: all that was chosen, spelled out."""
    made = address.choices()
    parameters: dict[str, list[str]] = {key: list(choice.codes) for key, choice in made.items()}
    for key in st.query_params:
        parameters.setdefault(key, st.query_params.get_all(key))
    parameters[address.EDITION] = [str(view.edition)]
    parts = [choice.words for key, choice in made.items() if key != "lang"]
    if filters is not None:
        parts = [(view.describe(filters),)]
    zone = _zone()
    built_on = datetime.fromisoformat(store.note_of(view.edition).built_at).astimezone(zone).date()
    return Cited(
        title=make_title(view.translate(f"pages.{page}"), parts, view.language),
        edition=view.edition,
        built_on=built_on,
        read_on=datetime.now(zone).date(),
        link=make_link(st.context.url or "", parameters),
    )


def _origin() -> str:
    """Where the server is reached, without the page."""
    url: Any = st.context.url or ""
    scheme, slashes, rest = str(url).partition("://")
    return f"{scheme}{slashes}{rest.partition('/')[0]}" if slashes else ""


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
