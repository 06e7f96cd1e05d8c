"""Tables with bars: row, column, unit."""

from __future__ import annotations

from decimal import Decimal

from tests.conftest import Reader

STATUTORY = "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数\n行政规范性文件 | 3 | 2 | 11"
INDICATORS = (
    "指标 | 单位 | 本年 | 上年 | 同比\n人均综合能耗 | 千克标准煤/人 | 280.5 | 291.2 | -3.67%\n充电桩保有 | 个 | 64 | 50 | +28%"
)
MONEY = "单位：万元\n项目 | 预算数 | 决算数\n公务接待费 | 12 | 8.5\n因公出国（境）费 | 20 | 0"


def test_only_the_column_that_fits_is_claimed(read: Reader) -> None:
    mentions = read(STATUTORY)
    assert mentions["3"].metric == "law.normative_documents"
    assert mentions["2"].metric is None
    assert mentions["11"].metric is None


def test_the_unit_stands_in_its_own_column_and_the_year_in_the_heading(read: Reader) -> None:
    mentions = read(INDICATORS)
    assert mentions["280.5"].metric == mentions["291.2"].metric == "energy.per_capita_use"
    assert (mentions["280.5"].period_end.year, mentions["291.2"].period_end.year) == (2022, 2021)


def test_a_column_of_changes_keeps_the_written_sign(read: Reader) -> None:
    change = read(INDICATORS)["-3.67%"]
    assert (change.metric, change.value, change.baseline) == ("energy.per_capita_use_change", Decimal("-3.67"), "previous_year")


def test_the_unit_above_a_table_multiplies_its_cells(read: Reader) -> None:
    mentions = read(MONEY)
    assert (mentions["8.5"].metric, mentions["8.5"].value) == ("finance.reception_spending", 85_000)
    assert (mentions["0"].metric, mentions["0"].value) == ("finance.overseas_spending", 0)


def test_a_budget_column_is_not_spending(read: Reader) -> None:
    mentions = read(MONEY)
    assert mentions["12"].metric is None
    assert mentions["20"].metric is None


FLAT = "信息内容\n本年制发件数\n现行有效件数\n规章\n0\n4\n行政规范性文件\n3\n11\n"
REQUESTS = "一、本年新收政府信息公开申请数量 | 5 | 2 | 0 | 7\n二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 1"
ACCOUNTS = "“三公”经费支出决算表\n单位：万元\n"
ACCOUNTS += "项目 | 上年决算数 | 本年预算数 | 本年决算数 | 增减额 | 增减%\n合计 | 120.5 | 130 | 118.2 | -2.3 | -1.91"


def test_a_table_flattened_to_one_cell_a_line_is_a_table(read: Reader) -> None:
    mentions = read(FLAT)
    assert mentions["3"].metric == "law.normative_documents"
    assert mentions["11"].metric is None
    assert mentions["4"].metric is None


def test_of_a_row_of_parts_only_the_total_is_the_metric(read: Reader) -> None:
    mentions = read(REQUESTS)
    assert mentions["7"].metric == "disclosure.requests"
    assert mentions["5"].metric is None
    assert mentions["2"].metric is None


def test_what_was_carried_over_is_not_what_was_received(read: Reader) -> None:
    assert read(REQUESTS)["1"].metric is None


def test_the_row_of_totals_is_of_what_the_tables_name_says(read: Reader) -> None:
    mentions = read(ACCOUNTS)
    assert (mentions["118.2"].metric, mentions["118.2"].value) == ("finance.three_public_spending", 1_182_000)
    assert mentions["130"].metric == "finance.three_public_budget"
    assert mentions["120.5"].period_end.year == 2021


def test_an_amount_of_change_in_a_column_is_no_figure_of_the_row(read: Reader) -> None:
    mentions = read(ACCOUNTS)
    assert mentions["-2.3"].metric is None
    assert mentions["-1.91"].metric == "finance.three_public_change"


MERGED = "| 指标 | 单位 | 2022年 |  | 2021年 |  |\n|  |  | 全省 | 省直 | 全省 | 省直 |\n"
MERGED += "公务用车保有量 | 辆 | 2400 | 598 | 2500 | 604"
GROUPS = "类别 | 指标 | 2022年 | 2021年\n公务用车 | 保有量（辆） | 598 | 604\n|  | 更新数量（辆） | 71 | 60 |\n"
GROUPS += "充电桩 | 总数（个） | 305 | 210"


