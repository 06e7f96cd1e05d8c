"""Every write leaves a line: who, when, what, which edition, from where; and the log shows where somebody meddled with it."""

from __future__ import annotations

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import orjson
import pytest

from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.records.state import AuditEntry, Decision
from yearbook.store import audit
from yearbook.store.audit import Actor, Mark, account_name, act_for, audited, find_log_faults, list_entries, mark_end
from yearbook.store.decisions import decide, undo
from yearbook.store.state import list_json_lines, state_file
from yearbook.warehouse.checks import Unsound
from yearbook.warehouse.registry import NoEdition, list_editions, list_marks, list_numbers, prune, read_note, rollback
from yearbook.warehouse.warehouse import open_warehouse

SOUND: dict[str, object] = {}
SAMPLE = PROJECT / "data" / "samples" / "zhian-2021.txt"
WANG = Actor("王明", "page: review")


def _told(home: Home) -> list[tuple[str, int | None, str, str]]:
    return [(entry.act, entry.edition, entry.who, entry.origin) for entry in list_entries(home)]


def test_importing_publishing_rolling_back_and_pruning_are_told(home: Home) -> None:
    with act_for(WANG):
        build_edition(home)
        ingest([SAMPLE], home)
        rollback(home, 1)
        rollback(home, 2)
        prune(home, keep=1)
    assert [told[:2] for told in _told(home)] == [
        ("publish", 1), ("import", None), ("publish", 2), ("roll_back", 1), ("roll_back", 2), ("prune", None),
    ]  # fmt: skip
    assert {told[2:] for told in _told(home)} == {("王明", "page: review")}
    assert list_entries(home)[-1].what == {"editions": [1]}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", entry.at) for entry in list_entries(home))


def test_a_decision_and_its_undoing_are_told_by_their_ids(home: Home) -> None:
    kept = decide(home, Decision("李明", "confirm", fact_id="f1", why="与原文一致"))
    undo(home, "王明", kept)
    assert [(entry.act, entry.who) for entry in list_entries(home)] == [("decide", "李明"), ("undo", "王明")]
    assert list_entries(home)[0].what == {"decisions": [kept.decision_id], "actions": ["confirm"]}


def test_the_log_holds_no_words_of_a_report(home: Home) -> None:
    ingest([SAMPLE], home)
    log = b"".join(list_json_lines(home, "audit")).decode()
    text = SAMPLE.read_text(encoding="utf-8")
    assert not [text[at : at + 6] for at in range(len(text) - 6) if text[at : at + 6].strip() and text[at : at + 6] in log]


def test_on_the_command_line_it_is_the_account_and_the_command(home: Home) -> None:
    build_edition(home)
    [(_, _, who, origin)] = _told(home)
    assert who == account_name()
    assert origin.startswith("command: ")


def test_an_edition_says_who_had_it_built_and_hands_that_on(home: Home) -> None:
    with act_for(WANG):
        build_edition(home)
    with act_for(Actor("李明", "command: ingest")):
        ingest([SAMPLE], home)
    assert [note.who for note in list_editions(home)] == ["王明", "李明"]
    with open_warehouse(home) as warehouse:
        assert warehouse.ask("editions")["who"].tolist() == ["李明", "王明"]


def test_what_fails_is_told_twice_and_what_is_refused_at_once_is_not(home: Home) -> None:
    build_edition(home)
    with pytest.raises(NoEdition):
        rollback(home, 7)
    assert len(list_entries(home)) == 1
    with pytest.raises(ZeroDivisionError), audited(home, "prune", editions=[3]):
        raise ZeroDivisionError
    assert [(entry.act, entry.failed) for entry in list_entries(home)[1:]] == [("prune", False), ("prune", True)]


def test_nothing_is_done_that_cannot_be_logged(home: Home) -> None:
    build_edition(home)
    build_edition(home)

    state_file(home).unlink()
    state_file(home).mkdir()
    with pytest.raises(OSError, match=r"state\.sqlite"):
        rollback(home, 1)
    assert read_note(home, 2).number == 2
    with open_warehouse(home) as warehouse:
        assert warehouse.number == 2


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("select 1", ""),
        ("delete from audit where sequence = 2", "3"),
        ("update audit set origin = 'page: b' where sequence = 2", "3"),
        ("update audit set what = json_object('many', 1) where sequence = 2", "3"),
        ("update audit set sequence = 5 where sequence = 1", "2、5"),
    ],
)
def test_tampering_with_the_log_is_noticed(home: Home, change: str, broken: str) -> None:
    for number in range(4):
        with act_for(Actor("王明", "page: a")), audited(home, "publish", edition=number, many=[number]):
            pass
    _run(home, change)
    assert find_log_faults(home, {}) == ({"broken": {"lines": broken}} if broken else {})


