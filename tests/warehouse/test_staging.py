"""What reports say is not held: it lies on the disk until the edition is written."""

from __future__ import annotations

import gc
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from pyarrow import parquet

from yearbook.catalogue.files import Home
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.read import ReadJob, ReportExtraction, read_report
from yearbook.records.packed_rows import PackedRows
from yearbook.warehouse import staging
from yearbook.warehouse.registry import list_editions
from yearbook.warehouse.staging import Staging

from .invented import understand

TEXT = "湖南省机关事务管理局 2020\n" + "vehicles.withdrawn=12\nvehicles.total=34\n"


def _read(home: Home) -> ReportExtraction:
    outcome = read_report(ReadJob(home, "a.txt", TEXT.encode(), "2024-01-01T00:00:00Z", understand=understand))
    assert isinstance(outcome, ReportExtraction)
    return outcome


class _Told(str):
    """A cell that can be counted."""


def _held(kind: type) -> int:
    gc.collect()
    return sum(isinstance(thing, kind) for thing in gc.get_objects())


def test_the_rows_of_few_reports_are_held_at_once(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "ROWS", 20)
    reading = _read(home)
    before, most = _held(_Told), 0
    with Staging(tmp_path / "1.partial") as staged:
        for number in range(200):
            mentions = tuple(replace(mention, report_id=_Told(number)) for mention in reading.mentions)
            staged.add(replace(reading, mentions=mentions))
            del mentions
            most = max(most, _held(_Told) - before) if number % 20 == 8 else most
        files = staged.close()
        assert 0 < most <= 20
        assert parquet.read_table(files["raw_mentions"])["report_id"].to_pylist()[::2] == [str(number) for number in range(200)]
        assert parquet.read_metadata(files["raw_reports"]).num_rows == 200
    assert not list(tmp_path.glob("*.partial"))


def test_a_build_takes_up_one_report_after_the_other(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [tmp_path / f"{year}.txt" for year in range(2001, 2031)]
    for file in files:
        file.write_text(TEXT.replace("2020", file.stem), encoding="utf-8")
    ingest(files, home, understand=understand)
    monkeypatch.setattr(staging, "ROWS", 6)
    held: list[int] = []
    add = Staging.add

    def watch(staged: Staging, reading: ReportExtraction) -> None:
        add(staged, reading)
        held.append(_held(PackedRows))

    monkeypatch.setattr(Staging, "add", watch)
    build_edition(home, understand=understand)
    assert len(held) == 30
    assert min(held) > 0
    assert max(held) - min(held) <= 6
    assert list_editions(home)[0].reports == 30


def test_what_was_begun_is_removed_where_building_fails(home: Home, tmp_path: Path) -> None:
    with suppress(ValueError), Staging(tmp_path / "1.partial") as staged:
        staged.add(_read(home))
        staged.close()
        raise ValueError("no more")
    assert not list(tmp_path.glob("*.partial"))
