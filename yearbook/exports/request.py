"""What somebody asks for by parameters, read strictly: a slip of the pen must not look like an empty answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.catalogue.samples import catalogue_for
from yearbook.exports.parameters import (
    EDITION,
    LANGUAGE,
    LONGEST_TEXT,
    MOST_FACTS,
    NAMES,
    PARAMETERS,
    YEAR,
    Given,
    Parameter,
)
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import Warehouse

FEW = 20  # values that are listed in full
NEAR = 3  # values that are offered in place of one that does not exist
ECHOED = 40  # code points of what was given that a sentence repeats
YEARS = range(1900, 2101)
MOST_DIGITS = 9  # of the number of an edition


class BadParameter(ValueError):
    """A parameter that cannot be understood; the sentence names it and what it takes."""

    def __init__(self, parameter: str, words: str, **values: object) -> None:
        super().__init__(parameter, words, values)
        self.parameter, self.words, self.values = parameter, words, values

    def sentence(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        comma = translate("filters.and", language)
        told = {name: comma.join(map(str, value)) if isinstance(value, tuple) else value for name, value in self.values.items()}
        return translate(f"addresses.{self.words}", language, name=self.parameter, **told)

    def __str__(self) -> str:
        return self.sentence("zh")


def require_known_names(given: Given, names: tuple[str, ...] = NAMES) -> None:
    """Raises BadParameter for a name that is none of `names`."""
    for name, _ in given:
        if name not in names:
            raise BadParameter(_echo(name), "unknown_parameter", allowed=names)


def read_language(given: Given) -> Language | None:
    """The language asked for, None where none is. Raises BadParameter."""
    value = _read_one(given, LANGUAGE)
    if value is not None and value not in LANGUAGES:
        raise BadParameter(LANGUAGE, "unknown_value", value=_echo(value), allowed=LANGUAGES)
    return None if value is None else "en" if value == "en" else "zh"


def read_edition(given: Given) -> int | None:
    """The number of the edition asked for, None where none is: the current one. Raises BadParameter."""
    value = _read_one(given, EDITION)
    if value is None:
        return None
    if not re.fullmatch(rf"[1-9][0-9]{{0,{MOST_DIGITS - 1}}}", value):
        raise BadParameter(EDITION, "not_an_edition", value=_echo(value))
    return int(value)


def read_filters(given: Given, warehouse: Warehouse) -> Filters:
    """The filters asked for; every code must be known to the catalogue or the edition. Raises BadParameter."""
    years = {name: _read_year(given, name) for name in (YEAR, "from", "to")}
    if years[YEAR] is not None and (years["from"] is not None or years["to"] is not None):
        raise BadParameter(YEAR, "year_and_range")
    first, last = (years[YEAR], years[YEAR]) if years[YEAR] is not None else (years["from"], years["to"])
    if first is not None and last is not None and first > last:
        raise BadParameter("from", "from_after_to", first=first, last=last)
    text = (_read_one(given, "text") or "").strip()
    if len(text) > LONGEST_TEXT:
        raise BadParameter("text", "text_too_long", most=LONGEST_TEXT)
    codes = {
        parameter.field: _read_codes(parameter, tuple(value for name, value in given if name == parameter.name), warehouse)
        for parameter in PARAMETERS
        if parameter.repeats
    }
    return Filters(**codes, from_year=first, to_year=last, text=text)


def _read_one(given: Given, name: str) -> str | None:
    values = [value for other, value in given if other == name]
    if len(values) > 1:
        raise BadParameter(name, "given_twice")
    return values[0] if values else None


def _read_year(given: Given, name: str) -> int | None:
    value = _read_one(given, name)
    if value is None:
        return None
    if not re.fullmatch(r"[0-9]{4}", value) or int(value) not in YEARS:
        raise BadParameter(name, "not_a_year", value=_echo(value), first=YEARS[0], last=YEARS[-1])
    return int(value)


def _read_codes(parameter: Parameter, values: tuple[str, ...], warehouse: Warehouse) -> tuple[str, ...]:
    if not values:
        return ()
    if parameter.name == "fact":
        _require_facts(parameter, values, warehouse)
        return values
    known = dict.fromkeys(parameter.values, "") or _names_of(parameter, warehouse)
    for value in values:
        if value not in known:
            raise _unknown(parameter, value, known)
    return values


def _require_facts(parameter: Parameter, values: tuple[str, ...], warehouse: Warehouse) -> None:
    if len(values) > MOST_FACTS:
        raise BadParameter(parameter.name, "too_many", most=MOST_FACTS)
    there = set(warehouse.facts(Filters(facts=values))["fact_id"])
    for value in values:
        if value not in there:
            raise BadParameter(parameter.name, "unknown_fact", value=_echo(value), number=warehouse.number)


def _names_of(parameter: Parameter, warehouse: Warehouse) -> dict[str, str]:
    """The codes that a parameter takes, each with the names that people have for it."""
    catalogue = catalogue_for(warehouse.home, True)
    if parameter.name == "region":
        return {code: f"{region.name_zh} {region.name_en}" for code, region in catalogue.regions.items()}
    if parameter.name == "topic":
        return {code: f"{topic.name.zh} {topic.name.en}" for code, topic in catalogue.topics.items()}
    if parameter.name == "metric":
        return {code: f"{metric.name.zh} {metric.name.en}" for code, metric in catalogue.metrics.items()}
    bodies = {code: f"{agency.name_zh} {agency.name_en}" for code, agency in catalogue.agencies.items()}
    reporting = warehouse.ask("agencies")
    return bodies | {str(row.agency_id): f"{row.name_zh} {row.name_en}" for row in reporting.itertuples()}


def _unknown(parameter: Parameter, value: str, known: Mapping[str, str]) -> BadParameter:
    """The refusal of a code: all that there are, or those that read or are called alike and where the rest stands."""
    if len(known) <= FEW:
        return BadParameter(parameter.name, "unknown_value", value=_echo(value), allowed=tuple(known))
    wanted = value.strip().casefold()
    called = [code for code, names in known.items() if wanted and (code.startswith(wanted) or wanted in names.casefold())]
    near = tuple(dict.fromkeys([*called[:NEAR], *get_close_matches(value[:ECHOED], known, NEAR)]))[:NEAR]
    words = "unknown_value_near" if near else "unknown_value_listed"
    return BadParameter(parameter.name, words, value=_echo(value), near=near, place=parameter.place)


def _echo(value: str) -> str:
    """What was given, short and without what would break a line."""
    shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in value[:ECHOED])
    return shown + "…" if len(value) > ECHOED else shown
