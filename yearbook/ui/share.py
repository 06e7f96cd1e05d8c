"""分享与引用: a link to this very view and edition, citations, and the address of its figures, in a popover of the heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Literal
from urllib.parse import quote, urlencode, urljoin, urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from yearbook.catalogue.installation import PUBLIC_ADDRESS, is_private_address, read_public_address, read_responsible_body
from yearbook.catalogue.messages import Language, all_messages, translate
from yearbook.charts.slides.deck import HEADS, write_deck
from yearbook.charts.slides.figure_reading import read_figure
from yearbook.exports.parameters import format_address
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.chart_display import choose_picture, collect_figures, list_collected
from yearbook.ui.embedding.frames import offer_embedding
from yearbook.ui.saved.views import choose_name, show_saved
from yearbook.ui.view import View
from yearbook.warehouse.filters import Filters

MAX_NAMED = 3  # values that a title names; of more it says how many
KEY, _FIGURES = "share", "figures to share"


@dataclass(frozen=True, slots=True)
class Cited:
    """A view as it is cited: what it shows, the number of its edition, where it stands, and when somebody looked at it; `body`
    is who answers for it. Link and body may be empty."""

    title: str
    number: int
    built_on: date
    read_on: date
    link: str
    body: str = ""


def format_link(page: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """The address of a page with all its parameters, repeated where there are several values; Chinese is percent-encoded."""
    query = urlencode([(name, value) for name, values in parameters.items() for value in values], quote_via=quote)
    return f"{page}?{query}" if query else page


def format_title(page: str, parts: Sequence[Sequence[str]], language: Language) -> str:
    """What a view shows: the page, and what was chosen on it."""
    named = [_join(words, language) for words in parts if words]
    if not named:
        return page
    return translate("share.title", language, page=page, parts=translate("share.comma", language).join(named))


def cite(form: Literal["standard", "plain"], cited: Cited, language: Language) -> str:
    """standard: as GB/T 7714—2025 wants a data set, body. title[DS/OL]. version. platform（built）[read]. address.
    plain: for a slide or a footnote."""
    body = translate(f"share.{form}_body", language, body=cited.body) if cited.body else ""
    place = translate(f"share.{form}_place", language, link=cited.link) if cited.link else ""
    return translate(f"share.{form}", language, **(asdict(cited) | {"body": body, "place": place}))


def find_public_link(link: str) -> str:
    """A link as others can follow it: below the public address where one is set."""
    public, parts = read_public_address(), urlsplit(link)
    if not public:
        return link
    page = parts.path.rpartition("/")[2]
    return urlunsplit((*urlsplit(public)[:2], f"{urlsplit(public).path}/{page}", parts.query, ""))


def _join(words: Sequence[str], language: Language) -> str:
    if len(words) > MAX_NAMED:
        return translate("share.several", language, first=words[0], count=len(words), more=len(words) - 1)
    return translate("filters.and", language).join(words)


def show_popover(view: View) -> DeltaGenerator | None:
    """The button with its popover; once that is open, the slot in it for what fill_popover knows before and after the page has
    run. A closed one is left empty: its dozen elements would go out with every view."""
    st.session_state.pop(_FIGURES, None)
    popover = st.popover(
        view.translate("share.button"),
        icon=":material/share:",
        width="content",
        help=view.translate("share.button_help"),
        key=KEY,
        on_change="rerun",
    )
    collect_figures(bool(popover.open))
    if not popover.open:
        return None
    with popover:
        choose_name(view)
        slot = st.empty()
        choose_picture(view)
    return slot


def offer_figures(filters: Filters) -> None:
    """Name the figures that the page shows: their address is offered, and the citation describes their filters."""
    st.session_state[_FIGURES] = filters


def fill_popover(view: View, slot: DeltaGenerator, page: str, is_complete: bool) -> None:
    """Link, citations and address of the figures, by what has been chosen on the page so far; once that `is_complete`, what can
    be done with it: a widget is drawn once a run."""
    filters: Filters | None = st.session_state.get(_FIGURES)
    cited = _describe(view, page, filters)
    is_private = is_private_address(cited.link)
    with slot.container():
        _show_text(view, "link", cited.link)
        if is_complete:
            show_saved(view, page, cited.link)
            offer_embedding(view, cited.link)
        if is_private:
            st.caption(f":material/warning: {view.translate('share.private', name=PUBLIC_ADDRESS)}")
            cited = replace(cited, link="")
        _show_text(view, "citation_standard", cite("standard", cited, view.language))
        _show_text(view, "citation_plain", cite("plain", cited, view.language))
        if filters is not None:
            origin = find_public_link(str(urljoin(st.context.url or "", "/"))).rstrip("/")
            _show_text(view, "figures", origin + format_address(view.edition, filters, "csv"))
            st.caption(view.translate("share.figures_about", link=f"{origin}/api?lang={view.language}"))
        if store.note_of(view.edition).demonstration:
            st.caption(view.translate("share.demonstration"))
        _offer_slides(view, cited)


def _offer_slides(view: View, cited: Cited) -> None:
    """The charts that the page has drawn as slides, made when pressed; nothing before it has drawn any."""
    drawn = list_collected()
    if not drawn:
        return
    words = {name: all_messages()[f"share.slides_{name}"][view.language] for name in (*HEADS, "more")}
    line = view.translate("charts.edition_line", source=view.translate("charts.source_record"), edition=view.edition)
    built_at = datetime.fromisoformat(store.note_of(view.edition).built_at).replace(tzinfo=None)
    about = cite("plain", cited, view.language)

    def make() -> bytes:
        return write_deck([read_figure(*one) for one in drawn], cited.title, about, line, built_at, words)

    st.download_button(
        view.translate("share.slides", count=len(drawn)),
        data=make,
        file_name=view.translate(
            "share.slides_file", title=re.sub(r"[\s/\\:*?\"<>|']+", "_", cited.title)[:60], number=view.edition
        ),
        mime="application/vnd.openxmlformats-officedocument.presentationml.presentation",
        icon=":material/slideshow:",
        on_click="ignore",
        help=view.translate("share.slides_help"),
        key="slides",
    )


def _show_text(view: View, name: str, text: str) -> None:
    """A text with its button to copy it."""
    st.caption(view.translate(f"share.{name}"))
    st.code(text, language=None, wrap_lines=True)


def _describe(view: View, page: str, filters: Filters | None) -> Cited:
    """The view as it can be cited: all that was chosen, spelled out."""
    made = address.current_run().choices
    parameters: dict[str, list[str]] = {key: list(choice.codes) for key, choice in made.items()}
    for key in st.query_params:
        parameters.setdefault(key, st.query_params.get_all(key))
    parameters[address.EDITION] = [str(view.edition)]
    parts = [choice.words for key, choice in made.items() if key != "lang"]
    if filters is not None:
        parts = [(view.describe(filters),)]
    title, zone = format_title(view.translate(f"pages.{page}"), parts, view.language), _zone()
    built_on = datetime.fromisoformat(store.note_of(view.edition).built_at).astimezone(zone).date()
    link = find_public_link(format_link(st.context.url or "", parameters))
    return Cited(title, view.edition, built_on, datetime.now(zone).date(), link, read_responsible_body())


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
