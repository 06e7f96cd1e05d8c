"""What stands over the cells of a table besides their own words: titles of plans, units, names of groups, what a stock is."""

from __future__ import annotations

import pytest

from tests.conftest import Reader
from tests.extraction.tables.test_cells import Cells, metrics_of, values_of


@pytest.mark.parametrize(
    ("title", "claimed"),
    [
        ("云岭局“三公”经费预算情况表", {"94": "finance.three_public_budget"}),
        ("云岭局“三公”经费预算情况表（2022年度）", {"94": "finance.three_public_budget"}),
        ("云岭局“三公”经费预决算情况表", {"94": "finance.three_public_spending", "31": "finance.reception_spending"}),
        ("云岭局“三公”经费支出情况表", {"94": "finance.three_public_spending", "31": "finance.reception_spending"}),
    ],
)
def test_money_in_a_table_of_a_budget_is_planned_though_no_heading_says_so(read: Reader, title: str, claimed: Cells) -> None:
    assert metrics_of(read, f"{title}\n单位：元\n项目 | 金额\n合计 | 94\n公务接待费 | 31\n接待批次（批） | 6") | {
        "6": ""
    } == claimed | {"6": ""}


def test_a_column_of_results_in_a_table_of_a_budget_is_none_of_plans(read: Reader) -> None:
    text = "云岭局“三公”经费预算表\n单位：元\n项目 | 2021年执行数 | 2022年预算数\n公务接待费 | 37 | 31"
    assert metrics_of(read, text) == {"37": "finance.reception_spending"}


def test_what_is_received_in_a_budget_is_planned_and_what_is_held_is_not(read: Reader) -> None:
    text = "云岭局“三公”经费预算表\n项目 | 数量\n公务用车保有量（辆） | 7\n公务接待批次（批） | 6"
    assert metrics_of(read, text) == {"7": "vehicles.fleet"}


def test_a_change_in_a_table_of_a_budget_is_none_of_results(read: Reader) -> None:
    text = "云岭局“三公”经费预算表\n单位：元\n项目 | 2021年 | 2022年 | 增减%\n“三公”经费合计 | 90 | 81 | -10"
    assert "finance.three_public_change" not in metrics_of(read, text).values()


@pytest.mark.parametrize(
    ("title", "heading", "role"),
    [
        ("项目支出绩效目标申报表", "指标值", "target"),
        ("2022年重点任务分解表", "数量", "target"),
        ("项目支出绩效目标表", "实际完成值", "metric"),
        ("2022年重点任务完成情况表", "数量", "metric"),
        ("绩效目标自评表", "数值", "metric"),
        ("重点工作情况", "目标完成情况", "metric"),
    ],
)
def test_the_values_of_a_table_of_targets_are_targets(read: Reader, title: str, heading: str, role: str) -> None:
    mentions = read(
        f"{title}\n三级指标 | {heading} | 备注\n出车次数 | 3210次 | 全年\n调配办公用房 | 845平方米 | 全年", 2022, "云岭局"
    )
    assert (mentions["3210次"].role, mentions["845平方米"].role) == (role, role)


def test_the_unit_of_the_figures_may_stand_behind_another_word_for_unit(read: Reader) -> None:
    text = "机构运行情况表\n填报单位：云岭局 金额单位：万元\n项目 | 统计数\n公务接待费 | 4.5\n政府采购支出 | 61.25"
    assert values_of(read, text) == {"4.5": 45_000, "61.25": 612_500}


def test_a_fraction_is_no_count(read: Reader) -> None:
    table = "政府采购情况\n项目 | 统计数\n政府采购项目 | {}\n会议保障 | 33"
    assert metrics_of(read, table.format("61")) == {"61": "finance.procurement_items", "33": "services.meetings"}
    assert metrics_of(read, table.format("61.25")) == {"33": "services.meetings"}


@pytest.mark.parametrize(
    "rows",
    [
        "一、“三公”经费支出 |\n（一）支出合计 | 51.5",
        "一、“三公”经费支出 | —\n（一）支出合计 | 51.5",
    ],
)
def test_a_bare_sum_is_of_the_group_that_it_stands_in(read: Reader, rows: str) -> None:
    claimed = metrics_of(read, f"机构运行情况（单位：万元）\n项目 | 统计数\n{rows}\n1.公务接待费 | 3.5")
    assert claimed == {"51.5": "finance.three_public_spending", "3.5": "finance.reception_spending"}


def test_a_number_of_what_is_held_is_a_stock_though_the_title_tells_of_building(read: Reader) -> None:
    text = "充电设施建设情况\n地区 | 充电桩总数（个） | 新增（个）\n市直 | 310 | 45"
    assert metrics_of(read, text) == {"310": "energy.charging_piles", "45": "energy.charging_piles_built"}


def test_a_share_of_new_energy_is_of_those_bought_only_where_something_is_bought(read: Reader) -> None:
    rows = "项目 | 数值\n新能源公务用车占比（%） | 34.5"
    assert metrics_of(read, f"公务用车情况\n{rows}") == {}
    assert metrics_of(read, f"公务用车更新情况\n{rows}") == {"34.5": "vehicles.new_energy_acquired_share"}


@pytest.mark.parametrize("heading", ["与上年比", "与上年比（%）", "同去年比（%）", "比上年增减（%）"])
def test_a_change_is_of_the_newer_year_however_the_older_one_is_named(read: Reader, heading: str) -> None:
    text = f"“三公”经费情况（单位：元）\n项目 | 2022年决算数 | 2021年决算数 | {heading}\n“三公”经费合计 | 91 | 95 | -4.21%"
    change = read(text, 2022, "云岭局")["-4.21%"]
    assert (change.metric, str(change.period_end), change.baseline) == (
        "finance.three_public_change",
        "2022-12-31",
        "previous_year",
    )


def test_a_title_with_a_number_of_its_own_heads_no_column(read: Reader) -> None:
    rows = "人均综合能耗（千克标准煤/人） 312.5 278.1 270.6 13.4\n人均用水量（吨/人） 30.2 25.7 25.1 16.9"
    text = f"表1 公共机构节能目标\n指标 2015年实际值 2020年目标值 2020年实际值 五年下降(%)\n{rows}"
    mentions = read(text, 2020, "云岭局")
    assert [mentions[words].role for words in ("312.5", "278.1", "270.6", "13.4")] == ["metric", "target", "metric", "metric"]
