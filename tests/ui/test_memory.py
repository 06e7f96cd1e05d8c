"""What page runs work out is kept: once for equal choices, never for others, within bounds, by all visitors together."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

from yearbook.ui.cache import Memory

done: list[Any] = []


@dataclass(frozen=True)
class Choice:
    year: int
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    frame: pd.DataFrame


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()


def make_frame(year: int) -> pd.DataFrame:
    done.append(year)
    return pd.DataFrame({"year": [year] * 1000})


def split(frame: pd.DataFrame) -> list[Part]:
    done.append("split")
    return [Part(frame[:1]), Part(frame[1:])]


def measure(frame: pd.DataFrame) -> int:
    done.append("measure")
    return len(frame)


def describe(choice: Choice, often: int | bool = 1) -> str:
    done.append(choice)
    return f"{choice.year}{often}"


def fail() -> None:
    done.append("fail")
    raise ValueError("no")


def ask(memory: Memory, work: Any, *given: Any, **named: Any) -> Any:
    return memory.memoize(work, given, named)


def test_work_is_done_once_for_what_is_given() -> None:
    memory = Memory()
    assert ask(memory, make_frame, 2020) is ask(memory, make_frame, 2020)
    assert ask(memory, make_frame, 2021)["year"].iloc[0] == 2021
    assert done == [2020, 2021]


def test_choices_are_known_by_what_they_hold() -> None:
    memory = Memory()
    ask(memory, describe, Choice(2020, ("a",)))
    ask(memory, describe, Choice(2020, ("a",)))
    assert done == [Choice(2020, ("a",))]
    ask(memory, describe, Choice(2020, ("b",)))
    assert len(done) == 2


def test_one_and_true_are_not_the_same() -> None:
    memory = Memory()
    assert ask(memory, describe, Choice(1, ()), 1) == "11"
    assert ask(memory, describe, Choice(1, ()), True) == "1True"
    assert ask(memory, describe, Choice(1, ()), often=1) == "11"


def test_a_part_of_what_was_handed_out_leads_on() -> None:
    memory = Memory()
    for _ in range(2):
        parts = ask(memory, split, ask(memory, make_frame, 2020))
        assert [ask(memory, measure, part.frame) for part in parts] == [1, 999]
    assert done == [2020, "split", "measure", "measure"]


def test_a_table_from_elsewhere_is_worked_on_each_time() -> None:
    memory = Memory()
    frame = ask(memory, make_frame, 2020)
    for _ in range(2):
        assert ask(memory, measure, frame[frame["year"] == 2021]) == 0
    assert done.count("measure") == 2


def test_another_state_of_the_world_is_worked_out_anew() -> None:
    memory = Memory()
    first = memory.memoize(make_frame, (2020,), {}, "one catalogue")
    assert memory.memoize(make_frame, (2020,), {}, "another") is not first


def test_the_least_recently_used_is_forgotten_first_and_the_room_is_kept() -> None:
    memory = Memory(room=30_000, largest=20_000)
    for year in (2020, 2021, 2020, 2022, 2023, 2020):
        ask(memory, make_frame, year)
        assert memory.weight <= 30_000
    assert done == [2020, 2021, 2022, 2023]
    ask(memory, make_frame, 2021)
    assert done[-1] == 2021


def test_what_was_made_of_a_forgotten_table_is_never_taken_for_that_of_another() -> None:
    memory = Memory(room=30_000, largest=20_000)
    for year in [*range(2000, 2050), *range(2000, 2050)]:
        frame = ask(memory, make_frame, year)
        del frame[frame.columns[0]]
        frame[str(year)] = year
        assert ask(memory, first_name, frame) == str(year)


def first_name(frame: pd.DataFrame) -> str:
    return str(frame.columns[0])


def keep(frame: pd.DataFrame) -> pd.DataFrame:
    return frame


def test_a_table_that_two_results_hold_is_weighed_once_and_known_until_both_are_forgotten() -> None:
    memory = Memory(room=20_000)  # two frames of 8,000 bytes
    frame = ask(memory, make_frame, 2020)
    assert ask(memory, keep, frame) is frame
    assert memory.weight < 12_000
    ask(memory, make_frame, 2021)
    ask(memory, keep, frame)
    ask(memory, make_frame, 2022)  # the first result is forgotten, and the frame of 2021
    ask(memory, measure, frame)
    ask(memory, measure, frame)
    assert done == [2020, 2021, 2022, "measure"]
    assert memory.weight <= 20_000
    ask(memory, make_frame, 2020)
    assert done[-1] == 2020


def test_one_result_that_is_too_large_is_not_kept() -> None:
    memory = Memory(room=30_000, largest=5_000)
    ask(memory, make_frame, 2020)
    ask(memory, make_frame, 2020)
    assert done == [2020, 2020]
    assert memory.weight == 0


def test_a_failure_is_told_to_everyone_and_not_kept() -> None:
    memory = Memory()
    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            ask(memory, fail)
    assert done == ["fail", "fail"]


def test_what_is_made_anew_in_every_run_is_refused() -> None:
    with pytest.raises(TypeError, match="module's function"):
        ask(Memory(), lambda: 1)


gate = threading.Event()


def work_slowly(number: int) -> list[int]:
    done.append(number)
    gate.wait(10)
    return [number]


def test_who_asks_while_another_works_waits_for_the_same_result() -> None:
    memory = Memory()
    gate.clear()
    with ThreadPoolExecutor(8) as visitors:
        asked = [visitors.submit(ask, memory, work_slowly, 7) for _ in range(8)]
        gate.set()
        results = [one.result(10) for one in asked]
    assert done == [7]
    assert all(result is results[0] for result in results)
