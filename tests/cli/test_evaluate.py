"""evaluate: the same numbers as the reference scorer, and right on the points that are easy to get wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from yearbook.catalogue.files import PROJECT
from yearbook.pipeline.teaching.scoring import Score, score_case

GOLD = PROJECT.parent / "shared" / "gold"


@pytest.mark.parametrize("name", ["seeds.jsonl", "clauses_open.jsonl"])
def test_it_agrees_with_the_reference_scorer(run: Command, name: str) -> None:
    if not (GOLD / name).is_file():
        pytest.skip("the gold files do not lie beside this checkout")
    command = [sys.executable, GOLD / "score.py", GOLD / name, "--python", sys.executable, "--show", "9"]
    reference = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=PROJECT, check=False)
    assert run("evaluate", GOLD / name, "--show", 9).out == reference.stdout


def test_the_samples_are_read_well(run: Command) -> None:
    ran = run("evaluate", PROJECT / "data" / "samples" / "expected.jsonl")
    rates = {line.split(":")[0]: float(line.split("=")[1]) for line in ran.out.splitlines() if "/" in line}
    assert rates["recall"] >= 0.98
    assert rates["precision"] >= 0.95
    assert rates["value"] >= 0.98
    assert rates["accounted"] == 1


def _score(gold: list[dict[str, Any]], found: list[dict[str, Any]], **case: Any) -> dict[str, tuple[int, int]]:
    score = Score()
    score_case(score, {"id": "x", "text": "0123456789", "gold": gold, **case}, found)
    return {measure: (score.hits[measure], cases) for measure, cases in score.cases.items()}


def _figure(start: int, end: int, value: str = "5", **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "role": "quantity", "value": value, "value_max": None, **more}


def _other(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "role": "date", **more}


def test_a_figure_found_twice_counts_once() -> None:
    assert _score([_figure(0, 4)], [_figure(0, 2), _figure(2, 4)]) == {"recall": (1, 1), "value": (1, 1), "precision": (1, 2)}


def test_among_overlapping_figures_the_one_with_the_value_is_taken() -> None:
    assert _score([_figure(0, 4, "7")], [_figure(0, 2, "5"), _figure(2, 4, "7.0")])["value"] == (1, 1)


def test_a_missed_figure_and_one_made_up() -> None:
    assert _score([_figure(0, 2)], [_figure(4, 6)]) == {"recall": (0, 1), "precision": (0, 1)}


def test_a_non_figure_taken_for_a_figure_is_accounted_for_but_not_refused() -> None:
    assert _score([_other(0, 2)], [_figure(0, 2)]) == {"refused": (0, 1), "accounted": (1, 1), "precision": (0, 1)}


def test_an_optional_mention_counts_neither_way() -> None:
    assert _score([_other(0, 2, optional=True)], [_figure(0, 2)]) == {"precision": (1, 1)}
    assert _score([_other(0, 2, optional=True)], []) == {}


def test_incomplete_gold_says_nothing_of_what_else_is_found() -> None:
    assert _score([], [_figure(0, 2)], complete=False) == {}


def test_a_metric_of_null_forbids_one_and_no_key_leaves_it_open() -> None:
    found = [_figure(0, 2, metric="a.b")]
    assert _score([_figure(0, 2, metric="a.b")], found)["metric_found"] == (1, 1)
    assert "metric_found" not in _score([_figure(0, 2, metric=None)], found)
    assert _score([_figure(0, 2, metric=None)], found)["metric"] == (0, 1)
    assert "metric" not in _score([_figure(0, 2)], found)
    assert _score([_figure(0, 2, metric="a.b")], found)["metric"] == (1, 1)


def test_a_period_of_null_forbids_one() -> None:
    assert _score([_figure(0, 2, period_end=None)], [_figure(0, 2, period_end=None)])["unset"] == (1, 1)
    assert _score([_figure(0, 2, period_end=None)], [_figure(0, 2, period_end="2022-12-31")])["unset"] == (0, 1)


def test_claims_are_counted_where_a_label_decides_and_again_where_they_are_confident() -> None:
    sure, unsure = (_figure(0, 2, metric="a.b", confidence=confidence) | {"role": "metric"} for confidence in (0.9, 0.8))
    assert _score([_figure(0, 2, metric="a.b")], [sure])["claims_90"] == (1, 1)
    assert "claims_90" not in _score([_figure(0, 2, metric="a.b")], [unsure])
    assert _score([_other(0, 2)], [unsure])["claims"] == (0, 1)
    assert "claims" not in _score([_figure(0, 2)], [sure])


def test_a_range_needs_both_its_ends() -> None:
    gold = [_figure(0, 2, "800", value_max="24000")]
    assert _score(gold, [_figure(0, 2, "800")])["value"] == (0, 1)
    assert _score(gold, [_figure(0, 2, "800", value_max="24000")])["value"] == (1, 1)


def test_a_gold_file_that_is_none_is_named_with_its_line(run: Command, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('\n{"id": "a"}\n', encoding="utf-8")
    ran = run("evaluate", tmp_path / "gold.jsonl")
    assert ran.status == 1
    assert "line 2" in ran.err
