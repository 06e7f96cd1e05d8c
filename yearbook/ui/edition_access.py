"""Access to editions from pages and the API: open warehouses and notes cached by edition number and build."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.catalogue.files import home
from yearbook.store.lock import recover_swap
from yearbook.ui.cache import memoize
from yearbook.warehouse.registry import EditionNote, current_number, read_note
from yearbook.warehouse.warehouse import Warehouse, open_warehouse

_builds: dict[Path, str] = {}  # the build that each edition's note named when it was last read
_pinned: ContextVar[dict[int, tuple[EditionNote, Warehouse]] | None] = ContextVar("editions of a page run", default=None)


@contextmanager
def pin_editions() -> Iterator[None]:
    """Within the block each edition is looked for once: a page asks it some forty questions."""
    token = _pinned.set({})
    try:
        yield
    finally:
        _pinned.reset(token)


def edition_in_use() -> int | None:
    """The number of the edition that the pointer names now, None where none is built yet. A killed restore is undone first."""
    recover_swap(home())
    return current_number(home())


def warehouse(edition: int) -> Warehouse:
    """The warehouse of one edition, shared by all sessions. A page run keeps to its number while others publish the next."""
    pinned = _pinned.get()
    if pinned is None:
        return _open(edition, build_of(edition))
    if edition not in pinned:
        note = _look_up(edition)
        pinned[edition] = note, _open(edition, note.key.build)
    return pinned[edition][1]


def note_of(edition: int) -> EditionNote:
    """The note of an edition: counts, when it was built, whether it is a demonstration.

    Another build may come back under the same number (restore --replace, a data folder exchanged): then everything that was
    cached is forgotten. Raises NoEdition, DamagedEdition.
    """
    pinned = _pinned.get()
    return pinned[edition][0] if pinned and edition in pinned else _look_up(edition)


def _look_up(edition: int) -> EditionNote:
    file = home().editions / f"{edition}.json"
    try:
        state = file.stat()
    except OSError:
        return read_note(home(), edition)
    note = _read_note(file, edition, state.st_ino, state.st_mtime_ns, state.st_size)
    if _builds.setdefault(file, note.key.build) != note.key.build:
        _builds[file] = note.key.build
        st.cache_resource.clear()
        st.cache_data.clear()
    return note


def build_of(edition: int) -> str:
    """What tells the builds of one edition number apart: a part of every cache key."""
    return note_of(edition).key.build


def ask(edition: int, query: str, **parameters: Any) -> pd.DataFrame:
    """The answer of queries/pages/<query>.sql in an edition; lists may be given as tuples. The frame is only to be read."""
    given = tuple(sorted((name, tuple(value) if isinstance(value, list) else value) for name, value in parameters.items()))
    return memoize(_answer, edition, build_of(edition), query, given)


def _answer(edition: int, _build: str, query: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    return warehouse(edition).ask(query, **dict(parameters))


def ask_cells(edition: int, query: str, **parameters: Any) -> dict[str, list[Any]]:
    """The same answer as a list for each column (see Warehouse.ask_cells). Not kept: what is made of it is."""
    return warehouse(edition).ask_cells(query, **parameters)


@lru_cache(maxsize=64)
def _read_note(_file: Path, edition: int, *_state: int) -> EditionNote:
    """Read once for each state of the file: its inode, modification time and size."""
    return read_note(home(), edition)


@st.cache_resource(show_spinner=False, max_entries=4)
def _open(edition: int, build: str) -> Warehouse:
    del build  # a part of the cache key
    opened = open_warehouse(home(), edition)
    gc.collect()
    gc.freeze()  # what is loaded by now is left out of later garbage collections, which would walk it for 70 ms
    atexit.register(gc.unfreeze)  # what stays frozen outlives the interpreter, and nanobind, DuckDB's binding, reports leaks
    return opened
