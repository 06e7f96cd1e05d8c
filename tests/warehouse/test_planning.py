"""A question as it is planned: what its parameters decide is decided before, and nothing else changes."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from yearbook.warehouse.planning import LONG, fit_sql

YEARS = "select year from years where "
CASES: list[tuple[str, dict[str, Any], str]] = [
    ("(len($few) = 0 or year in $few)", {"few": []}, "true"),
    ("(len($few) = 0 or year in $few)", {"few": [2020]}, "(year in $few)"),
    ("(len($few) = 0 or year in $few)", {"few": [2020] * LONG}, "(year in (select unnest($few::bigint[])))"),
    ("year > 0 and ($from is null or year >= $from)", {"from": None}, "year > 0"),
    ("($from is null or year >= $from) and year > 0", {"from": None}, "true and year > 0"),
    ("($from is null or year >= $from) and year > 0", {"from": 2021}, "(year >= $from) and year > 0"),
    ("(not $odd or year % 2 = 1)", {"odd": False}, "true"),
    ("(not $odd or year % 2 = 1)", {"odd": True}, "(year % 2 = 1)"),
    ("(year < 2021 or len($few) > 0 or $odd)", {"few": [1], "odd": False}, "true"),
    ("(year < 2021 or len($few) > 0 or $odd)", {"few": [], "odd": False}, "(year < 2021)"),
    ("((year < 2021 and $odd) or (year > 2021 and not $odd))", {"odd": True}, "((year < 2021))"),
    ("if($odd, year % 2, 1) = 1", {"odd": False}, "(1) = 1"),
    ("if($by = 'year', greatest(year, 2021), 1) = 1", {"by": "name"}, "(1) = 1"),
    ("if($by = 'year', greatest(year, 2021), 1) = 2021", {"by": "year"}, "(greatest(year, 2021)) = 2021"),
    ("year = if(year > 2020, 2021, 2020)", {}, "year = if(year > 2020, 2021, 2020)"),
    ("(year between 2020 and 2021 or $odd)", {"odd": False}, "(year between 2020 and 2021 or false)"),
    ("coalesce($odd, false)", {"odd": True}, "coalesce(true, false)"),
    ("(false = $odd) -- the reader's: or ($odd)", {"odd": True}, "(false = true) "),
    ("year > 0 and name <> 'not $odd or (len($few) = 0'", {"few": [1]}, "year > 0 and name <> 'not $odd or (len($few) = 0'"),
]


@pytest.mark.parametrize(("where", "parameters", "fitted"), CASES)
def test_what_parameters_decide_is_gone_and_the_answer_is_the_same(where: str, parameters: dict[str, Any], fitted: str) -> None:
    sql, needed = fit_sql(YEARS + where, parameters)
    assert sql == YEARS + fitted
    assert needed == {name: value for name, value in parameters.items() if f"${name}" in fitted.partition("'")[0]}
    with duckdb.connect() as connection:
        connection.execute(
            "create table years as select year::bigint as year, 'a' as name from generate_series(2019, 2023) as t (year)"
        )
        used = {name: value for name, value in parameters.items() if f"${name}" in where.partition("'")[0]}
        whole = connection.execute(YEARS + where, used or None).fetchall()
        assert connection.execute(sql, needed or None).fetchall() == whole


@pytest.mark.parametrize("values", [([1] * LONG, ["a"] * LONG), ([1], ["a"])])
def test_two_calls_of_one_shape_take_their_own_values(values: tuple[list[int], list[str]]) -> None:
    for few in values:
        sql, needed = fit_sql("select 1 where 1 in $few", {"few": few})
        assert needed == {"few": few}
        assert ("varchar" in sql) == (len(few) == LONG and few[0] == "a")
