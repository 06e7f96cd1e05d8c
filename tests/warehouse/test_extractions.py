"""The extraction store: what comes out is what went in, whole or not at all; the small segments are merged."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.invented import understand
from yearbook.catalogue.files import Home
from yearbook.documents.document import Note
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.read import ReadJob, read_report
from yearbook.records.rows import ReportExtraction
from yearbook.warehouse import extractions
from yearbook.warehouse.extractions import (
    SegmentWriter,
    clear_partial_segments,
    compact_extractions,
    find_extractions,
    list_segments,
    read_extractions,
    read_texts,
    view_extractions,
)
from yearbook.warehouse.warehouse import open_warehouse


def extract(home: Home, number: int) -> ReportExtraction:
    text = f"兰州市机关事务管理局 {1990 + number}\nvehicles.withdrawn={number + 1}\nunclaimed.quantity=7\n"
    outcome = read_report(ReadJob(home, f"{number}.txt", text.encode(), "2024-01-01T00:00:00Z", understand=understand))
    assert isinstance(outcome, ReportExtraction)
    return replace(outcome, unread=(Note("formats.scanned_pages", str(number)),) if number % 2 else ())


def store(home: Home, numbers: range, most: int = 1000) -> dict[str, ReportExtraction]:
    stored = {one.report.report_id: one for one in (extract(home, number) for number in numbers)}
    with SegmentWriter(home.extractions, most) as writer:
        for report_id, extraction in stored.items():
            writer.add(extraction, f"key of {report_id}")
    return stored


def keys(stored: dict[str, ReportExtraction]) -> dict[str, str]:
    return {report_id: f"key of {report_id}" for report_id in stored}


def test_what_is_stored_is_read_back_equal(home: Home) -> None:
    stored = store(home, range(7), most=3)
    places = find_extractions(home, keys(stored))
    assert len(list_segments(home)) == 3
    assert {one.report.report_id: one for one in read_extractions(places.items())} == stored
    texts = read_texts(home, next(iter(stored.values())).report.reader_version)
    assert texts == {report_id: (one.report.title, one.report.text) for report_id, one in stored.items()}
    assert read_texts(home, "another reader") == {}


def test_another_key_is_not_found(home: Home) -> None:
    stored = store(home, range(2))
    one, other = stored
    assert set(find_extractions(home, {one: f"key of {one}", other: "other", "f" * 64: ""})) == {one}


def test_a_writer_that_fails_leaves_nothing(home: Home) -> None:
    def write() -> None:
        with SegmentWriter(home.extractions) as writer:
            for _ in range(extractions.BATCH + 1):
                writer.add(extract(home, 1), "")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert not list(home.extractions.iterdir())
    (home.extractions / ".1.999999999.partial").mkdir()
    clear_partial_segments(home)
    assert not list(home.extractions.iterdir())


def test_a_view_shows_each_report_once_from_its_segment(home: Home) -> None:
    first = store(home, range(4))
    store(home, range(2, 6))
    chosen = dict(list(find_extractions(home, keys(first)).items())[:3])
    with duckdb.connect() as connection:
        view_extractions(connection, chosen)
        shown = connection.execute("select report_id from extracted_reports").fetchall()
        assert sorted(shown) == [(report_id,) for report_id in sorted(chosen)]
        for table in ("mentions", "figures"):
            counted = connection.execute(f"select report_id, count(*) from extracted_{table} group by all order by 1").fetchall()
            assert counted == [(report_id, len(getattr(first[report_id], table))) for report_id in sorted(chosen)]
        view_extractions(connection, {})
        assert connection.execute("select count(*) from extracted_mentions").fetchall() == [(0,)]


def test_many_small_segments_are_merged_without_what_is_no_longer_used(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractions, "MOST_SEGMENTS", 4)
    stored = store(home, range(12), most=2)
    used = {report_id: key for report_id, key in keys(stored).items() if report_id != min(stored)}
    places = find_extractions(home, used)
    after = compact_extractions(home, places)
    assert len(list_segments(home)) == len(set(after.values())) == 1
    assert find_extractions(home, keys(stored)) == after
    assert {one.report.report_id: one for one in read_extractions(after.items())} == {
        report_id: stored[report_id] for report_id in used
    }
    assert compact_extractions(home, after) == after


def test_an_edition_of_merged_segments_is_the_same(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        file = tmp_path / f"{number}.txt"
        file.write_text(f"兰州市机关事务管理局 {1990 + number}\nvehicles.withdrawn={number + 1}\n", encoding="utf-8")
        ingest([file], home, understand=understand)
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts()
    monkeypatch.setattr(extractions, "MOST_SEGMENTS", 1)
    assert build_edition(home, understand=understand).reports_read == 0
    assert len(list_segments(home)) == 1
    with open_warehouse(home) as warehouse:
        assert warehouse.facts().equals(facts)
    shutil.rmtree(home.extractions)
    assert build_edition(home, understand=understand).reports_read == 5
    with open_warehouse(home) as warehouse:
        assert warehouse.facts().equals(facts)
