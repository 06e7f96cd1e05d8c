"""Every write leaves a line: who, when, what, which edition, from where; and the log shows where somebody meddled with it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.store import audit
from yearbook.store.actor import Actor, act_for, name_account
from yearbook.store.audit import (
    LOG,
    Entry,
    Mark,
    audited,
    find_broken_lines,
    find_cut,
    find_rewritten,
    list_entries,
    mark_end,
)
from yearbook.store.decisions import Decision, decide, undo
from yearbook.warehouse.registry import NoEdition, list_editions, list_marks, prune, read_note, rollback
from yearbook.warehouse.warehouse import open_warehouse

SAMPLE = PROJECT / "data" / "samples" / "zhian-2021.txt"
WANG = Actor("王明", "page: review")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


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
    log = (home.decisions / LOG).read_text(encoding="utf-8")
    text = SAMPLE.read_text(encoding="utf-8")
    assert not [text[at : at + 6] for at in range(len(text) - 6) if text[at : at + 6].strip() and text[at : at + 6] in log]


def test_on_the_command_line_it_is_the_account_and_the_command(home: Home) -> None:
    build_edition(home)
    [(_, _, who, origin)] = _told(home)
    assert who == name_account()
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


def test_nothing_is_done_that_cannot_be_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    build_edition(home)
    build_edition(home)

    def refuse(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(audit.os, "write", refuse)
    with pytest.raises(OSError, match="No space"):
        rollback(home, 1)
    monkeypatch.undo()
    assert read_note(home, 2).number == 2
    with open_warehouse(home) as warehouse:
        assert warehouse.number == 2


def test_a_line_that_was_cut_short_hides_none_that_follow(home: Home) -> None:
    build_edition(home)
    with (home.decisions / LOG).open("ab") as log:
        log.write(b'{"at": "2026-')
    build_edition(home)
    assert [entry.edition for entry in list_entries(home)] == [1, 2]
    assert find_broken_lines(home) == []


@pytest.mark.parametrize(
    ("meddle", "broken"),
    [
        (lambda lines: lines, []),
        (lambda lines: [lines[0], lines[2], lines[3]], [2]),
        (lambda lines: [lines[0], lines[1].replace(b"page: a", b"page: b"), *lines[2:]], [3]),
        (lambda lines: [lines[1], lines[0], *lines[2:]], [1, 2, 3]),
    ],
)
def test_meddling_with_the_log_is_noticed(home: Home, meddle: object, broken: list[int]) -> None:
    for number in range(4):
        with act_for(Actor("王明", "page: a")), audited(home, "publish", edition=number):
            pass
    file = home.decisions / LOG
    file.write_bytes(b"".join(meddle(file.read_bytes().splitlines(keepends=True))))  # type: ignore[operator]
    assert find_broken_lines(home) == broken


def test_writers_at_once_leave_whole_lines_in_one_row(home: Home) -> None:
    def write() -> None:
        for number in range(10):
            with audited(home, "publish", edition=number):
                pass

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(list_entries(home)) == 40
    assert find_broken_lines(home) == []


def test_long_words_are_cut_and_the_file_is_for_its_owner(home: Home) -> None:
    with audited(home, "teach", metric="长" * 5000, many=list(range(500))):
        pass
    line = orjson.loads((home.decisions / LOG).read_bytes())
    assert len(line["what"]["metric"]) == audit.LONGEST
    assert len(line["what"]["many"]) == 100
    assert set(line) == set(Entry.__slots__)


@pytest.fixture
def marked(home: Home) -> Home:
    """Two editions, and decisions before, between and after them."""
    for number in (1, 2, 3):
        decide(home, Decision("李明", "confirm", fact_id=f"f{number}"))
        if number < 3:
            build_edition(home)
    return home


def test_an_edition_remembers_how_far_the_log_went(marked: Home) -> None:
    lines = (marked.decisions / LOG).read_bytes().splitlines()
    assert len(lines) == 5
    assert [note.log_lines for note in list_editions(marked)] == [2, 4]
    assert list_marks(marked) == {1: Mark(2, audit._sum(lines[1])), 2: Mark(4, audit._sum(lines[3]))}
    assert mark_end(marked) == Mark(5, audit._sum(lines[4]))
    assert (find_cut(marked, list_marks(marked)), find_rewritten(marked, list_marks(marked))) == ({}, [])


def test_a_log_that_was_cut_short_is_noticed_although_each_line_follows(marked: Home) -> None:
    _meddle(marked, lambda lines: lines[:3])
    assert find_broken_lines(marked) == []
    assert find_cut(marked, list_marks(marked)) == {2: 3}
    _meddle(marked, lambda _: [])
    (marked.decisions / LOG).unlink()
    assert find_cut(marked, list_marks(marked)) == {1: 0, 2: 0}


def test_a_log_that_was_written_anew_is_noticed_although_each_line_follows(marked: Home) -> None:
    (marked.decisions / LOG).unlink()
    for number in range(6):
        with audited(marked, "publish", edition=number):
            pass
    assert find_broken_lines(marked) == []
    assert find_cut(marked, list_marks(marked)) == {}
    assert find_rewritten(marked, list_marks(marked)) == [1, 2]


def test_a_log_that_goes_on_is_as_it_was_also_behind_a_line_that_a_crash_cut_short(marked: Home) -> None:
    with (marked.decisions / LOG).open("ab") as log:
        log.write(b'{"at": "2026-')
    build_edition(marked)
    prune(marked, keep=2)
    assert list(list_marks(marked)) == [2, 3]
    assert (find_cut(marked, list_marks(marked)), find_rewritten(marked, list_marks(marked))) == ({}, [])


def test_the_note_of_an_older_program_says_nothing_of_the_log(marked: Home) -> None:
    file = marked.editions / "1.json"
    note = orjson.loads(file.read_bytes())
    file.write_bytes(orjson.dumps({name: value for name, value in note.items() if not name.startswith("log_")}))
    (marked.editions / "2.json").write_bytes(b"{")  # one that cannot be read is told of elsewhere
    (marked.decisions / LOG).unlink()
    assert list_marks(marked) == {1: Mark()}
    assert (find_cut(marked, list_marks(marked)), find_rewritten(marked, list_marks(marked))) == ({}, [])


def _meddle(home: Home, change: Callable[[list[bytes]], list[bytes]]) -> None:
    file = home.decisions / LOG
    file.write_bytes(b"".join(change(file.read_bytes().splitlines(keepends=True))))
