"""What a profile finds, in sentences: places, changes, what is missing, what is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yearbook.analysis.kpi import Headline
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.findings import format_change
from yearbook.charts.rank_text import format_standing
from yearbook.ui.profile.gathering import Profile

NAMED = 3  # metrics that a sentence names; the rest it counts


def list_findings(profile: Profile, language: Language) -> list[str]:
    """The sentences that a reader in a hurry needs, the telling ones first; none for a body without figures."""
    if not profile.figures:
        return []
    standings = list(profile.standings.values())
    found = [
        _describe_changes(profile.latest, "better", language),
        _describe_changes(profile.latest, "worse", language),
        format_standing(standings, language) if any(standing.quarter for standing in standings) else "",
        _describe_missing(profile, language),
        _describe_doubts(profile, language),
    ]
    return [sentence for sentence in found if sentence]


def format_move(row: dict[str, Any], language: Language) -> str:
    """The change of a latest figure and what it is against: 比上年 −1.28%; against an earlier year where that one is missing."""
    change = format_change(row, language)
    if not change:
        return ""
    if row["years_apart"] == 1:
        return translate("profile.on_year_before", language, change=change, year=int(row["previous_year"]))
    return translate("profile.on_year", language, change=change, year=int(row["previous_year"]))


def format_change_since(row: dict[str, Any], language: Language) -> str:
    """The same for a table: −1.28%（2023）, with the year that it is against."""
    change = format_change(row, language)
    return translate("profile.change_since", language, change=change, year=int(row["previous_year"])) if change else ""


def _describe_changes(latest: Sequence[Headline], direction: str, language: Language) -> str:
    moved = [headline.row for headline in latest if headline.is_consecutive and headline.row["direction"] == direction]
    moved = [row for row in moved if format_change(row, language)]
    if not moved:
        return ""
    moved.sort(key=lambda row: not row["headline"])
    named = [
        translate("profile.metric_with", language, metric=row[f"metric_{language}"], what=format_change(row, language))
        for row in moved[:NAMED]
    ]
    return translate(f"profile.finding_{direction}", language, count=len(moved), metrics=_list(named, len(moved), language))


def _describe_missing(profile: Profile, language: Language) -> str:
    missing = profile.missing
    if missing.empty:
        return ""
    named = [
        translate("profile.metric_with_bodies", language, metric=metric, count=bodies)
        for metric, bodies in zip(missing[f"metric_{language}"][:NAMED], missing["bodies"][:NAMED], strict=True)
    ]
    return translate("profile.finding_missing", language, count=len(missing), metrics=_list(named, len(missing), language))


def _describe_doubts(profile: Profile, language: Language) -> str:
    count = profile.unverified
    return translate("profile.finding_doubts", language, count=count, figures=profile.figures) if count else ""


def _list(named: Sequence[str], count: int, language: Language) -> str:
    listed = translate("interface.comma", language).join(named)
    return translate("profile.and_more", language, listed=listed, count=count) if count > len(named) else listed
