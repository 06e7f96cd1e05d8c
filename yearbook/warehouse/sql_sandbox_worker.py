"""The process in which an analyst's own SQL is answered: one SELECT over one edition, on a connection that can do nothing else.

The connection sees the edition read-only and no file, reaches no network, loads nothing, and has its settings locked. What the
engine would allow but is nobody's business here (where files lie, what is set) is refused before anything runs. Started by
free_query.py, the process ends by itself: when it has answered, or when its time is over, whatever the engine is doing then.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

MOST_LETTERS = 20_000  # of a question
MOST_CELL = 1_000  # characters of a cell; the rest is cut
MOST_COLUMNS = 200
GRACE = 2  # seconds after the engine's own limit; some of its work does not look at the clock
BESIDE = 512 * 1024 * 1024  # bytes that the process may take besides what the engine is allowed
REFUSED_PREFIXES = ("duckdb_", "pragma_", "pg_", "read_", "sniff_", "parquet_", "sqlite_", "which_", "arrow_scan", "pandas_")
REFUSED = frozenset({"current_setting", "getenv", "getvariable", "query", "query_table", "glob"})
PLAIN = ("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "FLOAT", "DOUBLE", "DATE")
NUMBERS = ("DECIMAL", "HUGEINT", "UHUGEINT", "UBIGINT")


class Refused(ValueError):
    """A question that is not answered: why, what is filled into the words, and what the engine said, in English."""

    def __init__(self, reason: str, detail: str = "", **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        self.values = values


def answer_one() -> None:
    """Read a request (JSON) from the input, write the answer: a line of JSON, then the table as Arrow has it."""
    request = json.loads(sys.stdin.buffer.read())
    out = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # whatever a library prints must not stand in the answer
    try:
        question = check_question(request["sql"])
        connection = connect(request["file"], request["seconds"], request["megabytes"])
        _confine(request["megabytes"])
        faulthandler.dump_traceback_later(request["seconds"] + GRACE, exit=True, file=nowhere)
        table = _answer(connection, question, request["rows"])
        faulthandler.cancel_dump_traceback_later()
        out.write(json.dumps({"more": table.num_rows > request["rows"]}).encode() + b"\n")
        with pa.ipc.new_stream(out, table.schema) as writer:
            writer.write_table(table.slice(0, request["rows"]))
    except Refused as refused:
        said = {"reason": refused.reason, "detail": refused.detail, "values": refused.values}
        out.write(json.dumps({"refused": said}).encode() + b"\n")
    out.flush()
    os._exit(0)  # nothing is left to do; tidying up may take memory that there is not


def check_question(sql: str) -> str:
    """The one SELECT that `sql` is, without what ends it. Raises Refused where it is anything else."""
    if not sql.strip():
        raise Refused("empty")
    if len(sql) > MOST_LETTERS:
        raise Refused("long", most=f"{MOST_LETTERS:,}")
    with duckdb.connect(config={"enable_external_access": "false"}) as reader:
        try:
            statements = reader.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT or statements[0].named_parameters:
                raise Refused("not_select")
            question = _leave_out_the_end(reader, statements[0].query)
            read = reader.execute("select json_serialize_sql($sql)", {"sql": question}).fetchone()
        except duckdb.Error as error:
            raise _refuse(error) from error
    tree = json.loads(read[0]) if read else {}
    if tree.get("error", True):
        raise Refused("not_select")
    for name in _names_in(tree):
        if name in REFUSED or name.startswith(REFUSED_PREFIXES):
            raise Refused("reach", name=name)
    return question


def _leave_out_the_end(reader: duckdb.DuckDBPyConnection, question: str) -> str:
    """A question without the semicolon that ends it and the comments after that; one within a text or a comment ends nothing."""
    for at, letter in enumerate(question):
        if letter == ";" and _ends(reader, question[:at], question[at + 1 :]):
            return question[:at]
    return question


def _ends(reader: duckdb.DuckDBPyConnection, before: str, after: str) -> bool:
    try:
        return len(reader.extract_statements(before)) == 1 and not reader.extract_statements(after)
    except duckdb.Error:
        return False


def connect(file: str, seconds: float, megabytes: int) -> duckdb.DuckDBPyConnection:
    """A connection to an edition's file that can do nothing but read it."""
    connection = duckdb.connect(
        config={
            "memory_limit": f"{megabytes}MB",
            "max_temp_directory_size": "0B",
            "threads": "1",
            "max_execution_time": str(int(seconds * 1000)),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
        }
    )
    quoted = file.replace("'", "''")
    connection.execute(f"attach '{quoted}' as edition (read_only)")
    connection.execute("use edition")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _answer(connection: duckdb.DuckDBPyConnection, question: str, rows: int) -> pa.Table:
    """The question asked as a part of one that keeps to the limits: one row more than so many, and no cell longer than a page."""
    try:
        columns = connection.execute(f"describe {question}").fetchall()
        if len(columns) > MOST_COLUMNS:
            raise Refused("columns", most=MOST_COLUMNS)
        places = [f"c{position}" for position in range(len(columns))]
        shown = ", ".join(_show(place, str(column[1])) for place, column in zip(places, columns, strict=True))
        asked = f"select {shown} from (\n{question}\n) as answer({', '.join(places)}) limit {rows + 1}"
        table = connection.sql(asked).to_arrow_table()
    except duckdb.Error as error:
        raise _refuse(error) from error
    except MemoryError as error:
        raise Refused("memory") from error
    return table.rename_columns(list(_number(str(column[0]) for column in columns)))


def _show(place: str, kind: str) -> str:
    """A column as it is shown: numbers and days as they are, everything else as text of bounded length."""
    if kind in PLAIN:
        return place
    if kind.startswith(NUMBERS) and not kind.endswith("]"):
        return f"{place}::double as {place}"
    return f"left({place}::varchar, {MOST_CELL}) as {place}"


def _number(names: Iterator[str]) -> Iterator[str]:
    """Names of which no two are alike: value, value_2."""
    taken: set[str] = set()
    for name in names:
        unlike, count = name, 1
        while unlike in taken:
            count += 1
            unlike = f"{name}_{count}"
        taken.add(unlike)
        yield unlike


def _names_in(tree: Any) -> Iterator[str]:
    """The functions, tables and schemas that a question names, in small letters."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in ("function_name", "table_name", "schema_name", "catalog_name") and isinstance(value, str):
                yield value.lower()
            yield from _names_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _names_in(value)


def _refuse(error: duckdb.Error) -> Refused:
    """The engine's error as a reason; what it said itself beside it, without the lines that repeat the question."""
    reasons: tuple[tuple[type[duckdb.Error], str], ...] = (
        (duckdb.InterruptException, "time"),
        (duckdb.OutOfMemoryException, "memory"),
        (duckdb.PermissionException, "files"),
        (duckdb.ParserException, "syntax"),
        (duckdb.SyntaxException, "syntax"),
        (duckdb.CatalogException, "names"),
        (duckdb.BinderException, "names"),
    )
    reason = next((reason for kind, reason in reasons if isinstance(error, kind)), "failed")
    detail = str(error).partition("\n")[0].partition(": ")[2]
    return Refused(reason, "" if reason in ("time", "memory", "files") else detail)


def _confine(megabytes: int) -> None:
    """Where the system can, let it refuse memory beyond the engine's limit, and any file that would be written."""
    if sys.platform != "linux":
        return
    import resource

    in_use = int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
    most = in_use + megabytes * 1024 * 1024 + BESIDE
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    answer_one()
