"""An installation whose figures say which edition they were written for, so that a page that mixes two is noticed."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving.viewer import PageRun
from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.messages import translate

RECORD = PROJECT / "data" / "record"
IN_A_FIGURE = re.compile(rb"EDITION-(\d+)-")
IN_THE_SIDEBAR = re.compile("数据版本：第 (\\d+) 版".encode())


@dataclass(slots=True)
class Published:
    """How many editions came out meanwhile."""

    editions: int = 0


@contextmanager
def marked_home() -> Iterator[Home]:
    """An installation with the first edition of such a record."""
    from yearbook.pipeline.build import build_edition

    with tempfile.TemporaryDirectory() as folder:
        home, own = Home(Path(folder)), Path(folder) / "record"
        own.mkdir()
        (own / "population.csv").write_bytes((RECORD / "population.csv").read_bytes())
        write_record(home, 1)
        build_edition(home)
        yield home


def write_record(home: Home, number: int) -> None:
    """The record on the disk, with the number of an edition in the source of every figure."""
    with (RECORD / "figures.csv").open(encoding="utf-8", newline="") as shipped:
        rows = list(csv.DictReader(shipped))
    partial = home.root / "figures.partial"
    with partial.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | {"source_title": f"EDITION-{number}-{row['source_title']}"} for row in rows)
    partial.replace(home.root / "record" / "figures.csv")


def editions_in(run: PageRun) -> tuple[set[int], set[int]]:
    """The editions that a page's figures name, and those that its sidebar names."""
    figures, sidebar = IN_A_FIGURE.findall(run.content), IN_THE_SIDEBAR.findall(run.content)
    return set(map(int, figures)), set(map(int, sidebar))


@contextmanager
def publishing(home: Home, pause: float = 0.0) -> Iterator[Published]:
    """One edition after another comes out meanwhile, each of a record that names it, from a process of its own; so many seconds
    lie between them.

    Raises RuntimeError at the end where one could not be published.
    """
    done, ended, faults = Published(), threading.Event(), []

    def publish() -> None:
        try:
            while not ended.is_set():
                write_record(home, done.editions + 2)
                _build(home)
                done.editions += 1
                ended.wait(pause)
        except (OSError, RuntimeError) as error:
            faults.append(error)

    writer = threading.Thread(target=publish)
    writer.start()
    try:
        yield done
    finally:
        ended.set()
        writer.join()
    if faults:
        raise faults[0]


def _build(home: Home) -> None:
    environment = os.environ | {"YEARBOOK_DATA": str(home.root)}
    command = [sys.executable, "-m", "yearbook", "build"]
    ran = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    if ran.returncode:
        raise RuntimeError(translate("bench_pages.not_published", said=ran.stderr[-500:]))
