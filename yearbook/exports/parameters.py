"""The parameters by which figures are asked for from outside: the same names on the command line and in an address."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlencode

from yearbook.catalogue.agencies import Level
from yearbook.catalogue.catalogue import Scope
from yearbook.warehouse.filters import Filters

STATUSES = ("verified", "unverified", "extracted", "confirmed", "corrected")
LONGEST_TEXT = 200  # code points to search for
MOST_FACTS = 1000  # ids that one question may name
Given = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, the field of Filters that it sets, what it takes, and where the values stand.

    `values` are all there are, where they are few and fixed; `place` is the address that lists them otherwise.
    """

    name: str
    field: str
    kind: Literal["codes", "year", "text"] = "codes"
    values: tuple[str, ...] = ()
    place: str = ""

    @property
    def repeats(self) -> bool:
        """Whether it may be given several times, for several values."""
        return self.kind == "codes"


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


def format_parameters(filters: Filters) -> list[tuple[str, str]]:
    """The parameters that ask for what the filters let through, always in the same order."""
    values = filters.parameters()
    given: list[tuple[str, str]] = []
    for parameter in PARAMETERS:
        value = values[parameter.field]
        several = value if isinstance(value, list) else [] if value in (None, "") else [value]
        given += [(parameter.name, str(one)) for one in several]
    if filters.from_year is not None and filters.from_year == filters.to_year:
        year = ("from", str(filters.from_year)), ("to", str(filters.to_year))
        given = [(YEAR, value) if name == "from" else (name, value) for name, value in given if (name, value) != year[1]]
    return given


def format_address(edition: int, filters: Filters, format: str, language: str = "zh") -> str:
    """The path and query that give a snapshot again, as long as the edition is kept: /snapshot.csv?edition=3&region=430000."""
    spoken = [(LANGUAGE, language)] if language != "zh" else []
    query = urlencode([(EDITION, str(edition)), *format_parameters(filters), *spoken])
    return f"/{'manifest.json' if format == 'manifest' else f'snapshot.{format}'}?{query}"


def format_command(edition: int, filters: Filters, format: str, language: str = "zh") -> str:
    """The command that gives a snapshot again."""
    spoken = [(LANGUAGE, language)] if language != "zh" else []
    options = [(EDITION, str(edition)), *format_parameters(filters), ("format", format), *spoken]
    return " ".join(["python -m yearbook export", *(f"--{name} {shlex.quote(value)}" for name, value in options)])
