"""What stands behind the first page of the brief: every metric's latest figure, the sources, what marks and words mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from yearbook.analysis.kpi import Headline
from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.number_format import name_qualifier
from yearbook.charts.rank_text import format_rank
from yearbook.ui.brief.cells import (
    find_place,
    format_value,
    is_doubtful,
    list_numbers,
    write_section,
    write_table,
    write_when,
)
from yearbook.ui.brief.markup import Markup, element, join
from yearbook.ui.brief.sources import SourceList
from yearbook.ui.formatting import is_absent
from yearbook.ui.profile.gathering import Profile
from yearbook.ui.profile.words import format_change_since
from yearbook.warehouse.registry import EditionNote

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
    more = element("p", translate("profile.brief_more_figures", language, count=left_out), class_="foot") if left_out else None
    title = translate("profile.brief_annex", language, count=len(profile.latest))
    return write_section(title, write_table(columns, rows, language, "figures"), more, kind="annex")


def _write_cells(profile: Profile, row: dict[str, Any], sources: SourceList, language: Language) -> dict[str, str]:
    """What stands in each of COLUMNS."""
    place = find_place(profile, row)
    return {
        "metric": str(row[f"metric_{language}"]),
        "figure": format_value(row, language),
        "when": write_when(row, language),
        "change": format_change_since(row, language),
        "rank": "" if place is None else format_rank(place, language, direction=False),
        "source": list_numbers(row, sources),
    }


def write_sources(sources: SourceList, language: Language) -> Markup | None:
    """Where the figures stand, by number; an address only where it was verified."""
    items = [element("li", _write_source(row, language), value=number) for number, row in sources.entries()]
    return write_section(translate("interface.sources", language), element("ol", *items, class_="sources")) if items else None


def _write_source(row: dict[str, Any], language: Language) -> Markup:
    url = "" if is_absent(row["source_url"]) else str(row["source_url"])
    title = str(row["source_title"])
    about = [translate(f"interface.source_{row['source_kind']}", language)]
    if not is_absent(row["published_on"]):
        about.append(f"{pd.Timestamp(row['published_on']):%Y-%m-%d}")
    if is_doubtful(row):
        about.append(translate("interface.status_unverified", language))
    named = element("a", title, href=url) if url.startswith(("https://", "http://")) else title
    return join(named, element("small", translate("charts.subtitle_separator", language).join(about)))


def write_notes(profile: Profile, note: EditionNote, language: Language) -> Markup:
    """What the marks mean, what is compared, how to cite."""
    marks = translate("charts.subtitle_separator", language).join(
        f"{translate(f'charts.mark_{mark}', language)} {name_qualifier(mark, language)}" for mark in MARKED
    )
    told = [
        translate("profile.brief_note_marks", language, marks=marks),
        translate("profile.brief_note_unverified", language),
        translate("profile.brief_note_change", language),
        translate("profile.brief_note_peers", language),
        translate("profile.brief_note_absent", language),
        translate(
            "profile.brief_note_edition", language, number=note.number, day=note.built_at[:10], name=profile.name(language)
        ),
    ]
    return write_section(
        translate("profile.brief_notes", language), element("ul", *(element("li", line) for line in told)), kind="notes"
    )
