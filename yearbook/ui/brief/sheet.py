"""领导简报: one body on A4, as a single HTML file that needs nothing else: to print, to send, to keep."""

from __future__ import annotations

import re

from yearbook.analysis.kpi import Headline
from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import Language, translate
from yearbook.ui.brief import annex as brief_annex
from yearbook.ui.brief import front as brief_front
from yearbook.ui.brief.markup import Markup, element
from yearbook.ui.brief.sources import SourceList
from yearbook.ui.profile.gathering import Profile, UnknownBody, gather_profile
from yearbook.ui.view import SETTLED
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import EditionNote, read_note
from yearbook.warehouse.warehouse import Warehouse

LOOK = PROJECT / "static" / "brief.css"
CARDS = (8, 4)  # full rows of cards
PLACES = 5  # strips: the first page holds them
FIGURES = 40  # rows of the table
MISSING = 6  # named
TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'"  # the file asks nobody for anything


def write_brief(
    house: Warehouse, agency_id: str, language: Language = "zh", verified_only: bool = False, profile: Profile | None = None
) -> str:
    """The brief of a body from the edition that `house` has open: a whole HTML document. The same edition gives the same text.

    `verified_only` leaves out what is to be verified. A profile that was gathered already for the same may be handed over.
    Raises UnknownBody in words where the edition has no such body.
    """
    catalogue = load_catalogue()
    statuses = SETTLED if verified_only else ()
    profile = profile or gather_profile(house.ask, catalogue, agency_id, statuses)
    sources = SourceList(house.ask("facts_sources", **Filters(agencies=(agency_id,), statuses=statuses).parameters()))
    return render_brief(profile, sources, read_note(house.home, house.number), catalogue, language, verified_only)


def name_brief(house: Warehouse, agency_id: str, language: Language = "zh") -> str:
    """The name of the brief's file: body and edition. Raises UnknownBody in words."""
    body = house.ask("profile_body", agency=agency_id, statuses=())
    if body.empty:
        raise UnknownBody(translate("profile.unknown_body", language, agency=agency_id))
    name = str(body[f"name_{language}"].iloc[0])
    words = translate("profile.brief_file", language, name=re.sub(r"[\s/\\:*?\"<>|']+", "_", name), number=house.number)
    return f"{words}.html"


def choose_figures(profile: Profile) -> list[Headline]:
    """The figures that the brief shows: of every metric the latest, those of the cards first, at most FIGURES."""
    return profile.choose_headlines(FIGURES)


def render_brief(
    profile: Profile,
    sources: SourceList,
    note: EditionNote,
    catalogue: Catalogue,
    language: Language = "zh",
    verified_only: bool = False,
) -> str:
    """The HTML document. `sources` are those of the body's figures."""
    figures = choose_figures(profile)
    cards = figures[: next((count for count in CARDS if len(figures) >= count), len(figures))]
    parts = (
        brief_front.write_head(profile, note, language, verified_only),
        brief_front.write_findings(profile, language),
        brief_front.write_cards(profile, cards, sources, language),
        brief_front.write_places(profile, list(profile.places.values())[:PLACES], language),
        brief_front.write_missing(profile, MISSING, language),
        brief_annex.write_figures(profile, figures, sources, catalogue, language),
        brief_annex.write_sources(sources, language),
        brief_annex.write_notes(profile, note, language),
    )
    title = translate("profile.brief_title", language, name=profile.name(language), number=note.number)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=NOTHING_ELSE),
        element("title", title),
        element("style", Markup(LOOK.read_text(encoding="utf-8"))),
    )
    body = element("body", element("main", *parts))
    return f"<!doctype html>\n{element('html', head, body, lang=TAGS[language])}\n"
