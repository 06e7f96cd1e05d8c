"""Every weight of data/catalogue/weights.yaml moves something: changed, it changes a claim or a confidence of a labelled text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.gold.fit_weights import NAMES, Case, count_claims, read_cases, vary
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import DataError, catalogue_folder
from yearbook.catalogue.weights import Weights, load_weights
from yearbook.extraction.mentions.passage import read_passage

RARE = (  # texts for the weights that decide nothing in the labelled ones
    "取消48辆并已全部完成封存停驶的公务用车后保留35辆。",
    "公车改革稳步推进。取消48辆；累计60辆。",
    "政务微博、门户网站分别发布信息126条、284条。",
    "公车改革涉及单位5家，取消、保留分别为12辆、30辆。",
    "取消、保留分别为12辆、30辆公务用车。",
    "| 项目 | 公务用车购置及运行费 |  |\n|  | 购置费 | 运行费 |\n| 决算数（万元） | 18 | 25 |\n| 上年决算数（万元） | 17 | 24 |",
    "| 项目 | 数量（辆） |\n| 一、公务用车 |  |\n| 取消 | 48 |\n| 空驶 | 12 |",
    "拍卖会结果\n| 场次 | 车辆（辆） |\n| 第一场 | 21 |\n| 合计 | 40 |",
    "| 项目 | 数值（条） |\n| 甲微信 | 12 |\n| 甲乙丙丁戊己庚门户网站 | 15 |",
    "市直、县直单位分别腾退办公用房126平方米、284平方米。",
    "公务用车总量，省市县乡各级合在一起486辆。",
)
Results = list[tuple[int, str | None, float | None]]


def _results(case: Case, weights: Weights) -> Results:
    return [(mention.start, mention.metric, mention.confidence) for mention in case.link(weights)]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    rare = [Case({"text": text, "year": 2022}, read_passage(text), load_catalogue()) for text in RARE]
    return [*rare, *read_cases()]


@pytest.fixture(scope="module")
def usual(cases: list[Case]) -> list[Results]:
    return [_results(case, load_weights()) for case in cases]


@pytest.mark.parametrize("name", NAMES)
def test_a_weight_that_changes_changes_a_result(cases: list[Case], usual: list[Results], name: str) -> None:
    changed = list(vary(load_weights(), name))
    assert any(_results(case, other) != before for case, before in zip(cases, usual, strict=True) for other in changed)


def test_claims_are_counted_by_the_weights(cases: list[Case]) -> None:
    labelled = cases[len(RARE) :][:40]
    right, wrong = count_claims(labelled, load_weights())
    assert right > 10 * wrong
    assert count_claims(labelled, replace(load_weights(), threshold=1000.0))[0] < right / 10


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"anchor": None}, "anchor: is missing"),
        ({"anchor": 0.6}, "anchor: must be written as"),
        ({"anchor": {"value": "near", "meaning": "x"}}, "anchor: 'near' is no number above 0"),
        ({"ankor": {"value": 1, "meaning": "x"}}, "ankor: is not a weight that is used"),
    ],
)
def test_a_slip_in_the_weights_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: dict[str, object], hint: str
) -> None:
    content = yaml.safe_load((catalogue_folder() / "weights.yaml").read_text(encoding="utf-8")) | change
    (tmp_path / "weights.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr("yearbook.catalogue.weights.catalogue_folder", lambda: tmp_path)
    with pytest.raises(DataError, match=hint):
        load_weights.__wrapped__()
