"""A watched folder: what arrives goes in once it is written, what is refused is named once, a signal ends it in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.cli.test_ingest_command import _report
from tests.waiting import wait_until
from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.messages import translate
from yearbook.pipeline.publish import FileOutcome, IngestSummary
from yearbook.pipeline.watch import Watcher
from yearbook.store.reports import list_reports
from yearbook.warehouse.registry import list_editions


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


class Told:
    """What a watcher says, and a watcher that says it here."""

    def __init__(self, home: Home, inbox: Path, settle: float = 0.0, pause: float = 0.0) -> None:
        self.files: list[FileOutcome] = []
        self.editions: list[IngestSummary] = []
        self.trouble: list[str] = []
        self.stop = threading.Event()
        given = self.files.append, self.editions.append, self.trouble.append
        self.watcher = Watcher(home, inbox, *given, settle=settle, pause=pause)

    def look(self, times: int = 1) -> list[tuple[str, str]]:
        before = len(self.files)
        for _ in range(times):
            self.watcher.look(self.stop)
        return [(Path(file.path).name, file.fate) for file in self.files[before:]]


def test_each_file_is_dealt_with_once_and_a_restart_reads_nothing(home: Home, inbox: Path) -> None:
    told = Told(home, inbox)
    (inbox / "2022.txt").write_text(_report(2022), encoding="utf-8")
    (inbox / "empty.txt").touch()
    (inbox / "夹").mkdir()
    (inbox / "夹" / "2023.txt").write_text(_report(2023), encoding="utf-8")
    for name in (".2021.txt", "~$2021.txt", "2021.txt.part", "2021.pdf.crdownload"):
        (inbox / name).write_text(_report(2021), encoding="utf-8")
    assert told.look() == [("2022.txt", "added"), ("empty.txt", "refused"), ("2023.txt", "added")]
    assert told.look(3) == []
    again = Told(home, inbox)
    assert again.look(2) == []
    (inbox / "empty.txt").write_text(_report(2021), encoding="utf-8")
    os.replace(inbox / "2021.txt.part", inbox / "2020.txt")
    assert again.look() == [("2020.txt", "added"), ("empty.txt", "known")]


def test_a_file_that_is_still_written_is_waited_for(home: Home, inbox: Path) -> None:
    told = Told(home, inbox, settle=0.3)
    file, text = inbox / "2022.txt", _report(2022).encode()
    for cut in (10, 40, len(text)):
        file.write_bytes(text[:cut])
        assert told.look() == []
        time.sleep(0.1)
        assert told.look() == []
    time.sleep(0.35)
    assert told.look() == [("2022.txt", "added")]


def test_editions_are_published_at_most_once_in_a_while(home: Home, inbox: Path) -> None:
    told = Told(home, inbox, pause=3600)
    for year in (2021, 2022, 2023):
        (inbox / f"{year}.txt").write_text(_report(year), encoding="utf-8")
        told.look()
        told.watcher.publish()
    assert len(told.editions) == 1
    told.stop.set()
    told.watcher.run(told.stop)
    assert [edition.reports for edition in list_editions(home)] == [1, 3]


def test_what_a_killed_run_had_stored_is_published_by_the_next(home: Home, inbox: Path) -> None:
    (inbox / "2022.txt").write_text(_report(2022), encoding="utf-8")
    Told(home, inbox).look()
    assert list_editions(home) == []
    again = Told(home, inbox)
    again.watcher.publish()
    assert [edition.reports for edition in list_editions(home)] == [1]


def test_a_folder_that_is_gone_for_a_while_is_waited_for(home: Home, inbox: Path) -> None:
    told = Told(home, inbox)
    inbox.rename(inbox.with_name("away"))
    thread = threading.Thread(target=told.watcher.run, args=(told.stop,))
    thread.start()
    wait_until(lambda: bool(told.trouble))
    inbox.with_name("away").rename(inbox)
    (inbox / "2022.txt").write_text(_report(2022), encoding="utf-8")
    wait_until(lambda: bool(told.editions))
    told.stop.set()
    thread.join(20)
    assert len(told.trouble) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals for processes")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(home: Home, inbox: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "yearbook", "watch", str(inbox), "--settle", "0", "--publish", "3600"]
    environment = {**os.environ, "YEARBOOK_DATA": str(home.root), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as watching:
        assert watching.stderr is not None
        assert translate("commands.watch_begins", folder=inbox) in watching.stderr.readline()
        (inbox / "2022.txt").write_text(_report(2022), encoding="utf-8")
        (inbox / "坏.pdf").write_bytes(b"%PDF-1.4\nendobj")
        wait_until(lambda: len(list_reports(home)) == 1 and bool(list_editions(home)), 60)
        (inbox / "2023.txt").write_text(_report(2023), encoding="utf-8")
        wait_until(lambda: len(list_reports(home)) == 2, 60)
        watching.send_signal(number)
        out, err = watching.communicate(timeout=60)
    assert watching.returncode == 0, err
    assert [edition.reports for edition in list_editions(home)] == [1, 2]
    assert out.count("坏.pdf") == 1
    assert err.splitlines() == [translate("commands.watch_ended")]


def test_a_folder_that_is_none_is_named(home: Home) -> None:
    environment = {**os.environ, "YEARBOOK_DATA": str(home.root)}
    command = [sys.executable, "-m", "yearbook", "watch", str(home.root / "没有")]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [translate("commands.watch_missing", folder=home.root / "没有")]
