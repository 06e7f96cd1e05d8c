"""Whether the file of an edition is the one that was published: looked at once a process, when it is first opened."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from yearbook.catalogue.files import Home
from yearbook.warehouse.registry import DamagedEdition, check_edition, edition_file
from yearbook.warehouse.sharing import log_of

AT_ONCE = 64 << 20  # bytes: up to here the sum is taken before the edition is opened, beyond it beside the first answers
OF_THE_QUESTION = (duckdb.ProgrammingError, duckdb.DataError, duckdb.InterruptException, duckdb.OutOfMemoryException)


class Integrity:
    """What is known of one edition's file in this process."""

    def __init__(self, home: Home, number: int, *, whole: bool = False) -> None:
        self._home, self._number = home, number
        self._damage: DamagedEdition | None = None
        if whole:
            return
        if edition_file(home, number).stat().st_size <= AT_ONCE:
            self._look()
        else:
            threading.Thread(target=self._look, daemon=True, name=f"sum of edition {number}").start()

    def require(self) -> None:
        """Raises DamagedEdition, in words, where the file is known to be damaged."""
        if self._damage is not None:
            raise DamagedEdition(*self._damage.args)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """While the edition is read: what the database cannot read because the file is damaged is DamagedEdition, in words."""
        self.require()
        try:
            yield
        except duckdb.Error as error:
            if isinstance(error, OF_THE_QUESTION):
                raise
            self._look()
            if self._damage is None:
                raise
            raise DamagedEdition(*self._damage.args) from error

    def _look(self) -> None:
        try:
            check_edition(self._home, self._number)
        except DamagedEdition as damage:
            self._damage = damage
        except (OSError, RuntimeError):  # taken away while it was looked at: whoever asks next is told
            return


def require_intact(home: Home, number: int) -> Integrity:
    """What is known of an edition's file. Raises DamagedEdition in words where it is not what was published.

    The sum of a small file is taken first; a large one is answered from meanwhile (DuckDB checks each block that it reads),
    and `require` tells later.
    """
    key = _key(home, number)
    with _turn:
        known = _known.get(key) or _known.setdefault(key, Integrity(home, number))
    known.require()
    return known


def mark_verified(home: Home, number: int) -> None:
    """An edition whose sum this process has just taken, to publish it: it need not be looked at again."""
    _known[_key(home, number)] = Integrity(home, number, whole=True)


Key = tuple[Path, int, *tuple[int, ...]]
_known: dict[Key, Integrity] = {}
_turn = threading.Lock()


def _key(home: Home, number: int) -> Key:
    """Another file, or another log beside it, is looked at anew."""
    file = edition_file(home, number)
    states = [file.stat(), *(log.stat() for log in (log_of(file),) if log.exists())]
    return home.root, number, *(mark for state in states for mark in (state.st_ino, state.st_size, state.st_mtime_ns))
