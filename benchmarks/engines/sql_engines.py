"""The questions asked in SQL: of DuckDB, Spark and ClickHouse (chDB), each in its own words where they differ."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.engines import answers
from benchmarks.engines.answers import Answers, Asked, make_plain, rows_of, sort_rows

Ask = Callable[[str], Sequence[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine says what SQL has no common word for; {} is a column."""

    members: str  # a row for each member of a list
    length: str
    decimal: str  # rounded to SCALE digits
    median: str


DUCKDB = Dialect("unnest({})", "len({})", f"{{}}::decimal(38, {answers.SCALE})", "median({})")
SPARK = Dialect("explode({})", "size({})", f"cast({{}} as decimal(38, {answers.SCALE}))", "median({})")
CLICKHOUSE = Dialect(
    "arrayJoin({})",
    "length({})",
    f"toDecimal128(toString({{}}), {answers.SCALE})",
    "quantileExactInclusive(0.5)({})",
)


def ask_in_sql(ask: Ask, dialect: Dialect, asked: Asked) -> Answers:
    """All answers by an engine that knows every table by its name."""
    chosen = f"from facts where metric_id = '{asked.metric}' and topic = '{asked.topic}' and year = {asked.year}"
    missing = ", ".join(f"count(*) - count({column})" for column in asked.columns)
    members, length = dialect.members.format("caveats"), dialect.length.format("caveats")
    median = dialect.median.format("value")
    exact = f"case when abs(value) < {answers.EXACT_BELOW:.0f} then {dialect.decimal.format('value')} end"
    days = "select min(period_start), max(period_end) from facts"
    return {
        answers.TABLES: [(table, int(ask(f"select count(*) from {table}")[0][0])) for table in asked.tables],
        answers.PARTS: sort_rows(ask("select topic, year, count(*) from facts group by topic, year")),
        answers.MISSING: make_plain(zip(asked.columns, ask(f"select {missing} from facts")[0], strict=True)),
        answers.CAVEATS: sort_rows(
            ask(f"select member, count(*) from (select {members} as member from facts) as a group by member")
        ),
        answers.LISTS: make_plain(
            ask(f"select sum(case when {length} = 0 then 1 else 0 end), count(*) - count(caveats) from facts")
        ),
        answers.SUMS: sort_rows(ask("select topic, count(value), sum(value), min(value), max(value) from facts group by topic")),
        answers.DECIMALS: sort_rows(ask(f"select topic, sum({exact}) from facts group by topic")),
        answers.TIMES: make_plain([(*ask(days)[0], *ask("select built_at from edition")[0])]),
        answers.LEVELS: sort_rows(
            ask(f"select admin_level, count(*), min(value), {median}, max(value) {chosen} group by admin_level")
        ),
        answers.FIGURES: make_plain(ask(f"select {', '.join(answers.DRAWN)} {chosen} order by value, fact_id")),
    }


def ask_edition(file: Path, asked: Asked) -> Answers:
    """The edition itself, whose answers every engine is held against. Codes are text, as in the tree."""
    views = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        for table in asked.tables:
            kinds = {name: str(kind) for name, kind, *_ in connection.execute(f"describe {table}").fetchall()}
            shown = [f'"{name}"{"::varchar" if kind.startswith("ENUM") else ""} as "{name}"' for name, kind in kinds.items()]
            views[table] = f"select {', '.join(shown)} from edition.{table}"
    with duckdb.connect() as connection:
        connection.execute(f"attach {quote(file)} as edition (read_only)")
        return _ask_views(connection, views, asked)


def ask_duckdb(folder: Path, asked: Asked) -> Answers:
    views = {
        table: f"select * from read_parquet({quote(_files(folder, table))}, hive_partitioning = true)" for table in asked.tables
    }
    with duckdb.connect() as connection:
        return _ask_views(connection, views, asked)


def ask_spark(folder: Path, asked: Asked) -> Answers:
    with start_spark("local[2]") as spark:
        for table in asked.tables:
            place = folder / ("facts" if table == "facts" else f"{table}.parquet")
            spark.read.parquet(str(place)).createOrReplaceTempView(table)
        return ask_in_sql(lambda sql: spark.sql(sql).collect(), SPARK, asked)


def ask_clickhouse(folder: Path, asked: Asked) -> Answers:
    """By chDB, which is ClickHouse in this process."""
    import chdb
    from chdb.session import Session

    with tempfile.TemporaryDirectory() as scratch, Session(scratch) as session:
        for table in asked.tables:
            session.query(
                f"create view {table} as select * from file({quote(_files(folder, table))}) settings use_hive_partitioning = 1"
            )

        def ask(sql: str) -> Sequence[Sequence[Any]]:
            return rows_of(chdb.to_arrowTable(session.query(sql, "Arrow")))

        return ask_in_sql(ask, CLICKHOUSE, asked)


@contextmanager
def start_spark(master: str, **settings: str) -> Iterator[Any]:
    """A Spark session of this process, which listens to this machine only and counts days and times as UTC."""
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    builder = builder.master(master).appName("yearbook engines")
    told = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.showConsoleProgress": "false",
    }
    for name, value in {**told, **settings}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def _ask_views(connection: duckdb.DuckDBPyConnection, views: dict[str, str], asked: Asked) -> Answers:
    for table, query in views.items():
        connection.execute(f"create view {table} as {query}")
    return ask_in_sql(lambda sql: connection.execute(sql).fetchall(), DUCKDB, asked)


def _files(folder: Path, table: str) -> Path:
    return folder / "facts/**/*.parquet" if table == "facts" else folder / f"{table}.parquet"


def quote(text: object) -> str:
    """A text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"
