"""What a page run worked out is kept for the next one: answers, analyses and charts, all visitors' together, within bounds.

Everything on a page follows from the edition and the reader's choices. `remember(work, *given)` does the work once for what is
given and hands out the same result afterwards. Given may be plain values (words, numbers, tuples, frozen records of them) and
whatever `memoize` has handed out before, or parts of it: those are known by what they are, not by what they hold, so that no
table is ever compared. With anything else the work is simply done. Results are shared: nobody may change them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import streamlit as st
from plotly.basedatatypes import BaseFigure  # go.Figure is looked up anew wherever it is named

from yearbook.catalogue.catalogue import load_catalogue

Given = ParamSpec("Given")
Result = TypeVar("Result")

ROOM = 768 * 2**20  # bytes of results kept, as weighed below; all pages once weigh 255 MB over a million facts
LARGEST = ROOM // 2  # of one result: a greater one would drive out all others
EACH = 1000  # bytes of a result besides its parts
SMALL = 500  # rows
PLAIN = (str, int, float, bool, type(None))


@dataclass(slots=True)
class _Kept:
    result: Future[Any]
    parts: list[Any] = field(default_factory=list)  # held here, so that no other object gets their identity


@dataclass(slots=True)
class _Part:
    number: int
    weight: int
    holders: int = 0  # kept results that it is a part of: it is weighed once, and known until the last is forgotten


class Memory:
    """Results by the work and what was given, the least recently used forgotten first. Safe to share between threads."""

    def __init__(self, room: int = ROOM, largest: int = LARGEST) -> None:
        self._room, self._largest = room, largest
        self._turn = threading.Lock()
        self._kept: OrderedDict[Any, _Kept] = OrderedDict()
        self._known: dict[int, _Part] = {}  # by the identity of a part of a kept result
        self._count = 0
        self.weight = 0

    def memoize(self, work: Callable[..., Any], given: tuple[Any, ...], named: Mapping[str, Any], state: str = "") -> Any:
        """The result of work(*given, **named) in a `state` of the world. Who asks while another is at the same work waits."""
        if "<" in work.__qualname__:  # <locals>, <lambda>
            raise TypeError(f"{work.__qualname__} is made anew in every run and never met again; take a module's function")
        try:
            named_parts = tuple((name, self._name(named[name])) for name in sorted(named))
            key = (work, state, tuple(map(self._name, given)), named_parts)
        except _Unknown:
            return work(*given, **named)
        with self._turn:
            kept = self._kept.get(key)
            mine = kept is None
            if kept is None:
                kept = self._kept[key] = _Kept(Future())
            else:
                self._kept.move_to_end(key)
        if not mine:
            return kept.result.result()
        try:
            result = work(*given, **named)
        except BaseException as error:
            with self._turn:
                self._kept.pop(key, None)
            kept.result.set_exception(error)
            raise
        self._settle(key, kept, result)
        kept.result.set_result(result)
        return result

    def _settle(self, key: Any, kept: _Kept, result: Any) -> None:
        """Keep a result and make its parts known, unless it is too large; forget old ones until there is room."""
        parts = {id(part): part for part in _parts_of(result)}
        weights = {name: _weigh(part) for name, part in parts.items() if name not in self._known}
        with self._turn:
            added = {name: weights.get(name) or _weigh(part) for name, part in parts.items() if name not in self._known}
            weight = EACH + sum(added.values())
            if weight > self._largest:
                self._kept.pop(key, None)
                return
            for name in added:
                self._count += 1
                self._known[name] = _Part(self._count, added[name])
            for name in parts:
                self._known[name].holders += 1
            kept.parts = list(parts.values())
            self.weight += weight
            if self.weight > self._room:
                self._make_room(kept)

    def _make_room(self, newest: _Kept) -> None:
        """Forget what was asked for longest ago, but nothing that somebody is still at work at."""
        for key, oldest in list(self._kept.items()):
            if self.weight <= self._room:
                break
            if oldest is not newest and oldest.result.done():
                self._forget(key)

    def _forget(self, key: Any) -> None:
        self.weight -= EACH
        for part in self._kept.pop(key).parts:
            known = self._known[id(part)]
            known.holders -= 1
            if not known.holders:
                self.weight -= known.weight
                del self._known[id(part)]

    def _name(self, given: Any) -> Any:
        """What something is called in a key. Raises _Unknown for what is neither plain nor known."""
        if isinstance(given, PLAIN):
            return type(given), given  # 1, 1.0 and True are not the same here
        known = self._known.get(id(given))
        if known is not None:
            return Memory, known.number
        if isinstance(given, tuple | list):
            return type(given), *map(self._name, given)
        if is_dataclass(given) and not isinstance(given, type) and given.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            return type(given), *(self._name(getattr(given, one.name)) for one in fields(given))
        raise _Unknown


class _Unknown(Exception):
    """Something given is neither plain nor known."""


def _parts_of(result: Any) -> Iterator[Any]:
    """The result and what it is made of that can be given on: tables, charts, records and lists of them."""
    if isinstance(result, PLAIN):
        return
    if isinstance(result, pd.DataFrame | BaseFigure):
        yield result
    elif is_dataclass(result) and not isinstance(result, type):
        yield result
        values = vars(result).values() if hasattr(result, "__dict__") else (getattr(result, one.name) for one in fields(result))
        for value in list(values):
            yield from _parts_of(value)
    elif isinstance(result, list | tuple):
        yield result
        for item in result:
            yield from _parts_of(item)
    elif isinstance(result, dict):
        yield result
        for item in result.values():
            yield from _parts_of(item)


def _weigh(part: Any) -> int:
    """About the bytes of a part. Text is held by Arrow, so that counting is exact; objects are taken at 60 each."""
    if isinstance(part, pd.DataFrame):
        if len(part) < SMALL:  # counting takes longer than it is worth
            return 30 * int(part.size)
        objects: int = sum(kind.kind == "O" and kind.name == "object" for kind in part.dtypes)
        return int(part.memory_usage().sum()) + 60 * objects * len(part)
    return 50_000 if isinstance(part, BaseFigure) else 100


@st.cache_resource(show_spinner=False)
def _memory() -> Memory:
    return Memory()


def memoize(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """The result of work(*given, **named), from memory where it was worked out before. `work` depends on nothing else but the
    catalogue; it is a function of a module, for one made anew in each run would never be met again."""
    result: Result = _memory().memoize(work, given, named, load_catalogue().hash)
    return result
