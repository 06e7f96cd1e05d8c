"""Rows held as columns are the same rows: in memory, in JSON, between processes, in Arrow."""

from __future__ import annotations

import pickle

import orjson
import pytest

from yearbook.catalogue.files import Home
from yearbook.pipeline.read import ReadJob, ReportExtraction, pack_reading, read_report, unpack_reading
from yearbook.records.packed_rows import PackedRows, pick, split
from yearbook.records.rows import FigureRow, MentionRow, arrow_columns, arrow_table

from .invented import understand

TEXT = "湖南省机关事务管理局 2020\nvehicles.withdrawn=12\nvehicles.total=34\n"
WITHOUT = "湖南省机关事务管理局 2020\n没有数字。\n"


@pytest.fixture(params=[TEXT, WITHOUT], ids=["with figures", "without"])
def reading(request: pytest.FixtureRequest, home: Home) -> ReportExtraction:
    outcome = read_report(ReadJob(home, "a.txt", request.param.encode(), "2024-01-01T00:00:00Z", understand=understand))
    assert isinstance(outcome, ReportExtraction)
    assert isinstance(outcome.figures, tuple)
    return outcome


def test_a_reading_is_the_same_after_it_went_to_another_process(reading: ReportExtraction) -> None:
    again = pickle.loads(pickle.dumps(reading))
    assert again == reading
    assert reading == again
    assert hash(again) == hash(reading)
    assert pickle.loads(pickle.dumps(again)) == reading


def test_a_reading_is_the_same_after_it_was_remembered(reading: ReportExtraction) -> None:
    packed = pack_reading(reading, "x")
    again = unpack_reading(packed, "x")
    assert again == reading
    assert again is not None
    assert pack_reading(again, "x") == packed
    assert all(isinstance(row.caveats, tuple) for row in again.figures)


def test_what_an_older_program_remembered_by_rows_is_not_taken(reading: ReportExtraction) -> None:
    content = orjson.loads(pack_reading(reading, "x"))
    del content["rows"]
    assert unpack_reading(orjson.dumps(content | {"figures": reading.figures, "mentions": reading.mentions}), "x") is None


def test_rows_as_columns_make_the_same_table(reading: ReportExtraction) -> None:
    for kind, rows in ((MentionRow, reading.mentions), (FigureRow, reading.figures)):
        columns = PackedRows.of(kind, rows)
        assert arrow_columns(kind, split(kind, columns)).equals(arrow_table(kind, rows))


def test_rows_are_found_by_their_place(reading: ReportExtraction) -> None:
    rows = PackedRows.of(MentionRow, reading.mentions)
    assert len(rows) == len(reading.mentions)
    assert [rows[place] for place in range(len(rows))] == list(reading.mentions)
    assert rows[1:] == reading.mentions[1:]
    assert list(pick(rows, "role")) == [mention.role for mention in reading.mentions] == pick(reading.mentions, "role")
    assert rows[:0] == ()
