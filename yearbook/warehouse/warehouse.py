"""The current edition as questions and answers: SQL from queries/pages/, answers as DataFrames with honest types."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from yearbook.catalogue.files import Home, temporary_folder
from yearbook.catalogue.files import home as home_in_use
from yearbook.catalogue.messages import Message
from yearbook.warehouse.checks import find_faults, require_intact
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.names import ADDED, OWNERS, Names
from yearbook.warehouse.planning import fit_sql
from yearbook.warehouse.questions import Question, quote, read_question
from yearbook.warehouse.registry import EditionKey, edition_file, is_old, read_note, require_edition

# One database in memory, into which an edition is attached read-only. Files outside the editions' folder are out of reach,
# and no question can change that.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "768MB",  # what DuckDB keeps of the file and sorts in; of ten million facts it would keep all it may
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
MANY = 2_000_000  # facts: of fewer a page asks for so little that to wake threads for it costs a quarter more than it saves
SPILL = "questions"  # purpose of the temporary folder for what goes beyond it; DuckDB's own is .tmp wherever the process is
FEW = 256  # rows up to which rows of Python cost less than columns of Arrow
TEXT = pd.StringDtype("pyarrow", na_value=float("nan"))  # pandas' own str, named so that nothing has to be found out
# It advises to ask by a relation, which plans every question twice: that costs more than the copy it spares.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result", category=UserWarning)
WITH_GAPS = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


class StaleEdition(RuntimeError):
    """An edition that another version of the program built lacks what a question asks for; the message says to rebuild it."""


def open_warehouse(home: Home | None = None, number: int | None = None) -> Warehouse:
    """The warehouse of an installation at its current edition, or at edition `number`.

    Raises NoEdition in words where none is built or that one is not kept, DamagedEdition where its file was damaged.
    """
    return Warehouse(home or home_in_use(), number)


class Warehouse:
    """One edition, open for reading. Safe to share between threads: each question has its own cursor."""

    def __init__(self, home: Home, number: int | None = None) -> None:
        self.home = home
        self.number = require_edition(home, number)
        self.note = read_note(home, self.number)
        self._integrity = require_intact(home, self.number)
        self._columns: dict[str, dict[str, str]] = {}
        self._names = Names(self._fetch)
        threads = {} if self.note.facts > MANY else {"threads": 1}
        self._opened = ExitStack()
        spill = {"temp_directory": str(self._opened.enter_context(temporary_folder(SPILL)))}
        self._connection = self._opened.enter_context(duckdb.connect(config=SETTINGS | threads | spill))
        folder = quote(home.editions.resolve())
        self._connection.execute(f"set allowed_directories = ['{folder}/']")
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")
        with self._integrity.guard():
            self._connection.execute(f"attach '{quote(edition_file(home, self.number).resolve())}' as edition (read_only)")

    def ask(self, name: str, **parameters: Any) -> pd.DataFrame:
        """The answer of queries/pages/<name>.sql, which takes exactly the given $parameters; lists, tuples and None bind.

        Text comes as str with missing values, whole numbers as int64 (Int64 where some are missing), days as datetime64;
        a column of lists holds lists. Raises KeyError for an unknown question, TypeError for a parameter too many or too few,
        StaleEdition where the edition lacks what is asked for, DamagedEdition where its file turns out to be damaged.
        """
        question, bound = _bind(name, parameters)
        kinds = self._columns_of(question, bound)
        with self._answer(question, bound) as cursor:
            answer: Any = cursor.to_arrow_table()
        columns = {name: _settle_column(column, kinds[name]) for name, column in zip(kinds, answer.columns, strict=True)}
        if question.name in ADDED:
            ids = {name: list_cells(column) for name, column in zip(kinds, answer.columns, strict=True) if name in OWNERS}
            columns |= {name: _settle_names(cells) for name, cells in self._names.follow(question.name, ids).items()}
        return pd.DataFrame(columns, copy=False)

    def ask_cells(self, name: str, **parameters: Any) -> dict[str, list[Any]]:
        """The same answer as a list for each column: None where a value is missing, days as dates. Quicker than a frame where
        some hundred rows have many columns; raises as `ask` does."""
        question, bound = _bind(name, parameters)
        kinds = self._columns_of(question, bound)
        with self._answer(question, bound) as cursor:
            rows = cursor.fetchmany(FEW)
            cells = dict(zip(kinds, map(list, zip(*rows, strict=True)) if rows else ([] for _ in kinds), strict=True))
            if len(rows) == FEW:
                rest: Any = cursor.to_arrow_table()
                for column, others in zip(cells.values(), rest.columns, strict=True):
                    column += list_cells(others)
        for column in (cells[name] for name, kind in kinds.items() if kind.endswith("[]")):
            column[:] = [[] if one is None else one for one in column]
        return cells | self._names.follow(question.name, cells)

    def _fetch(self, sql: str) -> list[tuple[Any, ...]]:
        with self._integrity.guard(), self._connection.cursor() as cursor:
            return cursor.execute(sql).fetchall()

    @contextmanager
    def _answer(self, question: Question, bound: dict[str, Any]) -> Iterator[duckdb.DuckDBPyConnection]:
        """The cursor of an answer."""
        with self._integrity.guard(), self._connection.cursor() as cursor:
            sql, needed = fit_sql(question.sql, bound)
            yield cursor.execute(sql, needed or None)

    def stream(self, name: str, rows: int = 2048, **parameters: Any) -> Iterator[pa.RecordBatch]:
        """The same answer in pieces of at most `rows` rows, as Arrow has them; at least one piece, which may hold no row.

        The answer is never held as a whole. Close the iterator where it is left before its end. Raises MemoryError where
        DuckDB may take no more.
        """
        question, bound = _bind(name, parameters)
        self._columns_of(question, bound)
        with self._integrity.guard(), self._connection.cursor() as cursor:
            try:
                reader = cursor.sql(question.sql, params=bound).to_arrow_reader(rows)
                empty = pa.RecordBatch.from_pylist([], schema=reader.schema)
                yield next(reader, empty)
                yield from reader
            except duckdb.OutOfMemoryException as error:
                raise MemoryError(str(error)) from error

    @property
    def key(self) -> EditionKey:
        return self.note.key

    def facts(self, filters: Filters | None = None) -> pd.DataFrame:
        """The facts that the filters let through, ordered by metric, region and period."""
        return self.ask("facts", **(filters or Filters()).parameters())

    def faults(self) -> list[str]:
        """The rules of queries/checks/ that the edition breaks, one line each."""
        return find_faults(self._connection)

    def close(self) -> None:
        self._opened.close()

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _columns_of(self, question: Question, bound: dict[str, Any]) -> dict[str, str]:
        """The columns of an answer with their types; asked once an edition."""
        known = self._columns.get(question.name)
        if known is None:
            try:
                with self._connection.cursor() as cursor:
                    rows = cursor.execute(f"describe {question.sql}", bound or None).fetchall()
            except (duckdb.BinderException, duckdb.CatalogException) as error:
                if not is_old(self.note):  # the question is wrong, not the edition
                    raise
                reason = str(error).partition("\n")[0]
                raise StaleEdition(Message("warehouse.edition_old", number=self.number, reason=reason)) from error
            known = self._columns[question.name] = {str(row[0]): str(row[1]) for row in rows}
        return known


def compare_editions(home: Home, before: int, after: int) -> pd.DataFrame:
    """The facts added, removed and revised from `before` to `after`: the columns of queries/build/changes.sql.

    Raises NoEdition in words where one of them is not kept, DamagedEdition where its file was damaged,
    StaleEdition where one is of a program that kept less.
    """
    with temporary_folder(SPILL) as spill, duckdb.connect(config={"temp_directory": str(spill)}) as connection:
        for name, number in (("previous", before), ("edition", after)):
            require_intact(home, require_edition(home, number))
            connection.execute(f"attach '{quote(edition_file(home, number).resolve())}' as {name} (read_only)")
        for table in ("facts", "reports"):
            connection.execute(f"create temp view previous_{table} as select * from previous.{table}")
        connection.execute("use edition")
        try:
            return connection.execute(read_question("build", "changes").sql).df()
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            reason = str(error).partition("\n")[0]
            raise StaleEdition(Message("keeping.old_schema_diff", before=before, after=after, reason=reason)) from error


def _bind(name: str, parameters: dict[str, Any]) -> tuple[Question, dict[str, Any]]:
    """A question and its parameters as they bind. Raises KeyError and TypeError as `ask` says."""
    question = read_question("pages", name)
    if question.parameters != parameters.keys():
        differing = ", ".join(sorted(question.parameters ^ parameters.keys()))
        raise TypeError(f"queries/pages/{name}.sql takes {sorted(question.parameters)}; missing or too many: {differing}")
    return question, {
        key: list(value) if isinstance(value, tuple | set | frozenset) else value for key, value in parameters.items()
    }


def list_cells(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column; what is coded as text. A list that is missing is empty. Arrow's own to_pylist takes ten times as
    long, because it makes a scalar of each value first."""
    if pa.types.is_list(column.type):
        lists = column.combine_chunks()
        cells, ends = list_cells(pa.chunked_array([lists.values])), lists.offsets.to_numpy().tolist()
        return [cells[first:last] for first, last in pairwise(ends)]
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    plain = pa.types.is_string(column.type) or not column.null_count
    found: list[Any] = column.to_numpy().tolist() if plain else column.to_pylist()
    return found


