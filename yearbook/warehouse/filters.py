"""What a person may narrow the facts down by. Each filter is one row, so that its words and its SQL cannot disagree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.messages import Language, translate

Name = Callable[[str, Catalogue, Language], str]


@dataclass(frozen=True, slots=True)
class FilterRow:
    """One filter: its key, the clause of queries/pages/facts*.sql that it sets, and how a chosen value is called.

    The label is the words filters.<key>, the sentence filters.<key>_sentence; a value without a name is only counted.
    """

    key: str
    clause: str
    name: Name | None


def _name_region(code: str, catalogue: Catalogue, language: Language) -> str:
    region = catalogue.regions.get(code)
    return code if region is None else region.name_zh if language == "zh" else region.name_en


def _name_agency(agency_id: str, catalogue: Catalogue, language: Language) -> str:
    agency = catalogue.agencies.get(agency_id)
    return agency_id if agency is None else agency.name_zh if language == "zh" else agency.name_en


def _name_topic(topic: str, catalogue: Catalogue, language: Language) -> str:
    return catalogue.topics[topic].name[language] if topic in catalogue.topics else topic


def _name_metric(metric_id: str, catalogue: Catalogue, language: Language) -> str:
    return catalogue.metrics[metric_id].name[language] if metric_id in catalogue.metrics else metric_id


def _name_as_is(value: str, _: Catalogue, __: Language) -> str:
    return value


def _name_in_words(group: str) -> Name:
    return lambda value, _, language: translate(f"filters.{group}_{value}", language)


FILTERS: tuple[FilterRow, ...] = (
    FilterRow(
        "regions",
        "(len($regions) = 0 or region_code in (select region_code from edition.regions where list_has_any(within, $regions)))",
        _name_region,
    ),
    FilterRow("levels", "(len($levels) = 0 or admin_level in $levels)", _name_in_words("level")),
    FilterRow("agencies", "(len($agencies) = 0 or agency_id in $agencies)", _name_agency),
    FilterRow("from_year", "($from_year is null or year >= $from_year)", _name_as_is),
    FilterRow("to_year", "($to_year is null or year <= $to_year)", _name_as_is),
    FilterRow("topics", "(len($topics) = 0 or topic in $topics)", _name_topic),
    FilterRow("metrics", "(len($metrics) = 0 or metric_id in $metrics)", _name_metric),
    FilterRow("scopes", "(len($scopes) = 0 or scope in $scopes)", _name_in_words("scope")),
    FilterRow("statuses", "(len($statuses) = 0 or status in $statuses)", _name_in_words("status")),
    FilterRow("facts", "(len($facts) = 0 or fact_id in $facts)", None),
    FilterRow(
        "text",
        """(
            $text = ''
            or contains(
                lower(concat_ws(' ', agency_zh, agency_en, metric_zh, metric_en, evidence, source_title, note)),
                lower($text)
            )
        )""",
        _name_as_is,
    ),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; an empty field asks for everything. A region includes what lies below it; years are of period_end."""

    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    text: str = ""

    def parameters(self) -> dict[str, Any]:
        """The $parameters of facts.sql. Lists are sorted, so that equal filters are equal questions."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: sorted(set(value)) if isinstance(value, tuple) else value for name, value in values.items()}

    def sentence(self, catalogue: Catalogue, language: Language) -> str:
        """What is asked for, as a person would say it: 湖南省（含下辖地区）；2020年；专题：公务用车."""
        if self.from_year is not None and self.from_year == self.to_year:
            years = {"from_year": translate("filters.year_sentence", language, names=self.from_year), "to_year": ""}
        else:
            years = {}
        parts = [years.get(row.key, self._part(row, catalogue, language)) for row in FILTERS]
        clauses = [part for part in parts if part]
        return translate("filters.separator", language).join(clauses) if clauses else translate("filters.everything", language)

    def _part(self, row: FilterRow, catalogue: Catalogue, language: Language) -> str:
        value = getattr(self, row.key)
        if value in ((), None, ""):
            return ""
        chosen = value if isinstance(value, tuple) else (str(value),)
        if row.name is None:
            return translate(f"filters.{row.key}_sentence", language, names=len(chosen))
        names = translate("filters.and", language).join(row.name(one, catalogue, language) for one in chosen)
        return translate(f"filters.{row.key}_sentence", language, names=names)
