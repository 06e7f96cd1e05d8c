"""An analyst's own SQL: one SELECT within limits over one edition, and nothing else whatever is asked."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import localize
from yearbook.warehouse.questions import list_questions, read_question
from yearbook.warehouse.registry import edition_file
from yearbook.warehouse.sql_functions import ALLOWED
from yearbook.warehouse.sql_sandbox import Limits, NotAnswered, ask_freely, list_columns
from yearbook.warehouse.warehouse import Warehouse

SHORT = Limits(rows=100, seconds=1, megabytes=128)


def reason_of(home: Home, sql: str, limits: Limits = SHORT) -> str:
    with pytest.raises(NotAnswered) as refused:
        ask_freely(home, sql, limits=limits)
    for language in ("zh", "en"):
        assert localize(refused.value, language)  # type: ignore[arg-type]
    return refused.value.reason


def test_the_tables_of_the_edition_answer_without_a_prefix(built: Home, warehouse: Warehouse) -> None:
    answer = ask_freely(built, "select count(*) as n from facts")
    assert answer.frame["n"].tolist() == [len(warehouse.facts())]
    assert not answer.more


@pytest.mark.parametrize("example", list_questions("examples"))
def test_every_example_runs(built: Home, example: str) -> None:
    frame = ask_freely(built, read_question("examples", example).sql).frame
    assert len(frame.columns) >= 3
    assert len(frame) or example == "unclaimed"  # the record alone holds no report


def test_every_table_can_be_asked(built: Home) -> None:
    tables = set(list_columns(built)["table_name"])
    assert {"facts", "metrics", "agencies", "reports", "mentions", "regions"} <= tables


@pytest.mark.parametrize(
    "sql",
    [
        "attach ':memory:' as other",
        "copy (select 1) to 'stolen.csv'",
        "copy facts to 'stolen.parquet'",
        "export database 'stolen'",
        "pragma version",
        "set threads = 8",
        "set enable_external_access = true",
        "reset lock_configuration",
        "install httpfs",
        "load httpfs",
        "call pragma_version()",
        "create table mine (a int)",
        "drop table facts",
        "delete from facts",
        "update topics set topic = 'x'",
        "insert into topics values (1)",
        "select 1; drop table facts",
        "prepare p as select 1",
        "explain analyze select 1",
        "checkpoint",
        "begin transaction",
        "use memory",
        "select $unbound",
        "from facts limit ?",
        ";;",
    ],
)
def test_what_is_no_single_select_is_refused(built: Home, sql: str) -> None:
    assert reason_of(built, sql) in ("not_select", "syntax")


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "from read_parquet('x.parquet')",
        "select * from glob('/*')",
        "select * from duckdb_settings()",
        "select * from duckdb_databases",
        "select * from pg_catalog.pg_settings",
        "select * from pragma_database_list",
        "select * from query('select 1')",
        "select * from query_table('facts')",
        "select current_setting('home_directory')",
        "with x as (select (select CURRENT_SETTING('threads')) as a) select * from x",
        "select (select count(*) from Read_Blob('/etc/passwd'))",
        "select * from json_execute_serialized_sql('{}')",  # a statement handed as data
        "select sleep_ms(1)",
        "select write_log('x')",
        "select version(), get_block_size('edition')",
        "select * from memory.main.facts",
        "select nextval('s')",
        "select no_such_function(1)",
    ],
)
def test_what_reaches_beyond_the_edition_is_refused_before_it_runs(built: Home, sql: str) -> None:
    assert reason_of(built, sql) == "reach"


def test_every_function_that_may_be_called_is_one_of_duckdb() -> None:
    known = {name for [name] in duckdb.sql("select distinct lower(function_name) from duckdb_functions()").fetchall()}
    assert known >= ALLOWED


@pytest.mark.parametrize(
    "sql",
    [
        "select a like 'x%', a not ilike 'y', b between 1 and 2, b in (1), a similar to '[a-z]+' from (values ('x', 1)) t(a, b)",
        "select a, b, sum(c) from (values (1, 2, 3)) t(a, b, c) group by rollup (a, b)",
        "select row_number() over (order by value), lag(value) over (partition by metric_id order by value) from facts",
        "select quantile_cont(value, 0.5), median(value) filter (value > 0), string_agg(distinct metric_id, ',') from facts",
        "select [1, 2][1], {'a': 1}.a, [x + 1 for x in [1, 2]], list_transform([1], lambda x: x * 2), unnest([1, 2])",
        "select date '2020-01-31' + interval 1 month, extract(year from date '2020-01-01'), strftime(date '2020-01-01', '%Y')",
        "select -1 % 2, 2 ** 3, 7 // 2, ~5, 5 & 1, round(2.567, 1)::int, case when true then 'a' end || 'b', coalesce(null, 1)",
    ],
)
def test_ordinary_questions_are_answered(built: Home, sql: str) -> None:
    assert len(ask_freely(built, sql, limits=SHORT).frame)


@pytest.mark.parametrize(
    "sql", ["from 'https://example.org/x.parquet'", "from '/etc/passwd'", "from 'data/catalogue/agencies.csv'"]
)
def test_a_file_or_an_address_is_no_table(built: Home, sql: str) -> None:
    assert reason_of(built, sql) in ("files", "names")


@pytest.mark.parametrize(
    "sql",
    [
        "with recursive t as (select 1 as n union all select n + 1 from t) select count(*) from t",
        "select count(*) from range(100000000000)",
        "select count(*) from facts a, facts b, facts c, facts d",
        "select sum(length(a.evidence || b.evidence || c.evidence)) from facts a, facts b, facts c, facts d",
        "select list(i) from range(1000000000) t(i)",
        "select md5(repeat('x', 2000000000))",
        "select len(range(2000000000))",
        "select length(format('{:>1500000000}', 'a'))",
        "select string_agg(a.evidence, '') from facts a, facts b, facts c",
    ],
)
def test_what_takes_too_much_is_stopped(built: Home, sql: str) -> None:
    assert reason_of(built, sql) in ("time", "memory")
    assert len(ask_freely(built, "select 1 as a").frame) == 1


def test_a_huge_answer_is_cut_to_its_first_rows_and_its_cells_to_a_page(built: Home) -> None:
    answer = ask_freely(built, "select repeat('x', 100000) as a from range(1000000)", limits=SHORT)
    assert answer.more
    assert len(answer.frame) == SHORT.rows
    assert answer.frame["a"].str.len().max() <= 1000


def test_an_endless_recursion_gives_its_first_rows(built: Home) -> None:
    sql = "with recursive t as (select 1 as n union all select n + 1 from t) select * from t"
    assert ask_freely(built, sql, limits=SHORT).more


def test_rows_keep_the_order_that_was_asked_for(built: Home) -> None:
    assert ask_freely(built, "select range as n from range(500) order by n desc", limits=SHORT).frame["n"].head(3).tolist() == [
        499,
        498,
        497,
    ]


@pytest.mark.parametrize(
    ("sql", "names"),
    [("select 1 as a, 2 as a, 3 as a_2", ["a", "a_2", "a_2_2"]), ("select [1, 2] as l, {'b': 1} as s", ["l", "s"])],
)
def test_columns_of_one_name_are_numbered_and_nested_values_are_text(built: Home, sql: str, names: list[str]) -> None:
    assert list(ask_freely(built, sql).frame) == names


def test_a_comment_and_a_semicolon_at_the_end_do_no_harm(built: Home) -> None:
    assert len(ask_freely(built, "select 1 as a; -- that is all").frame) == 1
    assert len(ask_freely(built, "select 1 as a -- that is all").frame) == 1
    assert ask_freely(built, "select ';' as a;").frame["a"].tolist() == [";"]


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("select (1", "syntax"),
        ("select nothing_like_it from facts", "names"),
        ("select * from nowhere", "names"),
        ("select 'a'::int", "failed"),
        ("select 1 -- " + "x" * 30_000, "long"),
    ],
)
def test_a_wrong_question_is_refused_with_its_reason(built: Home, sql: str, reason: str) -> None:
    assert reason_of(built, sql) == reason


def test_an_error_names_no_path_of_the_machine(built: Home) -> None:
    for sql in ("select nothing from facts", "from '/etc/passwd'", "select * from nowhere.at.all"):
        with pytest.raises(NotAnswered) as refused:
            ask_freely(built, sql)
        assert str(built.root) not in refused.value.detail


def test_the_edition_stays_as_it_was(built: Home, tmp_path: Path) -> None:
    file = edition_file(built, 1)
    before = file.read_bytes()
    for sql in ("drop table facts", f"copy facts to '{tmp_path}/x.csv'"):
        assert reason_of(built, sql) == "not_select"
    ask_freely(built, "select count(*) from facts")
    assert file.read_bytes() == before
    assert os.listdir(tmp_path) == []
