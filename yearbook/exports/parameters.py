"""Query parameters of exports: read strictly from an address or the command line, and written back in one canonical order."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile
from typing import Literal, get_args
from urllib.parse import urlencode

from yearbook.catalogue.agencies import Level
from yearbook.catalogue.catalogue import Scope
from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.catalogue.samples import catalogue_for
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import Warehouse

STATUSES = ("verified", "unverified", "extracted", "confirmed", "corrected")
YEARS = range(1900, 2101)
MAX_TEXT = 200  # code points to search for
MAX_FACTS = 1000  # fact ids in one request
MAX_LISTED = 20  # values that a refusal lists in full
MAX_NEAR = 3  # values that a refusal offers in place of an unknown one
MAX_ECHO = 40  # code points of the input that a refusal repeats
Given = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, the field of Filters that it sets, what it takes (several codes, a year, text).

    `values` are all there are, where they are few and fixed; `place` is the address that lists them otherwise.
    """

    name: str
    field: str
    kind: Literal["codes", "year", "text"] = "codes"
    values: tuple[str, ...] = ()
    place: str = ""


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("region", "regions", place="/regions.json"),
    Parameter("level", "levels", values=get_args(Level)),
    Parameter("agency", "agencies", place="/agencies.json"),
    Parameter("topic", "topics", place="/metrics.json"),
    Parameter("metric", "metrics", place="/metrics.json"),
    Parameter("scope", "scopes", values=get_args(Scope)),
    Parameter("status", "statuses", values=STATUSES),
    Parameter("fact", "facts", place="/snapshot.csv"),
    Parameter("from", "from_year", "year"),
    Parameter("to", "to_year", "year"),
    Parameter("text", "text", "text"),
)
YEAR = "year"  # short for the same year in `from` and in `to`
EDITION, LANGUAGE = "edition", "language"
NAMES = (*(parameter.name for parameter in PARAMETERS), YEAR, EDITION, LANGUAGE)


class BadParameter(ValueError):
    """A parameter that cannot be understood. Holds the key of its words (addresses.<words>) and their values."""

    def __init__(self, parameter: str, words: str, **values: object) -> None:
        super().__init__(parameter, words, values)
        self.parameter, self.words, self.values = parameter, words, values

    def sentence(self, language: Language) -> str:
        """What is wrong, in one sentence that names the parameter and what it takes."""
        comma = translate("filters.and", language)
        values = {name: comma.join(map(str, value)) if isinstance(value, tuple) else value for name, value in self.values.items()}
        return translate(f"addresses.{self.words}", language, name=self.parameter, **values)

    def __str__(self) -> str:
        return self.sentence("zh")


def format_parameters(filters: Filters) -> list[tuple[str, str]]:
    """The parameters that ask for what the filters let through, always in the same order."""
    values = filters.parameters()
    given: list[tuple[str, str]] = []
    for parameter in PARAMETERS:
        value = values[parameter.field]
        several = value if isinstance(value, list) else [] if value in (None, "") else [value]
        given += [(parameter.name, str(one)) for one in several]
    if filters.from_year is not None and filters.from_year == filters.to_year:
        given = [(YEAR if name == "from" else name, value) for name, value in given if name != "to"]
    return given


def format_address(edition: int, filters: Filters, format: str, language: str = "zh") -> str:
    """The path and query that give a snapshot again, as long as the edition is kept: /snapshot.csv?edition=3&region=430000."""
    spoken = [(LANGUAGE, language)] if language != "zh" else []
    query = urlencode([(EDITION, str(edition)), *format_parameters(filters), *spoken])
    return f"{snapshot_path(format)}?{query}"


def snapshot_path(format: str) -> str:
    return "/manifest.json" if format == "manifest" else f"/snapshot.{format}"


def format_command(edition: int, filters: Filters, format: str) -> str:
    """The command that gives a snapshot again, in Chinese."""
    options = [(EDITION, str(edition)), *format_parameters(filters), ("format", format)]
    return " ".join(["python -m yearbook export", *(f"--{name} {shlex.quote(value)}" for name, value in options)])


def require_known_names(given: Given, names: tuple[str, ...] = NAMES) -> None:
    """Raises BadParameter for a name that is none of `names`."""
    for name, _ in given:
        if name not in names:
            raise BadParameter(echo(name), "unknown_parameter", allowed=names)


def read_language(given: Given) -> Language | None:
    """The language asked for, None where none is. Raises BadParameter."""
    value = _read_single(given, LANGUAGE)
    if value is not None and value not in LANGUAGES:
        raise BadParameter(LANGUAGE, "unknown_value", value=echo(value), allowed=LANGUAGES)
    return None if value is None else "en" if value == "en" else "zh"


