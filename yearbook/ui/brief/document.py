"""The leaders' brief (数据简报): one body on A4 as a single self-contained HTML file, rendered by templates/brief.html.j2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from itertools import groupby
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from yearbook.analysis.comparability import list_rows
from yearbook.analysis.peers import Standing
from yearbook.analysis.ranking import DOUBTFUL
from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.findings import format_median, format_quartiles, format_rank, format_terms
from yearbook.charts.number_format import read_unit, split_unit
from yearbook.charts.targets.words import explain_difference, format_outcome, format_progress, format_target, name_state
from yearbook.ui.brief.pictures import draw_line, draw_strip
from yearbook.ui.formatting import find_web_address, format_figure, format_period, format_scope, format_source, is_absent
from yearbook.ui.profile.gathering import Profile, find_body, format_change_since, format_move, gather_profile, list_findings
from yearbook.ui.text_view import is_chinese
from yearbook.ui.view import SETTLED
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import EditionNote, read_note
from yearbook.warehouse.warehouse import Warehouse

STYLE = PROJECT / "static" / "brief.css"
CARDS = (8, 4)  # full rows of cards
PLACES = 5  # strips: the first page holds them
FIGURES = 40  # rows of the table
MISSING = 6  # metrics named
TARGETS = 8  # the latest due
LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
COLUMNS = ("metric", "figure", "when", "change", "rank", "source")  # of the table of figures


class SourceList:
    """The sources that a brief cites, numbered from 1 in the order in which its figures name them.

    A report, or a title with its address and day, is one source.
    """

    def __init__(self, sources: pd.DataFrame) -> None:
        """`sources` are rows of facts_sources.sql."""
        self._of: dict[str, list[dict[str, Any]]] = {}
        for row in list_rows(sources):
            self._of.setdefault(str(row["fact_id"]), []).append(row)
        self._cited: dict[Any, dict[str, Any]] = {}

    def cite(self, fact_id: str) -> list[int]:
        """The numbers of a fact's sources, the lowest first; none for a fact that is not known."""
        rows = {_identify(row): row for row in self._of.get(fact_id, [])}
        self._cited |= rows | self._cited
        cited = list(self._cited)
        return sorted(cited.index(key) + 1 for key in rows)

    def entries(self) -> list[tuple[int, dict[str, Any]]]:
        """The sources that were cited, by number."""
        return list(enumerate(self._cited.values(), 1))


def _identify(source: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells a source from others."""
    columns = ("source_title", "source_url", "published_on") if is_absent(source["report_id"]) else ("report_id",)
    return tuple(str(source[column]) for column in columns)


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
    if profile is None:
        profile = gather_profile(warehouse.ask_cells, catalogue, find_body(warehouse.ask_cells("bodies"), agency_id), statuses)
    sources = SourceList(warehouse.ask("facts_sources", **Filters(agencies=(agency_id,), statuses=statuses).parameters()))
    return render_brief(profile, sources, read_note(warehouse.home, warehouse.number), catalogue, language, verified_only)


def brief_file_name(name: str, number: int, language: Language) -> str:
    """The file name of a brief: body and edition, without characters that a file system refuses."""
    name = re.sub(r"[\s/\\:*?\"<>|']+", "_", name)
    return f"{translate('profile.brief_file', language, name=name, number=number)}.html"


def render_brief(
    profile: Profile,
    sources: SourceList,
    note: EditionNote,
    catalogue: Catalogue,
    language: Language = "zh",
    verified_only: bool = False,
) -> str:
    """The HTML document. `sources` are those of the body's figures; each is numbered where a figure first names it."""
    figures = profile.choose_headlines(FIGURES)
    order = {headline.metric_id: place for place, headline in enumerate(profile.latest)}
    rows = [headline.row for headline in sorted(figures, key=lambda headline: order[headline.metric_id])]
    empty = {
        "change": not any(format_change_since(row, language) for row in rows),
        "rank": not any(_find_place(profile, row) for row in rows),
    }
    return _load_template().render(
        t=lambda key, **values: translate(key, language, **values),
        language=language,
        language_tag=LANGUAGE_TAGS[language],
        style=Markup(STYLE.read_text(encoding="utf-8")),
        note=note,
        day=note.built_at[:10],
        profile=profile,
        sources=sources,
        verified_only=verified_only,
        findings=list_findings(profile, language) if profile.figures else [translate("profile.brief_nothing", language)],
        cards=figures[: next((count for count in CARDS if len(figures) >= count), len(figures))],
        places=list(profile.standings.values())[:PLACES],
        missing=profile.missing[:MISSING],
        targets=profile.targets[:TARGETS],
        topics=[
            (catalogue.topics[topic].name[language] if topic in catalogue.topics else topic, list(group))
            for topic, group in groupby(rows, key=lambda row: str(row["topic"]))
        ],
        columns=[name for name in COLUMNS if not empty.get(name)],
        left_out=len(profile.latest) - len(figures),
        place_of=partial(_find_place, profile),
    )


@cache
def _load_template() -> Template:
    """The template, which formats rows of latest_figures.sql and Standings by these functions."""
    loader = PackageLoader("yearbook.ui", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    for function in (
        draw_line, draw_strip, explain_difference, find_web_address, format_change_since, format_median, format_move,
        format_outcome, format_period, format_progress, format_quartiles, format_rank, format_target, name_state,
        format_source, format_terms, format_when, is_chinese, is_doubtful, split_figure,
    ):  # fmt: skip
        environment.globals[function.__name__] = function
    return environment.get_template("brief.html.j2")


def split_figure(row: Mapping[str, Any], language: Language) -> tuple[str, str]:
    """A figure with ≈ > <, and apart from it its unit."""
    return split_unit(format_figure(row, language), row["value"], read_unit(row), language)


def format_when(row: Mapping[str, Any], language: Language) -> str:
    """2023年 · 全省（区、市）口径 · 较上年; no line begins with a dot."""
    parts = (format_period(row["period_start"], row["period_end"], language), format_scope(row, language))
    return translate("charts.subtitle_separator", language).join(parts).replace(" ·", "\u00a0·")


def is_doubtful(row: Mapping[str, Any]) -> bool:
    return str(row["status"]) in DOUBTFUL


def _find_place(profile: Profile, row: Mapping[str, Any]) -> Standing | None:
    """The place of this very figure; None where the place is of another year or scope."""
    place = profile.standings.get(str(row["metric_id"]))
    return place if place is not None and place.own["fact_id"] == row["fact_id"] else None