def _settle_names(cells: list[Any]) -> Any:
    """The same of names, or of a switch."""
    if cells and isinstance(cells[0], bool):
        return np.array(cells, dtype=bool)
    return TEXT.__from_arrow__(pa.array(cells, pa.large_string()))  # type: ignore[attr-defined]  # the stubs lack it


def _settle_column(column: pa.ChunkedArray, kind: str) -> Any:
    """An array, which a frame takes in less time than a Series: the same types whether the answer is empty, has gaps or is coded;
    text stays as Arrow has it, which is quick."""
    if kind == "VARCHAR" or kind.startswith("ENUM"):
        return TEXT.__from_arrow__(column.cast(pa.large_string()))  # type: ignore[attr-defined]  # the stubs lack it
    if kind.endswith("[]"):
        lists = np.empty(len(column), dtype=object)
        for place, item in enumerate(list_cells(column)):  # at once NumPy would make lists of one length a second dimension
            lists[place] = item
        return lists
    if kind.endswith("INT") or kind == "INTEGER":
        column = column.cast(pa.int64())
    if kind == "DATE":
        column = column.cast(pa.timestamp("us"))
    series = column.to_pandas(types_mapper=WITH_GAPS.get if column.null_count else None)
    return series.array if column.null_count else series.to_numpy()
