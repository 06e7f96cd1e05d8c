"""Viewers read while editions are published one after another: no failure, each page of one edition, a pinned one stays."""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import pytest

from yearbook.commands.benchmarks.served import Served, serve_ours
from yearbook.commands.benchmarks.viewer import PageRun, Viewer
from yearbook.data import PROJECT, Home
from yearbook.warehouse.editions.build import build_edition
from yearbook.warehouse.editions.numbered import current_number, list_numbers

VIEWERS, PINNED = 8, 2  # of the viewers so many keep to the first edition
PAGES = ("explore", "vehicles", "comparison", "")
IN_A_FIGURE = re.compile(rb"EDITION-(\d+)-")
IN_THE_SIDEBAR = re.compile("数据版本：第 (\\d+) 版".encode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose record says in the source of every figure which edition it was written for."""
    made = tmp_path_factory.mktemp("together")
    (made / "record").mkdir()
    (made / "record" / "population.csv").write_bytes((PROJECT / "data" / "record" / "population.csv").read_bytes())
    write_record(made, 1)
    build_edition(Home(made))
    return made


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    with serve_ours(folder) as running:
        yield running


def write_record(folder: Path, number: int) -> None:
    with (PROJECT / "data" / "record" / "figures.csv").open(encoding="utf-8", newline="") as shipped:
        rows = list(csv.DictReader(shipped))
    partial = folder / "figures.partial"
    with partial.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | {"source_title": f"EDITION-{number}-{row['source_title']}"} for row in rows)
    partial.replace(folder / "record" / "figures.csv")


def editions_in(run: PageRun) -> set[int]:
    """The editions that a page's figures and its sidebar name."""
    figures, sidebar = IN_A_FIGURE.findall(run.content), IN_THE_SIDEBAR.findall(run.content)
    assert figures
    assert sidebar
    return {int(number) for number in (*figures, *sidebar)}


def read_on(address: str, pin: dict[str, str], ended: threading.Event) -> list[PageRun]:
    """A viewer who goes from page to page until it is over, and once more over all pages."""
    runs = []
    with Viewer(address) as viewer:
        for page in cycle(PAGES):
            runs.append(viewer.open(page, **pin))
            if ended.is_set():
                return runs + [viewer.open(last, **pin) for last in PAGES]
    return runs


def test_viewers_read_one_edition_a_page_while_editions_are_published_and_two_writers_take_turns(
    folder: Path, served: Served
) -> None:
    ended = threading.Event()
    with ThreadPoolExecutor(VIEWERS) as people, ThreadPoolExecutor(2) as writers:
        pins = [{"edition": "1"} if number < PINNED else {} for number in range(VIEWERS)]
        visits = [people.submit(read_on, served.address, pin, ended) for pin in pins]
        try:
            write_record(folder, 2)
            build_edition(Home(folder))
            write_record(folder, 3)
            together = [writers.submit(build_edition, Home(folder), summary=f"writer {number}") for number in (1, 2)]
            numbers = sorted(one.result(120).note.number for one in together)
        finally:
            ended.set()
        seen = [visit.result(120) for visit in visits]
    assert numbers == [3, 4]
    assert list_numbers(Home(folder)) == [1, 2, 3, 4]
    assert current_number(Home(folder)) == 4
    for pin, runs in zip(pins, seen, strict=True):
        assert [run.failures for run in runs if run.failures] == []
        found = [editions_in(run) for run in runs]
        if pin:
            assert all(1 in editions and len(editions) == 1 for editions in found)
        else:
            assert all(editions in ({1}, {2}, {3}, {4, 3}) for editions in found)  # the fourth was made of the third's record
            assert found[-1] == {4, 3}
