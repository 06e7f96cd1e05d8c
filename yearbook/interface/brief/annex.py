"""What stands behind the first page of the brief: every metric's latest figure, the sources, what marks and words mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from yearbook.analysis.headline import Headline
from yearbook.charts.numbers import name_qualifier
from yearbook.charts.standing import write_rank
from yearbook.interface.brief.cells import (
    find_place,
    is_doubtful,
    list_numbers,
    write_section,
    write_table,
    write_value,
    write_when,
)
from yearbook.interface.brief.sources import SourceList
from yearbook.interface.markup import Markup, element, join
from yearbook.interface.profile.gathering import Profile
from yearbook.interface.profile.words import write_change_since
from yearbook.interface.wording import is_absent
from yearbook.meaning.catalogue import Catalogue
from yearbook.warehouse.editions.numbered import EditionNote
from yearbook.words import Language, say

MARKED = ("approx", "more_than", "at_least", "less_than", "at_most")
COLUMNS = ("metric", "figure", "when", "change", "rank", "source")
CLASSES = {"figure": "number strong", "when": "small", "change": "number", "rank": "number", "source": "number"}


def write_figures(
    profile: Profile, figures: Sequence[Headline], sources: SourceList, catalogue: Catalogue, language: Language
) -> Markup | None:
    """The latest figure of every metric, topic by topic, in the order of the catalogue; no column that says nothing."""
    if not figures:
        return None
    order = [headline.metric_id for headline in profile.latest]
    shown = [headline.row for headline in sorted(figures, key=lambda headline: order.index(headline.metric_id))]
    cells = [_write_cells(profile, row, sources, language) for row in shown]
    columns = [name for name in COLUMNS if any(row[name] for row in cells)]
    rows: list[Markup] = []
    topic = ""
    for row, written in zip(shown, cells, strict=True):
        if row["topic"] != topic:
            topic = str(row["topic"])
            name = catalogue.topics[topic].name[language] if topic in catalogue.topics else topic
            rows.append(element("tr", element("th", name, colspan=len(columns), scope="rowgroup"), class_="topic"))
        rows.append(element("tr", *(element("td", written[name], class_=CLASSES.get(name)) for name in columns)))
    left_out = len(profile.latest) - len(figures)
    more = element("p", say("profile.brief_more_figures", language, count=left_out), class_="foot") if left_out else None
    title = say("profile.brief_annex", language, count=len(profile.latest))
    return write_section(title, write_table(columns, rows, language, "figures"), more, kind="annex")


def _write_cells(profile: Profile, row: dict[str, Any], sources: SourceList, language: Language) -> dict[str, str]:
    """What stands in each of COLUMNS."""
    place = find_place(profile, row)
    return {
        "metric": str(row[f"metric_{language}"]),
        "figure": write_value(row, language),
        "when": write_when(row, language),
        "change": write_change_since(row, language),
        "rank": "" if place is None else write_rank(place, language, direction=False),
        "source": list_numbers(row, sources),
    }


def write_sources(sources: SourceList, language: Language) -> Markup | None:
    """Where the figures stand, by number; an address only where it was verified."""
    items = [element("li", _write_source(row, language), value=number) for number, row in sources.entries()]
    return write_section(say("interface.sources", language), element("ol", *items, class_="sources")) if items else None


def _write_source(row: dict[str, Any], language: Language) -> Markup:
    url = "" if is_absent(row["source_url"]) else str(row["source_url"])
    title = str(row["source_title"])
    about = [say(f"interface.source_{row['source_kind']}", language)]
    if not is_absent(row["published_on"]):
        about.append(f"{pd.Timestamp(row['published_on']):%Y-%m-%d}")
    if is_doubtful(row):
        about.append(say("interface.status_unverified", language))
    named = element("a", title, href=url) if url.startswith(("https://", "http://")) else title
    return join(named, element("small", say("charts.subtitle_separator", language).join(about)))


def write_notes(profile: Profile, note: EditionNote, language: Language) -> Markup:
    """What the marks mean, what is compared, how to cite."""
    marks = say("charts.subtitle_separator", language).join(
        f"{say(f'charts.mark_{mark}', language)} {name_qualifier(mark, language)}" for mark in MARKED
    )
    told = [
        say("profile.brief_note_marks", language, marks=marks),
        say("profile.brief_note_unverified", language),
        say("profile.brief_note_change", language),
        say("profile.brief_note_peers", language),
        say("profile.brief_note_absent", language),
        say("profile.brief_note_edition", language, number=note.number, day=note.built_at[:10], name=profile.name(language)),
    ]
    return write_section(
        say("profile.brief_notes", language), element("ul", *(element("li", line) for line in told)), kind="notes"
    )
