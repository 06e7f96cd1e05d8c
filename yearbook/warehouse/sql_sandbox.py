"""SQL of an analyst: one SELECT over one edition, answered in a worker of the sandbox on a connection that can do nothing else.

The connection reads the edition, no other file and no network, loads nothing, and its settings are locked. What DuckDB would
still allow but is nobody's business here (where files lie, what is set) is refused before anything runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.documents.sandbox import Sandbox, SandboxError
from yearbook.warehouse.registry import edition_file, require_edition
from yearbook.warehouse.sql_functions import ALLOWED

if TYPE_CHECKING:
    import pandas as pd  # workers need not load it

AT_ONCE = 2  # questions; others are asked to wait
MOST_LETTERS = 20_000  # of a question
MOST_CELL = 1_000  # characters of a cell; the rest is cut
MOST_COLUMNS = 200
GRACE = 2  # seconds after the engine's own limit; some of its work does not look at the clock
OVERHEAD = 512 * 1024 * 1024  # bytes that the worker may take besides what the engine is allowed
COLUMNS = """
select table_name, column_name, data_type from information_schema.columns
where table_catalog = 'edition' order by table_name, ordinal_position
"""
_SCHEMAS = ("", "main", "information_schema")
_NAMING = ("function_name", "table_name", "schema", "schema_name", "catalog", "catalog_name")  # keys of DuckDB's parse tree
_SYSTEM_TABLES = ("duckdb_", "pragma_", "pg_", "sqlite_")  # views of the engine, which need no schema before their names
_PLAIN = ("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "FLOAT", "DOUBLE", "DATE")
_NUMBERS = ("DECIMAL", "HUGEINT", "UHUGEINT", "UBIGINT")
_REASONS: tuple[tuple[type[duckdb.Error], str], ...] = (
    (duckdb.InterruptException, "time"),
    (duckdb.OutOfMemoryException, "memory"),
    (duckdb.PermissionException, "files"),
    (duckdb.ParserException, "syntax"),
    (duckdb.SyntaxException, "syntax"),
    (duckdb.CatalogException, "names"),
    (duckdb.BinderException, "names"),
)
_SANDBOX = Sandbox(AT_ONCE, waits=False)


class NotAnswered(ValueError):
    """Why a question is not answered and what to do, as a Message; `detail` is what the engine said, where it helps."""

    def __init__(self, reason: str, detail: str = "", **values: object) -> None:
        super().__init__(Message(f"sql.refused_{reason}", **values))
        self.reason, self.detail, self.values = reason, detail, values


@dataclass(frozen=True, slots=True)
class Limits:
    """Rows, seconds and megabytes that a question may take."""

    rows: int = 1_000
    seconds: float = 10
    megabytes: int = 512


@dataclass(frozen=True, slots=True)
class Answer:
    """The first rows of an answer, and whether there were more."""

    frame: pd.DataFrame
    more: bool


LIMITS = Limits()


def ask_freely(home: Home, sql: str, number: int | None = None, limits: Limits = LIMITS) -> Answer:
    """The answer of one SELECT over the tables of an edition (the current one), which need no prefix.

    Long texts are cut; lists and structs come as text; columns of one name are numbered. Raises NotAnswered where it is no
    SELECT, asks for what is out of reach, takes too much, or is wrong; NoEdition as elsewhere.
    """
    request = {"sql": sql, "file": str(edition_file(home, require_edition(home, number)).resolve()), **asdict(limits)}
    spent = {"seconds": f"{limits.seconds:g}", "megabytes": str(limits.megabytes)}
    try:
        memory_bytes = limits.megabytes * 1024 * 1024 + OVERHEAD
        head, table = _SANDBOX.run(f"{__name__}:answer_request", request, b"", limits.seconds + GRACE, memory_bytes)
    except SandboxError as error:  # a worker that crashed was refused memory
        reason = {"late": "time", "fault": "failed", "not_started": "busy", "busy": "busy"}.get(error.reason, "memory")
        raise NotAnswered(reason, **spent) from error
    if "refused" in head:
        reason, detail, values = head["refused"]
        raise NotAnswered(reason, detail, **(spent | values))
    return Answer(pa.ipc.open_stream(table).read_all().to_pandas(date_as_object=False), bool(head["more"]))


def list_columns(home: Home, number: int | None = None) -> pd.DataFrame:
    """The tables of an edition and their columns: table_name, column_name, data_type, in their order."""
    return ask_freely(home, COLUMNS, number).frame


def answer_request(request: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
    """Run by a worker: whether there are more rows, and the first ones in Arrow's stream format; or why there is no answer."""
    rows = request["rows"]
    try:
        question = check_question(request["sql"])
        with connect(request["file"], request["seconds"], request["megabytes"]) as connection:
            table = _answer(connection, question, rows)
    except NotAnswered as refused:
        return {"refused": [refused.reason, refused.detail, refused.values]}, b""
    except duckdb.Error as error:
        reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), "failed")
        named = reason in ("syntax", "names") or isinstance(error, duckdb.DataError)  # others may name files of the machine
        return {"refused": [reason, str(error).partition("\n")[0].partition(": ")[2] if named else "", {}]}, b""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.slice(0, rows))
    return {"more": table.num_rows > rows}, sink.getvalue().to_pybytes()


