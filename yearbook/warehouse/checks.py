"""Checks of editions: the rules of queries/checks/, and the checksum of the file (integrity), verified once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache

import duckdb

from yearbook.catalogue.files import Home
from yearbook.warehouse.questions import list_questions, read_question
from yearbook.warehouse.registry import DamagedEdition, EditionNote, check_edition, edition_file

AT_ONCE = 64 << 20  # bytes: a larger file is checked in the background; DuckDB checks each block that it reads meanwhile
QUESTION_ERRORS = (duckdb.ProgrammingError, duckdb.DataError, duckdb.InterruptException, duckdb.OutOfMemoryException)
_POOL = ThreadPoolExecutor(1, "checksum of an edition")


class Integrity:
    """What is known of one edition's file in this process."""

    def __init__(self, home: Home, number: int) -> None:
        self._home, self._number = home, number
        self.check: Future[EditionNote] = _POOL.submit(check_edition, home, number)
        if edition_file(home, number).stat().st_size <= AT_ONCE:
            self.check.exception()

    def require(self) -> None:
        """Raises DamagedEdition, in words, where the file is known to be damaged."""
        if self.check.done() and isinstance(error := self.check.exception(), DamagedEdition):
            raise DamagedEdition(*error.args)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """While the edition is read: raises DamagedEdition where DuckDB's error comes of a damaged file."""
        self.require()
        try:
            yield
        except duckdb.Error as error:
            if not isinstance(error, QUESTION_ERRORS):
                check_edition(self._home, self._number)
            raise


def require_intact(home: Home, number: int) -> Integrity:
    """What is known of an edition's file. Raises DamagedEdition in words where it is not what was published."""
    state = edition_file(home, number).stat()
    known = _know(home, number, (state.st_ino, state.st_size, state.st_mtime_ns))
    known.require()
    return known


@lru_cache(maxsize=64)
def _know(home: Home, number: int, _state: tuple[int, int, int]) -> Integrity:
    return Integrity(home, number)


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
