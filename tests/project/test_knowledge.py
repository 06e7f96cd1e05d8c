"""The catalogue as it ships: whole, and complete in both languages."""

from __future__ import annotations

from yearbook.catalogue.catalogue import load_catalogue


def test_every_metric_has_a_definition() -> None:
    metrics = load_catalogue().metrics.values()
    assert metrics
    assert [metric.id for metric in metrics if len(metric.definition.zh) < 8 or len(metric.definition.en) < 12] == []


def test_every_metric_has_a_name_of_its_own() -> None:
    for language in ("zh", "en"):
        names = [metric.name[language] for metric in load_catalogue().metrics.values()]
        assert sorted({name for name in names if names.count(name) > 1}) == []


def test_a_metric_is_kept_apart_from_others_than_itself() -> None:
    assert [metric.id for metric in load_catalogue().metrics.values() if metric.id in metric.distinguish_from] == []


def test_only_flows_and_stocks_add_up() -> None:
    assert [
        metric.id for metric in load_catalogue().metrics.values() if metric.additive and metric.kind not in {"flow", "stock"}
    ] == []


def test_every_agency_lies_in_a_region_of_its_level() -> None:
    catalogue = load_catalogue()
    unlike = [
        agency.agency_id
        for agency in catalogue.agencies.values()
        if catalogue.regions[agency.region_code].level != agency.admin_level
    ]
    assert unlike == []


def test_batches_additions_and_what_only_grows_are_neither_good_nor_bad() -> None:
    told = ("累计", "新增", "新建", "当批", "批次")
    counted = [metric for metric in load_catalogue().metrics.values() if metric.kind in ("flow", "stock")]
    assert [metric.id for metric in counted if metric.better != "neither" and any(word in metric.name.zh for word in told)] == []
