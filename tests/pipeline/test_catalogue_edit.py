"""A catalogue edit is tried in memory: it claims what it should, is refused where it is not well written, and changes no file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.messages import LANGUAGES
from yearbook.extraction.extractor import understand_text
from yearbook.pipeline.teaching.catalogue_edit import (
    Draft,
    EditRefused,
    find_gaps,
    propose_id,
    propose_metric,
    propose_wording,
    sketch,
    tidy_wording,
)

PUMPS = "全市公共机构年末在用空气源热泵36台。"
DRAFT = Draft(
    topic="energy",
    unit="set",
    kind="stock",
    better="up",
    wordings=("空气源热泵",),
    name_zh="空气源热泵数",
    name_en="Air-source heat pumps",
    definition_zh="期末在用的空气源热泵台数。",
    definition_en="Air-source heat pumps in use at the date.",
)


def claims(catalogue: Catalogue, text: str) -> dict[str, str | None]:
    return {
        mention.text: mention.metric for mention in understand_text(text, catalogue, None, 2023)[1] if mention.role == "metric"
    }


def test_a_new_metric_claims_the_figure_it_was_made_for(catalogue: Catalogue) -> None:
    edit = propose_metric(catalogue, DRAFT)
    assert claims(catalogue, PUMPS) == {}
    assert claims(catalogue.with_metric(edit.metric), PUMPS) == {"36台": "energy.air_source_heat_pumps"}


def test_a_new_wording_claims_the_figure_for_the_metric(catalogue: Catalogue) -> None:
    text = "全年采购充电桩，实到货桩体24个。"
    edit = propose_wording(catalogue, "energy.charging_piles_built", "到货…桩体")
    assert "energy.charging_piles_built" not in claims(catalogue, text).values()
    assert claims(catalogue.with_metric(edit.metric), text) == {"24个": "energy.charging_piles_built"}


def test_trying_a_edit_leaves_the_catalogue_as_it_is(catalogue: Catalogue) -> None:
    before = catalogue.metrics["energy.charging_piles"], catalogue.hash, len(catalogue.metrics)
    changed = catalogue.with_metric(propose_wording(catalogue, "energy.charging_piles", "充电终端机").metric)
    assert (catalogue.metrics["energy.charging_piles"], catalogue.hash, len(catalogue.metrics)) == before
    assert changed.metrics["energy.charging_piles"].wordings[-1] == "充电终端机"
    assert changed.hash != catalogue.hash


def test_a_new_metric_stands_last_in_its_topic_as_its_file_would_have_it(catalogue: Catalogue) -> None:
    changed = catalogue.with_metric(propose_metric(catalogue, DRAFT).metric)
    of_topic = [metric.id for metric in changed.metrics.values() if metric.topic == "energy"]
    assert of_topic[-1] == "energy.air_source_heat_pumps"
    assert list(changed.metrics)[-1] == list(catalogue.metrics)[-1]


def test_two_edits_have_two_hashes(catalogue: Catalogue) -> None:
    one, other = (propose_wording(catalogue, "energy.charging_piles", wording) for wording in ("充电终端机", "充电终端桩"))
    assert catalogue.with_metric(one.metric).hash != catalogue.with_metric(other.metric).hash


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("新建 …… 充电桩 ｜ 充電樁", "新建…充电桩|充电桩"),
        ("｛建设｝...热泵！", "{建设}…热泵!"),
        ("  满意率 ", "满意率"),
    ],
)
def test_a_wording_is_tidied_as_the_text_it_is_looked_for_in(typed: str, meant: str) -> None:
    assert tidy_wording(typed) == meant


@pytest.mark.parametrize(
    ("wording", "key"),
    [
        ("  ", "gap"),
        ("充电桩…", "wording_gap"),
        ("充电桩||充电机", "wording_gap"),
        ("充电!桩…新建", "wording_mark"),
        ("{没有的组}…充电桩", "wording_group"),
        ("{建设…充电桩", "wording_brace"),
        ("{建设}{充电桩}", "wording_brace"),
    ],
)
def test_a_wording_that_is_not_well_written_is_refused_with_the_mend(catalogue: Catalogue, wording: str, key: str) -> None:
    with pytest.raises(EditRefused) as refused:
        propose_wording(catalogue, "energy.charging_piles", wording)
    assert refused.value.key == key
    assert all(refused.value.translate(language) for language in LANGUAGES)


@pytest.mark.parametrize("wording", ["面积", "人数", "充电桩|数量", "总面积", "车辆"])
def test_a_wording_that_is_a_bare_common_noun_is_refused_with_the_reason(catalogue: Catalogue, wording: str) -> None:
    with pytest.raises(EditRefused, match="通用词") as refused:
        propose_wording(catalogue, "energy.charging_piles", wording)
    assert refused.value.key == "wording_bare"
    assert refused.value.translate("en")


@pytest.mark.parametrize("wording", ["新热泵", "桩体…数量", "满意率", "节约资金"])
def test_a_wording_that_names_something_is_not_bare(catalogue: Catalogue, wording: str) -> None:
    assert propose_wording(catalogue, "energy.charging_piles", wording).wordings == (wording,)


def test_a_wording_that_stands_already_is_refused(catalogue: Catalogue) -> None:
    metric = catalogue.metrics["vehicles.fleet"]
    with pytest.raises(EditRefused, match="公务用车总数"):
        propose_wording(catalogue, metric.id, "公务用车 总数")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"name_en": " "}, "gap"),
        ({"definition_zh": ""}, "gap"),
        ({"wordings": ()}, "gap"),
        ({"metric_id": "energy.Heat-Pumps"}, "id_malformed"),
        ({"metric_id": "safety.heat_pumps"}, "id_malformed"),
        ({"metric_id": "energy.charging_piles"}, "id_taken"),
        ({"name_zh": "公共机构充电桩保有量"}, "name_taken"),
        ({"wordings": ("{没有的组}",)}, "wording_group"),
    ],
)
def test_a_metric_that_will_not_do_is_refused_with_the_mend(catalogue: Catalogue, change: Any, key: str) -> None:
    if key == "name_taken":
        change = {"name_zh": catalogue.metrics["energy.charging_piles"].name.zh}
    with pytest.raises(EditRefused) as refused:
        propose_metric(catalogue, replace(DRAFT, **change))
    assert refused.value.key == key
    assert all(refused.value.translate(language) for language in LANGUAGES)


def test_a_metric_without_its_names_can_be_measured_but_not_made(catalogue: Catalogue) -> None:
    unnamed = replace(DRAFT, name_zh="", name_en="", definition_zh="", definition_en="")
    assert find_gaps(unnamed) == ("name_zh", "name_en", "definition_zh", "definition_en")
    edit = propose_metric(catalogue, sketch(unnamed))
    assert list(claims(catalogue.with_metric(edit.metric), PUMPS)) == ["36台"]


def test_the_other_fields_follow_from_unit_and_kind(catalogue: Catalogue) -> None:
    metric = propose_metric(catalogue, DRAFT).metric
    assert (metric.dimension, metric.additive, metric.headline) == ("count", True, False)
    rate = propose_metric(catalogue, replace(DRAFT, unit="percent", kind="rate")).metric
    assert (rate.dimension, rate.additive) == ("share", False)
    assert propose_metric(catalogue, replace(DRAFT, unit="percent", kind="change")).metric.dimension == "change"


def test_an_id_is_made_of_the_english_name_else_of_the_pinyin_and_is_free(catalogue: Catalogue) -> None:
    assert propose_id(catalogue, "energy", "Number of the heat pumps (in use)", "热泵数") == "energy.number_heat_pumps_use"
    assert propose_id(catalogue, "energy", "", "热泵数") == "energy.re_beng_shu"
    assert propose_id(catalogue, "energy", "Charging piles", "") not in catalogue.metrics
