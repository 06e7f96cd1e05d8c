"""Parameters from outside: read strictly, and written so that they read the same again."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from urllib.parse import parse_qsl, urlsplit

import pytest

from yearbook.catalogue.files import PROJECT
from yearbook.exports.parameters import (
    PARAMETERS,
    STATUSES,
    BadParameter,
    Given,
    format_address,
    format_command,
    format_parameters,
    read_edition,
    read_filters,
    read_language,
    require_known_names,
)
from yearbook.warehouse.filters import FILTERS, Filters
from yearbook.warehouse.warehouse import Warehouse

MANY = Filters(
    regions=("430000", "410000"),
    levels=("province",),
    agencies=("430000-goa",),
    topics=("vehicles", "energy"),
    metrics=("vehicles.withdrawn",),
    scopes=("region_wide",),
    statuses=("verified", "unverified"),
    facts=("f169f38c599",),
    from_year=2018,
    to_year=2024,
    text="车 & '辆'=1",
)


def test_every_filter_has_a_parameter_and_every_parameter_a_filter() -> None:
    assert sorted(parameter.field for parameter in PARAMETERS) == sorted(row.key for row in FILTERS)
    assert {field.name for field in fields(Filters)} == {parameter.field for parameter in PARAMETERS}


def test_the_statuses_are_those_of_the_edition() -> None:
    types = (PROJECT / "queries" / "build" / "types.sql").read_text(encoding="utf-8")
    listed = re.search(r"create type status as enum \((.*)\)", types)
    assert listed
    assert set(re.findall(r"'(\w+)'", listed[1])) == set(STATUSES)


@pytest.mark.parametrize("filters", [MANY, Filters(), Filters(from_year=2020, to_year=2020), Filters(to_year=2020)])
def test_what_is_written_reads_the_same(warehouse: Warehouse, filters: Filters) -> None:
    assert read_filters(format_parameters(filters), warehouse).parameters() == filters.parameters()
    query = urlsplit(format_address(3, filters, "csv")).query
    assert (
        read_filters([pair for pair in parse_qsl(query) if pair[0] != "edition"], warehouse).parameters() == filters.parameters()
    )
    words = shlex.split(format_command(3, filters, "csv"))[4:]
    options = [(name.removeprefix("--"), value) for name, value in zip(words[::2], words[1::2], strict=True)]
    assert options[0] == ("edition", "3")
    assert options[-1] == ("format", "csv")
    assert read_filters(options[1:-1], warehouse).parameters() == filters.parameters()


def test_equal_filters_have_one_address() -> None:
    assert format_address(1, Filters(regions=("b", "a", "a")), "csv") == format_address(1, Filters(regions=("a", "b")), "csv")
    assert format_address(1, Filters(from_year=2020, to_year=2020), "csv") == "/snapshot.csv?edition=1&year=2020"


@pytest.mark.parametrize(
    ("given", "parameter", "allowed"),
    [
        ([("regin", "430000")], "regin", "region、level、agency"),
        ([("region", "43")], "region", "430000"),
        ([("region", "7")], "region", "/regions.json"),
        ([("region", "湖南省")], "region", "430000"),
        ([("region", "")], "region", "/regions.json"),
        ([("level", "city")], "level", "national、province、prefecture、county"),
        ([("topic", "cars")], "topic", "、safety、"),
        ([("metric", "vehicles.withdrawm")], "metric", "vehicles.withdrawn"),
        ([("agency", "财政部")], "agency", "100000-mof"),
        ([("scope", "all")], "scope", "region_wide"),
        ([("status", "true")], "status", "verified、unverified"),
        ([("fact", "f0")], "fact", "fact_id"),
        ([("fact", "f169f38c599")] * 1001, "fact", "1000"),
        ([("year", "20")], "year", "1900"),
        ([("from", "2020.0")], "from", "2100"),
        ([("to", "２０２０")], "to", "1900"),
        ([("year", "2020"), ("from", "2019")], "year", "from"),
        ([("from", "2021"), ("to", "2020")], "from", "2020"),
        ([("year", "2020"), ("year", "2021")], "year", "一次"),
        ([("text", "车" * 201)], "text", "200"),
        ([("edition", "x")], "edition", "/editions.json"),
        ([("edition", "-1")], "edition", "/editions.json"),
        ([("edition", "9" * 30)], "edition", "/editions.json"),
        ([("language", "fr")], "language", "zh、en"),
    ],
)
def test_a_slip_is_refused_by_name_with_what_is_allowed(warehouse: Warehouse, given: Given, parameter: str, allowed: str) -> None:
    with pytest.raises(BadParameter) as caught:
        _read(given, warehouse)
    assert caught.value.parameter == parameter
    assert parameter in caught.value.sentence("zh")
    assert parameter in caught.value.sentence("en")
    assert allowed in caught.value.sentence("zh")


def test_a_refusal_repeats_little_and_stays_on_one_line(warehouse: Warehouse) -> None:
    with pytest.raises(BadParameter) as caught:
        read_filters([("region", "a\nb\x00<script>" + "x" * 500)], warehouse)
    assert len(caught.value.sentence("zh").splitlines()) == 1
    assert len(caught.value.sentence("zh")) < 200


def _read(given: Given, warehouse: Warehouse) -> Filters:
    require_known_names(given)
    read_language(given)
    read_edition(given)
    return read_filters(given, warehouse)
