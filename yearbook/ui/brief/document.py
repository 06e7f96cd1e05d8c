"""The leaders' brief (领导简报): one body on A4 as a single self-contained HTML file, rendered by templates/brief.html.j2."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from yearbook.analysis.kpi import Headline
from yearbook.analysis.peers import Standing
from yearbook.analysis.ranking import DOUBTFUL
from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.findings import format_median, format_quartiles, format_rank, format_terms
from yearbook.charts.number_format import name_qualifier, split_unit
from yearbook.ui.brief.pictures import draw_line, draw_strip
from yearbook.ui.brief.sources import SourceList
from yearbook.ui.formatting import format_figure, format_period, format_scope, is_absent
from yearbook.ui.profile.gathering import Profile, format_change_since, format_move, gather_profile, list_findings
from yearbook.ui.view import SETTLED
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import EditionNote, read_note
from yearbook.warehouse.warehouse import Warehouse

STYLE = PROJECT / "static" / "brief.css"
CARDS = (8, 4)  # full rows of cards
PLACES = 5  # strips: the first page holds them
FIGURES = 40  # rows of the table
MISSING = 6  # metrics named
LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
QUALIFIERS = ("approx", "more_than", "at_least", "less_than", "at_most")
COLUMNS = ("metric", "figure", "when", "change", "rank", "source")  # of the table of figures


class Value(NamedTuple):
    """A formatted figure with its qualifier, and its unit in words."""

    number: str
    unit: str


def write_brief(
    warehouse: Warehouse,
    agency_id: str,
    language: Language = "zh",
    verified_only: bool = False,
    profile: Profile | None = None,
) -> str:
    """The brief of a body from an open edition, as an HTML document. The same edition gives the same text.

    `verified_only` leaves out unverified figures; `profile` spares gathering it again. Raises UnknownBody.
    """
    catalogue = load_catalogue()
    statuses = SETTLED if verified_only else ()
    profile = profile or gather_profile(warehouse.ask, catalogue, agency_id, statuses)
    sources = SourceList(warehouse.ask("facts_sources", **Filters(agencies=(agency_id,), statuses=statuses).parameters()))
    return render_brief(profile, sources, read_note(warehouse.home, warehouse.number), catalogue, language, verified_only)


def brief_file_name(name: str, number: int, language: Language) -> str:
    """The file name of a brief: body and edition, without characters that a file system refuses."""
    name = re.sub(r"[\s/\\:*?\"<>|']+", "_", name)
    return f"{translate('profile.brief_file', language, name=name, number=number)}.html"


def choose_figures(profile: Profile) -> list[Headline]:
    """The latest figure of each metric, those of the cards first, at most FIGURES."""
    return profile.choose_headlines(FIGURES)


def render_brief(
    profile: Profile,
    sources: SourceList,
    note: EditionNote,
    catalogue: Catalogue,
    language: Language = "zh",
    verified_only: bool = False,
) -> str:
    """The HTML document. `sources` are those of the body's figures; each is numbered where a figure first names it."""
    figures = choose_figures(profile)
    cards = figures[: next((count for count in CARDS if len(figures) >= count), len(figures))]
    shown_cards = [_describe_card(profile, headline, sources, language) for headline in cards]
    places = list(profile.standings.values())[:PLACES]
    missing = profile.missing.head(MISSING)
    table = _describe_figures(profile, figures, sources, catalogue, language)
    rows = [row for _, topic_rows in table for row in topic_rows]
    findings = list_findings(profile, language) if len(profile.years) else [translate("profile.brief_nothing", language)]
    return _load_template().render(
        t=partial(_translate, language),
        language_tag=LANGUAGE_TAGS[language],
        style=Markup(STYLE.read_text(encoding="utf-8")),
        note=note,
        day=note.built_at[:10],
        name=profile.name(language),
        about=profile.describe(language),
        verified_only=verified_only,
        demonstration=bool(profile.body["demonstration"]),
        has_figures=len(profile.years) > 0,
        findings=findings,
        cards=shown_cards,
        places=[_describe_place(place, language) for place in places],
        places_about=translate(
            "profile.brief_places_about",
            language,
            level=profile.level(language),
            bodies=profile.body["bodies"],
            count=len(profile.standings),
            shown=len(places),
        ),
        missing=[(row[f"metric_{language}"], _describe_missing(row, language)) for row in missing.to_dict("records")],
        missing_count=len(profile.missing),
        figures=table,
        columns=[name for name in COLUMNS if any(row[name] for row in rows)],
        metric_count=len(profile.latest),
        figures_left_out=len(profile.latest) - len(figures),
        sources=[_describe_source(number, row, language) for number, row in sources.entries()],
        marks=translate("charts.subtitle_separator", language).join(
            f"{translate(f'charts.mark_{mark}', language)} {name_qualifier(mark, language)}" for mark in QUALIFIERS
        ),
    )


