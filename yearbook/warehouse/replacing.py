"""What was made anew, put into a copy of the edition before in the place of what stood there.

Of the copy itself nothing is read: where its rows stand, and what the next edition says of itself, is told by the edition before.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from yearbook.warehouse.build import COUNTED, quoted
from yearbook.warehouse.questions import read_question

KEYS = {  # of the tables that are amended: what names a row
    "reports": ("report_id",),
    "mentions": ("report_id", "ordinal"),
    "sources": ("fact_id", "ordinal"),
    "facts": ("fact_id",),
    "decisions": ("decision_id",),
    "origins": ("kind", "id"),
}
TOUCHED_REPORTS = "report_id in (select report_id from touched_reports)"
TOUCHED_BODIES = "agency_id::varchar in (select agency_id from touched_subjects)"
SAID_ANEW = {"changes": "edition.changes", "edition": "edition_after", "editions": "editions_after"}


class Replacement:
    """The rows that come and go. `connection` has the edition before attached as `before`, what was made as `edition`, and of
    each table what stood there before as <table>_before, with its place."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        for table in KEYS:
            scope = f"where {TOUCHED_REPORTS}" if table == "reports" else ""
            connection.execute(f"create temp view {table}_made as select * from edition.{table} {scope}")

    def count_come(self, table: str) -> int:
        """How many rows of a table are not as they were before."""
        come = f"select count(*) from (select * from {table}_made except select * exclude (place) from {table}_before)"
        [(rows,)] = self._connection.execute(come).fetchall()
        return int(rows)

    def count_all_come(self) -> int:
        """How many rows of all tables are not as they were before."""
        return sum(self.count_come(table) for table in KEYS)

    def foresee(self, appended: int) -> None:
        """Work out what the next edition says of itself, and what the touched bodies hold in it; that of others is as it was."""
        run = self._connection.execute
        self._keep("facts", "amend", "facts_of_bodies")
        for table in COUNTED:
            run(f"create temp table {table}_before as select rowid as place from before.{table} where {TOUCHED_BODIES}")
            self._keep(f"{table}_after", "build", table)
        run("drop table temp.facts")
        self._keep("edition_after", "amend", "edition", appended=appended)
        run("create temp view edition as select * from edition_after")
        run("create temp view previous_editions as select * from before.editions")
        self._keep("editions_after", "build", "editions")

    def write(self, file: Path) -> None:
        """Put it all into the file, which stays attached as `next`."""
        run = self._connection.execute
        for statement in (f"attach '{quoted(file)}' as next", "begin"):
            run(statement)
        for table, key in KEYS.items():
            self._replace(table, key)
        for table in COUNTED:
            run(f"delete from next.{table} where rowid in (select place from {table}_before)")
            run(f"insert into next.{table} by name select * from {table}_after")
        for table, source in SAID_ANEW.items():
            run(f"delete from next.{table}")
            run(f"insert into next.{table} by name select * from {source}")
        run("commit")

    def _keep(self, table: str, folder: str, name: str, **parameters: Any) -> None:
        self._connection.execute(f"create temp table {table} as {read_question(folder, name).sql}", parameters or None)

    def _replace(self, table: str, key: tuple[str, ...]) -> None:
        """Rows that are as they were stay where they are; the others go, and what came is put behind."""
        names = ", ".join(key)
        gone = f"select {names} from (select * exclude (place) from {table}_before except select * from {table}_made)"
        come = f"select {names} from (select * from {table}_made except select * exclude (place) from {table}_before)"
        places = f"select place from {table}_before where ({names}) in ({gone})"
        self._connection.execute(f"delete from next.{table} where rowid in ({places})")
        self._connection.execute(f"insert into next.{table} by name select * from {table}_made where ({names}) in ({come})")
