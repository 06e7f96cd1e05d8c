"""The small parts of the brief: a value with its marks, its time, its place, its sources; a table; a section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yearbook.analysis.peers import Place
from yearbook.analysis.preferred import DOUBTFUL
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.number_format import split_unit
from yearbook.charts.rank_text import format_median, format_rank
from yearbook.ui.brief.markup import Markup, element, join
from yearbook.ui.brief.sources import SourceList
from yearbook.ui.formatting import format_figure, format_period, format_scope
from yearbook.ui.profile.gathering import Profile


def write_section(title: str, *children: str | None, kind: str = "") -> Markup:
    return element("section", element("h2", title), *children, class_=kind)


def write_table(columns: Sequence[str], rows: Sequence[Markup], language: Language, kind: str) -> Markup:
    """A table whose columns are called profile.brief_column_<name> and have the class c-<name>."""
    heads = [
        element("th", translate(f"profile.brief_column_{name}", language), scope="col", class_=f"c-{name}") for name in columns
    ]
    return element("table", element("thead", element("tr", *heads)), element("tbody", *rows), class_=kind)


def format_value(row: Mapping[str, Any], language: Language) -> Markup:
    """A figure with ≈ > <, its unit in small letters."""
    number, unit = split_unit(format_figure(row, language), row["value"], str(row["unit"]), language)
    return join(element("span", number, class_="figure"), element("small", unit) if unit else None)


def write_tag(row: Mapping[str, Any], language: Language) -> Markup | None:
    """待核 where the figure is to be verified."""
    return element("span", translate("interface.status_unverified", language), class_="tag") if is_doubtful(row) else None


def is_doubtful(row: Mapping[str, Any]) -> bool:
    return str(row["status"]) in DOUBTFUL


def write_when(row: Mapping[str, Any], language: Language) -> Markup:
    """2023年 · 全省（区、市）口径 · 较上年 待核."""
    parts = (format_period(row["period_start"], row["period_end"], language), format_scope(row, language))
    return join(translate("charts.subtitle_separator", language).join(parts), " ", write_tag(row, language))


def write_place(place: Place, language: Language) -> list[str]:
    """同级10家中第2, and the median where there is one."""
    rank = translate("profile.among_peers", language, rank=format_rank(place, language))
    median = format_median(place, language)
    return [rank, translate("charts.median_label", language, value=median)] if median else [rank]


def find_place(profile: Profile, row: Mapping[str, Any]) -> Place | None:
    """The place of this very figure; none where the place is of another year or scope."""
    place = profile.places.get(str(row["metric_id"]))
    return place if place is not None and place.own["fact_id"] == row["fact_id"] else None


def list_numbers(row: Mapping[str, Any], sources: SourceList) -> str:
    """The numbers of a figure's sources: 1, 4."""
    return ", ".join(map(str, sources.number(str(row["fact_id"]))))
