"""Whatever changes what is kept leaves its entry in the audit log before it is done; what fails is logged as failed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline import backup as backing_up
from yearbook.pipeline import backup as restoring
from yearbook.pipeline.backup import back_up, restore
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.teaching.catalogue_edit import propose_wording
from yearbook.pipeline.teaching.own_files import write_edit
from yearbook.records.state import Arrival, Decision, Visit
from yearbook.store import files
from yearbook.store.audit import Act, find_log_faults, list_entries, log_sign_out
from yearbook.store.decisions import decide, list_decisions, undo
from yearbook.store.reports import amend_note, list_reports
from yearbook.store.state import state_file
from yearbook.store.views import save_view
from yearbook.store.visits import keep_arrival, keep_visit
from yearbook.warehouse import registry
from yearbook.warehouse.registry import current_number, list_numbers, prune, rollback

SAMPLES = PROJECT / "data" / "samples"
DECISION = Decision("王审核", "reject", "a" * 64, 3, 5)


def amend(home: Home) -> None:
    [note] = list_reports(home)
    amend_note(home, replace(note, title="又一个题目"))


def teach(home: Home) -> None:
    write_edit(home, propose_wording(load_catalogue(home), "vehicles.fleet", "在册公务车辆"))


OPERATIONS: dict[Act, Callable[[Home], object]] = {
    "import": lambda home: ingest([SAMPLES / "zhian-2021.txt"], home),
    "fetch": lambda home: keep_visit(home, Visit("http://www.example.gov.cn/a", "2026-01-01T00:00:00Z", "a" * 64)),
    "watch": lambda home: keep_arrival(home, Arrival("/a", 1, 1)),
    "amend": amend,
    "decide": lambda home: decide(home, DECISION),
    "undo": lambda home: undo(home, "李主任", list_decisions(home)[0]),
    "teach": teach,
    "publish": build_edition,
    "roll_back": lambda home: rollback(home, 1),
    "prune": lambda home: prune(home, keep=1),
    "backup": lambda home: back_up(home, home.root.with_name("made.zip")),
    "sign_out": lambda home: log_sign_out(home, "王审核", "a" * 32),
    "save_view": lambda home: save_view(home, "王审核", "湖南能耗", "comparison", "metric=energy.total_use"),
    "restore": lambda home: restore(home, home.root.with_name("kept.zip"), replace=True),
}
OF_FILES: dict[Act, str] = {  # where the disk refuses each of those that write files
    "teach": "write_atomic",
    "publish": "replace",
    "roll_back": "replace",
    "prune": "unlink",
    "backup": "replace",
    "restore": "tables",
}


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two editions, a report, a decision, and a backup of it beside."""
    home = Home(tmp_path_factory.mktemp("logged") / "data")
    build_edition(home)
    ingest([SAMPLES / "canglan-2021.txt"], home)
    decide(home, DECISION)
    back_up(home, home.root.with_name("kept.zip"))
    return home


@pytest.fixture
def used(pattern: Home, tmp_path: Path) -> Home:
    shutil.copytree(pattern.root, tmp_path / "data")
    shutil.copy(pattern.root.with_name("kept.zip"), tmp_path)
    return Home(tmp_path / "data")


def test_every_operation_that_the_log_knows_is_tried() -> None:
    assert set(OPERATIONS) == set(get_args(Act))


@pytest.mark.parametrize("act", OPERATIONS)
def test_what_is_done_is_logged(used: Home, act: Act) -> None:
    before = len(list_entries(used)) if act != "restore" else -1  # the end of the log that comes in
    OPERATIONS[act](used)
    entry = list_entries(used)[before]
    assert (entry.act, entry.failed) == (act, False)
    assert not any(one.failed for one in list_entries(used))
    assert find_log_faults(used, {}) == {}


@pytest.mark.parametrize("act", OF_FILES)
def test_a_write_of_files_that_fails_was_logged_before_and_is_logged_as_failed(
    used: Home, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, entries = (current_number(used), list_numbers(used)), len(list_entries(used))

    def refuse(*_: object, **__: object) -> None:
        if act != "restore":
            assert list_entries(used)[-1].act == act  # on the disk before anything is done
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        if OF_FILES[act] == "unlink":
            full.setattr(registry, "remove_edition", refuse)
        elif OF_FILES[act] == "tables":
            full.setattr(restoring, "replace_tables", refuse)
        else:
            full.setattr(backing_up.os if act == "backup" else files.os, "replace", refuse)
        with pytest.raises(OSError, match="No space"):
            OPERATIONS[act](used)
    added = [(entry.act, entry.failed) for entry in list_entries(used)[entries:]]
    assert added == ([(act, False)] if act != "restore" else []) + [(act, True)]
    assert list_entries(used)[-1].what["error"] == "OSError"
    assert (current_number(used), list_numbers(used)) == before
    assert not used.root.with_name("made.zip").exists()


@pytest.mark.parametrize(
    ("act", "table"), [("import", "reports"), ("amend", "reports"), ("decide", "decisions"), ("undo", "decisions")]
)
def test_a_write_of_the_database_and_its_entry_are_there_together_or_not_at_all(used: Home, act: Act, table: str) -> None:
    with closing(sqlite3.connect(state_file(used))) as connection:
        connection.execute(f"create trigger refuse before insert on {table} begin select raise(abort, 'refused'); end")
    before = (list_entries(used), list_decisions(used), list_reports(used))
    with pytest.raises(sqlite3.IntegrityError):
        OPERATIONS[act](used)
    assert (list_entries(used), list_decisions(used), list_reports(used)) == before
    assert sorted(path.name for path in used.reports.iterdir()) == [note.report_id for note in before[2]]


@pytest.mark.parametrize("act", OPERATIONS)
def test_nothing_is_done_that_cannot_be_logged(used: Home, act: Act) -> None:
    operation = OPERATIONS[act]
    if act in ("amend", "undo"):  # they need what the database says before they begin
        [note], [decision] = list_reports(used), list_decisions(used)
        operation = {
            "amend": lambda home: amend_note(home, replace(note, title="又")),
            "undo": lambda home: undo(home, "李主任", decision),
        }[act]
    state_file(used).unlink()
    state_file(used).mkdir()
    before = sorted(path for path in used.root.rglob("*") if not path.name.startswith("."))
    with pytest.raises(OSError, match=r"state\.sqlite"):
        operation(used)
    after = sorted(path for path in used.root.rglob("*") if not path.name.startswith("."))
    assert [path for path in after if path not in before and path.name not in ("own_catalogue",)] == []
    assert current_number(used) == 2
