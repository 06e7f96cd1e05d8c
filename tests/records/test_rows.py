"""One definition of what is kept: dataclass, Arrow schema and the columns of an edition cannot differ."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Annotated, Any

import duckdb
import pyarrow as pa
import pytest

from yearbook.catalogue.files import Home
from yearbook.records.rows import (
    Code,
    DecisionRow,
    FigureRow,
    MentionRow,
    ReportRow,
    arrow_schema,
    arrow_table,
    parse_timestamp,
    read_rows,
    sql_types,
)
from yearbook.warehouse.extractions import SCHEMAS
from yearbook.warehouse.registry import edition_file


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    scope: Annotated[str, Code("scope")] | None
    day: date
    read_at: datetime | None
    count: int
    value: float | None
    known: bool
    words: tuple[str, ...]
    places: tuple[int, ...]


ROWS = [
    Sample("a", "national", date(2020, 2, 29), datetime(2020, 1, 1, 12, 30), 1, 0.1, True, ("甲", "乙"), (0, 7)),
    Sample("", None, date(1949, 10, 1), None, -5, None, False, (), ()),
]


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], []])
def test_rows_pass_through_arrow_unchanged(rows: list[Sample]) -> None:
    table = arrow_table(Sample, rows)
    assert table.schema == arrow_schema(Sample)
    assert read_rows(Sample, table) == rows
    assert read_rows(Sample, table.append_column("further", pa.array([1] * len(rows), pa.int64()))) == rows


def test_a_new_field_is_a_column_of_every_derived_schema() -> None:
    """What a person does who adds a column: a field. Arrow, Parquet and SQL follow."""

    @dataclass(frozen=True, slots=True)
    class Wider(FigureRow):
        checked_on: date | None

    assert arrow_schema(Wider).names == [*arrow_schema(FigureRow).names, "checked_on"]
    assert sql_types(Wider) == sql_types(FigureRow) | {"checked_on": "date"}


def test_sql_types_are_duckdbs() -> None:
    with duckdb.connect() as connection:
        connection.execute("create type scope as enum ('national')")
        connection.register("rows", arrow_table(Sample, ROWS))
        columns = ", ".join(f"{name}::{type_} as {name}" for name, type_ in sql_types(Sample).items())
        described = connection.execute(f"describe select {columns} from rows").fetchall()
    types = {name: type_.lower() for name, type_, *_ in described}
    assert types == sql_types(Sample) | {"scope": "enum('national')"}


@pytest.mark.parametrize(("table", "kind"), [("mentions", MentionRow), ("reports", ReportRow), ("decisions", DecisionRow)])
def test_an_edition_has_the_columns_of_the_schema(built: Home, table: str, kind: Any) -> None:
    with duckdb.connect(str(edition_file(built, 1)), read_only=True) as connection:
        described = connection.execute(f"describe {table}").fetchall()
    worked_out = ["is_whole"] if kind is ReportRow else []  # by the build
    assert [name for name, *_ in described] == [field.name for field in fields(kind)] + worked_out


def test_segments_have_the_columns_of_the_schema() -> None:
    assert SCHEMAS["figures"] == arrow_schema(FigureRow)
    assert SCHEMAS["reports"].names == [*arrow_schema(ReportRow).names, "key", "unread"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2026-01-01T00:00:00Z", datetime(2026, 1, 1)),
        ("2026-01-01T08:30:00+08:00", datetime(2026, 1, 1, 0, 30)),
        ("2026-01-01T00:00:00.123Z", datetime(2026, 1, 1, 0, 0, 0, 123000)),
    ],
)
def test_times_are_kept_in_utc(text: str, kept: datetime) -> None:
    assert parse_timestamp(text) == kept
