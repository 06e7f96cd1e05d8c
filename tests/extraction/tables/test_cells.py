"""Cells of tables: metric, unit, year, sign and baseline by their own row and column, whatever the layout."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.conftest import Reader

Cells = dict[str, object]


def metrics_of(read: Reader, text: str, year: int = 2022, publisher: str = "濮阳市机关事务管理局") -> Cells:
    return {words: mention.metric for words, mention in read(text, year, publisher).items() if mention.metric is not None}


def values_of(read: Reader, text: str, year: int = 2022) -> dict[str, Decimal | None]:
    mentions = read(text, year, "濮阳市机关事务管理局")
    return {words: mention.value for words, mention in mentions.items() if mention.role in ("metric", "quantity")}


PLACES = (
    "公务用车保有情况\n单位 | 保有量（辆） | 其中：新能源汽车（辆） | 占比（%）\n"
    "城东区 | 320 | 40 | 12.5\n市直 | 410 | 96 | 23.4\n合计 | 730 | 136 | 18.6"
)


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        (
            PLACES,
            {"410": "vehicles.fleet", "96": "vehicles.new_energy_fleet", "23.4": "vehicles.new_energy_fleet_share"}
            | {"730": "vehicles.fleet", "136": "vehicles.new_energy_fleet", "18.6": "vehicles.new_energy_fleet_share"},
        ),
        (  # the heading of a total is a part of the table's name
            "“三公”经费决算表（单位：万元）\n项目 | 本年决算数\n合计 | 9.5\n公务接待费 | 2.5",
            {"9.5": "finance.three_public_spending", "2.5": "finance.reception_spending"},
        ),
        (  # headings merged over others
            "项目 | 合计 | 公务用车购置及运行费 |  | 公务接待费\n |  | 购置费 | 运行费 | \n决算数（万元） | 9 | 3 | 4 | 2",
            {
                "3": "finance.vehicle_purchase_spending",
                "4": "finance.vehicle_running_spending",
                "2": "finance.reception_spending",
            },
        ),
        (  # 同比 speaks of the column before it
            "地区 | 人均综合能耗（千克标准煤） | 同比（%）\n云岭县 | 88.1 | -3.2\n全市 | 92.4 | -2.1",
            {"92.4": "energy.per_capita_use", "-2.1": "energy.per_capita_use_change"},
        ),
        (  # what is left of a whole, kinds of it, and rows of plates are no totals
            "能源种类 | 消费量（吨标准煤）\n电力 | 52\n其他 | 17\n",
            {},
        ),
        (  # a noun that ends in what it counts
            "月份 | 派车次数 | 燃油费（元）\n1月 | 212 | 9300\n2月 | 198 | 8700",
            {"212": "vehicles.trips", "198": "vehicles.trips"},
        ),
        ("车牌号 | 成交价（元）\n豫A·0**27 | 45,000\n豫A·1**35 | 52,000\n合计 | 97,000", {"97,000": "vehicles.auction_proceeds"}),
        (  # the area before an allocation is not allocated
            "办公用房调配\n单位 | 调配前面积（㎡） | 本次调配面积（㎡）\n甲局 | 900 | 30\n合计 | 1400 | 75",
            {"75": "premises.allocated_area"},
        ),
        (
            "全年保障会议35场。\n项目 | 数量\n车辆维修 | 12\n空调维修 | 9",
            {"35场": "services.meetings"},
        ),  # prose stays out of cells
        (
            "公物仓情况\n年度 | 调剂使用（件）\n2021年 | 94\n2022年 | 87",
            {"94": "assets.items_reused", "87": "assets.items_reused"},
        ),
        ("公务用车实有数\n类别 | 数量（辆）\n轿车 | 64\n越野车 | 31\n客车 | 9", {}),
        ("指标 | 完成率\n公务用车保有量 | 98%", {}),
        ("指标 | 数值\n主动公开政府信息 | 286条（其中网站210条）", {"286条": "disclosure.items"}),
    ],
)
def test_a_cell_is_claimed_by_its_row_and_column(read: Reader, text: str, claimed: Cells) -> None:
    assert metrics_of(read, text) == claimed


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("单位：万元\n项目 | 决算数 | 增减%\n公务接待费 | 8.2 | -28.22", {"8.2": 82000, "-28.22": Decimal("-28.22")}),
        ("项目（万元） | 决算数\n公务接待费 | 8.2", {"8.2": 82000}),
        ("单位：项、万元\n类别 | 项目数 | 采购金额\n货物 | 20 | 3.5", {"20": 20, "3.5": 35000}),
        ("指标 | 数值 | 单位\n维修资金 | 29 | 万元", {"29": 290_000}),
        ("项目 | 本年\n用水总量（10⁴m³） | 4.5", {"4.5": 45_000}),
        ("单位：10⁴元\n项目 | 本年\n公务接待费 | 36", {"36": 360_000}),
        ("指标 | 本年 | 同比下降（%）\n用水总量（吨） | 88 | 2.6", {"88": 88, "2.6": Decimal("-2.6")}),
        ("指标 | 本年 | 增减幅度（%）\n用水总量（吨） | 88 | 2.6", {"88": 88, "2.6": Decimal("2.6")}),
        *(
            (f"指标 | 本年 | 增减率（%）\n用水总量（吨） | 88 | {written}", {"88": 88, numeral: Decimal("-1.2")})
            for written, numeral in (("△1.2", "△1.2"), ("▼1.2", "▼1.2"), ("↓1.2", "↓1.2"), ("下降1.2", "1.2"))
        ),
        (
            "科目 上年 本年\n水费 9l.2O 88.10\n电费 7.10 6.20",
            {"9l.2O": Decimal("91.2"), "88.10": Decimal("88.1"), "7.10": Decimal("7.1"), "6.20": Decimal("6.2")},
        ),
    ],
)
def test_the_nearest_unit_and_sign_hold(read: Reader, text: str, values: dict[str, Decimal | int]) -> None:
    assert values_of(read, text) == values


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("指标 | 2021年 | 2020年\n用水总量（吨） | 88 | 90", {"88": "2021-12-31", "90": "2020-12-31"}),
        ("指标 | 本年 | 上年\n用水总量（吨） | 88 | 90", {"88": "2022-12-31", "90": "2021-12-31"}),
        ("年份 | 保有量（辆）\n2020 | 142\n2021 | 134", {"142": "2020-12-31", "134": "2021-12-31"}),
        ("行政许可情况（2021年）\n事项 | 上半年 | 全年\n行政许可 | 4 | 11", {"4": "2021-06-30", "11": "2021-12-31"}),
        ("公物仓（截至2021年6月底）\n指标 | 数值\n在库资产（件） | 51", {"51": "2021-06-30"}),
        ("来源：某局 发布时间：2023-03-20\n指标 | 数值\n在库资产（件） | 51", {"51": "None"}),  # a stamp is no period
    ],
)
def test_years_of_headings_labels_and_titles_bind(read: Reader, text: str, ends: dict[str, str]) -> None:
    mentions = read(text, 2022, "濮阳市机关事务管理局")
    assert {words: str(mentions[words].period_end) for words in ends} == ends


@pytest.mark.parametrize(
    ("headings", "baseline"),
    [
        ("2022年 | 2021年 | 同比（%）", "previous_year"),
        ("2022年 | 2020年 | 累计变化（%）", "2020"),
        ("2022年 | 2020年 | 2022年比2020年增减（%）", "2020"),
        ("本年 | 上年 | 增减（%）", "previous_year"),
        ("本期 | 去年同期 | 同比增速（%）", "previous_year"),
        ("2022年 | 2015年 | 增长率（与2015年相比，%）", "2015"),
        ("2022年 | “十三五”末 | 较“十三五”末±%", "2020"),
        ("2022年 | 2021年 | 与2021年相比（%）", "previous_year"),
        ("2022年 | 基期 | 较基期（2020年）变化率", "2020"),
    ],
)
def test_a_change_is_against_the_year_that_the_columns_name(read: Reader, headings: str, baseline: str) -> None:
    change = read(f"指标 | {headings}\n用水总量（吨） | 88 | 90 | -2.2")["-2.2"]
    assert (change.metric, change.baseline) == ("energy.water_use_change", baseline)
    assert str(change.period_end) == "2022-12-31"


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("序号 | 单位 | 面积\n1 | 甲局 | 30\n2 | 乙局 | 40", {"1": "heading", "2": "heading", "30": "quantity"}),
        ("项目 | 行次 | 金额\n栏次 |  | 1\n车费 | 7 | 30\n水费 | 8 | 40", {"7": "heading", "8": "heading", "1": "heading"}),
        ("编码 | | 科目\n302 | 31 | 甲费用\n302 | 39 | 乙费用", {"31": "heading", "39": "heading"}),
        (
            "项目 | 甲 | 乙 | 丙\n | 1 | 2 | 3\n车费 | 5 | 6 | 7",
            {"1": "heading", "2": "heading", "3": "heading", "6": "quantity"},
        ),
        ("指标 | 数值\n信息数（同一信息计1条） | 42", {"1条": "name", "42": "quantity"}),
        ("目录\n第一部分 概况    1\n第二部分 情况    4", {"1": "heading", "4": "heading"}),
        ("指标 | 年度目标 | 实际完成\n更新新能源汽车（辆） | 35 | 41", {"35": "target", "41": "metric"}),
        ("坐落 | 租期 | 年租金\n甲路 | 2020.1-2022.12 | 9万元\n乙路 | 2019.7-2024.6 | 8万元", {"2020.1-2022.12": "date"}),
    ],
)
def test_what_numbers_dates_or_plans_is_no_figure(read: Reader, text: str, roles: dict[str, str]) -> None:
    mentions = read(text)
    assert {words: mentions[words].role for words in roles} == roles


ACCOUNTS = "项目 | 决算数\n公务接待费 | 2.5\n“三公”经费合计 | 9.5"


@pytest.mark.parametrize("below", ["单位：万元", "注：以上金额单位均为万元。", "备注：单位为万元\n特此说明。"])
def test_a_unit_below_a_table_holds_where_none_stands_above(read: Reader, below: str) -> None:
    assert values_of(read, f"{ACCOUNTS}\n{below}")["9.5"] == Decimal(95_000)
    assert values_of(read, f"单位：元\n{ACCOUNTS}\n{below}")["9.5"] == Decimal("9.5")


def test_a_unit_between_two_tables_is_of_the_second(read: Reader) -> None:
    values = values_of(read, f"{ACCOUNTS}\n单位：万元\n项目 | 决算数\n公务用车购置费 | 3.5\n公务用车运行费 | 4.5")
    assert (values["9.5"], values["4.5"]) == (Decimal("9.5"), Decimal(45_000))


def test_bounds_and_values_to_reach_are_targets_and_points_no_figures_of_a_metric(read: Reader) -> None:
    rows = "指标 | 年度指标值 | 实际完成值 | 分值\n保障会议场次 | 300场 | 340场 | 8\n公务用车派车次数 | ≥900次 | 950次 | 7"
    found = {words: (mention.role, mention.metric) for words, mention in read(rows).items()}
    assert [found["300场"], found["340场"]] == [("target", "services.meetings"), ("metric", "services.meetings")]
    assert [found["900次"][0], found["8"][0], found["8"][1]] == ["target", "quantity", None]


def test_a_table_whose_headings_do_not_fit_claims_nothing(read: Reader) -> None:
    mentions = read("甲 | 公务接待费 | 丁\n子 | 1万元 | 2万元 | 3万元 | 4万元 | 5万元")
    assert all(mention.metric is None for mention in mentions.values())


def test_a_total_over_the_own_offices_and_others_is_of_the_region(read: Reader) -> None:
    mentions = read(PLACES, 2022, "濮阳市机关事务管理局")
    assert (mentions["410"].scope, mentions["730"].scope) == ("direct_units", "region_wide")


@pytest.mark.parametrize(("label", "claimed"), [("省直机关", True), ("市级机关", False)])
def test_offices_of_another_level_are_a_part(read: Reader, label: str, claimed: bool) -> None:
    mentions = read(f"节约型机关\n层级 | 累计建成节约型机关（家）\n{label} | 92\n县级机关 | 310", 2022, "湖南省机关事务管理局")
    assert (mentions["92"].metric is not None) is claimed


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("指标 | 全市 | 市本级\n公务用车保有量（辆） | 90 | 31", {"90": "region_wide", "31": "direct_units"}),
        ("指标 | 数量（辆）\n全市公务用车保有量 | 90\n其中：市本级 | 31", {"90": "region_wide", "31": "direct_units"}),
        (
            "指标 | 数量（辆）\n一、全市 |\n公务用车保有量 | 90\n二、市直 |\n公务用车保有量 | 31",
            {"90": "region_wide", "31": "direct_units"},
        ),
        ("指标 | 数值 | 范围\n公务用车保有量（辆） | 31 | 市直", {"31": "direct_units"}),
        ("公务用车（市本级）\n指标 | 数值\n公务用车保有量（辆） | 31", {"31": "direct_units"}),
        ("表2 本级机关2022年公务用车情况\n指标 | 数值\n公务用车保有量（辆） | 31", {"31": "direct_units"}),
        ("指标 | 市直 | 县区 | 合计\n公务用车保有量（辆） | 31 | 52 |", {"31": "direct_units", "52": None}),
        ("层级 | 公务用车保有量（辆）\n市级 | 31\n县级 | 52", {"31": "direct_units", "52": None}),
        ("指标 | 全市 | 本级\n公务用车保有量（辆） | 90 | 31", {"90": "region_wide", "31": "direct_units"}),
        ("项目 | 局机关 | 下属单位\n主动公开政府信息（条） | 31 | 52", {"31": "agency", "52": None}),
        ("指标 | 我市 | 全省平均\n人均综合能耗（千克标准煤/人） | 119.8 | 134", {"119.8": "region_wide", "134": None}),
    ],
)
def test_for_whom_a_cell_holds_stands_in_its_column_row_group_or_caption(read: Reader, text: str, scopes: Cells) -> None:
    mentions = read(text, 2022, "濮阳市机关事务管理局")
    assert {words: mentions[words].scope for words in scopes} == scopes


@pytest.mark.parametrize(
    ("headings", "claimed"),
    [
        ("本年预算数 | 上年预算数 | 增减%", False),
        ("预算数 | 决算数 | 增减%", False),
        ("预算数 | 决算数 | 比上年增减%", True),
        ("上年决算数 | 本年决算数 | 增减%", True),
    ],
)
def test_a_change_of_budgets_or_against_them_is_none_of_results(read: Reader, headings: str, claimed: bool) -> None:
    change = read(f"“三公”经费情况（单位：万元）\n项目 | {headings}\n“三公”经费支出合计 | 66 | 60 | -9.1")["-9.1"]
    assert (change.metric == "finance.three_public_change") is claimed


def test_a_caption_tells_what_changes_are_measured_against(read: Reader) -> None:
    text = "节能情况（与2015年相比）\n指标 | 2022年 | {heading}\n用水总量（吨） | 88 | -2.2%"
    assert read(text.format(heading="下降幅度"))["-2.2%"].baseline == "2015"
    assert read(text.format(heading="同比"))["-2.2%"].baseline == "previous_year"


@pytest.mark.parametrize("heading", ["环比（%）", "较年初预算增减%", "比上月增减（%）", "与全省平均比较（%）"])
def test_a_change_against_something_else_than_a_year_is_of_no_metric(read: Reader, heading: str) -> None:
    change = read(f"指标 | 本期 | {heading}\n用水总量（吨） | 88 | -2.2")["-2.2"]
    assert (change.metric, change.baseline) == (None, None)
