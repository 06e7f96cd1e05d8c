"""Targets of reports and published plans: each once, in the words that said it first, and held against what became of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from yearbook.analysis.comparability import list_rows
from yearbook.analysis.targets import hold_targets
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.store.record import TARGET_COLUMNS
from yearbook.warehouse.warehouse import Warehouse, open_warehouse

HEAD = "兰州市机关事务管理局{year}年度工作报告\n\n{year}年，我局工作情况如下。\n一、主要工作\n"
REPORTS = {
    2021: "全年新建充电桩40个。\n二、2022年工作安排\n计划新建充电桩60个，节约型机关建成率不低于80%。"
    "国家要求全国公共机构人均综合能耗下降1%。力争到2025年新能源汽车占比超过三成。",
    2022: "全年新建充电桩66个，超额完成新建充电桩60个的年度目标。全市节约型机关建成率76.5%。"
    "\n二、2023年工作安排\n计划新建充电桩70个。",
}
PLAN = dict.fromkeys(TARGET_COLUMNS, "") | {
    "agency_id": "620100-goa", "metric_id": "energy.charging_piles_built", "scope": "direct_units", "period_start": "2023-01-01",
    "period_end": "2023-12-31", "value": "70", "qualifier": "exact", "value_as_written": "70", "unit_as_written": "个",
    "evidence": "新建充电桩70个", "status": "verified", "source_kind": "official", "source_title": "充电设施规划",
    "source_url": "https://example.org/plan", "published_on": "2022-01-10",
}  # fmt: skip
ASKED = {"regions": ["620100"], "agencies": [], "invented": False, "settled": False}


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


@pytest.fixture
def planned(tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """What an edition holds of the targets of 兰州, by its reports and rows of its record."""

    def build(*rows: dict[str, str], reports: tuple[int, ...] = ()) -> list[dict[str, Any]]:
        home = Home(tmp_path / "data")
        copytree(PROJECT / "data" / "record", home.root / "record")
        with (home.root / "record" / "targets.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, TARGET_COLUMNS)
            writer.writeheader()
            writer.writerows(PLAN | row for row in rows)
        for year in reports:
            (tmp_path / f"{year}.txt").write_text(HEAD.format(year=year) + REPORTS[year], encoding="utf-8")
        ingest([tmp_path / f"{year}.txt" for year in reports], home) if reports else build_edition(home)
        with open_warehouse(home) as opened:
            found = list_rows(opened.ask_cells("targets", **ASKED))
        return [row for row in found if row["metric_id"] == PLAN["metric_id"] and row["year"] == 2023]

    return build


def test_a_published_plan_is_a_target_without_a_report(planned: Callable[..., list[dict[str, Any]]]) -> None:
    [found] = planned({})
    assert [found[name] for name in ("report_id", "ordinal", "page", "span_start", "confidence")] == [None] * 5
    assert [found[name] for name in ("value", "unit", "report_year", "source_title", "source_url", "status", "evidence")] == [
        70, "pile", 2022, "充电设施规划", "https://example.org/plan", "verified", "新建充电桩70个",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "count", "told_by"),
    [
        ({"published_on": "2022-01-10"}, 1, "report"),  # in one year: where its words are at hand
        ({"published_on": "2021-01-10"}, 1, "official"),  # who says it first
        ({"value": "71", "value_as_written": "71", "evidence": "新建充电桩71个"}, 2, "report"),
        ({"scope": "region_wide"}, 2, "report"),
    ],
)
def test_a_target_of_a_report_and_of_a_plan_is_one_where_they_say_the_same(
    planned: Callable[..., list[dict[str, Any]]], row: dict[str, str], count: int, told_by: str
) -> None:
    found = planned(row, reports=(2022,))
    assert len(found) == count
    assert told_by in {str(one["source_kind"]) for one in found}


def test_a_target_that_a_report_says_too_is_verified(planned: Callable[..., list[dict[str, Any]]]) -> None:
    doubtful = {"status": "unverified", "source_kind": "repost", "source_url": "", "published_on": "2021-01-10"}
    [found] = planned(doubtful, reports=(2022,))
    assert (found["status"], found["source_kind"]) == ("verified", "repost")


def test_what_is_to_be_verified_is_left_out_at_one_switch(warehouse: Warehouse) -> None:
    nation = ASKED | {"regions": ["100000"]}
    every, settled = (warehouse.ask("targets", **nation | {"settled": switch}) for switch in (False, True))
    assert set(settled["status"]) < set(every["status"])
    assert "unverified" in set(every["status"])


def test_a_plan_is_held_against_the_report_of_its_year(warehouse: Warehouse) -> None:
    targets = list_rows(warehouse.ask_cells("targets", **ASKED))
    held = hold_targets(targets, list_rows(warehouse.ask_cells("target_outcomes", **ASKED)))
    found = {(one.target["metric_id"], one.target["year"]): (one.state, one.outcome and one.outcome["value"]) for one in held}
    assert found["energy.charging_piles_built", 2022] == ("measured", 66)
    assert found["energy.charging_piles_built", 2023] == ("due", 66)
    assert found["energy.conserving_offices_share", 2022][1] == 76.5
