"""The other ways in which a benchmark asks find the same figures as a page does: else their times would say nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet

from benchmarks.beside import Beside, find_questions
from benchmarks.generated import publish_generated
from yearbook.catalogue.files import Home
from yearbook.warehouse.warehouse import open_warehouse


def test_every_way_of_asking_finds_the_same_figures(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    publish_generated(home, 2000)
    with open_warehouse(home) as warehouse, Beside(warehouse, tmp_path) as beside:
        questions = find_questions(warehouse)
        for question in questions:
            answer = question.ask(warehouse)
            assert len(answer) == len(beside.ask_unsorted(question)) > 0, question.name
            if question.columns:
                assert {row[0] for row in beside.scan(question)} == set(answer["fact_id"]), question.name
                assert set(beside.ask_pandas(question)["fact_id"]) == set(answer["fact_id"]), question.name
        table, asked = beside.write_frames(questions)
        assert pyarrow.parquet.read_metadata(table).num_rows == 2000
        assert json.loads(asked.read_text(encoding="utf-8")).keys() == {one.name for one in questions if one.columns}


def test_facts_beside_lie_in_no_order(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    publish_generated(home, 2000)
    with open_warehouse(home) as warehouse, Beside(warehouse, tmp_path) as beside:
        table, _ = beside.write_frames([])
        ids = pyarrow.parquet.read_table(table, columns=["fact_id"])["fact_id"].to_pylist()
        assert sorted(ids) == sorted(warehouse.facts()["fact_id"])
        assert ids != warehouse.facts()["fact_id"].tolist()
