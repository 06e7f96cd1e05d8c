"""A report's round: brought in, corrected before it is published, held against a target, withdrawn, taken in again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PATIENCE, Visitor, serve_site
from yearbook.catalogue.files import Home
from yearbook.warehouse.warehouse import open_warehouse

HUNAN, BUILT = "430000", "energy.charging_piles_built"
PLAN = (
    "湖南省机关事务管理局2022年度工作总结\n\n2022年，全省公共机构新建充电桩1280个。2023年，全省公共机构计划新建充电桩1500个。\n"
)
OUTCOME = "湖南省机关事务管理局2023年度工作总结\n\n2023年，全省公共机构新建充电桩1260个。\n"  # a slip of the pen: 1620


@pytest.fixture
def steward(home: Home, browser: Browser) -> Iterator[Visitor]:
    home.root.mkdir()
    with serve_site(home.root, "--steward") as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        yield Visitor(context, address)
        context.close()


def test_a_target_meets_its_outcome_and_loses_it_with_the_report(home: Home, steward: Visitor, tmp_path: Path) -> None:
    page = steward.open("import")
    files = [tmp_path / "2022.txt", tmp_path / "2023.txt"]
    for file, text in zip(files, (PLAN, OUTCOME), strict=True):
        file.write_text(text, encoding="utf-8")
    page.locator("input[type=file]").first.set_input_files(files)
    page.get_by_text("将发布 2 份报告").wait_for(timeout=PATIENCE)
    steward.settle()
    _choose(steward, "查看报告", "湖南省机关事务管理局2023年度工作总结")
    page.get_by_role("tab", name="数据").first.click()
    _choose(steward, "更正一条数据", "新建充电桩数")
    value = page.get_by_label("数值（范围写作 3000-3500）")
    value.fill("1620")
    value.press("Enter")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("数值 1,620").or_(page.get_by_text("数值 1620")).first.wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="发布为新版本").click()
    page.get_by_text("第 2 版已发布").wait_for(timeout=PATIENCE)
    assert _outcomes(home) == [(1280.0, "extracted"), (1620.0, "corrected")]

    steward.open(f"targets?region={HUNAN}")
    page.get_by_role("heading", name="1项目标").or_(page.get_by_text("1项目标")).first.wait_for(timeout=PATIENCE)
    assert "为目标的108%" in _cells(steward)

    with open_warehouse(home) as warehouse:
        reports = warehouse.ask("reports").set_index("report_year")["report_id"]
    steward.open(f"reports?report={reports[2023]}")
    page.get_by_role("button", name="撤回此报告").click()
    why = page.get_by_label("撤回理由（必填）")
    why.fill("误传")
    why.press("Enter")
    steward.settle()
    page.get_by_role("button", name="撤回", exact=True).click()
    page.get_by_text("下一版发布后不再出现").wait_for(timeout=PATIENCE)
    _publish(steward, 3)
    assert _outcomes(home) == [(1280.0, "extracted")]
    steward.open(f"targets?region={HUNAN}")
    assert "为目标的108%" not in _cells(steward)
    assert "1,280 个" in " ".join(_cells(steward)).replace("1,280个", "1,280 个")

    steward.open("reports")
    page.get_by_text("已撤回的报告（1份）").click()
    page.get_by_role("button", name="恢复").click()
    page.get_by_text("已撤回的报告（1份）").wait_for(state="hidden", timeout=PATIENCE)
    _publish(steward, 4)
    assert _outcomes(home) == [(1280.0, "extracted"), (1620.0, "corrected")]
    assert steward.errors == []


def _choose(steward: Visitor, label: str, name: str) -> None:
    box = steward.page.get_by_role("combobox", name=label).first
    box.click()
    box.fill(name)
    steward.page.get_by_role("option").filter(has_text=name).first.click()
    steward.settle()


def _publish(steward: Visitor, number: int) -> None:
    page = steward.open("review")
    page.get_by_role("button", name="发布新版本").click()
    page.get_by_text(f"第{number}版已发布").wait_for(timeout=PATIENCE)


def _cells(steward: Visitor) -> list[str]:
    """What stands in the cells of the page's tables."""
    table = steward.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    steward.settle()
    return steward.page.locator("[data-testid=stDataFrame] canvas td").all_inner_texts()


def _outcomes(home: Home) -> list[tuple[float, str]]:
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts()
    facts = facts[(facts["metric_id"] == BUILT) & (facts["region_code"] == HUNAN)].sort_values("year")
    return list(zip(facts["value"], facts["status"].astype(str), strict=True))
