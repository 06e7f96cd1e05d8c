"""Dataclass rows in SQLite: table definition, insert and select, all derived from the type hints of the dataclass.

A mapping is stored as JSON text, a truth value as 0 or 1; a connection needs `detect_types=DETECT_TYPES` to read them. A field
with a default may be added to a dataclass at any time: the column is added to an existing database when it is next opened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from functools import cached_property
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

Row = TypeVar("Row")
SQL_TYPES = {bool: "boolean", int: "integer", float: "real", Mapping: "json"}  # any other type is text
DETECT_TYPES = sqlite3.PARSE_DECLTYPES

sqlite3.register_converter("boolean", lambda cell: cell == b"1")
sqlite3.register_converter("json", orjson.loads)


class InvalidRow(ValueError):
    """A stored row is none of its dataclass; `place` names table and row."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place, self.reason = place, reason


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A table whose rows are instances of `row`, in the order in which they were inserted; `key` names a unique column."""

    name: str
    row: type[Row]
    key: str | None = None

    @cached_property
    def columns(self) -> list[str]:
        return list(self._types)

    @cached_property
    def definition(self) -> str:
        unique = f", unique ({self.key})" if self.key else ""
        columns = ", ".join(map(self._define, fields(self.row)))  # type: ignore[arg-type]
        return f"create table if not exists {self.name} (sequence integer primary key autoincrement, {columns}{unique})"

    def create(self, connection: sqlite3.Connection) -> None:
        """Create the table, or add the columns that an older version of the program did not have."""
        connection.execute(self.definition)
        present = {name for _, name, *_ in connection.execute(f"pragma table_info({self.name})")}
        for field in fields(self.row):  # type: ignore[arg-type]
            if field.name not in present:
                connection.execute(f"alter table {self.name} add column {self._define(field)}")

    def insert(self, connection: sqlite3.Connection, rows: Iterable[Row], *, on_conflict: str = "abort") -> None:
        """Append rows; `on_conflict` is SQLite's: abort, ignore or replace for a row whose key is there already."""
        self._insert(connection, self.columns, map(self._encode, rows), on_conflict)

    def insert_numbered(self, connection: sqlite3.Connection, rows: Iterable[tuple[int, Row]]) -> None:
        """Append rows with their sequence numbers."""
        self._insert(connection, ["sequence", *self.columns], ([number, *self._encode(row)] for number, row in rows), "abort")

    def select(self, connection: sqlite3.Connection, *, where: str = "true", order: str = "sequence", **values: Any) -> list[Row]:
        """The rows for which the SQL condition `where` holds, with `values` as its named parameters. Raises InvalidRow."""
        rows: list[Row] = []
        try:
            for cells in connection.execute(
                f"select {', '.join(self.columns)} from {self.name} where {where} order by {order}", values
            ):
                rows.append(self.row(*cells))
        except (ValueError, TypeError) as error:
            raise InvalidRow(f"{self.name}, row {len(rows) + 1}", str(error)) from error
        return rows

    def select_numbered(self, connection: sqlite3.Connection, *, where: str = "true") -> list[tuple[int, Row]]:
        """Rows with their sequence numbers, as `select` gives them."""
        found = connection.execute(f"select sequence from {self.name} where {where} order by sequence")
        return list(zip([number for (number,) in found], self.select(connection, where=where), strict=True))

    @cached_property
    def _types(self) -> dict[str, Any]:
        return {name: _without_none(hint) for name, hint in get_type_hints(self.row).items()}

    def _insert(self, connection: sqlite3.Connection, columns: Sequence[str], rows: Iterable[Any], on_conflict: str) -> None:
        sql = f"insert or {on_conflict} into {self.name} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"
        connection.executemany(sql, rows)

    def _define(self, field: Field[Any]) -> str:
        column = f"{field.name} {SQL_TYPES.get(self._types[field.name], 'text')}"
        if _is_optional(get_type_hints(self.row)[field.name]):
            return column
        if field.default is MISSING and field.default_factory is MISSING:
            return f"{column} not null"
        default = (
            "'{}'" if field.default is MISSING else f"'{field.default}'" if isinstance(field.default, str) else field.default
        )
        return f"{column} not null default {default}"

    def _encode(self, row: Row) -> list[Any]:
        values = ((getattr(row, name), kind) for name, kind in self._types.items())
        return [orjson.dumps(value).decode() if kind is Mapping else value for value, kind in values]


def check_types(row: Any) -> None:
    """Raises TypeError where a value of a row is not of the type of its field, or SQLite could not store it (64 bits)."""
    for name, hint in get_type_hints(type(row)).items():
        value, kind = getattr(row, name), _without_none(hint)
        kinds = (int, float) if kind is float else str if kind is Literal else kind
        missing = value is None and _is_optional(hint)
        if not missing and (not isinstance(value, kinds) or (isinstance(value, int) and value.bit_length() > 63)):
            raise TypeError(f"{name} is {str(value)[:40]!r}")


def _is_optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType)


def _without_none(hint: Any) -> Any:
    """The type of a hint `X | None`; of a generic its origin."""
    if _is_optional(hint):
        [hint] = [one for one in get_args(hint) if one is not type(None)]
    return get_origin(hint) or hint
