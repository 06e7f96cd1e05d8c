"""Labelled clauses and reports, written apart from the rules, are understood well enough."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.cli.extract import Text, extract
from yearbook.pipeline.teaching.scoring import Score, score_case

FILES = ("clauses.jsonl", "clauses_2.jsonl", "clauses_3.jsonl", "reports.jsonl")


def read_cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(__file__).with_name(name).read_text(encoding="utf-8").split("\n") if line]


LEAST = {
    "recall": 0.95,
    "precision": 0.92,
    "value": 0.97,
    "qualifier": 0.95,
    "unit": 0.9,
    "metric": 0.85,
    "refused": 0.95,
    "accounted": 0.98,
}


@pytest.fixture(scope="module", params=FILES)
def score(request: pytest.FixtureRequest) -> Score:
    score = Score()
    for case in read_cases(request.param):
        score_case(score, case, list(extract(Text(case["id"], case["text"], case.get("publisher"), case.get("year")))))
    return score


@pytest.mark.parametrize("measure", LEAST)
def test_clauses_are_read_as_labelled(score: Score, measure: str) -> None:
    assert score.rates()[measure] >= LEAST[measure]


def test_labels_lie_in_their_text_and_speak_of_known_metrics() -> None:
    metrics = load_catalogue().metrics
    for case in (case for name in FILES for case in read_cases(name)):
        for label in case["gold"]:
            assert 0 <= label["start"] < label["end"] <= len(case["text"]), case["id"]
            if label.get("metric") and label.get("unit"):
                assert metrics[label["metric"]].unit == label["unit"], case["id"]


def test_labelled_metrics_are_those_of_the_catalogue() -> None:
    labelled = {label["metric"] for name in FILES for case in read_cases(name) for label in case["gold"] if label.get("metric")}
    assert labelled <= set(load_catalogue().metrics)
