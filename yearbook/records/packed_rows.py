"""Rows of one dataclass, held as its columns: so they pass between processes, to JSON and to Arrow, and none needs to be made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, Self, TypeVar, overload

Row = TypeVar("Row")


class PackedRows(Sequence[Row]):
    """Rows that are made when they are asked for, anew each time; equal to any sequence of equal rows."""

    __slots__ = ("columns", "kind")

    def __init__(self, kind: Callable[..., Row], columns: Sequence[Sequence[Any]]) -> None:
        self.kind, self.columns = kind, columns

    @classmethod
    def of(cls, kind: Callable[..., Row], rows: Iterable[Row]) -> Self:
        return cls(kind, split(kind, rows))

    @classmethod
    def of_json(cls, kind: Callable[..., Row], columns: Iterable[list[Any]]) -> Self:
        """The columns as JSON gave them, with the lists that are tuples in a row."""
        tuples = _names_of_tuples(kind)
        named = zip(names_of(kind), columns, strict=True)
        return cls(kind, [list(map(tuple, column)) if name in tuples else column for name, column in named])

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[Row]:
        return map(self.kind, *self.columns)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        taken = [column[place] for column in self.columns]
        return PackedRows(self.kind, taken) if isinstance(place, slice) else self.kind(*taken)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def split(kind: Callable[..., Any], rows: Iterable[Any]) -> Sequence[Sequence[Any]]:
    """The columns of rows of one dataclass, in the order of its fields; each empty where there is no row."""
    if isinstance(rows, PackedRows):
        return rows.columns
    return list(zip(*map(_cells_of(kind), rows), strict=True)) or [() for _ in names_of(kind)]


def pick(rows: Sequence[Any], name: str) -> Sequence[Any]:
    """One column of rows."""
    if isinstance(rows, PackedRows):
        found: Sequence[Any] = rows.columns[names_of(rows.kind).index(name)]
        return found
    return [getattr(row, name) for row in rows]


@cache
def names_of(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(field.name for field in fields(kind))


@cache
def _names_of_tuples(kind: Any) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind) if str(field.type).startswith("tuple"))


@cache
def _cells_of(kind: Any) -> attrgetter[tuple[Any, ...]]:
    return attrgetter(*names_of(kind))
