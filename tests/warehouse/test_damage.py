"""What was damaged by a disk or by hand is noticed when it is used, and the message names the file, the place and the mend."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from yearbook.catalogue.files import DataError, Home
from yearbook.pipeline import build as building
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.records.state import Decision
from yearbook.store import decisions
from yearbook.store.decisions import decide, decide_all, list_decisions
from yearbook.store.reports import SOURCE, folder_of, list_reports, read_source
from yearbook.store.state import state_file
from yearbook.warehouse import build
from yearbook.warehouse import checks as integrity
from yearbook.warehouse.build import DiskWriteError
from yearbook.warehouse.registry import (
    POINTER,
    DamagedEdition,
    current_number,
    edition_file,
    list_editions,
    read_note,
    rollback,
)
from yearbook.warehouse.warehouse import compare_editions, open_warehouse


@pytest.fixture(scope="module")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("whole") / "data")
    for _ in range(2):
        build_edition(home)
    return home


@pytest.fixture
def home(two_editions: Home, tmp_path: Path) -> Home:
    """An installation with two editions, to be damaged."""
    shutil.copytree(two_editions.root, tmp_path / "data")
    return Home(tmp_path / "data")


def flip(share: float) -> Callable[[bytes], bytes]:
    """One byte otherwise, at so much of the file."""

    def flipped(content: bytes) -> bytes:
        at = int(share * (len(content) - 1))
        return content[:at] + bytes([content[at] ^ 0x5A]) + content[at + 1 :]

    return flipped


DAMAGES = {
    **{f"a byte at {share:.0%}": flip(share) for share in (0.0, 0.001, 0.3, 0.6, 0.999)},
    "cut in half": lambda content: content[: len(content) // 2],
    "a byte short": lambda content: content[:-1],
    "emptied": lambda content: content[:0],
    "another file": lambda content: b"PK\x03\x04" + random.Random(6).randbytes(len(content)),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("at_once", [True, False])
def test_a_damaged_edition_says_so_and_names_the_one_before(
    home: Home, monkeypatch: pytest.MonkeyPatch, damage: str, at_once: bool
) -> None:
    """Also one that is too large for its sum to be taken first: by the time that its sum is known, if not before."""
    monkeypatch.setattr(integrity, "AT_ONCE", integrity.AT_ONCE if at_once else -1)
    file = edition_file(home, 2)
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    with pytest.raises(DamagedEdition, match=f"{re.escape(str(file))}.*rollback 1"):
        read_all(home)
    monkeypatch.undo()
    with pytest.raises(DamagedEdition):
        compare_editions(home, 1, 2)
    rollback(home, 1)
    read_all(home)


def read_all(home: Home) -> None:
    with open_warehouse(home) as warehouse:
        warehouse.facts()
        integrity.require_intact(home, warehouse.number).check.exception()
        warehouse.ask("edition")


def test_an_edition_is_checked_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    real = integrity.check_edition
    monkeypatch.setattr(integrity, "check_edition", lambda home, number: taken.append(number) or real(home, number))
    for _ in range(3):
        with open_warehouse(home) as warehouse:
            warehouse.facts()
            warehouse.facts()
    assert taken == [2]


@pytest.mark.parametrize("said", [b"", b"\0\0", b"two\n", b"-1\n", b"2 1\n"])
def test_a_damaged_pointer_is_no_empty_house(home: Home, said: bytes) -> None:
    """Nothing is built in the place of what is there, and nothing is pruned."""
    (home.editions / POINTER).write_bytes(said)
    for attempt in (current_number, open_warehouse, build_edition):
        with pytest.raises(DamagedEdition, match=r"editions/current.*rollback 2"):
            attempt(home)
    rollback(home, 2)
    assert open_warehouse(home).number == 2


@pytest.mark.parametrize(
    "note", [b"", b"{", b"[]", b'{"number": 2}', b'{"number": 1, "built_at": "", "sha256": "0"}', b"\xff\xfe"]
)
def test_a_damaged_note_is_named(home: Home, note: bytes) -> None:
    (home.editions / "2.json").write_bytes(note)
    for attempt in (lambda: read_note(home, 2), lambda: list_editions(home), lambda: open_warehouse(home)):
        with pytest.raises(DamagedEdition, match=r"2\.json.*rollback 1"):
            attempt()
    rollback(home, 1)
    assert open_warehouse(home).number == 1


def test_a_note_of_another_program_is_read(home: Home) -> None:
    note = read_note(home, 2)
    (home.editions / "2.json").write_text(
        f'{{"number": 2, "built_at": "{note.built_at}", "sha256": "{note.sha256}", "colour": "red"}}', encoding="utf-8"
    )
    read = read_note(home, 2)
    assert (read.facts, read.previous, read.schema, read.sha256) == (0, None, "", note.sha256)


def test_what_stands_beside_a_report_is_looked_at(home: Home, tmp_path: Path) -> None:
    """The report and its note are named with the mend; what is remembered of reading it is read anew."""
    file = tmp_path / "说明.txt"
    file.write_text("湖南省机关事务管理局2021年度工作报告\n全年共保障会议1234场次。新增充电桩56个。\n", encoding="utf-8")
    ingest([file], home)
    [note] = list_reports(home)
    folder = folder_of(home, note.report_id)
    facts = open_warehouse(home).facts()
    for table in ("reports", "mentions", "figures"):
        for damage in ("a byte at 60%", "cut in half", "emptied", "another file"):
            [extractions] = home.extractions.glob("*")
            stored = extractions / f"{table}.parquet"
            stored.write_bytes(DAMAGES[damage](stored.read_bytes()))
            assert build_edition(home).reports_read == 1
            shutil.rmtree(extractions)
    assert build_edition(home).reports_read == 0
    assert open_warehouse(home).facts().equals(facts)
    (folder / SOURCE).write_bytes(b"else")
    with pytest.raises(DataError, match=r"source.*重新导入"):
        read_source(home, note.report_id)
    shutil.rmtree(home.extractions)
    built = build_edition(home)
    assert [(refusal.name, "重新导入" in refusal.reason) for refusal in built.refusals] == [("说明.txt", True)]
    assert built.note.facts > 0  # all the rest is in the edition


def test_a_damaged_database_of_decisions_stops_the_build_and_is_named(home: Home) -> None:
    decide(home, Decision("王审核", "reject", "a" * 64, 0, 1))
    content = state_file(home).read_bytes()
    state_file(home).write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(DataError, match=r"state\.sqlite: .*restore"):
        build_edition(home)
    assert current_number(home) == 2
    state_file(home).write_bytes(content)
    assert len(list_decisions(home)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_a_folder_that_cannot_be_written_is_named_and_nothing_changes(home: Home) -> None:
    if os.geteuid() == 0:
        pytest.skip("whoever may do everything may write everywhere")
    home.editions.chmod(0o500)
    try:
        with pytest.raises(OSError, match="editions"):
            build_edition(home)
    finally:
        home.editions.chmod(0o700)
    assert open_warehouse(home).number == 2


def test_a_clock_that_was_set_back_changes_no_order(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was decided last stands, and the last edition is the newest, whatever the clock says."""

    class Clock(datetime):
        at = datetime(2026, 6, 1, 12, tzinfo=UTC)

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return cls.at.astimezone(tz)

    for module in (decisions, building):
        monkeypatch.setattr(module, "datetime", Clock)
    place = ("a" * 64, 3, 5)
    first = decide_all(home, [Decision("王审核", "reject", *place)])[0]
    for back in (1, 2):
        Clock.at = datetime(2026, 6, 1, 12, tzinfo=UTC) - back * timedelta(days=400)
        last = decide_all(home, [Decision("李主任", "confirm", *place, why=str(back))])[0]
        built = build_edition(home).note
        assert last.decided_at < first.decided_at
        assert decisions.standing_decisions(home) == [last]
        assert current_number(home) == built.number == 2 + back
        assert [note.number for note in list_editions(home)] == list(range(1, built.number + 1))
        with open_warehouse(home) as warehouse:
            assert warehouse.ask("editions")["number"].tolist()[:2] == [built.number, built.number - 1]
            assert warehouse.ask("decisions")["why"].tolist() == [str(back)]


def test_a_build_that_memory_is_too_short_for_says_so(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MEMORY", "8MB")
    before = current_number(home)
    with pytest.raises(DiskWriteError, match="内存不足"):
        build_edition(home)
    assert current_number(home) == before
    assert [file.name for file in home.editions.glob(".*")] == [".lock"]
