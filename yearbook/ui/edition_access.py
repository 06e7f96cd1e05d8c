"""The warehouse as the pages see it: one edition a page run, answers kept as long as the edition stands."""

from __future__ import annotations

import gc
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.catalogue.files import home
from yearbook.ui.cache import memoize
from yearbook.warehouse.registry import EditionNote, current_number, read_note
from yearbook.warehouse.warehouse import Warehouse, open_warehouse


def edition_in_use() -> int | None:
    """The number of the edition that the pointer names now, None where none is built yet."""
    return current_number(home())


@st.cache_resource(show_spinner=False, max_entries=4)
def warehouse(edition: int) -> Warehouse:
    """The warehouse of one edition, shared by all sessions. A page run keeps to its number while others publish the next."""
    opened = open_warehouse(home(), edition)
    gc.collect()
    gc.freeze()  # Streamlit collects all garbage after every run: 70 ms for the imports alone, unless they are set aside
    return opened


@st.cache_resource(show_spinner=False, max_entries=50)
def note_of(edition: int) -> EditionNote:
    """What stands beside an edition's file: counts, when it was built, whether it is a demonstration."""
    return read_note(home(), edition)


def ask(edition: int, query: str, **parameters: Any) -> pd.DataFrame:
    """The answer of queries/pages/<query>.sql in an edition; lists may be given as tuples. The frame is only to be read."""
    return memoize(_answer, edition, query, tuple(sorted((name, _hashable(value)) for name, value in parameters.items())))


def _answer(edition: int, query: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    return warehouse(edition).ask(query, **given)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
