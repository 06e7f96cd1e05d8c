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


GROUPS = (
    "指标 | 数量\n{0}一、市直{1}\n充电桩（个） | 91\n{0}二、县区{1}\n充电桩（个） | 212\n{0}三、全市合计{1}\n充电桩（个） | 303"
)


@pytest.mark.parametrize("cell", [("", ""), ("| ", " | |"), ("", " | ")])
def test_rows_of_a_group_of_parts_are_none_of_the_bodys_own(read: Reader, cell: tuple[str, str]) -> None:
    mentions = read("充电桩情况\n" + GROUPS.format(*cell), 2022, "濮阳市机关事务管理局")
    claimed = {words: mention.scope for words, mention in mentions.items() if mention.metric is not None}
    assert claimed == {"91": "direct_units", "303": "region_wide"}


def test_a_heading_below_a_line_that_names_a_group_begins_a_table_of_its_own(read: Reader) -> None:
    text = "项目 | 2022年\n充电桩（个） | 91\n二、市直机关\n项目 | 2021年\n充电桩（个） | 88"
    assert read(text, 2022, "濮阳市机关事务管理局")["88"].scope == "direct_units"


def test_what_stands_behind_the_number_on_a_printed_line_says_for_whom(read: Reader) -> None:
    text = "项目 单位 数量 统计范围\n公务用车保有量 辆 1210 市直机关\n新能源公务用车 辆 330 市直机关\n充电桩 个 2100 全市公共机构"
    mentions = read(text, 2022, "濮阳市机关事务管理局")
    found = {words: (mentions[words].metric, mentions[words].scope) for words in ("1210", "330", "2100")}
    assert found == {
        "1210": ("vehicles.fleet", "direct_units"),
        "330": ("vehicles.new_energy_fleet", "direct_units"),
        "2100": ("energy.charging_piles", "region_wide"),
    }


@pytest.mark.parametrize("whole", ["更新公务用车（辆）", "更新总数（辆）"])
def test_a_part_is_of_the_column_before_it_whatever_the_title_tells_of(read: Reader, whole: str) -> None:
    text = f"公务用车推广新能源汽车情况\n地区 | {whole} | 其中新能源（辆）\n全市 | 71 | 32"
    assert metrics_of(read, text)["32"] == "vehicles.new_energy_acquired"


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        (  # a heading that only says that something is used
            "能源统计\n指标 | 单位 | 消费量 | 费用（元）\n水消费量 | 立方米 | 512 | 2030\n电消费量 | 千瓦时 | 613 | 3050",
            {"512": "energy.water_use"},
        ),
        (  # the year that others are held against has figures, too
            "指标 | 基期（2020年） | 2022年\n人均用水量（立方米/人） | 25.5 | 24.2",
            {"25.5": "energy.per_capita_water", "24.2": "energy.per_capita_water"},
        ),
        (  # a note that names a level
            "单位：家\n地区 | 节约型公共机构示范单位（省级） | 节约型公共机构示范单位（国家级）\n全市 | 27 | 9",
            {"27": "energy.model_institutions_provincial", "9": "energy.model_institutions_national"},
        ),
        ("节约型机关创建情况（单位：家）\n地区 | 已创建\n全市 | 83", {"83": "energy.conserving_offices"}),
    ],
)
def test_words_around_a_subject_neither_hide_nor_change_it(read: Reader, text: str, claimed: Cells) -> None:
    assert metrics_of(read, text) == claimed


@pytest.mark.parametrize("total", ["合计 | 1030", "总计 | 1030"])
def test_the_scope_of_a_title_is_that_of_the_total_and_makes_no_part_a_figure_of_its_own(read: Reader, total: str) -> None:
    text = f"市级公物仓资产情况表\n资产类别 | 在库数量（件）\n办公家具 | 820\n办公设备 | 210\n{total}"
    mentions = read(text, 2022, "濮阳市机关事务管理局")
    claimed = {words: mention.scope for words, mention in mentions.items() if mention.metric == "assets.warehouse_items"}
    assert claimed == {"1030": "direct_units"}
