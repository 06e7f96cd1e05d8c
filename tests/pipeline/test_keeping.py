"""Reports kept several at a time: outcomes in order, and none before its report is on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.invented import understand
from yearbook.catalogue.files import Home
from yearbook.pipeline import ingest as keeping
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.publish import FileOutcome
from yearbook.store.audit import Actor, act_for, list_entries
from yearbook.store.reports import find_note


def _write_reports(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = f"兰州市机关事务管理局 {1990 + number}\nvehicles.withdrawn={number}\n" if number % 3 else f"某处{number}\n"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def test_outcomes_come_in_order_and_only_of_reports_that_are_kept(home: Home, tmp_path: Path) -> None:
    seen: list[str] = []

    def look(outcome: FileOutcome, _: int) -> None:
        seen.append(Path(outcome.path).name)
        assert outcome.fate == "refused" or find_note(home, outcome.report_id or "") is not None

    ingest([_write_reports(tmp_path / "inbox", 20)], home, understand=understand, progress=look)
    assert seen == [f"{number:02}.txt" for number in range(20)]


def test_what_is_kept_is_kept_on_behalf_of_whoever_acts(home: Home, tmp_path: Path) -> None:
    with act_for(Actor("张三", "page: import")):
        ingest([_write_reports(tmp_path / "inbox", 4)], home, understand=understand)
    assert {entry.who for entry in list_entries(home) if entry.act == "import"} == {"张三"}


def test_a_full_disk_stops_the_run_at_that_report(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> FileOutcome:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "keep_report", refuse)
    with pytest.raises(OSError, match="No space"):
        ingest([_write_reports(tmp_path / "inbox", 6)], home, understand=understand)