def read_edition(given: Given) -> int | None:
    """The number of the edition asked for, None where none is: the current one. Raises BadParameter."""
    value = _read_single(given, EDITION)
    if value is not None and not re.fullmatch(r"[1-9][0-9]{0,8}", value):
        raise BadParameter(EDITION, "not_an_edition", value=echo(value))
    return None if value is None else int(value)


def read_filters(given: Given, warehouse: Warehouse) -> Filters:
    """The filters asked for; every code must be known to the catalogue or the edition. Raises BadParameter."""
    year, first, last = (_read_year(given, name) for name in (YEAR, "from", "to"))
    if year is not None and (first is not None or last is not None):
        raise BadParameter(YEAR, "year_and_range")
    if year is not None:
        first = last = year
    if first is not None and last is not None and first > last:
        raise BadParameter("from", "from_after_to", first=first, last=last)
    text = (_read_single(given, "text") or "").strip()
    if len(text) > MAX_TEXT:
        raise BadParameter("text", "text_too_long", most=MAX_TEXT)
    codes = {
        parameter.field: _read_codes(parameter, tuple(value for name, value in given if name == parameter.name), warehouse)
        for parameter in PARAMETERS
        if parameter.kind == "codes"
    }
    return Filters(**codes, from_year=first, to_year=last, text=text)


def find_near(value: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """At most three of the known codes that begin alike, are called alike or are spelled alike; `known` maps codes to names."""
    wanted = value.strip().casefold()
    called = [code for code, names in known.items() if wanted and (code.startswith(wanted) or wanted in names.casefold())]
    alike = get_close_matches(value[:MAX_ECHO], known, MAX_LISTED)
    # Codes are hierarchical: 430001 is nearer to 430000 than to 431001.
    alike.sort(key=lambda code: -sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(code, value, strict=False))))
    return tuple(dict.fromkeys([*called[:MAX_NEAR], *alike]))[:MAX_NEAR]


def echo(value: str) -> str:
    """Input as a sentence may repeat it: short, and without what would break a line."""
    shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in value[:MAX_ECHO])
    return shown + "…" if len(value) > MAX_ECHO else shown


def _read_single(given: Given, name: str) -> str | None:
    values = [value for other, value in given if other == name]
    if len(values) > 1:
        raise BadParameter(name, "given_twice")
    return values[0] if values else None


def _read_year(given: Given, name: str) -> int | None:
    value = _read_single(given, name)
    if value is not None and (not re.fullmatch(r"[0-9]{4}", value) or int(value) not in YEARS):
        raise BadParameter(name, "not_a_year", value=echo(value), first=YEARS[0], last=YEARS[-1])
    return None if value is None else int(value)


def _read_codes(parameter: Parameter, values: tuple[str, ...], warehouse: Warehouse) -> tuple[str, ...]:
    if not values:
        return ()
    if parameter.name == "fact":
        if len(values) > MAX_FACTS:
            raise BadParameter(parameter.name, "too_many", most=MAX_FACTS)
        known = dict.fromkeys(warehouse.facts(Filters(facts=values))["fact_id"], "")
    else:
        known = dict.fromkeys(parameter.values, "") or list_codes(parameter.name, warehouse)
    for value in values:
        if value not in known:
            raise _unknown_value(parameter, value, known, warehouse)
    return values


def list_codes(name: str, warehouse: Warehouse) -> dict[str, str]:
    """The codes that the parameter region, agency, topic or metric takes, each with its names in both languages."""
    catalogue = catalogue_for(warehouse.home, True)
    if name == "region":
        return {code: f"{region.name_zh} {region.name_en}" for code, region in catalogue.regions.items()}
    if name == "topic":
        return {code: f"{topic.name.zh} {topic.name.en}" for code, topic in catalogue.topics.items()}
    if name == "metric":
        return {code: f"{metric.name.zh} {metric.name.en}" for code, metric in catalogue.metrics.items()}
    agencies = {code: f"{agency.name_zh} {agency.name_en}" for code, agency in catalogue.agencies.items()}
    reporting = warehouse.ask("agencies")
    return agencies | {str(row.agency_id): f"{row.name_zh} {row.name_en}" for row in reporting.itertuples()}


def _unknown_value(parameter: Parameter, value: str, known: Mapping[str, str], warehouse: Warehouse) -> BadParameter:
    """The refusal of a code: all that there are, or those near it and where the rest is listed."""
    if parameter.name == "fact":
        return BadParameter(parameter.name, "unknown_fact", value=echo(value), number=warehouse.number)
    if len(known) <= MAX_LISTED:
        return BadParameter(parameter.name, "unknown_value", value=echo(value), allowed=tuple(known))
    near = find_near(value, known)
    words = "unknown_value_near" if near else "unknown_value_listed"
    return BadParameter(parameter.name, words, value=echo(value), near=near, place=parameter.place)
