"""The sample reports are understood as a person labelled them."""

from __future__ import annotations

import json

import pytest

from yearbook.catalogue.files import PROJECT
from yearbook.cli.extract import Text, extract
from yearbook.pipeline.teaching.scoring import Score, score_case

LEAST = {"recall": 0.99, "precision": 0.98, "value": 0.99, "unit": 0.95, "metric": 0.93, "refused": 0.97, "accounted": 1.0}


@pytest.fixture(scope="module")
def score() -> Score:
    score = Score()
    for line in (PROJECT / "data" / "samples" / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        score_case(score, case, list(extract(Text(case["id"], case["text"], case["publisher"], case["year"]))))
    return score


@pytest.mark.parametrize("measure", LEAST)
def test_samples_are_read_as_labelled(score: Score, measure: str) -> None:
    assert score.rates()[measure] >= LEAST[measure]
