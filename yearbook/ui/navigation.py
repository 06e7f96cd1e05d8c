"""The pages, in sections, as the sidebar lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from yearbook.catalogue.messages import Language, translate
from yearbook.ui.auth.roles import NEEDED, Action, Role
from yearbook.ui.auth.visitor import visitor


@dataclass(frozen=True, slots=True)
class Place:
    """A page: where its script stands, which is also its name in words/pages.yaml, its icon, and what it is for.

    It stands in the list of those who may do that; whoever else opens it by its address is told why not.
    """

    section: str
    name: str
    icon: str
    action: Action = "read"

    @property
    def script(self) -> str:
        return f"pages/{self.section}/{self.name}.py"


PLACES = (
    Place("leaders", "overview", "dashboard"),
    Place("leaders", "vehicles", "directions_car"),
    Place("leaders", "energy", "energy_savings_leaf"),
    Place("leaders", "comparison", "leaderboard"),
    Place("leaders", "year_on_year", "trending_up"),
    Place("leaders", "profile", "account_balance"),
    Place("analysts", "coverage", "grid_on"),
    Place("analysts", "explore", "table_view"),
    Place("analysts", "sql", "terminal", "query"),
    Place("stewards", "reports", "description"),
    Place("stewards", "import", "upload_file", "import"),
    Place("stewards", "review", "fact_check", "decide"),
    Place("stewards", "teach", "school", "teach"),
    Place("about", "dictionary", "menu_book"),
    Place("about", "editions", "history"),
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


def writes(url_path: str) -> bool:
    """Whether the page at a path changes data, which only the current edition takes in."""
    return any(NEEDED[place.action] > Role.VIEWER and place.name == url_path for place in PLACES)
