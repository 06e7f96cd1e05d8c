"""What a brief tells of one body, in the order in which it tells it: how it does, what is missing, the annex, the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from yearbook.analysis.comparability import list_rows
from yearbook.analysis.kpi import Headline
from yearbook.analysis.peers import Standing
from yearbook.analysis.ranking import DOUBTFUL
from yearbook.analysis.targets import Progress
from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.findings import format_rank
from yearbook.ui.formatting import format_figure, format_period, format_subject, is_absent
from yearbook.ui.profile.gathering import Profile, find_body, gather_profile, list_findings, list_gaps
from yearbook.ui.view import SETTLED
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.registry import EditionNote, read_note
from yearbook.warehouse.warehouse import Warehouse

CARDS = (8, 4)  # full rows of cards
PLACES = 5  # strips: the first page holds them
FIGURES = 40  # rows of the table
MISSING = 6  # metrics named
TARGETS = 8  # the latest due
NOTES = ("unverified", "change", "peers", "absent")


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


@dataclass(frozen=True, slots=True)
class Brief:
    """A body's profile, cut to what a brief has room for. `sources` are those of its figures; each is numbered where a figure
    first names it."""

    profile: Profile
    sources: SourceList
    note: EditionNote
    catalogue: Catalogue
    language: Language = "zh"
    verified_only: bool = False

    @property
    def day(self) -> str:
        """When the edition was built."""
        return self.note.built_at[:10]

    @property
    def edition_line(self) -> str:
        return translate("profile.brief_edition", self.language, number=self.note.number, day=self.day)

    @property
    def notices(self) -> list[str]:
        """What must be known before anything else."""
        said = {"verified_only": self.verified_only, "sample": self.profile.body["demonstration"]}
        return [translate(f"profile.brief_{name}", self.language) for name, holds in said.items() if holds]

    @property
    def findings(self) -> list[str]:
        """How the body does."""
        if not self.profile.figures:
            return [translate("profile.brief_nothing", self.language)]
        return list_findings(self.profile, self.language)

    @property
    def gaps(self) -> list[str]:
        """What is missing or doubtful."""
        return list_gaps(self.profile, self.language) if self.profile.figures else []

    @property
    def figures(self) -> list[Headline]:
        """Those that say most, first."""
        return self.profile.choose_headlines(FIGURES)

    @property
    def cards(self) -> list[Headline]:
        figures = self.figures
        return figures[: next((count for count in CARDS if len(figures) >= count), len(figures))]

    @property
    def places(self) -> list[Standing]:
        return list(self.profile.standings.values())[:PLACES]

    @property
    def targets(self) -> list[Progress]:
        return list(self.profile.targets[:TARGETS])

    @property
    def target_sources(self) -> str:
        """The titles of what states the targets, each once."""
        titles = dict.fromkeys(str(held.target["source_title"]) for held in self.targets)
        return translate("analysis.reason_separator", self.language).join(titles)

    @property
    def missing(self) -> list[dict[str, Any]]:
        return self.profile.missing[:MISSING]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The figures of the annex, in the catalogue's order."""
        order = {headline.metric_id: place for place, headline in enumerate(self.profile.latest)}
        return [headline.row for headline in sorted(self.figures, key=lambda headline: order[headline.metric_id])]

    @property
    def topics(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The same by topic."""
        names = self.catalogue.topics
        return [
            (names[topic].name[self.language] if topic in names else topic, list(group))
            for topic, group in groupby(self.rows, key=lambda row: str(row["topic"]))
        ]

    @property
    def left_out(self) -> int:
        """How many metrics the annex has no room for."""
        return len(self.profile.latest) - len(self.figures)

    @property
    def drawings(self) -> dict[str, str]:
        """What each small drawing shows, by its name: "line vehicles.withdrawn", the years of a card; "strip …", a place."""
        lines = {
            f"line {one.metric_id}": translate(
                "profile.brief_line_alt", self.language, metric=self._name(one.row), first=one.years[0], last=one.years[-1]
            )
            for one in self.cards
            if len(one.years)
        }
        return lines | {
            f"strip {place.own['metric_id']}": translate(
                "profile.brief_strip_alt",
                self.language,
                metric=self._name(place.own),
                rank=format_rank(place, self.language) or format_figure(place.own, self.language),
            )
            for place in self.places
        }

    def _name(self, row: Mapping[str, Any]) -> str:
        return str(row[f"metric_{self.language}"])

    def place_of(self, row: Mapping[str, Any]) -> Standing | None:
        """The place of this very figure; None where the place is of another year or scope."""
        place = self.profile.standings.get(str(row["metric_id"]))
        return place if place is not None and place.own["fact_id"] == row["fact_id"] else None


def gather_brief(
    warehouse: Warehouse,
    agency_id: str,
    language: Language = "zh",
    verified_only: bool = False,
    profile: Profile | None = None,
) -> Brief:
    """The brief of a body from an open edition. `verified_only` leaves out unverified figures; `profile` spares gathering it
    again. Raises UnknownBody."""
    catalogue = load_catalogue()
    statuses = SETTLED if verified_only else ()
    if profile is None:
        profile = gather_profile(warehouse.ask_cells, catalogue, find_body(warehouse.ask_cells("bodies"), agency_id), statuses)
    cited = Filters(facts=tuple(str(headline.row["fact_id"]) for headline in profile.latest), statuses=statuses)
    sources = SourceList(warehouse.ask("facts_sources", **cited.parameters()) if profile.latest else pd.DataFrame())
    return Brief(profile, sources, read_note(warehouse.home, warehouse.number), catalogue, language, verified_only)


def format_when(row: Mapping[str, Any], language: Language) -> str:
    """2023年 · 湖南全省 · 较上年; no line begins with a dot."""
    parts = (format_period(row["period_start"], row["period_end"], language), format_subject(row, language))
    return translate("charts.subtitle_separator", language).join(parts).replace(" ·", "\u00a0·")


def is_doubtful(row: Mapping[str, Any]) -> bool:
    return str(row["status"]) in DOUBTFUL
