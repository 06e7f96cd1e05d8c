"""Results are kept by explicit keys, within a number of bytes, made once for all who ask at the same time, never changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from yearbook.charts.template import FigureSpec
from yearbook.ui import cache

made: list[object] = []


@dataclass(frozen=True)
class Choice:
    year: int
    bodies: tuple[str, ...]


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    made.clear()
    cache.results.clear()
    yield
    cache.results.clear()


def make_frame(choice: object) -> pd.DataFrame:
    made.append(choice)
    return pd.DataFrame({"year": range(1000)})


def test_equal_choices_are_worked_out_once() -> None:
    first, again = (cache.memoize(make_frame, Choice(2020, ("甲", "乙"))) for _ in range(2))
    assert first is again
    assert len(made) == 1


@pytest.mark.parametrize("other", [Choice(2021, ("甲",)), Choice(2020, ("乙",)), Choice(2020, ()), 2020, "2020", 2020.0])
def test_other_choices_are_worked_out_for_themselves(other: object) -> None:
    cache.memoize(make_frame, Choice(2020, ("甲",)))
    cache.memoize(make_frame, other)
    assert made == [Choice(2020, ("甲",)), other]


def test_of_several_parts_only_those_that_are_not_kept_are_made() -> None:
    asked: list[tuple[int, ...]] = []

    def make(parts: tuple[int, ...]) -> dict[int, int]:
        asked.append(parts)
        return {part: part * part for part in parts}

    assert cache.memoize_each("squares", (1, 2), make) == {1: 1, 2: 4}
    assert cache.memoize_each("squares", (2, 3, 1), make) == {2: 4, 3: 9, 1: 1}
    assert cache.memoize_each("others", (1,), make) == {1: 1}
    assert asked == [(1, 2), (3,), (1,)]


def test_what_is_not_hashable_is_refused() -> None:
    with pytest.raises(TypeError):
        cache.memoize(make_frame, ["甲"])


def make_large_frame(year: int) -> pd.DataFrame:
    """Of which two fit into the cache, and not three."""
    made.append(year)
    return pd.DataFrame({"year": np.zeros(int(cache.CAPACITY / 2.5 / cache.CELL_SIZE), "int8")})


def test_the_least_recently_used_goes_when_the_bytes_are_used_up() -> None:
    for year in (1, 2, 1, 3, 1):
        cache.memoize(make_large_frame, year)
    assert made == [1, 2, 3]
    cache.memoize(make_large_frame, 2)
    assert made == [1, 2, 3, 2]


@pytest.mark.parametrize("points", [10, 50_000])
def test_a_chart_weighs_what_a_browser_is_sent_of_it(points: int) -> None:
    spec = FigureSpec({"type": "bar", "x": list(range(points))})
    assert points < cache.measure_size(spec.finish()) < 10 * points + 1000


def test_who_asks_while_another_is_at_it_waits_for_the_same() -> None:
    gate = threading.Event()

    def make() -> pd.DataFrame:
        gate.wait(5)
        return make_frame(1)

    with ThreadPoolExecutor(4) as people:
        asked = [people.submit(cache.memoize_as, "key", make) for _ in range(4)]
        gate.set()
        frames = [one.result() for one in asked]
    assert len(made) == 1
    assert all(frame is frames[0] for frame in frames)


def test_a_failure_is_not_kept() -> None:
    def fail() -> None:
        made.append(1)
        raise ValueError("no figures")

    for _ in range(2):
        with pytest.raises(ValueError, match="no figures"):
            cache.memoize_as("key", fail)
    assert len(made) == 2