def check_question(sql: str) -> str:
    """The one SELECT that `sql` is, as DuckDB writes it. Raises NotAnswered or duckdb.Error where it is anything else."""
    if not sql.strip():
        raise NotAnswered("empty")
    if len(sql) > MOST_LETTERS:
        raise NotAnswered("long", most=f"{MOST_LETTERS:,}")
    with duckdb.connect(config={"enable_external_access": "false"}) as parser:
        statements = parser.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT or statements[0].named_parameters:
            raise NotAnswered("not_select")
        [tree] = parser.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchone() or ("{}",)
        for kind, name in _list_names(json.loads(tree)):
            if not _is_within_reach(kind, name):
                raise NotAnswered("reach", name=name)
        if json.loads(tree).get("error", True):
            raise NotAnswered("not_select")
        [question] = parser.execute("select json_deserialize_sql($tree::json)", {"tree": tree}).fetchone() or ("",)
    return str(question)


def connect(file: str, seconds: float, megabytes: int) -> duckdb.DuckDBPyConnection:
    """A connection to an edition's file that can do nothing but read it."""
    connection = duckdb.connect(
        config={
            "memory_limit": f"{megabytes}MB",
            "temp_directory": "",  # no spill to disk: a question that needs more is told so
            "threads": "1",
            "max_execution_time": str(int(seconds * 1000)),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "python_enable_replacements": "false",
        }
    )
    quoted = file.replace("'", "''")
    connection.execute(f"attach '{quoted}' as edition (read_only)")
    connection.execute("use edition; set enable_external_access = false; set lock_configuration = true")
    return connection


def _answer(connection: duckdb.DuckDBPyConnection, question: str, rows: int) -> pa.Table:
    """One row more than asked for, no cell longer than a page. Raises NotAnswered, duckdb.Error."""
    relation = connection.sql(question)
    if len(relation.columns) > MOST_COLUMNS:
        raise NotAnswered("columns", most=MOST_COLUMNS)
    shown = [_show_column(f"#{place}", str(kind)) for place, kind in enumerate(relation.types, start=1)]
    table = relation.project(", ".join(shown)).limit(rows + 1).to_arrow_table()
    return table.rename_columns(_number_names(relation.columns))


def _show_column(column: str, kind: str) -> str:
    """A column as it is shown: numbers and days as they are, everything else as text of bounded length."""
    if kind in _PLAIN:
        return column
    if kind.startswith(_NUMBERS) and not kind.endswith("]"):
        return f"{column}::double"
    return f"left({column}::varchar, {MOST_CELL})"


def _number_names(names: list[str]) -> list[str]:
    """Names of which no two are alike: value, value_2."""
    unlike: list[str] = []
    for name in names:
        spellings = (name if number == 1 else f"{name}_{number}" for number in count(1))
        unlike.append(next(spelling for spelling in spellings if spelling not in unlike))
    return unlike


def _list_names(tree: Any) -> Iterator[tuple[str, str]]:
    """The functions, tables, schemas and catalogs that a question names, in small letters, each with what it is."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in _NAMING and isinstance(value, str):
                yield key.removesuffix("_name"), value.lower()
            yield from _list_names(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _list_names(value)


def _is_within_reach(kind: str, name: str) -> bool:
    if kind == "function":
        return name in ALLOWED
    if kind == "table":
        return not name.startswith(_SYSTEM_TABLES)
    return name in _SCHEMAS if kind == "schema" else name in ("", "edition")
