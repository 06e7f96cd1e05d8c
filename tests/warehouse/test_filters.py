"""Filters: one table of rows makes the words and the SQL, so that they cannot disagree."""

from __future__ import annotations

import re
from dataclasses import fields

import duckdb
import pandas as pd
import pytest

from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.messages import LANGUAGES, translate
from yearbook.warehouse.filters import FILTERS, Filters
from yearbook.warehouse.planning import LONG, fit_sql
from yearbook.warehouse.questions import read_question
from yearbook.warehouse.registry import edition_file
from yearbook.warehouse.warehouse import Warehouse

NEVER_AMONG_REAL_ONES = "(not demonstration or len($regions) > 0 or len($agencies) > 0 or len($facts) > 0)"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(Home(PROJECT / "data"))


def test_every_filter_is_a_row_and_every_row_a_filter() -> None:
    assert sorted(row.key for row in FILTERS) == sorted(field.name for field in fields(Filters))


def test_the_sql_holds_every_clause_and_no_other() -> None:
    question = read_question("pages", "facts_found")
    where = _squeeze(question.sql.split("where", 1)[1].split("\n)")[0])
    for clause in [*(row.clause for row in FILTERS), NEVER_AMONG_REAL_ONES]:
        assert where.count(_squeeze(clause)) == 1, clause
        where = where.replace(_squeeze(clause), "")
    assert where.replace("and", "") == ""
    assert question.parameters == Filters().parameters().keys()


@pytest.mark.parametrize("name", ["facts", "facts_first", "facts_counted", "facts_count", "facts_sources"])
def test_what_asks_for_filtered_facts_builds_upon_the_same_clauses(name: str) -> None:
    question = read_question("pages", name)
    assert question.sql.count(read_question("pages", "facts_found").sql) == 1
    assert question.parameters - {"most"} == Filters().parameters().keys()


def test_every_filter_has_a_label_in_both_languages() -> None:
    for row in FILTERS:
        assert all(translate(f"filters.{row.key}", language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("filters", "zh", "en"),
    [
        (Filters(), "全部数据", "all data"),
        (Filters(regions=("430000",), from_year=2020, to_year=2020), "湖南省（含下辖地区）；2020年", "Hunan and below; 2020"),
        (Filters(from_year=2018, topics=("vehicles",)), "2018年起；主题：公务用车", "from 2018; topic: Official vehicles"),
        (Filters(to_year=2018, levels=("province",)), "层级：省级；至2018年", "level: provincial; to 2018"),
        (Filters(statuses=("verified", "unverified")), "核实情况：已核实、待核实", "status: verified, unverified"),
        (Filters(agencies=("100000-mof",)), "机构：财政部", "agency: Ministry of Finance"),
        (Filters(facts=("f169f38c599", "f2")), "指定的2条数据", "2 given figures"),
        (Filters(text="充电桩"), "文字包含“充电桩”", 'text contains "充电桩"'),
        (Filters(regions=("999999",)), "999999（含下辖地区）", "999999 and below"),
    ],
)
def test_the_sentence_says_what_is_asked_for(catalogue: Catalogue, filters: Filters, zh: str, en: str) -> None:
    assert filters.sentence(catalogue, "zh") == zh
    assert filters.sentence(catalogue, "en") == en


def test_equal_filters_are_equal_questions() -> None:
    assert Filters(regions=("b", "a", "a")).parameters() == Filters(regions=("a", "b")).parameters()


@pytest.mark.parametrize(
    ("filters", "keep"),
    [
        (Filters(regions=("410000",)), lambda f: f["region_code"].str.startswith("41")),
        (Filters(regions=("410900", "430000")), lambda f: f["region_code"].str.match("4109|43")),
        (Filters(regions=("100000",)), lambda f: f["region_code"] != ""),
        (Filters(levels=("county",)), lambda f: f["admin_level"] == "county"),
        (Filters(agencies=("430000-goa",)), lambda f: f["agency_id"] == "430000-goa"),
        (Filters(topics=("vehicles", "law")), lambda f: f["topic"].isin(["vehicles", "law"])),
        (Filters(metrics=("vehicles.withdrawn",)), lambda f: f["metric_id"] == "vehicles.withdrawn"),
        (Filters(scopes=("sample",)), lambda f: f["scope"] == "sample"),
        (Filters(statuses=("verified",)), lambda f: f["status"] == "verified"),
        (Filters(facts=("f169f38c599",)), lambda f: f["fact_id"] == "f169f38c599"),
        (Filters(from_year=2019), lambda f: f["year"] >= 2019),
        (Filters(to_year=2012), lambda f: f["year"] <= 2012),
        (Filters(text="兰州"), lambda f: f["agency_zh"].str.contains("兰州") | f["source_title"].str.contains("兰州")),
        (Filters(text="' or 1=1 --"), lambda f: f["region_code"] == ""),
        (Filters(topics=("nothing",)), lambda f: f["region_code"] == ""),
    ],
)
def test_a_filter_lets_through_what_it_says(warehouse: Warehouse, filters: Filters, keep: object) -> None:
    everything = warehouse.facts()
    assert callable(keep)
    expected: pd.DataFrame = everything[keep(everything)]
    assert warehouse.facts(filters)["fact_id"].tolist() == expected["fact_id"].tolist()


def _squeeze(sql: str) -> str:
    return re.sub(r"\s+", "", sql)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(regions=("430000",), metrics=("vehicles.fleet",)),
        Filters(levels=("province",), from_year=2019, scopes=("region_wide",)),
        Filters(text="车", statuses=("verified",)),
        Filters(agencies=("430000-goa", *(f"none-{number:02}" for number in range(LONG)))),
    ],
)
def test_a_question_that_is_fitted_has_the_same_answer(warehouse: Warehouse, filters: Filters) -> None:
    whole, parameters = read_question("pages", "figures").sql, filters.parameters()
    short, needed = fit_sql(whole, parameters)
    assert len(short) < len(whole)
    assert ("(select unnest($agencies" in short) == (len(filters.agencies) > LONG)
    assert needed.keys() <= parameters.keys()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{edition_file(warehouse.home, warehouse.number)}' as edition (read_only)")
        assert connection.execute(short, needed or None).fetchall() == connection.execute(whole, parameters).fetchall()
