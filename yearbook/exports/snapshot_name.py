"""The file name of a snapshot: it tells what is inside."""

from __future__ import annotations

import re

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.messages import Language, translate
from yearbook.catalogue.samples import catalogue_for
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import Warehouse

LONGEST_NAME = 80  # code points, so that no file system refuses it


def name_snapshot(warehouse: Warehouse, filters: Filters, ending: str, language: Language = "zh") -> str:
    """A file name that tells what is inside: 机关事务_湖南_2020_版本3.csv."""
    catalogue = catalogue_for(warehouse.home, True)
    chosen = _tell_filters(filters, catalogue, language) or [translate("snapshot.all", language)]
    parts = [translate("snapshot.product", language), *chosen]
    stem = re.sub(r"[\s/\\:*?\"<>|\x00-\x1f]+", "-", "_".join(parts))[:LONGEST_NAME]
    return f"{stem}_{translate('snapshot.edition', language, number=warehouse.number)}.{ending}"


def _tell_filters(filters: Filters, catalogue: Catalogue, language: Language) -> list[str]:
    zh = language == "zh"
    regions, agencies, topics, metrics = catalogue.regions, catalogue.agencies, catalogue.topics, catalogue.metrics
    named = (
        [(regions[code].short_zh if zh else regions[code].name_en) if code in regions else code for code in filters.regions],
        [translate(f"filters.level_{level}", language) for level in filters.levels],
        [(agencies[key].short_zh if zh else agencies[key].name_en) if key in agencies else key for key in filters.agencies],
        [topics[topic].name[language] if topic in topics else topic for topic in filters.topics],
        [metrics[key].name[language] if key in metrics else key for key in filters.metrics],
        [translate(f"filters.scope_{scope}", language).partition("（")[0] for scope in filters.scopes],
        [_tell_years(filters)],
        [_tell_statuses(filters, language)],
        [translate("snapshot.chosen", language, count=len(filters.facts)) if filters.facts else ""],
        [filters.text],
    )
    return [_join(names, language) for names in named if any(names)]


def _tell_years(filters: Filters) -> str:
    first, last = filters.from_year, filters.to_year
    return str(first) if first is not None and first == last else f"{first or ''}-{last or ''}" if first or last else ""


def _tell_statuses(filters: Filters, language: Language) -> str:
    if not filters.statuses:
        return ""
    if "unverified" not in filters.statuses and len(filters.statuses) > 1:
        return translate("snapshot.verified_only", language)
    return _join([translate(f"filters.status_{status}", language) for status in filters.statuses], language)


def _join(names: list[str], language: Language) -> str:
    if len(names) > 2:
        return translate("snapshot.several", language, first=names[0], count=len(names), more=len(names) - 1)
    return "-".join(names)
