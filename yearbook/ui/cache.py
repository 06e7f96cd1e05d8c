"""Cache of answers, tables and charts for all visitors: LRU by bytes, explicit keys (edition, question, parameters).

A key is made of plain hashable values only; a View names its edition and build. Results are shared: nobody may change them.
Who asks for what another is making just then waits for it. Why not st.cache_data: docs/adr/0006-explicit-cache-keys.md.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from itertools import islice
from typing import Any, ParamSpec, TypeVar

import pandas as pd
from cachetools import LRUCache, cached
from cachetools.keys import typedkey

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.charts.template import FrozenFigure

Given = ParamSpec("Given")
Result = TypeVar("Result")
Part = TypeVar("Part", bound=Hashable)

CAPACITY = 96 * 2**20  # bytes of results, as measure_size estimates them; a full cache adds as much resident memory
CELL_SIZE, SCALAR_SIZE, OTHER_SIZE = 30, 60, 200  # bytes: a cell of a table; a word; the rest
SCALAR = (str, bytes, int, float, bool, type(None))
SAMPLE = 8  # parts of a sequence or mapping that are measured at most, from all over it


def measure_size(result: Any) -> int:
    """About the bytes of a result: those of its tables and charts."""
    if type(result) in SCALAR:
        return SCALAR_SIZE
    if isinstance(result, pd.DataFrame):
        return CELL_SIZE * int(result.size)
    if isinstance(result, FrozenFigure):
        return result.measure_json()
    if is_dataclass(result) and not isinstance(result, type):
        own = (getattr(result, one.name) for one in fields(result) if "shared" not in one.metadata)  # that is kept apart
        return OTHER_SIZE + sum(map(measure_size, own))
    if isinstance(result, Mapping | Sequence):
        parts = result.values() if isinstance(result, Mapping) else result
        sample = list(islice(parts, 0, None, len(result) // SAMPLE + 1))
        return OTHER_SIZE + (sum(map(measure_size, sample)) * len(result) // len(sample) if sample else 0)
    return OTHER_SIZE


results: LRUCache[Any, Any] = LRUCache(CAPACITY, getsizeof=measure_size)


@cached(results, key=lambda _, *key: typedkey(*key), condition=threading.Condition())
def _make(make: Callable[[], Any], *_: Hashable) -> Any:
    return make()


def memoize_as(key: Hashable, make: Callable[[], Result]) -> Result:
    """What `make` returned for the key before, or returns now. The key names everything the result depends on, but for the
    catalogue, whose hash is added here."""
    result: Result = _make(make, load_catalogue().hash, key)
    return result


def memoize_each(
    key: Hashable, parts: Sequence[Part], make: Callable[[tuple[Part, ...]], Mapping[Part, Result]]
) -> dict[Part, Result]:
    """The same for each of some parts of a key: those that are not kept are made at once."""
    catalogue = load_catalogue().hash
    missing = tuple(part for part in parts if typedkey(catalogue, (key, part)) not in results)
    made = make(missing) if missing else {}

    def find(part: Part) -> Result:
        return made[part] if part in made else make((part,))[part]  # it was kept a moment ago

    return {part: memoize_as((key, part), partial(find, part)) for part in parts}


def memoize(make: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """The same for a function of a module and its hashable arguments. Raises TypeError for one that is not hashable."""
    return memoize_as((make.__module__, make.__qualname__, given, tuple(named.items())), lambda: make(*given, **named))
