"""The journal of decisions: nothing acknowledged is ever lost, whatever stops the process that writes it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from yearbook.catalogue.files import DataError, Home
from yearbook.store import decisions
from yearbook.store.decisions import (
    JOURNAL,
    Action,
    Decision,
    decide,
    decide_all,
    list_decisions,
    standing_decisions,
    torn_ends,
    undo,
)

REPORT = "a" * 64
WHOLE_ID = 13  # characters of a decision_id: what a killed process printed may be cut
KEEP_DECIDING = """
import sys
from pathlib import Path
from yearbook.catalogue.files import Home
from yearbook.store.decisions import Decision, decide
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


def test_without_a_journal_nothing_is_decided(home: Home) -> None:
    assert list_decisions(home) == []
    assert standing_decisions(home) == []
    assert torn_ends(home) == []


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


@pytest.mark.parametrize("cut", [1, 7, 40, 90])
def test_a_line_cut_short_is_set_aside_and_said(home: Home, cut: int) -> None:
    kept = [decide(home, about(start)) for start in (0, 5)]
    file = home.decisions / JOURNAL
    torn = file.read_bytes().splitlines(keepends=True)[-1][:cut]
    with file.open("ab") as stream:
        stream.write(torn)
    assert list_decisions(home) == kept
    after = decide(home, about(9))
    assert list_decisions(home) == [*kept, after]
    assert [aside.read_bytes() for aside in torn_ends(home)] == [torn]


def test_a_line_damaged_by_hand_is_named_with_its_number(home: Home) -> None:
    decide_all(home, [about(0), about(5), about(9)])
    file = home.decisions / JOURNAL
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + b'{"who": "wang"\n' + lines[2])
    with pytest.raises(DataError, match=r"journal\.jsonl: line 2"):
        list_decisions(home)


def test_a_full_disk_keeps_nothing_of_a_batch(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = decide(home, about(0))

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(decisions.os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        decide_all(home, [about(5), about(9)])
    monkeypatch.undo()
    assert list_decisions(home) == [kept]


def test_processes_that_decide_at_once_lose_nothing(home: Home) -> None:
    writers = [deciding(home, who, 40) for who in ("甲", "乙", "丙")]
    acknowledged = {line.strip() for writer in writers for line in writer.communicate()[0].splitlines()}
    kept = list_decisions(home)
    assert len(kept) == 120
    assert {decision.decision_id for decision in kept} == acknowledged
    assert torn_ends(home) == []


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


def test_a_line_of_the_journal_is_readable_without_the_program(home: Home) -> None:
    decide(home, about(0, "correct", value="12"))
    [line] = Path(home.decisions / JOURNAL).read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["who"] == "王审核"
    assert "王审核" in line
