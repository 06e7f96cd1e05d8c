"""What must hold in every edition: each file of queries/checks/ finds the rows for which it does not."""

from __future__ import annotations

import duckdb

from yearbook.warehouse.questions import list_questions, read_question


class Unsound(RuntimeError):
    """An edition breaks a rule; the message names the rule and some of the rows."""


def find_faults(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """One line a broken rule of the attached edition; none where it is sound."""
    faults = []
    for name in list_questions("checks"):
        with connection.cursor() as cursor:
            rows = cursor.execute(read_question("checks", name).sql).fetchall()
        if rows:
            examples = ", ".join(str(row[0]) for row in rows[:3])
            faults.append(f"{name}: {len(rows)} ({examples}{' …' if len(rows) > 3 else ''})")
    return faults
