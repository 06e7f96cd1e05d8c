"""The table of what is kept never says anything else than the notes themselves."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from yearbook.catalogue.files import DataError, Home
from yearbook.store import inventory
from yearbook.store.inventory import INDEX, list_stored_reports
from yearbook.store.reports import NOTE, ReportNote, amend_note, folder_of, list_reports, store_report, superseded_ids

NOTED = [ReportNote(f"{number:064x}", f"{number}.txt", "2021-03-01T00:00:00Z", None, 2020, False) for number in range(6)]


@pytest.fixture
def kept(home: Home) -> Home:
    home.editions.mkdir(parents=True)
    for note in NOTED:
        store_report(home, note, b"", b"")
        age(folder_of(home, note.report_id) / NOTE)
    assert list_stored_reports(home).notes() == NOTED
    return home


def age(file: Path) -> None:
    """As if the file had been written an hour ago."""
    found = file.stat()
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns - 3600 * 10**9))


def count_opened(home: Home, monkeypatch: pytest.MonkeyPatch) -> int:
    opened: list[Path] = []
    read = inventory.read_note_file

    def open_note(file: Path) -> ReportNote:
        opened.append(file)
        return read(file)

    monkeypatch.setattr(inventory, "read_note_file", open_note)
    assert list_stored_reports(home).notes() == list_reports(home)
    return len(opened)


def test_a_note_that_is_as_it_was_is_not_opened_again(kept: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert count_opened(kept, monkeypatch) == 0


def test_a_note_that_was_just_written_is_opened_again(kept: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    store_report(kept, replace(NOTED[0], report_id="a" * 64), b"", b"")
    assert count_opened(kept, monkeypatch) == 1
    assert count_opened(kept, monkeypatch) == 1  # it may have changed again within the same tick of the clock


def test_what_is_amended_removed_or_written_by_hand_is_seen(kept: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    amend_note(kept, replace(NOTED[0], title="又一个题目"), b"")
    for file in folder_of(kept, NOTED[1].report_id).iterdir():
        file.unlink()
    folder_of(kept, NOTED[1].report_id).rmdir()
    by_hand = folder_of(kept, NOTED[2].report_id) / NOTE
    by_hand.write_text(by_hand.read_text().replace("2020", "2019"))
    assert count_opened(kept, monkeypatch) == 2
    assert [note.year for note in list_stored_reports(kept).notes()] == [2020, 2019, 2020, 2020, 2020]


@pytest.mark.parametrize("damage", [b"", b"torn", b"\0" * 500])
def test_a_table_that_is_torn_is_made_anew(kept: Home, monkeypatch: pytest.MonkeyPatch, damage: bytes) -> None:
    (kept.editions / INDEX).write_bytes(damage)
    assert count_opened(kept, monkeypatch) == len(NOTED)
    (kept.editions / INDEX).unlink()
    assert count_opened(kept, monkeypatch) == len(NOTED)


def test_of_versions_the_newer_stands(kept: Home) -> None:
    amend_note(kept, replace(NOTED[3], supersedes=NOTED[0].report_id), b"")
    amend_note(kept, replace(NOTED[1], superseded_by=NOTED[2].report_id), b"")
    amend_note(kept, replace(NOTED[4], superseded_by="f" * 64, supersedes="f" * 64), b"")
    standing = {note.report_id for note in inventory.read_notes(list_stored_reports(kept).standing())}
    assert standing == {note.report_id for note in NOTED} - superseded_ids(list_reports(kept))
    assert len(standing) == 4


def test_a_note_that_cannot_be_read_is_named(kept: Home) -> None:
    (folder_of(kept, NOTED[5].report_id) / NOTE).unlink()
    with pytest.raises(DataError, match=r"report\.json"):
        list_stored_reports(kept)
