"""The pages, in sections, as the sidebar lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from yearbook.interface.free_query_leave import may_ask_freely
from yearbook.interface.stewardship import may_write
from yearbook.words import Language, say


@dataclass(frozen=True, slots=True)
class Place:
    """A page: where its script stands, which is also its name in words/pages.yaml, and its icon; whether it writes.

    Where `offered` says no, the page stands in no list; whoever opens it by its address is told why.
    """

    section: str
    name: str
    icon: str
    writes: bool = False
    offered: Callable[[], bool] = lambda: True

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
    Place("analysts", "sql", "terminal", offered=may_ask_freely),
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
            visibility="visible" if place.offered() and (may_write() or not place.writes) else "hidden",
        )
        sections.setdefault(say(f"interface.section_{place.section}", language), []).append(page)
    return sections


def writes(url_path: str) -> bool:
    """Whether the page at a path changes data, which only the current edition takes in."""
    return any(place.writes and place.name == url_path for place in PLACES)
