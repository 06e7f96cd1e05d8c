"""The state database: decisions, audit log and report notes in one SQLite file, read and written in transactions.

A rollback journal (PERSIST) and synchronous=FULL: a commit is on the disk, file and journal, before it returns. WAL is not used:
its shared memory does not work between machines on a network mount (docs/adr/0004-state-in-sqlite.md).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson

from yearbook.catalogue.files import DataError, Home
from yearbook.catalogue.messages import Message
from yearbook.records.sqlite_table import DETECT_TYPES, InvalidRow, Table
from yearbook.records.state import Arrival, AuditEntry, Decision, ReportNote, SavedView, Visit
from yearbook.store import json_import
from yearbook.store.files import settle

STATE = "state.sqlite"
DECISIONS = Table("decisions", Decision, "decision_id")
AUDIT = Table("audit", AuditEntry)
REPORTS = Table("reports", ReportNote, "report_id")
VISITS = Table("visits", Visit, "url")
ARRIVALS = Table("arrivals", Arrival, "path")
VIEWS = Table("views", SavedView, "view_id")
TABLES: dict[str, Table[Any]] = {table.name: table for table in (DECISIONS, AUDIT, REPORTS, VISITS, ARRIVALS, VIEWS)}
SCHEMA = crc32("\n".join(table.definition for table in TABLES.values()).encode()) >> 1  # kept in the file as user_version
PATIENCE = 60.0  # seconds to wait while another process commits


class StateUnavailable(OSError):
    """The state database cannot be read or written now; the message names it, says why, and what to do. Nothing was changed."""


def state_file(home: Home) -> Path:
    return home.decisions / STATE


@contextmanager
def read_state(home: Home) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state of the database; an empty database where none was made yet.

    Raises DataError for a damaged file or row, StateUnavailable where it cannot be opened or is locked for too long.
    """
    with _in_words(home):
        exists = state_file(home).exists() or json_import.find_json_files(home, is_new=True)
        with closing(_connect(home) if exists else _connect_empty()) as connection:
            connection.execute("begin")
            yield connection


@contextmanager
def write_state(home: Home) -> Iterator[sqlite3.Connection]:
    """A transaction of the only writer: committed, and on the disk, at the end of the `with`; rolled back on any error.

    Raises what read_state raises, and StateUnavailable where the disk is full or may not be written.
    """
    with _in_words(home):
        _make_folder(home)
        with closing(_connect(home)) as connection:
            connection.execute("begin immediate")
            yield connection
            connection.execute("commit")  # closing without it rolls back


def copy_state(home: Home, file: Path) -> None:
    """Write a copy of the database as it is at one moment, whoever writes meanwhile. Raises what read_state raises."""
    with read_state(home) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
    settle(file)


def is_empty(home: Home) -> bool:
    """Whether there is neither a decision nor a report note."""
    with read_state(home) as connection:
        [count] = connection.execute("select (select count(*) from decisions) + (select count(*) from reports)").fetchone()
    return bool(count == 0)


def read_tables(home: Home) -> dict[str, list[tuple[int, Any]]]:
    """All rows with their sequence numbers, by table."""
    with read_state(home) as connection:
        return {name: table.select_numbered(connection) for name, table in TABLES.items()}


def replace_tables(connection: sqlite3.Connection, rows: Mapping[str, list[tuple[int, Any]]]) -> None:
    """Put the rows of another database in the place of all that is there. The caller holds the transaction."""
    for name, table in TABLES.items():
        connection.execute(f"delete from {name}")
        table.insert_numbered(connection, rows[name])


def list_json_lines(home: Home, table: str) -> Iterator[bytes]:
    """The rows of one of TABLES as JSON, a line each, oldest first. Raises what read_state raises."""
    with read_state(home) as connection:
        rows = TABLES[table].select(connection)
    return (orjson.dumps(asdict(row)) + b"\n" for row in rows)


def check_state(home: Home) -> None:
    """Raises DataError where the database's pages, indexes or rows are damaged."""
    with read_state(home) as connection:
        [found] = connection.execute("pragma integrity_check(1)").fetchone()
        if found != "ok":
            raise DataError(state_file(home), "whole file", Message("keeping.state_damaged", reason=found))
        for table in TABLES.values():
            table.select(connection)


def _connect(home: Home) -> sqlite3.Connection:
    """Open or create the database, and bring it up to this version of the program."""
    uri = f"{state_file(home).absolute().as_uri()}?mode=rwc"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None, detect_types=DETECT_TYPES)
    try:
        connection.execute("pragma journal_mode = persist")
        connection.execute("pragma synchronous = full")
        [version] = connection.execute("pragma user_version").fetchone()
        if version != SCHEMA or json_import.find_json_files(home, is_new=False):
            _prepare(home, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, detect_types=DETECT_TYPES)
    for table in TABLES.values():
        table.create(connection)
    return connection


def _prepare(home: Home, connection: sqlite3.Connection) -> None:
    """Create what is missing, and import the files of an older version in the same transaction: all of them or none."""
    connection.execute("begin immediate")
    for table in TABLES.values():
        table.create(connection)
    decisions, entries, notes = json_import.read_json_files(home)
    DECISIONS.insert(connection, decisions, on_conflict="ignore")
    REPORTS.insert(connection, notes, on_conflict="ignore")
    if not connection.execute("select exists (select 1 from audit)").fetchone()[0]:
        AUDIT.insert_numbered(connection, entries)
    connection.execute(f"pragma user_version = {SCHEMA}")
    connection.execute("commit")
    json_import.set_json_files_aside(home)  # a crash before this imports them again, which adds nothing


def _make_folder(home: Home) -> None:
    if not home.decisions.is_dir():
        home.decisions.mkdir(parents=True, exist_ok=True)
        settle(home.decisions.parent)


@contextmanager
def _in_words(home: Home) -> Iterator[None]:
    """Errors of SQLite and of rows as DataError or StateUnavailable, with the file, the reason and what to do."""
    file = state_file(home)
    try:
        yield
    except InvalidRow as error:
        raise DataError(file, error.place, Message("keeping.state_damaged", reason=error.reason)) from error
    except sqlite3.IntegrityError:
        raise
    except sqlite3.OperationalError as error:  # full, read-only, locked, no right to open it
        raise StateUnavailable(Message("keeping.state_unavailable", file=file, reason=error)) from error
    except sqlite3.DatabaseError as error:
        raise DataError(file, "whole file", Message("keeping.state_damaged", reason=error)) from error
