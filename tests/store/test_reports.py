"""Stored reports: source and note appear together, or not at all; of versions the newer stands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from yearbook.catalogue.files import Home
from yearbook.documents.document import report_id_of
from yearbook.records.state import Decision, ReportNote, list_standing_notes
from yearbook.store.audit import list_entries
from yearbook.store.reports import amend_note, find_note, find_orphans, folder_of, list_reports, read_source, store_report
from yearbook.store.state import REPORTS, write_state

SPEED = 1.5  # seconds for 40,000 notes; 0.2 on a machine that does nothing else
KEEP_STORING = """
import sys
from pathlib import Path
from yearbook.catalogue.files import Home
from yearbook.documents.document import report_id_of
from yearbook.records.state import ReportNote
from yearbook.store.reports import store_report
for number in range(100_000):
    content = f"{sys.argv[2]} {number}".encode()
    note = ReportNote(report_id_of(content), "a.txt", "2021-03-01T00:00:00Z", None, 2020, False)
    store_report(Home(Path(sys.argv[1])), note, content)
    print(note.report_id, flush=True)
"""


def make_note(content: bytes) -> ReportNote:
    return ReportNote(report_id_of(content), "年报.txt", "2021-03-01T00:00:00Z", None, 2020, False)


def store(home: Home, *contents: bytes) -> list[ReportNote]:
    notes = [make_note(content) for content in contents]
    for note, content in zip(notes, contents, strict=True):
        assert store_report(home, note, content)
    return notes


def test_a_stored_report_has_its_note_its_source_and_an_entry_in_the_log(home: Home) -> None:
    [note] = store(home, b"one")
    assert find_note(home, note.report_id) == note
    assert list_reports(home) == [note]
    assert read_source(home, note.report_id) == b"one"
    assert [(entry.act, entry.what) for entry in list_entries(home)] == [("import", {"report": note.report_id})]


def test_the_same_bytes_are_stored_once(home: Home) -> None:
    [note] = store(home, b"one")
    assert not store_report(home, replace(note, title="别的题目"), b"one")
    assert list_reports(home) == [note]
    assert len(list_entries(home)) == 1


def test_of_writers_at_once_one_stores_a_report(home: Home) -> None:
    note = make_note(b"one")
    with ThreadPoolExecutor(6) as writers:
        stored = list(writers.map(lambda _: store_report(home, note, b"one"), range(6)))
    assert sorted(stored) == [False] * 5 + [True]
    assert [entry.act for entry in list_entries(home)] == ["import"]
    assert [path.name for path in home.reports.iterdir()] == [note.report_id]


def test_an_amended_note_replaces_the_one_before(home: Home) -> None:
    [note] = store(home, b"one")
    amended = replace(note, title="又一个题目", region_code="430000", demonstration=True)
    amend_note(home, amended)
    assert list_reports(home) == [amended]
    assert [entry.act for entry in list_entries(home)] == ["import", "amend"]


def test_of_versions_the_newer_stands(home: Home) -> None:
    notes = store(home, *(f"{number}".encode() for number in range(6)))
    amend_note(home, replace(notes[3], supersedes=notes[0].report_id))
    amend_note(home, replace(notes[1], superseded_by=notes[2].report_id))
    amend_note(home, replace(notes[4], superseded_by="f" * 64, supersedes="f" * 64))
    standing = {note.report_id for note in list_standing_notes(list_reports(home), [])}
    assert standing == {note.report_id for note in notes[2:]}


def test_of_versions_that_writers_bring_at_once_the_one_read_last_stands(home: Home) -> None:
    older, one, two = store(home, b"1", b"2", b"3")
    for note, minute in ((one, 5), (two, 4)):
        amend_note(home, replace(note, supersedes=older.report_id, read_at=f"2026-01-01T00:0{minute}:00Z"))
    assert [note.report_id for note in list_standing_notes(list_reports(home), [])] == [one.report_id]
    withdrawn = [Decision("王审核", "withdraw", one.report_id, why="误传")]
    assert [note.report_id for note in list_standing_notes(list_reports(home), withdrawn)] == [two.report_id]


def test_a_withdrawn_version_lets_the_older_stand_again(home: Home) -> None:
    older, newer, other = store(home, b"1", b"2", b"3")
    amend_note(home, replace(newer, supersedes=older.report_id))
    amend_note(home, replace(other, superseded_by=newer.report_id))
    withdrawn = [Decision("王审核", "withdraw", newer.report_id, why="误传")]
    standing = {note.report_id for note in list_standing_notes(list_reports(home), withdrawn)}
    assert standing == {older.report_id, other.report_id}


def test_a_report_whose_folder_was_removed_is_gone_until_it_is_stored_again(home: Home) -> None:
    kept, removed = store(home, b"one", b"two")
    shutil.rmtree(folder_of(home, removed.report_id))
    assert list_reports(home) == [kept]
    assert find_note(home, removed.report_id) is None
    again = replace(removed, name="再来.txt")
    assert store_report(home, again, b"two")
    assert find_note(home, removed.report_id) == again


def test_a_folder_without_a_note_is_named_and_replaced_when_the_report_comes_again(home: Home) -> None:
    note = make_note(b"one")
    folder_of(home, note.report_id).mkdir(parents=True)
    assert find_orphans(home) == [folder_of(home, note.report_id)]
    assert list_reports(home) == []
    store(home, b"one")
    assert find_orphans(home) == []
    assert read_source(home, note.report_id) == b"one"


def test_a_report_that_finds_no_room_leaves_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        with pytest.raises(OSError, match="No space"):
            store(home, b"one")
    assert list_reports(home) == []
    assert list(home.reports.iterdir()) == []
    assert list_entries(home) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_process_killed_while_storing_loses_no_report_that_it_acknowledged(home: Home) -> None:
    acknowledged: set[str] = set()
    for turn in range(4):
        command = [sys.executable, "-c", KEEP_STORING, str(home.root), str(turn)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        acknowledged.add(writer.stdout.readline().strip())
        time.sleep(0.03 + 0.02 * turn)
        writer.send_signal(signal.SIGKILL)
        acknowledged |= {line.strip() for line in writer.communicate()[0].splitlines() if len(line) == 64}
    assert {note.report_id for note in list_reports(home)} >= acknowledged
    assert all(read_source(home, report_id) for report_id in acknowledged)


def test_many_notes_are_listed_fast(home: Home) -> None:
    notes = [replace(make_note(b""), report_id=f"{number:064x}") for number in range(40_000)]
    with write_state(home) as connection:
        REPORTS.insert(connection, notes)
    home.reports.mkdir(parents=True)
    for note in notes:
        Path(folder_of(home, note.report_id)).mkdir()
    begun = time.process_time()
    assert list_reports(home) == notes
    assert time.process_time() - begun < SPEED