def test_writers_at_once_leave_whole_lines_in_one_row(home: Home) -> None:
    def write(_: int) -> None:
        for number in range(10):
            with audited(home, "publish", edition=number):
                pass

    with ThreadPoolExecutor(4) as writers:
        assert list(writers.map(write, range(4))) == [None] * 4
    assert len(list_entries(home)) == 40
    assert find_log_faults(home, {}) == SOUND


def test_long_values_are_cut(home: Home) -> None:
    with audited(home, "teach", metric="长" * 5000, many=list(range(500))):
        pass
    [line] = list_json_lines(home, "audit")
    entry = orjson.loads(line)
    assert len(entry["what"]["metric"]) == audit.LONGEST
    assert len(entry["what"]["many"]) == 100
    assert set(entry) == set(AuditEntry.__slots__)


@pytest.fixture
def marked(home: Home) -> Home:
    """Two editions, and decisions before, between and after them."""
    for number in (1, 2, 3):
        decide(home, Decision("李明", "confirm", fact_id=f"f{number}"))
        if number < 3:
            build_edition(home)
    return home


def test_an_edition_records_how_far_the_log_went(marked: Home) -> None:
    hashes = [entry.hash for entry in list_entries(marked)]
    assert len(hashes) == 5
    assert list_marks(marked) == {1: Mark(2, hashes[1]), 2: Mark(4, hashes[3])}
    assert mark_end(marked) == Mark(5, hashes[4])
    assert find_log_faults(marked, list_marks(marked)) == SOUND


def test_a_log_that_was_cut_short_is_noticed_although_each_entry_follows(marked: Home) -> None:
    _run(marked, "delete from audit where sequence > 3")
    assert find_log_faults(marked, list_marks(marked)) == {"cut": {"number": 2, "before": 4, "now": 3}}
    _run(marked, "delete from audit")
    assert find_log_faults(marked, list_marks(marked)) == {"cut": {"number": 1, "before": 2, "now": 0}}


def test_a_log_that_was_rewritten_is_noticed_although_each_entry_follows(marked: Home) -> None:
    _run(marked, "delete from audit")
    _run(marked, "delete from sqlite_sequence where name = 'audit'")
    for number in range(6):
        with audited(marked, "publish", edition=number):
            pass
    assert find_log_faults(marked, list_marks(marked)) == {"rewritten": {"number": 1, "before": 2}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("delete from decisions", "已不在库中"),
        ("delete from decisions where fact_id = 'f2'", "已不在库中"),
        ("delete from audit where sequence > 2", "截短"),
        (None, "截短"),  # the whole file is gone
    ],
)
def test_no_edition_is_built_while_decisions_are_missing(marked: Home, change: str | None, words: str) -> None:
    if change is None:
        state_file(marked).unlink()
    else:
        _run(marked, change)
    with pytest.raises(Unsound, match=words):
        build_edition(marked)
    assert list_numbers(marked) == [1, 2]
    build_edition(marked, accept_log=True)
    if change is None or "audit" in change:  # what the third edition records is what there is
        build_edition(marked)


def test_pruned_editions_and_notes_of_older_versions_say_nothing_of_the_log(marked: Home) -> None:
    build_edition(marked)
    prune(marked, keep=2)
    assert list(list_marks(marked)) == [2, 3]
    assert find_log_faults(marked, list_marks(marked)) == SOUND
    file = marked.editions / "2.json"
    note = orjson.loads(file.read_bytes())
    file.write_bytes(orjson.dumps({name: value for name, value in note.items() if not name.startswith("log_")}))
    (marked.editions / "3.json").write_bytes(b"{")  # damage that is reported elsewhere
    _run(marked, "delete from audit")
    assert list_marks(marked) == {2: Mark()}
    assert find_log_faults(marked, list_marks(marked)) == SOUND


def _run(home: Home, change: str) -> None:
    with closing(sqlite3.connect(state_file(home))) as connection:
        connection.execute(change)
        connection.commit()
