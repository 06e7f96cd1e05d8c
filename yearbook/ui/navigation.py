"""The pages, in sections, as the sidebar lists them, and links to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from yearbook.catalogue.messages import Language, translate
from yearbook.ui.auth.roles import NEEDED, Action, Role
from yearbook.ui.auth.visitor import may, visitor
from yearbook.ui.url_state import link_to

if TYPE_CHECKING:  # the server lists pages before it loads what they need
    from yearbook.ui.view import View


@dataclass(frozen=True, slots=True)
class Place:
    """A page: where its script stands, which is also its name in words/pages.yaml, its icon, the parameters that its address
    takes besides SHARED_PARAMETERS, and what a visitor must be allowed to do.

    It is listed for those who may do that; anybody else who opens it by its address is told why not.
    """

    section: str
    name: str
    icon: str
    parameters: tuple[str, ...] = ()
    action: Action = "read"

    @property
    def script(self) -> str:
        return f"pages/{self.section}/{self.name}.py"


SHARED_PARAMETERS = ("region", "peers", "benchmarks", "verified", "lang", "edition", "view", "chart")
_COMPARED = ("metric", "per", "group", "level", "year")
_FILTERS = ("regions", "level", "topic", "metric", "agency", "status", "text", "years")
PLACES = (
    Place("leaders", "overview", "dashboard", ("map",)),
    Place("leaders", "vehicles", "directions_car", ("section", *_COMPARED)),
    Place("leaders", "energy", "energy_savings_leaf", ("section", *_COMPARED)),
    Place("leaders", "comparison", "leaderboard", (*_COMPARED, "highlight")),
    Place("leaders", "year_on_year", "trending_up", ("metric", "series", "bodies", "measure")),
    Place("leaders", "targets", "flag", ("among", "topic", "metric", "state")),
    Place("leaders", "profile", "account_balance", ("agency",)),
    Place("analysts", "coverage", "grid_on", ("by", "topic")),
    Place("analysts", "explore", "table_view", _FILTERS),
    Place("analysts", "ratios", "scatter_plot", ("metric", "partner", "group", "year")),
    Place("analysts", "sql", "terminal", ("example",), "query"),
    Place("stewards", "reports", "description", ("report", "mention", "fact")),
    Place("stewards", "import", "upload_file", (), "import"),
    Place("stewards", "draft", "rule", (), "check"),
    Place("stewards", "review", "fact_check", ("kind", "item"), "decide"),
    Place("stewards", "teach", "school", ("report", "mention"), "teach"),
    Place("about", "dictionary", "menu_book", ("q", "topic")),
    Place("about", "editions", "history", ("of",)),
)


def build_pages(language: Language) -> dict[str, list[Any]]:
    """Streamlit's pages by section heading, named in `language`. The first is the front page."""
    sections: dict[str, list[Any]] = {}
    here = visitor()
    for place in PLACES:
        page = st.Page(
            place.script,
            title=translate(f"pages.{place.name}", language),
            icon=f":material/{place.icon}:",
            help=translate(f"pages.{place.name}_about", language),
            url_path=place.name,
            default=place is PLACES[0],
            visibility="visible" if here.may(place.action) else "hidden",
        )
        sections.setdefault(translate(f"interface.section_{place.section}", language), []).append(page)
    return sections


def place_of(name: str) -> Place:
    """Raises StopIteration for a page that there is not."""
    return next(place for place in PLACES if place.name == name)


def show_link(view: View, page: str, label: str, icon: str | None = None, **parameters: Any) -> None:
    """A link to a page with parameters of its address; its icon is the page's, or another one, or none ("").

    Nothing for a visitor who may not do what the page is for.
    """
    place = place_of(page)
    if may(place.action):
        name, target = place.icon if icon is None else icon, link_to(view.language, **parameters)
        st.page_link(place.script, label=label, icon=f":material/{name}:" if name else None, query_params=target, help="")


COMPARING = (
    "overview",
    "vehicles",
    "energy",
    "comparison",
    "year_on_year",
    "coverage",
    "ratios",
    "profile",
    "targets",
)  # pages that set peers side by side


def compares(url_path: str) -> bool:
    """Whether the page at a path shows the region among the peers that the reader has chosen."""
    return (url_path or PLACES[0].name) in COMPARING


def writes(url_path: str) -> bool:
    """Whether the page at a path changes data, which only the current edition takes in."""
    return any(NEEDED[place.action] > Role.VIEWER and place.name == url_path for place in PLACES)
