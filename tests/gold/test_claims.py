"""What stands beside a known word is claimed only where it is meant: clauses full of other things, labelled for that alone."""

from __future__ import annotations

import pytest

from tests.gold.test_clauses import read_cases
from yearbook.cli.extract import Text, extract
from yearbook.pipeline.teaching.scoring import Score, score_case

LEAST = {"recall": 0.98, "metric": 0.97, "metric_found": 0.94, "claims": 0.97, "claims_90": 0.97, "refused": 0.9}


@pytest.fixture(scope="module")
def score() -> Score:
    score = Score()
    for case in read_cases("claims.jsonl"):
        score_case(score, case, list(extract(Text(case["id"], case["text"], case["publisher"], case["year"]))))
    return score


@pytest.mark.parametrize("measure", LEAST)
def test_figures_are_claimed_by_what_they_count(score: Score, measure: str) -> None:
    assert score.rates()[measure] >= LEAST[measure]
