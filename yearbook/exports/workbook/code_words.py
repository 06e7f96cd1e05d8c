"""The codes of an edition's columns in words, for people who open a workbook: rate → 比率."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.messages import Language, all_messages, translate
from yearbook.exports.csv_format import join_list

WORDS = {  # by column, what the words of its codes begin with
    "kind": "interface.kind_",
    "better": "snapshot.better_",
    "dimension": "snapshot.dimension_",
    "body_kind": "snapshot.body_",
    "admin_level": "interface.level_",
    "scope": "charts.scope_short_",
    "baseline": "snapshot.baseline_",
    "qualifier": "snapshot.qualifier_",
    "method": "interface.method_",
    "status": "interface.status_",
    "source_kind": "interface.source_",
    "caveats": "caveats.",
}


def find_wording(column: str, language: Language) -> Callable[[Any], str] | None:
    """What writes the codes of a column in words; None for a column of no codes. A code without words stays as it is."""
    if column == "unit":
        return partial(name_unit, language=language)
    if column == "topic":
        topics = load_catalogue().topics
        return lambda topic: topics[topic].name[language] if topic in topics else topic
    start = WORDS.get(column)
    if start is None:
        return None
    name = cache(partial(_name_code, start, language))
    return (lambda codes: str(join_list([name(code) for code in codes]))) if column == "caveats" else name


def name_unit(unit: str, language: Language) -> str:
    """The unit's name in the catalogue."""
    known = load_catalogue().units.get(unit)
    return known.name[language] if known else unit


def _name_code(start: str, language: Language, code: str) -> str:
    key = f"{start}{code}"
    return translate(key, language) if key in all_messages() else code


def describe_terms(row: dict[str, Any], language: Language) -> str:
    """What a row of pivot.sql has in common but metric and body: scope, extent, baseline and, but for whole years, period."""
    parts = [_name_code(WORDS["scope"], language, row["scope"])]
    if row["wider_extent"]:
        parts.append(translate("analysis.extent_wider", language))
    if row["baseline"]:
        since = "previous_year" if row["baseline"] == "previous_year" else "year"
        parts.append(translate(f"analysis.baseline_{since}", language, year=row["baseline"]))
    months, first = row["months"], row["first_month"]
    if months is None:
        parts.append(translate("analysis.period_not_stated", language))
    elif first is not None and first + months <= 13:
        parts.append(translate("snapshot.months", language, first=first, last=first + months - 1))
    elif months % 12:
        parts.append(translate("analysis.period_months", language, months=months))
    elif months > 12:
        parts.append(translate("analysis.period_years", language, years=months // 12))
    return translate("charts.subtitle_separator", language).join(parts)