@cache
def _load_template() -> Template:
    loader = PackageLoader("yearbook.ui", "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template("brief.html.j2")


def _translate(language: Language, key: str, **values: object) -> str:
    return translate(key, language, **values)


def _describe_card(profile: Profile, headline: Headline, sources: SourceList, language: Language) -> dict[str, Any]:
    row = headline.row
    place = _find_place(profile, row)
    first, last = int(headline.years[0]), int(headline.years[-1])
    title = translate("profile.brief_line_alt", language, metric=row[f"metric_{language}"], first=first, last=last)
    return {
        "metric": row[f"metric_{language}"],
        "value": _format_value(row, language),
        "sources": _list_numbers(row, sources),
        "change": format_move(row, language),
        "direction": row["direction"],
        "line": draw_line(headline.years.tolist(), headline.values.tolist(), _is_doubtful(row), title),
        "when": _format_when(row, language),
        "doubtful": _is_doubtful(row),
        "place": [] if place is None else _describe_rank(place, language),
    }


def _describe_rank(place: Standing, language: Language) -> list[str]:
    """同级10家中第2, and the median where there is one."""
    rank = translate("profile.among_peers", language, rank=format_rank(place, language))
    median = format_median(place, language)
    return [rank, translate("charts.median_label", language, value=median)] if median else [rank]


def _describe_place(place: Standing, language: Language) -> dict[str, Any]:
    metric = str(place.own[f"metric_{language}"])
    title = translate("profile.brief_strip_alt", language, metric=metric, rank=format_rank(place, language))
    return {
        "metric": metric,
        "terms": format_terms(place, language),
        "doubtful": _is_doubtful(place.own),
        "value": _format_value(place.own, language),
        "strip": draw_strip(place, title),
        "median": format_median(place, language),
        "quartiles": format_quartiles(place, language),
        "rank": format_rank(place, language, direction=False),
        "neutral": place.better == "neither",
    }


def _describe_missing(row: Mapping[Any, Any], language: Language) -> str:
    state = translate(f"analysis.state_{row['state']}", language)
    return translate("profile.brief_missing_item", language, count=row["bodies"], year=row["last_year"], state=state)


def _describe_figures(
    profile: Profile, figures: Sequence[Headline], sources: SourceList, catalogue: Catalogue, language: Language
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows of the table of figures by topic, in the order of the catalogue."""
    order = {headline.metric_id: place for place, headline in enumerate(profile.latest)}
    rows = [headline.row for headline in sorted(figures, key=lambda headline: order[headline.metric_id])]
    return [
        (
            catalogue.topics[topic].name[language] if topic in catalogue.topics else topic,
            [_describe_figure(profile, row, sources, language) for row in group],
        )
        for topic, group in groupby(rows, key=lambda row: str(row["topic"]))
    ]


def _describe_figure(profile: Profile, row: Mapping[str, Any], sources: SourceList, language: Language) -> dict[str, Any]:
    """What stands in each of COLUMNS, with the parts that the template puts together."""
    place, value = _find_place(profile, row), _format_value(row, language)
    return {
        "metric": row[f"metric_{language}"],
        "figure": value.number,
        "value": value,
        "when": _format_when(row, language),
        "doubtful": _is_doubtful(row),
        "change": format_change_since(dict(row), language),
        "rank": "" if place is None else format_rank(place, language, direction=False),
        "source": _list_numbers(row, sources),
    }


def _describe_source(number: int, row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """A source with what kind it is; it is a link only where its address is one of the web."""
    url = "" if is_absent(row["source_url"]) else str(row["source_url"])
    about = [translate(f"interface.source_{row['source_kind']}", language)]
    if not is_absent(row["published_on"]):
        about.append(f"{pd.Timestamp(row['published_on']):%Y-%m-%d}")
    if _is_doubtful(row):
        about.append(translate("interface.status_unverified", language))
    return {
        "number": number,
        "title": str(row["source_title"]),
        "url": url if url.startswith(("https://", "http://")) else "",
        "about": translate("charts.subtitle_separator", language).join(about),
    }


def _format_value(row: Mapping[str, Any], language: Language) -> Value:
    """A figure with ≈ > <, apart from its unit."""
    number, unit = split_unit(format_figure(row, language), row["value"], str(row["unit"]), language)
    return Value(number, unit)


def _format_when(row: Mapping[str, Any], language: Language) -> str:
    """2023年 · 全省（区、市）口径 · 较上年."""
    parts = (format_period(row["period_start"], row["period_end"], language), format_scope(row, language))
    return translate("charts.subtitle_separator", language).join(parts)


def _find_place(profile: Profile, row: Mapping[str, Any]) -> Standing | None:
    """The place of this very figure; None where the place is of another year or scope."""
    place = profile.standings.get(str(row["metric_id"]))
    return place if place is not None and place.own["fact_id"] == row["fact_id"] else None


def _list_numbers(row: Mapping[str, Any], sources: SourceList) -> str:
    """The numbers of a figure's sources: 1, 4."""
    return ", ".join(map(str, sources.number(str(row["fact_id"]))))


def _is_doubtful(row: Mapping[str, Any]) -> bool:
    return str(row["status"]) in DOUBTFUL
