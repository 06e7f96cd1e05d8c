"""The JSON files of older versions are imported once, whole, and kept: killed at any moment nothing is lost or doubled."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import orjson
import pytest

from yearbook.catalogue.files import DataError, Home
from yearbook.records.state import AuditEntry, Decision, ReportNote
from yearbook.store import json_import
from yearbook.store.audit import Mark, find_log_faults, list_entries
from yearbook.store.decisions import decide, list_decisions
from yearbook.store.json_import import ASIDE, JOURNAL, LOG, NOTE
from yearbook.store.reports import list_reports
from yearbook.store.state import state_file

DECISIONS = [
    Decision("王审核", "reject", "a" * 64, at, at + 2, decision_id=f"d{at}", decided_at="2025-01-01T00:00:00Z") for at in (3, 9)
]
NOTES = [ReportNote(f"{number:064x}", "年报.txt", "2025-01-01T00:00:00Z", None, 2024, number == 1) for number in range(3)]
TORN = b'{"who": "\xe7'


@pytest.fixture
def old(home: Home) -> Home:
    """An installation as an older version left it, with what a crash cut short in both of its logs."""
    home.decisions.mkdir(parents=True)
    lines = [orjson.dumps(asdict(decision)) for decision in DECISIONS]
    (home.decisions / JOURNAL).write_bytes(b"\n".join([*lines, TORN]))
    first = AuditEntry("2025-01-01T00:00:00.000Z", "王审核", "page: review", "decide", None, {"decisions": ["d3"]})
    second = replace(first, act="publish", edition=1, before=first.hash)
    (home.decisions / LOG).write_bytes(b"\n".join([orjson.dumps(asdict(first)), TORN, orjson.dumps(asdict(second)), TORN]))
    (home.decisions / "torn-20250101T000000000000.txt").write_bytes(TORN)
    for note in NOTES:
        (home.reports / note.report_id).mkdir(parents=True)
        (home.reports / note.report_id / NOTE).write_bytes(orjson.dumps(asdict(note)))
    return home


def require_imported(home: Home) -> None:
    assert list_decisions(home) == DECISIONS
    assert list_reports(home) == NOTES
    entries = list_entries(home)
    assert [entry.act for entry in entries] == ["decide", "publish"]
    assert find_log_faults(home, {1: Mark(3, entries[1].hash)}) == {}  # by lines of the old file


def test_old_files_are_imported_at_the_first_opening_and_set_aside(old: Home) -> None:
    before = {path.name: path.read_bytes() for path in old.decisions.glob("*.*")}
    require_imported(old)
    aside = old.decisions / ASIDE
    assert {path.name: path.read_bytes() for path in aside.glob("*.*")} == before
    assert len(list((aside / "reports").iterdir())) == len(NOTES)
    assert sorted(path.name for path in old.decisions.iterdir()) == [
        ASIDE,
        state_file(old).name,
        f"{state_file(old).name}-journal",
    ]
    assert not list(old.reports.glob(f"*/{NOTE}"))
    require_imported(old)


def test_what_is_decided_next_follows_what_was_imported(old: Home) -> None:
    last = decide(old, Decision("李主任", "confirm", "a" * 64, 3, 5))
    assert list_decisions(old) == [*DECISIONS, last]
    assert find_log_faults(old, {}) == {}


@pytest.mark.parametrize("left", range(8))
def test_an_import_that_was_stopped_is_completed_and_nothing_is_doubled(
    old: Home, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before its commit, or after any of the files was set aside."""
    real, calls = json_import.os.replace, 0

    def stop(source: Path, target: Path) -> None:
        nonlocal calls
        if calls == left - 1:
            raise KeyboardInterrupt
        calls += 1
        real(source, target)

    with monkeypatch.context() as stopped:
        if left == 0:
            stopped.setattr(json_import, "set_json_files_aside", lambda _: stop(Path(), Path()))
        stopped.setattr(json_import.os, "replace", stop)
        calls = -1 if left == 0 else 0
        if left < 7:
            with pytest.raises(KeyboardInterrupt):
                list_decisions(old)
        else:
            list_decisions(old)
    require_imported(old)
    assert (old.decisions / ASIDE / JOURNAL).exists()


@pytest.mark.parametrize(
    ("file", "content", "place"),
    [
        (f"decisions/{JOURNAL}", b'{"who": "wang"}\n', r"journal\.jsonl: line 1"),
        (f"decisions/{JOURNAL}", orjson.dumps(asdict(replace(DECISIONS[0], decision_id=""))) + b"\n", r"line 1.*decision_id"),
        (f"decisions/{JOURNAL}", orjson.dumps(asdict(replace(DECISIONS[0], span_end=2**63))) + b"\n", r"line 1.*span_end"),
        (f"decisions/{JOURNAL}", orjson.dumps(asdict(DECISIONS[0]) | {"why": ["x"]}) + b"\n", r"line 1.*why"),
        (f"reports/{NOTES[0].report_id}/{NOTE}", b"{", r"report\.json: whole file"),
        (f"reports/{NOTES[0].report_id}/{NOTE}", orjson.dumps(asdict(NOTES[1])), r"report\.json: report_id"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_imported(old: Home, file: str, content: bytes, place: str) -> None:
    (old.root / file).write_bytes(content)
    for _ in range(2):
        with pytest.raises(DataError, match=place):
            list_decisions(old)
    assert (old.decisions / JOURNAL).exists()


def test_report_notes_alone_are_imported_too(old: Home) -> None:
    for name in (JOURNAL, LOG):
        (old.decisions / name).unlink()
    assert list_reports(old) == NOTES


def test_a_journal_that_comes_back_adds_only_what_is_new(old: Home) -> None:
    require_imported(old)
    late = replace(DECISIONS[0], decision_id="d99")
    (old.decisions / JOURNAL).write_bytes(b"".join(orjson.dumps(asdict(one)) + b"\n" for one in (*DECISIONS, late)))
    assert list_decisions(old) == [*DECISIONS, late]
    assert sorted(path.name for path in (old.decisions / ASIDE).glob("journal*")) == ["journal-2.jsonl", JOURNAL]


def test_a_database_of_an_older_version_gets_the_columns_it_lacks(home: Home) -> None:
    kept = decide(home, Decision("王审核", "reject", "a" * 64, 3, 5, seen={"value": "1"}))
    with closing(sqlite3.connect(state_file(home))) as connection:
        for change in (
            "alter table decisions drop column seen",
            "alter table reports drop column title",
            "pragma user_version = 1",
        ):
            connection.execute(change)
        connection.commit()
    assert list_decisions(home) == [replace(kept, seen={})]
    assert list_reports(home) == []
