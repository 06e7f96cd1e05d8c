"""The pages, in sections, as the sidebar lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from yearbook.interface.stewardship import may_write
from yearbook.words import Language, say


@dataclass(frozen=True, slots=True)
class Place:
    """A page: where its script stands, which is also its name in words/pages.yaml, and its icon; whether it writes."""

    section: str
    name: str
    icon: str
    writes: bool = False

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
    Place("stewards", "reports", "description"),
    Place("stewards", "import", "upload_file", writes=True),
    Place("stewards", "review", "fact_check", writes=True),
    Place("stewards", "teach", "school", writes=True),
    Place("about", "dictionary", "menu_book"),
    Place("about", "editions", "history"),
)


def build_pages(language: Language) -> dict[str, list[Any]]:
    """Streamlit's pages by section heading, named in `language`. The first is the front page."""
    sections: dict[str, list[Any]] = {}
    for place in PLACES:
        page = st.Page(
            place.script,
            title=say(f"pages.{place.name}", language),
            icon=f":material/{place.icon}:",
            help=say(f"pages.{place.name}_about", language),
            url_path=place.name,
            default=place is PLACES[0],
            visibility="hidden" if place.writes and not may_write() else "visible",
        )
        sections.setdefault(say(f"interface.section_{place.section}", language), []).append(page)
    return sections


def writes(url_path: str) -> bool:
    """Whether the page at a path changes data, which only the current edition takes in."""
    return any(place.writes and place.name == url_path for place in PLACES)
