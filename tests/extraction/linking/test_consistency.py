"""Contradictions become notes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Reader
from yearbook.catalogue.catalogue import Catalogue
from yearbook.documents.document import Document
from yearbook.extraction.extractor import understand


def facts_of(text: str, catalogue: Catalogue) -> Any:
    document = Document(report_id="0" * 64, name="report.txt", format="txt", text=text)
    reading = understand(document, catalogue, publisher="湖南省机关事务管理局", year=2022)
    return {(fact.metric_id, fact.value_as_written): fact for fact in reading.facts}


def test_parts_that_do_not_add_up_are_noted_on_the_total(read: Reader) -> None:
    assert "parts_do_not_add_up" in read("公共机构850个（国家机关300个、事业单位540个）。")["850个"].notes
    assert "parts_do_not_add_up" not in read("公共机构850个（国家机关310个、事业单位540个）。")["850个"].notes


def test_two_values_for_one_figure_are_both_noted(catalogue: Catalogue) -> None:
    facts = facts_of("全年出具法律意见书42份。\n全年出具法律意见书45份。", catalogue)
    assert all("contradicts_itself" in facts["law.legal_opinions", value].notes for value in ("42", "45"))


def test_a_rounded_value_does_not_contradict_the_exact_one(catalogue: Catalogue) -> None:
    facts = facts_of("全省共取消公务用车3100余辆。\n全省共取消公务用车3184辆。", catalogue)
    assert len(facts) == 2
    assert all("contradicts_itself" not in fact.notes for fact in facts.values())


@pytest.mark.parametrize(("stated", "noted"), [("5", False), ("9", True)])
def test_a_published_change_is_held_against_the_levels(catalogue: Catalogue, stated: str, noted: bool) -> None:
    text = f"指标 | 本年 | 上年\n人均综合能耗（千克标准煤/人） | 190 | 200\n\n人均综合能耗同比下降{stated}%。"
    facts = facts_of(f"全省情况。\n{text}", catalogue)
    assert ("change_disagrees" in facts["energy.per_capita_use_change", stated].notes) is noted


def test_the_same_figure_twice_is_one_fact(catalogue: Catalogue) -> None:
    assert len(facts_of("全年出具法律意见书42份。\n全年出具法律意见书42份。", catalogue)) == 1
