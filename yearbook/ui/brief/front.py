"""The first page of the brief: whom it is about, what it finds, the telling figures, the place among peers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yearbook.analysis.kpi import Headline
from yearbook.analysis.peers import Place
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.rank_text import format_median, format_quartiles, format_rank, format_terms
from yearbook.ui.brief.cells import (
    find_place,
    format_value,
    is_doubtful,
    list_numbers,
    write_place,
    write_section,
    write_table,
    write_tag,
    write_when,
)
from yearbook.ui.brief.drawing import draw_line, draw_strip
from yearbook.ui.brief.markup import Markup, element
from yearbook.ui.brief.sources import SourceList
from yearbook.ui.profile.gathering import Profile
from yearbook.ui.profile.words import format_move, list_findings
from yearbook.warehouse.registry import EditionNote


def write_head(profile: Profile, note: EditionNote, language: Language, verified_only: bool) -> Markup:
    """Whom it is about, out of which edition."""
    edition = translate("profile.brief_edition", language, number=note.number, day=note.built_at[:10])
    return element(
        "header",
        element("p", element("span", translate("interface.product", language)), element("span", edition), class_="running"),
        element("h1", profile.name(language)),
        element("p", profile.describe(language), class_="about"),
        element("p", translate("profile.brief_verified_only", language), class_="notice") if verified_only else None,
        element("p", translate("profile.brief_sample", language), class_="notice")
        if bool(profile.body["demonstration"])
        else None,
    )


def write_findings(profile: Profile, language: Language) -> Markup | None:
    """The sentences of the first half minute."""
    found = list_findings(profile, language)
    if profile.facts.empty:
        found = [translate("profile.brief_nothing", language)]
    return element("section", element("ul", *(element("li", line) for line in found)), class_="findings") if found else None


def write_cards(profile: Profile, cards: Sequence[Headline], sources: SourceList, language: Language) -> Markup | None:
    """The telling figures with their change, their line and their place."""
    if not cards:
        return None
    shown = [_write_card(profile, headline, sources, language) for headline in cards]
    return write_section(translate("profile.brief_figures", language), element("div", *shown, class_="cards"))


def _write_card(profile: Profile, headline: Headline, sources: SourceList, language: Language) -> Markup:
    row = headline.row
    place, numbers, move = find_place(profile, row), list_numbers(row, sources), format_move(row, language)
    line = draw_line(headline.years.tolist(), headline.values.tolist(), is_doubtful(row), _describe_line(headline, language))
    return element(
        "article",
        element("h3", str(row[f"metric_{language}"])),
        element("p", format_value(row, language), element("sup", f"[{numbers}]") if numbers else None, class_="value"),
        element("p", move, class_=f"move {row['direction']}") if move else None,
        line or None,
        element("p", write_when(row, language), class_="when"),
        *([] if place is None else [element("p", line, class_="when") for line in write_place(place, language)]),
    )


def write_places(profile: Profile, places: Sequence[Place], language: Language) -> Markup | None:
    """A strip for each of `places`, with median, middle half and rank; how many more there are."""
    if not places:
        words = translate("profile.standing_none", language)
        return (
            write_section(translate("profile.places", language), element("p", words, class_="about"))
            if len(profile.facts)
            else None
        )
    rows = [
        element(
            "tr",
            element(
                "td",
                str(place.own[f"metric_{language}"]),
                element("small", format_terms(place, language), " ", write_tag(place.own, language)),
            ),
            element("td", format_value(place.own, language), class_="number strong"),
            element("td", draw_strip(place, _describe_strip(place, language)), class_="picture"),
            element("td", *_write_middle(place, language), class_="number"),
            element("td", *_write_rank(place, language), class_="number"),
        )
        for place in places
    ]
    about = translate(
        "profile.brief_places_about",
        language,
        level=profile.level(language),
        bodies=profile.body["bodies"],
        count=len(profile.places),
        shown=len(places),
    )
    table = write_table(("metric", "own", "strip", "median", "rank"), rows, language, "places")
    return write_section(translate("profile.places", language), table, element("p", about, class_="foot"))


def _write_middle(place: Place, language: Language) -> tuple[str, Markup]:
    return format_median(place, language) or "—", element("small", format_quartiles(place, language))


def _write_rank(place: Place, language: Language) -> tuple[str, Markup | None]:
    direction = element("small", translate("profile.high_to_low", language)) if place.better == "neither" else None
    return format_rank(place, language, direction=False), direction


def write_missing(profile: Profile, most: int, language: Language) -> Markup | None:
    """What peers report and the body does not, by how many do."""
    missing = profile.missing.head(most)
    if missing.empty:
        return None
    items = [
        element("li", str(row[f"metric_{language}"]), element("small", _describe_missing(row, language)))
        for row in missing.to_dict("records")
    ]
    about = translate("profile.brief_missing_about", language, count=len(profile.missing), shown=len(missing))
    listed, foot = element("ul", *items, class_="columns"), element("p", about, class_="foot")
    return write_section(translate("profile.missing", language), listed, foot, kind="whole")


def _describe_missing(row: dict[Any, Any], language: Language) -> str:
    state = translate(f"analysis.state_{row['state']}", language)
    return translate("profile.brief_missing_item", language, count=row["bodies"], year=row["last_year"], state=state)


def _describe_line(headline: Headline, language: Language) -> str:
    first, last = int(headline.years[0]), int(headline.years[-1])
    return translate("profile.brief_line_alt", language, metric=headline.row[f"metric_{language}"], first=first, last=last)


def _describe_strip(place: Place, language: Language) -> str:
    return translate(
        "profile.brief_strip_alt", language, metric=place.own[f"metric_{language}"], rank=format_rank(place, language)
    )
