"""The data of one body's profile and its findings in sentences, for the profile page and the brief."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yearbook.analysis.admissibility import may_rank
from yearbook.analysis.comparability import Columns, describe_baseline, list_column, list_rows
from yearbook.analysis.kpi import Headline, add_lines, list_headlines
from yearbook.analysis.peers import Cell, Peers, Standing, list_standings, make_cells
from yearbook.analysis.ranking import DOUBTFUL
from yearbook.analysis.targets import Progress, hold_targets
from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.messages import Language, Message, translate
from yearbook.charts.findings import format_change, format_standing
from yearbook.charts.number_format import format_value, read_unit
from yearbook.ui.formatting import format_period, is_absent

STRIPS, LINES = 8, 8  # standings that are drawn, headlines with a line
Ask = Callable[..., Columns]
"""A question to an edition: the name of a query and its parameters."""
Row = dict[str, Any]


class UnknownBody(LookupError):
    """The edition has no such body; the message says what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One body: `body` is the row of bodies.sql, `years` those of profile_years.sql, `latest` the latest of each metric.

    `missing` has the metrics that peers report and it does not: metric_id, metric_zh, metric_en, topic, bodies (how many do),
    last_year, state (why it has none). `sources` are the rows of profile_sources.sql, `reports` those that were brought in.
    The first standings have their figures, the first of choose_headlines their lines.
    """

    body: Row
    years: list[Row]
    latest: list[Headline]
    standings: dict[str, Standing]  # by metric, headline metrics first
    missing: list[Row]
    sources: list[Row]
    targets: list[Progress]  # what its reports and plans say shall be, the latest due first
    peers: Peers | None = None  # those that it is compared with; None for all of its level

    @property
    def reports(self) -> list[Row]:
        return [source for source in self.sources if isinstance(source["report_id"], str)]

    @property
    def key(self) -> str:
        """What tells it from the profiles of other bodies in a cache key; the View names edition and statuses."""
        return str(self.body["agency_id"])

    @property
    def figures(self) -> int:
        """How many figures there are of it."""
        return sum(held["figures"] for held in self.years)

    @property
    def unverified(self) -> int:
        """How many of them are to be verified."""
        return sum(held["unverified"] for held in self.years)

    def name(self, language: Language) -> str:
        return str(self.body[f"name_{language}"])

    def level(self, language: Language) -> str:
        return translate(f"profile.level_{self.body['admin_level']}", language)

    def describe(self, language: Language) -> str:
        """省级 · 湖南省 · 2014—2024年 · 37项指标43条数据，其中19条待核实 · 7个公开来源."""
        parts = [self.level(language), str(self.body[f"region_{language}"])]
        if self.figures:
            years = [held["year"] for held in self.years]
            first, last = min(years), max(years)
            parts.append(translate(f"profile.year{'s' if first < last else ''}", language, first=first, last=last))
            counted = translate("profile.counts", language, metrics=len(self.latest), figures=self.figures)
            to_verify = translate("profile.counts_to_verify", language, count=self.unverified) if self.unverified else ""
            parts.append(counted + to_verify)
        counts = {"report": len(self.reports), "other": len(self.sources) - len(self.reports)}
        parts += [translate(f"profile.{kind}_count", language, count=count) for kind, count in counts.items() if count]
        return translate("charts.subtitle_separator", language).join(parts)

    def choose_headlines(self, most: int) -> list[Headline]:
        """The figures that say most (see choose_headlines)."""
        return choose_headlines(self.latest, self.standings)[:most]


def choose_headlines(latest: Sequence[Headline], standings: Mapping[str, Standing]) -> list[Headline]:
    """Those of headline metrics first, then those that changed on the year before, then those with a standing."""

    def order(headline: Headline) -> tuple[bool, bool, bool, int]:
        moved = headline.is_consecutive and headline.row["kind"] != "change"
        return not headline.row["headline"], not moved, headline.metric_id not in standings, -(headline.year or 0)

    return sorted(latest, key=order)


def gather_profile(
    ask: Ask,
    catalogue: Catalogue,
    body: Row,
    statuses: Sequence[str] = (),
    find_cells: Callable[[Sequence[int]], Mapping[int, Cell]] | None = None,
    peers: Peers | None = None,
) -> Profile:
    """The profile of a body, a row of bodies.sql, from the figures of `statuses` (all by default), among some `peers`
    or all of its level.

    `find_cells` finds cells by their keys where somebody keeps them: all bodies of a level have the same.
    """
    settled = bool(statuses) and not DOUBTFUL & set(statuses)
    first = "settled_" if settled else ""
    bodies, regions = body[f"{first}bodies"], body[f"{first}regions" if settled else "level_regions"]
    if peers:
        bodies, regions = len(peers.agencies), len(peers.regions)
    body = body | {"bodies": bodies, "level_regions": regions}
    agency_id = body["agency_id"]

    def find(keys: Sequence[int]) -> Mapping[int, Cell]:
        return find_cells(keys) if find_cells else make_cells(ask("peers", cells=tuple(keys), settled=settled))

    placed = ask("standings", agency=agency_id, settled=settled)
    if peers:
        standings = list_standings(placed, find(list_column(placed, "cell")), bodies, regions, peers)
    else:
        standings = list_standings(placed, {}, bodies, regions)
        cells = find([one.own["cell"] for one in standings[:STRIPS]])
        standings = [replace(one, cell=cells.get(one.own["cell"])) for one in standings]
    by_metric = {one.metric_id: one for one in standings}
    latest = list_headlines(ask("latest_figures", agency=agency_id, region=None, settled=settled))
    order = {metric: place for place, metric in enumerate(catalogue.metrics)}
    latest.sort(key=lambda headline: order.get(headline.metric_id, len(order)))
    lined = {one.metric_id: one for one in add_lines(choose_headlines(latest, by_metric)[:LINES])}
    sources = list_rows(ask("profile_sources", agency=agency_id, settled=settled))
    return Profile(
        body,
        list_rows(ask("profile_years", agency=agency_id, settled=settled)),
        [lined.get(headline.metric_id, headline) for headline in latest],
        by_metric,
        _find_missing(ask, body, settled, sources, catalogue, peers),
        sources,
        _hold_targets(ask, agency_id, settled),
        peers,
    )


def _hold_targets(ask: Ask, agency_id: str, settled: bool) -> list[Progress]:
    asked = {"regions": (), "agencies": (agency_id,), "invented": True, "settled": settled}
    targets = list_rows(ask("targets", **asked))
    return hold_targets(targets, list_rows(ask("target_outcomes", **asked))) if targets else []


def find_body(bodies: Columns, agency_id: str) -> Row:
    """The row of bodies.sql of a body. Raises UnknownBody in words."""
    try:
        place = list_column(bodies, "agency_id").index(agency_id)
    except ValueError:
        raise UnknownBody(Message("profile.unknown_body", agency=agency_id)) from None
    return {str(name): list_column(bodies, str(name))[place] for name in bodies}


def _find_missing(
    ask: Ask, body: Row, settled: bool, sources: Sequence[Row], catalogue: Catalogue, peers: Peers | None
) -> list[Row]:
    """What peers report and the body does not, what most of them report first, with its state (see coverage.cover_metrics)."""
    level, alike = body["admin_level"], {"demonstration": body["demonstration"]}
    own = set(list_column(ask("body_metrics", agency=body["agency_id"], **alike), "metric_id"))
    state = "not_found" if any(isinstance(source["report_id"], str) for source in sources) else "absent"
    missing = []
    among = tuple(sorted(peers.agencies)) if peers else ()
    for told in list_rows(ask("level_metrics", level=level, settled=settled, agencies=among, **alike)):
        if told["metric_id"] not in own and may_rank(told["metric_id"]):
            metric = catalogue.metrics.get(told["metric_id"])  # an old edition may hold others
            foreign = metric is not None and bool(metric.levels) and level not in metric.levels
            missing.append(told | {"state": "not_applicable" if foreign else state})
    return missing


NAMED = 3  # metrics that a sentence names; the rest it counts


def list_findings(profile: Profile, language: Language) -> list[str]:
    """How the body does, in the sentences that a reader in a hurry needs; none for a body without figures."""
    if not profile.figures:
        return []
    standings = list(profile.standings.values())
    found = [
        _describe_headlines(profile, language),
        _describe_changes(profile.latest, "better", language),
        _describe_changes(profile.latest, "worse", language),
        format_standing(standings, language) if any(standing.quarter for standing in standings) else "",
    ]
    return [sentence for sentence in found if sentence]


def list_gaps(profile: Profile, language: Language) -> list[str]:
    """What is missing and what is doubtful, in a sentence each."""
    found = [_describe_missing(profile, language), _describe_doubts(profile, language)]
    return [sentence for sentence in found if sentence]


def _describe_headlines(profile: Profile, language: Language) -> str:
    """The figures that say most, with their periods."""
    named = []
    for headline in profile.choose_headlines(NAMED):
        row = headline.row
        value = format_value(
            row["value"], read_unit(row), language, str(row["qualifier"]), row["value_max"], signed=row["kind"] == "change"
        )
        named.append(_name_with(row, value, language))
    return translate("profile.finding_headlines", language, metrics=translate("interface.comma", language).join(named))


def _name_metric(row: Row, language: Language) -> str:
    """The metric and whom it speaks of, unless that is the body itself: 中央本级“三公”经费支出."""
    metric = str(row[f"metric_{language}"])
    if row["scope"] == "agency":
        return metric
    return translate("profile.metric_of", language, metric=metric, subject=row[f"subject_{language}"])


def _name_with(row: Row, value: str, language: Language) -> str:
    """The metric, what is said of it and of when: 全国人均综合能耗增减率−1.33%（2024年 · 较上年）."""
    parts = [format_period(row["period_start"], row["period_end"], language)]
    if not is_absent(row["baseline"]):
        parts.append(describe_baseline(str(row["baseline"]), language))
    if row["status"] in DOUBTFUL:
        parts.append(translate("filters.status_unverified", language))
    when = translate("charts.subtitle_separator", language).join(parts)
    what = translate("profile.value_of", language, value=value, when=when)
    return translate("profile.metric_with", language, metric=_name_metric(row, language), what=what)


def format_move(row: Row, language: Language) -> str:
    """The change of a latest figure and what it is against: 比上年 −1.28%; against an earlier year where that one is missing."""
    change = format_change(row, language)
    if not change:
        return ""
    if row["years_apart"] == 1:
        return translate("profile.on_year_before", language, change=change, year=int(row["previous_year"]))
    return translate("profile.on_year", language, change=change, year=int(row["previous_year"]))


def format_change_since(row: Row, language: Language) -> str:
    """The same for a table: −1.28%（2023）, with the year that it is against."""
    change = format_change(row, language)
    return translate("profile.change_since", language, change=change, year=int(row["previous_year"])) if change else ""


def _describe_changes(latest: Sequence[Headline], direction: str, language: Language) -> str:
    moved = [headline.row for headline in latest if headline.is_consecutive and headline.row["direction"] == direction]
    moved = [row for row in moved if format_change(row, language)]
    if not moved:
        return ""
    moved.sort(key=lambda row: not row["headline"])
    named = [_name_with(row, format_change(row, language), language) for row in moved[:NAMED]]
    return translate(f"profile.finding_{direction}", language, count=len(moved), metrics=_list(named, len(moved), language))


def _describe_missing(profile: Profile, language: Language) -> str:
    missing = profile.missing
    if not missing:
        return ""
    named = [
        translate("profile.metric_with_bodies", language, metric=row[f"metric_{language}"], count=row["bodies"])
        for row in missing[:NAMED]
    ]
    return translate("profile.finding_missing", language, count=len(missing), metrics=_list(named, len(missing), language))


def _describe_doubts(profile: Profile, language: Language) -> str:
    count = profile.unverified
    return translate("profile.finding_doubts", language, count=count, figures=profile.figures) if count else ""


def _list(named: Sequence[str], count: int, language: Language) -> str:
    listed = translate("interface.comma", language).join(named)
    return translate("profile.and_more", language, listed=listed, count=count) if count > len(named) else listed
