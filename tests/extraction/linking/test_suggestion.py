"""From the words around a quantity: what is suggested claims it, and what stands in its way is named."""

from __future__ import annotations

from typing import Any

import pytest

from yearbook.catalogue.catalogue import Catalogue
from yearbook.extraction.extractor import understand_text
from yearbook.extraction.suggestions import find_obstacle, preview_context, rank_metrics, suggest_wordings
from yearbook.pipeline.teaching.catalogue_edit import Draft, propose_metric, sketch

TABLE = """表1 服务保障情况
项目 | 单位 | 2023年 | 2022年
绿植养护 | 盆 | 320 | 310
图书借阅 | 册 | 1250 | 1100
"""


def around(catalogue: Catalogue, text: str, figure: str) -> Any:
    found = preview_context(text, text.index(figure), catalogue, None, 2023)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "figure", "suggested"),
    [
        ("全市公共机构年末在用空气源热泵36台。", "36", "空气源热泵"),
        ("聘请法律顾问2名，全年出具法律意见书十二份。", "2名", "法律顾问"),
        ("利用宪法日开展宣传，发放资料800余份。", "800", "资料"),
        ("全年投放36台空气源热泵，运行平稳。", "36", "空气源热泵"),
        ("办理政协提案3件，满意率100%。", "100%", "满意率"),
    ],
)
def test_the_words_that_no_metric_knows_are_suggested(catalogue: Catalogue, text: str, figure: str, suggested: str) -> None:
    assert suggested in suggest_wordings(around(catalogue, text, figure), catalogue)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("全市公共机构年末在用空气源热泵36台。", "36"),
        ("聘请法律顾问2名，全年出具法律意见书十二份。", "2名"),
        ("办理政协提案3件，满意率100%。", "100%"),
    ],
)
def test_the_first_suggestion_claims_the_quantity(catalogue: Catalogue, text: str, figure: str) -> None:
    vicinity = around(catalogue, text, figure)
    unit, wording = sorted(vicinity.units)[0], suggest_wordings(vicinity, catalogue)[0]
    lesson = propose_metric(catalogue, sketch(Draft("services", unit, "flow", "neither", (wording,))))
    mentions = understand_text(text, catalogue.with_metric(lesson.metric), None, 2023)[1]
    assert next(mention.metric for mention in mentions if mention.text.startswith(figure)) == lesson.metric.id


def test_words_of_a_group_are_offered_as_the_group(catalogue: Catalogue) -> None:
    suggested = suggest_wordings(around(catalogue, "全年腾退周转房屋36套。", "36"), catalogue)
    assert any(wording.startswith("{腾退}…") for wording in suggested)


def test_a_cell_of_a_table_takes_the_words_of_its_row(catalogue: Catalogue) -> None:
    vicinity = around(catalogue, TABLE, "1250")
    assert any("图书借阅" in wording for wording in suggest_wordings(vicinity, catalogue))


def test_other_numerals_are_no_words(catalogue: Catalogue) -> None:
    suggested = suggest_wordings(around(catalogue, "组织献血12场，参与干部300人，献血量9万毫升。", "300"), catalogue)
    assert not any(character.isdigit() or character == "万" for wording in suggested for character in wording)


def test_metrics_of_other_units_are_not_offered_and_the_nearest_words_come_first(catalogue: Catalogue) -> None:
    vicinity = around(catalogue, "公共机构充电枪头在库备件24个。", "24")
    ranked = rank_metrics(vicinity, catalogue)
    assert {metric.unit for metric, _ in ranked} <= vicinity.units
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
    assert all(metric.kind != "change" for metric, _ in ranked)


def test_nothing_stands_at_a_place_without_a_figure(catalogue: Catalogue) -> None:
    assert preview_context("全年没有数字。", 2, catalogue, None, None) is None


@pytest.mark.parametrize(
    ("text", "figure", "kind"),
    [
        ("占比46.0%，比上年提高13个百分点。", "13", "relative"),
        ("平均会期0.6天。", "0.6", "unit"),
        ("日均保障会议3.2场。", "3.2", "never"),
    ],
)
def test_what_no_metric_can_claim_is_said_with_the_reason(catalogue: Catalogue, text: str, figure: str, kind: str) -> None:
    obstacle = find_obstacle(around(catalogue, text, figure), None)
    assert obstacle is not None
    assert obstacle.kind == kind


@pytest.mark.parametrize(
    ("metric", "wording", "text", "figure", "kind", "words"),
    [
        ("finance.spending", "热泵", "年末在用空气源热泵36台。", "36", "unit", "台"),
        ("vehicles.fleet", "热泵", "年末在用空气源热泵36台。", "36", "excluded", ""),
        ("vehicles.fleet", "电动三轮", "年末在用空气源热泵36台。", "36", "words", "电动三轮"),
        ("services.hall_units", "清查", "对口清查单位45家。", "45", "context", "大厅"),
        ("energy.per_capita_use_change", "满意率", "群众满意率98%。", "98%", "level", ""),
        ("disclosure.fulltext_digital_rate", "满意率", "群众满意率同比提高8%。", "8%", "change", ""),
    ],
)
def test_why_a_metric_does_not_claim_a_quantity_is_said(
    catalogue: Catalogue, metric: str, wording: str, text: str, figure: str, kind: str, words: str
) -> None:
    vicinity = around(catalogue, text, figure)
    metrics = {"excluded": catalogue.metrics[metric].model_copy(update={"exclusions": ("空气源",)})}
    obstacle = find_obstacle(vicinity, metrics.get(kind, catalogue.metrics[metric]), (wording,))
    assert obstacle is not None
    assert obstacle.kind == kind
    assert words in obstacle.words
