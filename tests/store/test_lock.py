"""Writers take turns, and one that cannot wait is told who is at work."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition
from yearbook.store.lock import WriterBusy, writer_lock
from yearbook.warehouse.registry import list_editions

HOLDER = """
import sys
from pathlib import Path
from yearbook.catalogue.files import Home
from yearbook.store.lock import writer_lock
with writer_lock(Home(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writer_is_told_who_holds_the_lock(home: Home) -> None:
    with _start_holder(home) as holder:
        with pytest.raises(WriterBusy) as busy, writer_lock(home, timeout=0.1):
            pass
        assert str(holder.pid) in str(busy.value)
        holder.communicate("\n")
    with writer_lock(home, timeout=5):
        pass


def test_the_lock_of_a_writer_that_was_killed_is_free(home: Home) -> None:
    with _start_holder(home) as holder:
        holder.kill()
    with writer_lock(home, timeout=5):
        assert str(os.getpid()) in (home.editions / "writer.json").read_text(encoding="utf-8")


def test_two_writers_each_make_an_edition(home: Home) -> None:
    with ThreadPoolExecutor(2) as writers:
        list(writers.map(build_edition, [home] * 2))  # raises what a build raises
    assert [note.number for note in list_editions(home)] == [1, 2]


def _start_holder(home: Home) -> subprocess.Popen[str]:
    """Another process that holds the lock until it reads a line."""
    command = [sys.executable, "-c", HOLDER, str(home.root)]
    holder = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder
