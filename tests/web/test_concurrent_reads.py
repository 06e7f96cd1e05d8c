"""Viewers read while editions are published one after another: no failure, each page of one edition, a pinned one stays."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest

from benchmarks.marked import editions_in, marked_home, write_record
from benchmarks.serving.servers import Served, serve_ours
from benchmarks.serving.viewer import PageRun, Viewer
from yearbook.catalogue.files import Home
from yearbook.pipeline.build import build_edition
from yearbook.warehouse.registry import current_number, list_numbers

VIEWERS, PINNED = 40, 5  # of the viewers so many keep to the first edition
PAGES = ("explore", "vehicles", "comparison", "")


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """An installation whose record says in the source of every figure which edition it was written for."""
    with marked_home() as made:
        yield made


@pytest.fixture(scope="module")
def served(home: Home) -> Iterator[Served]:
    with serve_ours(home.root) as running:
        yield running


def read_on(address: str, number: int, pin: dict[str, str], ended: threading.Event) -> list[PageRun]:
    """A viewer who goes from page to page, each from another one on, until it is over, and then to one more."""
    runs = []
    with Viewer(address) as viewer:
        for page in islice(cycle(PAGES), number % len(PAGES), None):
            over = ended.is_set()
            runs.append(viewer.open(page, **pin))
            if over:
                break
    return runs


def test_viewers_read_one_edition_a_page_while_editions_are_published_and_two_writers_take_turns(
    home: Home, served: Served
) -> None:
    ended = threading.Event()
    with ThreadPoolExecutor(VIEWERS) as people, ThreadPoolExecutor(2) as writers:
        pins = [{"edition": "1"} if number < PINNED else {} for number in range(VIEWERS)]
        visits = [people.submit(read_on, served.address, number, pin, ended) for number, pin in enumerate(pins)]
        try:
            write_record(home, 2)
            build_edition(home)
            write_record(home, 3)
            together = [writers.submit(build_edition, home, summary=f"writer {number}") for number in (1, 2)]
            numbers = sorted(one.result(120).note.number for one in together)
        finally:
            ended.set()
        seen = [visit.result(120) for visit in visits]
    assert numbers == [3, 4]
    assert list_numbers(home) == [1, 2, 3, 4]
    assert current_number(home) == 4
    for pin, runs in zip(pins, seen, strict=True):
        assert [run.failures for run in runs if run.failures] == []
        named = [editions_in(run) for run in runs]
        assert all(figures and sidebar for figures, sidebar in named)
        found = [figures | sidebar for figures, sidebar in named]
        if pin:
            assert all(1 in editions and len(editions) == 1 for editions in found)
        else:
            assert all(editions in ({1}, {2}, {3}, {4, 3}) for editions in found)  # the fourth was made of the third's record
            assert found[-1] == {4, 3}
