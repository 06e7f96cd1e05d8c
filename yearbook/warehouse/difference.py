"""What differs between any two editions, by the same rules as the changes that an edition keeps."""

from __future__ import annotations

import duckdb
import pandas as pd

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.warehouse.checks import require_intact
from yearbook.warehouse.questions import quote, read_question
from yearbook.warehouse.registry import edition_file, require_edition
from yearbook.warehouse.warehouse import StaleEdition


def compare_editions(home: Home, before: int, after: int) -> pd.DataFrame:
    """The facts added, removed and revised from `before` to `after`: the columns of queries/build/changes.sql.

    Raises NoEdition in words where one of them is not kept, DamagedEdition where its file was damaged,
    StaleEdition where one is of a program that kept less.
    """
    with duckdb.connect() as connection:
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