def test_a_heading_merged_over_columns_holds_for_each_of_them(read: Reader) -> None:
    mentions = read(MERGED)
    assert mentions["2400"].metric == mentions["598"].metric == "vehicles.fleet"
    assert (mentions["2400"].scope, mentions["598"].scope) == ("region_wide", "direct_units")
    assert (mentions["2400"].period_end.year, mentions["598"].period_end.year) == (2022, 2022)
    assert (mentions["2500"].period_end.year, mentions["604"].period_end.year) == (2021, 2021)


def test_a_label_merged_over_rows_holds_for_each_of_them(read: Reader) -> None:
    mentions = read(GROUPS)
    assert (mentions["71"].metric, mentions["71"].period_end.year) == ("vehicles.acquired", 2022)
    assert (mentions["60"].metric, mentions["60"].period_end.year) == ("vehicles.acquired", 2021)
    assert mentions["305"].metric == "energy.charging_piles"


def test_a_row_that_names_a_group_does_not_hide_the_years_above_it(read: Reader) -> None:
    mentions = read("指标 | 单位 | 2022年 | 2021年\n| 一、能源 |  |  |  |\n人均综合能耗 | 千克标准煤/人 | 280.5 | 291.2")
    assert (mentions["280.5"].period_end.year, mentions["291.2"].period_end.year) == (2022, 2021)


def test_an_empty_cell_at_the_end_of_a_row_keeps_its_place(read: Reader) -> None:
    mentions = read("指标 | 单位 | 2021年 | 2022年\n| 新建充电桩 | 个 | 64 |  |")
    assert mentions["64"].period_end.year == 2021


def test_a_row_that_names_a_group_stands_for_its_own_rows_only(read: Reader) -> None:
    rows = ["指标 | 单位 | 2022年 | 2021年", "| 一、能源 |  |  |  |", "人均综合能耗 | 千克标准煤/人 | 280.5 | 291.2"]
    rows += ["| 二、车辆 |  |  |  |", "公务用车保有量 | 辆 | 598 | 604"]
    mentions = read("\n".join(rows))
    assert [(mentions[figure].metric, mentions[figure].period_end.year) for figure in ("280.5", "604")] == [
        ("energy.per_capita_use", 2022),
        ("vehicles.fleet", 2021),
    ]


def test_a_table_right_below_another_has_its_own_heading(read: Reader) -> None:
    first = "指标 | 单位 | 2022年 | 同比\n人均综合能耗 | 千克标准煤/人 | 280.5 | -3.67%"
    mentions = read(first + "\n指标 | 单位 | 2021年 | 2022年\n新建充电桩 | 个 | 64 | 81")
    assert (mentions["64"].period_end.year, mentions["81"].period_end.year) == (2021, 2022)
    assert mentions["81"].baseline is None


def test_a_row_of_dashes_is_no_heading(read: Reader) -> None:
    mentions = read("指标 | 单位 | 2022年 | 2021年\n人均综合能耗 | 千克标准煤/人 | — | —\n新建充电桩 | 个 | 64 | 81")
    assert (mentions["64"].period_end.year, mentions["81"].period_end.year) == (2022, 2021)


def test_rows_under_one_merged_label_are_rows_of_their_own(read: Reader) -> None:
    mentions = read(
        "类别 | 指标 | 2022年\n公务用车 | 保有量（辆） | 598\n|  | 新能源保有量（辆） | 121 |\n|  | 更新数量（辆） | 71 |"
    )
    assert [mentions[figure].metric for figure in ("598", "121", "71")] == [
        "vehicles.fleet",
        "vehicles.new_energy_fleet",
        "vehicles.acquired",
    ]


def test_rows_that_all_name_a_scope_of_their_own_are_kept(read: Reader) -> None:
    rows = "指标 | 单位 | 数量\n市直机关公务用车保有量 | 辆 | 812\n市本级公务用车保有量 | 辆 | 640"
    mentions = read(rows, publisher="云台市机关事务管理局")
    assert [(mentions[text].metric, mentions[text].scope) for text in ("812", "640")] == [("vehicles.fleet", "direct_units")] * 2
