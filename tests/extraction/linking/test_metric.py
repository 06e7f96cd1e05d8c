"""Which metric claims a figure."""

from __future__ import annotations

import pytest

from tests.conftest import Reader

CLAIMED = [
    ("全省共取消公务用车2480辆。", "2480辆", "vehicles.withdrawn"),
    ("车改后压减车辆比例为43.5%。", "43.5%", "vehicles.withdrawn_share"),
    ("公车改革每年节约公务交通费用3600余万元。", "3600余万元", "vehicles.transport_cost_saved"),
    ("全市综合节支率10.8%。", "10.8%", "vehicles.transport_saving_rate"),
    ("年末公务用车保有量318辆。", "318辆", "vehicles.fleet"),
    ("本年更新公务用车46辆。", "46辆", "vehicles.acquired"),
    ("更新的公务用车中新能源汽车占比82%。", "82%", "vehicles.new_energy_acquired_share"),
    ("新能源汽车占公务用车保有量的21%。", "21%", "vehicles.new_energy_fleet_share"),
    ("公开拍卖成交车辆57辆。", "57辆", "vehicles.auctioned"),
    ("拍卖成交总价412万元。", "412万元", "vehicles.auction_proceeds"),
    ("人均综合能耗为281.4千克标准煤。", "281.4千克标准煤", "energy.per_capita_use"),
    ("单位建筑面积能耗为12.6千克标准煤/平方米。", "12.6千克标准煤/平方米", "energy.per_area_use"),
    ("人均用水量同比下降4.1%。", "4.1%", "energy.per_capita_water_change"),
    ("能源消费总量较2020年下降5.2%。", "5.2%", "energy.total_use_change"),
    ("全市新建充电桩86个。", "86个", "energy.charging_piles_built"),
    ("全市公共机构累计建成充电桩960个。", "960个", "energy.charging_piles"),
    ("新增充电车位34个。", "34个", "energy.charging_spaces_built"),
    ("全省累计建成节约型机关2100家。", "2100家", "energy.conserving_offices"),
    ("当年验收通过节约型机关130家。", "130家", "energy.conserving_offices_batch"),
    ("全市节约型机关建成率达到78%。", "78%", "energy.conserving_offices_share"),
    ("为12家市直单位调剂办公用房3400平方米。", "12家", "premises.allocated_units"),
    ("为12家市直单位调剂办公用房3400平方米。", "3400平方米", "premises.allocated_area"),
    ("清理腾退超标办公用房1260平方米。", "1260平方米", "premises.vacated_area"),
    ("公物仓全年盘活资产620件，节约购置资金180万元。", "620件", "assets.items_reused"),
    ("公物仓全年盘活资产620件，节约购置资金180万元。", "180万元", "assets.reuse_saving"),
    ("保障各类会议415场次。", "415场次", "services.meetings"),
    ("政府集中采购金额2.4亿元，节约资金1900万元。", "2.4亿元", "finance.procurement_amount"),
    ("政府集中采购金额2.4亿元，节约资金1900万元。", "1900万元", "finance.procurement_saving"),
    ("“三公”经费支出合计96.4万元。", "96.4万元", "finance.three_public_spending"),
    ("公务接待费支出7.3万元。", "7.3万元", "finance.reception_spending"),
    ("法律顾问出具法律意见书42份。", "42份", "law.legal_opinions"),
    ("发布地方标准3项。", "3项", "law.local_standards"),
    ("主动公开政府信息214条。", "214条", "disclosure.items"),
    ("微信公众号推送信息95条。", "95条", "disclosure.wechat_items"),
    ("全市车改已封存公车360辆。", "360辆", "vehicles.withdrawn"),
    ("参与车改的公务人员共5200人。", "5200人", "vehicles.reform_people"),
    ("完成各类接待保障任务60批次。", "60批次", "services.receptions"),
]


@pytest.mark.parametrize(("text", "figure", "metric"), CLAIMED, ids=[f"{metric}: {figure}" for _, figure, metric in CLAIMED])
def test_the_wording_near_a_figure_chooses_its_metric(read: Reader, text: str, figure: str, metric: str) -> None:
    assert read(text)[figure].metric == metric


UNCLAIMED = [
    ("组织节能管理人员培训班3期。", "3期"),
    ("机关食堂供餐36万人次。", "36万人次"),
    ("会议用纸量同比减少12%。", "12%"),
    ("节约型机关建成率提高9个百分点。", "9个百分点"),
    ("公务接待费支出7.3万元，较上年减少1.2万元。", "1.2万元"),
    ("更新公务用车9辆、报废11辆。", "11辆"),
    ("完成率达到104%。", "104%"),
]


@pytest.mark.parametrize(("text", "figure"), UNCLAIMED, ids=[figure for _, figure in UNCLAIMED])
def test_a_figure_that_no_wording_fits_stays_a_quantity(read: Reader, text: str, figure: str) -> None:
    mention = read(text)[figure]
    assert (mention.role, mention.metric) == ("quantity", None)


def test_a_part_in_brackets_is_not_the_total_again(read: Reader) -> None:
    mentions = read("纳入统计的公共机构850个（国家机关310个、事业单位540个）。")
    assert mentions["850个"].metric == "energy.institutions"
    assert mentions["310个"].metric is None
    assert mentions["540个"].metric is None


def test_the_noun_right_behind_a_figure_is_not_the_next_ones(read: Reader) -> None:
    mentions = read("在5个办公区新建充电车位40个、充电桩32个。")
    assert mentions["5个"].metric == "energy.charging_compounds"
    assert mentions["40个"].metric == "energy.charging_spaces_built"
    assert mentions["32个"].metric == "energy.charging_piles_built"


def test_a_claimed_figure_says_which_wording_chose_it_and_how_sure_it_is(read: Reader) -> None:
    mention = read("全省共取消公务用车2480辆。")["2480辆"]
    assert mention.rule
    assert 0.5 <= mention.confidence <= 1


def test_the_value_of_a_claimed_figure_is_in_the_metrics_base_unit(read: Reader) -> None:
    assert read("节能改造实现节能量3216.4万千克标煤。")["3216.4万千克标煤"].value == 32164


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("集中采购金额90万元。其中，询价采购金额20万元；竞争性谈判采购金额30万元。", {"90万元"}),
        ("全市公务用车保有量300辆。其中，市本级公务用车保有量120辆。", {"300辆", "120辆"}),  # of another scope
        ("2020年集中采购金额90万元。其中要说明的是节约率4%。", {"90万元", "4%"}),
    ],
)
def test_kinds_listed_in_a_sentence_after_a_total_are_parts(read: Reader, text: str, claimed: set[str]) -> None:
    assert {words for words, mention in read(text).items() if mention.metric} == claimed


@pytest.mark.parametrize(("title", "claimed"), [("2022年度部门决算", False), ("2022年工作总结", True)])
def test_in_accounts_a_body_speaks_of_itself(read: Reader, title: str, claimed: bool) -> None:
    text = f"濮阳市机关事务管理局{title}\n\n2022年政府采购金额为21.07万元。\n"
    assert (read(text, 2022, None)["21.07万元"].metric is not None) is claimed
