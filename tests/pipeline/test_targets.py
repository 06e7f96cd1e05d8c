"""Targets that reports state: each once in an edition, in the words that said it, and held against what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from yearbook.analysis.comparability import list_rows
from yearbook.analysis.targets import hold_targets
from yearbook.catalogue.files import Home
from yearbook.pipeline.ingest import ingest
from yearbook.warehouse.warehouse import Warehouse, open_warehouse

HEAD = "兰州市机关事务管理局{year}年度工作报告\n\n{year}年，我局工作情况如下。\n一、主要工作\n"
REPORTS = {
    2021: "全年新建充电桩40个。\n二、2022年工作安排\n计划新建充电桩60个，节约型机关建成率不低于80%。"
    "国家要求全国公共机构人均综合能耗下降1%。力争到2025年新能源汽车占比超过三成。",
    2022: "全年新建充电桩66个，超额完成新建充电桩60个的年度目标。全市节约型机关建成率76.5%。"
    "\n二、2023年工作安排\n计划新建充电桩70个。",
}
ASKED = {"regions": ["620100"], "agencies": [], "invented": False}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    folder: Path = tmp_path_factory.mktemp("targets")
    home = Home(folder / "data")
    for year, text in REPORTS.items():
        (folder / f"{year}.txt").write_text(HEAD.format(year=year) + text, encoding="utf-8")
    ingest([folder / f"{year}.txt" for year in REPORTS], home)
    with open_warehouse(home) as opened:
        yield opened


def test_a_target_stands_once_and_in_the_words_that_said_it_first(warehouse: Warehouse) -> None:
    targets = warehouse.ask("targets", **ASKED)
    built = targets[targets["metric_id"] == "energy.charging_piles_built"].sort_values("year")
    assert built[["year", "value", "report_year"]].values.tolist() == [[2022, 60, 2021], [2023, 70, 2022]]
    assert targets["target_id"].is_unique


def test_the_words_of_a_target_are_at_most_thirty_and_hold_its_figure(warehouse: Warehouse) -> None:
    for row in list_rows(warehouse.ask_cells("targets", **ASKED)):
        text = str(warehouse.ask("report", report_id=row["report_id"])["text"].iloc[0])
        assert text[row["span_start"] : row["span_end"]].endswith(row["evidence"][-2:])
        assert row["value_as_written"] in row["evidence"]
        assert len(row["evidence"]) <= 30


def test_what_a_report_quotes_of_the_nation_is_no_target_of_its_own(warehouse: Warehouse) -> None:
    assert not warehouse.ask("targets", **ASKED)["metric_id"].str.endswith("per_capita_use_change").any()


def test_targets_are_asked_for_by_region_and_by_body(warehouse: Warehouse) -> None:
    count = len(warehouse.ask("targets", **ASKED))
    assert count >= 3
    assert len(warehouse.ask("targets", **ASKED | {"regions": ["430000"]})) == 0
    assert len(warehouse.ask("targets", **ASKED | {"regions": [], "agencies": ["620100-goa"]})) == count
    assert len(warehouse.ask("targets", **ASKED | {"regions": [], "agencies": ["430000-goa"]})) == 0


def test_a_plan_is_held_against_the_report_of_its_year(warehouse: Warehouse) -> None:
    targets = list_rows(warehouse.ask_cells("targets", **ASKED))
    held = hold_targets(targets, list_rows(warehouse.ask_cells("target_outcomes", settled=False, **ASKED)))
    found = {(one.target["metric_id"], one.target["year"]): (one.state, one.outcome and one.outcome["value"]) for one in held}
    assert found["energy.charging_piles_built", 2022] == ("measured", 66)
    assert found["energy.charging_piles_built", 2023] == ("pending", 66)
    assert found["energy.conserving_offices_share", 2022][1] == 76.5
