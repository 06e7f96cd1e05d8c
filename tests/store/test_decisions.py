"""Decisions in the state database: nothing acknowledged is ever lost, whatever stops the process that writes it."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace

import pytest

from yearbook.catalogue.files import DataError, Home
from yearbook.records.state import Action, Decision
from yearbook.store.audit import list_entries
from yearbook.store.decisions import decide, decide_all, list_decisions, standing_decisions, undo
from yearbook.store.state import AUDIT, DECISIONS, StateUnavailable, list_json_lines, read_state, state_file

REPORT = "a" * 64
WHOLE_ID = 13  # characters of a decision_id: what a killed process printed may be cut
KEEP_DECIDING = """
import sys
from pathlib import Path
from yearbook.catalogue.files import Home
from yearbook.records.state import Decision
from yearbook.store.decisions import decide
home, who, times = Home(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for number in range(times):
    kept = decide(home, Decision(who, "reject", "b" * 64, number, number + 1, why="越" * 500))
    print(kept.decision_id, flush=True)
"""


def about(start: int, action: Action = "reject", **change: str) -> Decision:
    return Decision("王审核", action, REPORT, start, start + 2, change=change)


def deciding(home: Home, who: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", KEEP_DECIDING, str(home.root), who, str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_decision_is_kept_with_who_when_and_why(home: Home) -> None:
    kept = decide(
        home, Decision("王审核", "correct", REPORT, 3, 5, change={"value": "12"}, seen={"value": "1.2"}, why="看错小数点")
    )
    assert kept.decision_id
    assert kept.decided_at.endswith("Z")
    assert list_decisions(home) == [kept]
    assert (kept.who, kept.why, kept.change, kept.seen) == ("王审核", "看错小数点", {"value": "12"}, {"value": "1.2"})


def test_without_a_database_nothing_is_decided_and_none_is_made(home: Home) -> None:
    assert list_decisions(home) == []
    assert standing_decisions(home) == []
    assert not home.root.exists()


def test_the_last_decision_about_a_place_stands(home: Home) -> None:
    first, other, last = (decide(home, about(start, action)) for start, action in ((0, "reject"), (9, "reject"), (0, "confirm")))
    assert standing_decisions(home) == [other, last]
    assert list_decisions(home) == [first, other, last]


def test_what_is_undone_gives_way_to_what_was_decided_before(home: Home) -> None:
    first, last = decide(home, about(0)), decide(home, about(0, "confirm"))
    undo(home, "李主任", last, "再核一遍")
    assert standing_decisions(home) == [first]
    undo(home, "李主任", first)
    assert standing_decisions(home) == []


def test_an_undo_can_be_undone(home: Home) -> None:
    first = decide(home, about(0))
    taken_back = undo(home, "李主任", first)
    undo(home, "李主任", taken_back)
    assert standing_decisions(home) == [first]


def test_a_figure_of_the_record_is_a_place_too(home: Home) -> None:
    source = {"source_title": "年报", "source_url": "https://example.org/a", "published_on": "2021-01-01"}
    verified = decide(home, Decision("王审核", "verify", fact_id="f0123456789", change=source))
    decide(home, Decision("王审核", "verify", fact_id="f9876543210", change=source))
    last = decide(home, Decision("王审核", "verify", fact_id="f0123456789", change=source | {"source_title": "公报"}))
    assert verified not in standing_decisions(home)
    assert last in standing_decisions(home)
    assert len(standing_decisions(home)) == 2


@pytest.mark.parametrize(
    "meaningless",
    [
        {"who": " ", "action": "confirm", "report_id": REPORT, "span_start": 0, "span_end": 1},
        {"who": "王", "action": "agree", "report_id": REPORT, "span_start": 0, "span_end": 1},
        {"who": "王", "action": "confirm"},
        {"who": "王", "action": "confirm", "report_id": REPORT},
        {"who": "王", "action": "confirm", "report_id": REPORT, "span_start": 4, "span_end": 4},
        {"who": "王", "action": "confirm", "report_id": REPORT, "span_start": 0, "span_end": 1, "change": {"value": "1"}},
        {"who": "王", "action": "correct", "report_id": REPORT, "span_start": 0, "span_end": 1},
        {"who": "王", "action": "correct", "report_id": REPORT, "span_start": 0, "span_end": 1, "change": {"colour": "red"}},
        {"who": "王", "action": "undo"},
    ],
)
def test_a_decision_that_means_nothing_is_refused(meaningless: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"decision|cannot say|needs"):
        Decision(**meaningless)  # type: ignore[arg-type]


def test_a_row_damaged_by_hand_is_named_with_its_number(home: Home) -> None:
    decide_all(home, [about(0), about(5), about(9)])
    with closing(sqlite3.connect(state_file(home))) as connection:
        connection.execute("update decisions set action = 'agree' where sequence = 2")
        connection.commit()
    with pytest.raises(DataError, match=r"state\.sqlite: decisions, row 2: .*restore"):
        list_decisions(home)


@pytest.mark.parametrize("content", [b"nonsense" * 1000, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_file_that_is_no_database_is_named_with_what_to_do(home: Home, content: bytes) -> None:
    home.decisions.mkdir(parents=True)
    state_file(home).write_bytes(content)
    for attempt in (lambda: list_decisions(home), lambda: decide(home, about(0))):
        with pytest.raises(DataError, match=r"state\.sqlite: whole file: .*--replace"):
            attempt()
    assert state_file(home).read_bytes() == content


def test_a_batch_is_stored_whole_or_not_at_all(home: Home) -> None:
    stored = decide(home, about(0))
    with closing(sqlite3.connect(state_file(home))) as connection:
        connection.execute(
            "create trigger refuse before insert on decisions when new.span_start = 9 begin select raise(abort, 'no'); end"
        )
    with pytest.raises(sqlite3.IntegrityError):
        decide_all(home, [about(5), about(9)])
    assert list_decisions(home) == [stored]
    assert len(list_entries(home)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_full_disk_stores_nothing_of_a_batch(home: Home) -> None:
    stored = decide(home, about(0))
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (state_file(home).stat().st_size, limit[1]))
    try:
        with pytest.raises(StateUnavailable, match=r"state\.sqlite"):
            decide_all(home, [replace(about(at), why="越" * 500) for at in range(100)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)
    assert list_decisions(home) == [stored]
    assert len(list_entries(home)) == 1


def test_readers_see_whole_batches_while_another_writes(home: Home) -> None:
    writer = deciding(home, "甲", 60)
    while writer.poll() is None:
        with read_state(home) as connection:
            assert len(DECISIONS.select(connection)) == len(AUDIT.select(connection))
    writer.communicate()
    assert len(list_decisions(home)) == 60


def test_processes_that_decide_at_once_lose_nothing(home: Home) -> None:
    writers = [deciding(home, who, 40) for who in ("甲", "乙", "丙")]
    acknowledged = {line.strip() for writer in writers for line in writer.communicate()[0].splitlines()}
    kept = list_decisions(home)
    assert len(kept) == 120
    assert {decision.decision_id for decision in kept} == acknowledged


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_process_killed_while_deciding_loses_nothing_it_acknowledged(home: Home) -> None:
    acknowledged: set[str] = set()
    for round_ in range(6):
        writer = deciding(home, f"第{round_}轮", 100_000)
        assert writer.stdout is not None
        acknowledged.add(writer.stdout.readline().strip())
        time.sleep(0.03 + 0.017 * round_)
        writer.send_signal(signal.SIGKILL)
        acknowledged |= {line.strip() for line in writer.communicate()[0].splitlines() if len(line) == WHOLE_ID}
    after = decide(home, about(0))
    kept = [decision.decision_id for decision in list_decisions(home)]
    assert acknowledged <= set(kept)
    assert len(acknowledged) > 6
    assert kept[-1] == after.decision_id
    assert len(kept) == len(set(kept))


def test_decisions_are_exported_as_json_lines(home: Home) -> None:
    decide(home, about(0, "correct", value="12"))
    [line] = list_json_lines(home, "decisions")
    assert json.loads(line)["change"] == {"value": "12"}
    assert "王审核" in line.decode()
