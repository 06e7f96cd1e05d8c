"""The scores on labelled texts, written apart from the rules, stand in scores.yaml: none may fall, and a rise is written down."""

from __future__ import annotations

import pytest

from tests.gold.scores import FILES, OPEN, TOLERANCE, read_cases, read_scores, score_cases
from yearbook.catalogue.catalogue import load_catalogue

RECORDED = read_scores()


@pytest.mark.parametrize("name", RECORDED)
def test_scores_are_those_written_down(name: str) -> None:
    if name in OPEN and not OPEN[name].exists():
        pytest.skip(f"{name} lies outside the project, in shared/gold beside it, and is not here")
    found, recorded = score_cases(read_cases(name)), RECORDED[name]
    both = {measure: (recorded.get(measure, 0.0), found.get(measure, 0.0)) for measure in {*recorded, *found}}
    fallen = {measure: rates for measure, rates in both.items() if rates[1] < rates[0] - TOLERANCE}
    risen = {measure: rates for measure, rates in both.items() if rates[1] > rates[0] + TOLERANCE}
    assert not fallen, "(recorded, found) of the measures that fell"
    assert not risen, "better than written down: run python -m tests.gold.scores, and commit scores.yaml"


def test_every_labelled_file_has_its_scores() -> None:
    assert set(RECORDED) == {*FILES, *OPEN}


@pytest.mark.parametrize("name", FILES)
def test_labels_lie_in_their_text_and_speak_of_known_metrics(name: str) -> None:
    metrics = load_catalogue().metrics
    for case in read_cases(name):
        for label in case["gold"]:
            assert 0 <= label["start"] < label["end"] <= len(case["text"]), case["id"]
            if label.get("metric"):
                assert label.get("unit") in (None, metrics[label["metric"]].unit), case["id"]


def test_a_wrong_value_lowers_the_score() -> None:
    cases = read_cases("clauses.jsonl")
    label = next(label for label in cases[0]["gold"] if label["role"] == "metric")
    before = score_cases(cases[:1])["value"]
    label["value"] = str(int(float(label["value"])) + 1)
    assert score_cases(cases[:1])["value"] < before
