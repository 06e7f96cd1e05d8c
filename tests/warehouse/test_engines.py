"""How `make engines` holds the answers of engines against each other, by the two that are installed here: DuckDB and PyArrow."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from benchmarks.engines import answers
from benchmarks.engines.answers import Answers, Asked, find_differences, make_plain, read_asked, sort_rows
from benchmarks.engines.frame_engines import ask_pyarrow
from benchmarks.engines.hard_tree import write_hard_tree
from benchmarks.engines.sql_engines import ask_duckdb, ask_edition
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.ingest import ingest
from yearbook.warehouse.partitions import write_partitions
from yearbook.warehouse.registry import edition_file


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engines") / "它's"
    write_hard_tree(folder)
    return folder


@pytest.mark.parametrize("ask", [ask_duckdb, ask_pyarrow])
def test_rare_cells_come_as_they_were_written(hard: Path, ask: Callable[[Path, Asked], Answers]) -> None:
    given = ask(hard, read_asked(hard))
    assert given[answers.PARTS] == [("energy", 2019, 1), ("vehicles", 2020, 4), ("vehicles", None, 1)]
    assert given[answers.CAVEATS] == [("inferred", 2), ("x", 3), ("部分 'of' year", 1)]
    assert given[answers.LISTS] == [(3, 0)]
    assert given[answers.DECIMALS] == [("energy", "1234567.8901"), ("vehicles", "24.7501")]
    assert given[answers.TIMES] == [("1949-10-01", "2020-12-31", "2026-01-02T03:04:05.678901")]
    assert dict(given[answers.MISSING])["value_max"] == 5
    assert [row[-1] for row in given[answers.FIGURES]] == ["f3", "f1", "f2", "f4"]


def test_an_edition_and_its_tree_answer_alike(tmp_path: Path) -> None:
    home, folder = Home(tmp_path / "data"), tmp_path / "tree"
    ingest([PROJECT / "data" / "samples" / "zhian-2022.txt"], home)
    write_partitions(home, folder)
    asked = read_asked(folder)
    expected = ask_edition(edition_file(home, 1), asked)
    assert sum(rows for _, _, rows in expected[answers.PARTS]) == dict(expected[answers.TABLES])["facts"] > 500
    assert expected[answers.FIGURES]
    for ask in (ask_duckdb, ask_pyarrow):
        assert find_differences(expected, ask(folder, asked)) == {}


def _drop_a_topic(folder: Path) -> None:
    shutil.rmtree(folder / "facts" / "topic=energy")


def _change_a_value(folder: Path) -> None:
    file = next(folder.glob("facts/topic=vehicles/year=2020/*.parquet"))
    table = pyarrow.parquet.read_table(file, partitioning=None)
    place = table.schema.get_field_index("value")
    pyarrow.parquet.write_table(table.set_column(place, "value", pa.array([12.5, 12.5, -0.25, 1.0])), file)


def _name_another_year(folder: Path) -> None:
    (folder / "facts/topic=energy/year=2019").rename(folder / "facts/topic=energy/year=2018")


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        (_drop_a_topic, {answers.TABLES, answers.PARTS, answers.SUMS, answers.DECIMALS, answers.CAVEATS, answers.MISSING}),
        (_change_a_value, {answers.SUMS, answers.DECIMALS, answers.LEVELS, answers.FIGURES}),
        (_name_another_year, {answers.PARTS}),
    ],
)
def test_a_tree_that_was_changed_is_noticed(
    hard: Path, tmp_path: Path, change: Callable[[Path], None], noticed: set[str]
) -> None:
    asked, expected = read_asked(hard), ask_duckdb(hard, read_asked(hard))
    shutil.copytree(hard, tmp_path / "tree")
    change(tmp_path / "tree")
    assert set(find_differences(expected, ask_pyarrow(tmp_path / "tree", asked))) >= noticed


@pytest.mark.parametrize(
    ("ours", "theirs", "question", "alike"),
    [
        (1.0, 1.0 + 1e-15, answers.SUMS, True),
        (1.0, 1.0 + 1e-9, answers.SUMS, False),
        (1.0, 1.0 + 1e-15, answers.FIGURES, False),
        (2020, "2020", answers.PARTS, False),
        (2020, 2020.0, answers.PARTS, False),
        (True, 1, answers.FIGURES, False),
        (None, "", answers.FIGURES, False),
    ],
)
def test_what_counts_as_another_answer(ours: Any, theirs: Any, question: str, alike: bool) -> None:
    expected: Answers = {key: [] for key in answers.QUESTIONS}
    found = find_differences(expected | {question: [("a", ours)]}, expected | {question: [("a", theirs)]})
    assert (found == {}) is alike


def test_a_missing_value_has_one_form_and_comes_last() -> None:
    assert make_plain([(float("nan"), None, [1, None], pa.scalar(None).as_py())]) == [(None, None, (1, None), None)]
    assert sort_rows([(None, 1), ("b", 2), ("a", 3)]) == [("a", 3), ("b", 2), (None, 1)]
