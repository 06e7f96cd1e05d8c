"""One page at a time is worked out, and nobody holds up the others for long."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.waiting import wait_until
from yearbook.web.rerun_queue import RerunQueue

PATIENCE = 20.0  # seconds, for a thread of a busy machine


def test_that_two_never_work_at_once_and_all_have_their_turn() -> None:
    turns, together, at_once, done = RerunQueue(longest=PATIENCE), 0, [], []

    def work(number: int) -> None:
        nonlocal together
        with turns.turn():
            together += 1
            at_once.append(together)
            threading.Event().wait(0.001)
            together -= 1
            done.append(number)

    with ThreadPoolExecutor(12) as people:
        list(people.map(work, range(60)))
    assert set(at_once) == {1}
    assert sorted(done) == list(range(60))


def test_that_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, order = RerunQueue(longest=PATIENCE), []

    def work(number: int) -> None:
        with turns.turn():
            order.append(number)

    with turns.turn():
        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for number, thread in enumerate(threads):
            thread.start()
            wait_until(lambda waiting=number + 1: len(turns._waiting) == waiting)
    for thread in threads:
        thread.join(PATIENCE)
    assert order == list(range(8))


def test_that_long_work_lets_the_others_go_ahead() -> None:
    turns, others_done = RerunQueue(longest=0.02), threading.Event()

    def work() -> None:
        with turns.turn():
            others_done.set()

    with turns.turn():
        threading.Thread(target=work).start()
        assert others_done.wait(PATIENCE)
    with turns.turn():  # what was passed over ends without calling anybody twice
        pass


def test_that_a_turn_ends_with_the_block_even_where_it_fails() -> None:
    turns = RerunQueue(longest=PATIENCE)
    with pytest.raises(ValueError, match="stop"), turns.turn():
        raise ValueError("stop")
    with turns.turn():
        pass
    assert turns._current is None
