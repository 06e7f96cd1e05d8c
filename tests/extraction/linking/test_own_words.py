"""A figure belongs to its own noun, verb and unit: what stands elsewhere claims it only where it has none of its own."""

from __future__ import annotations

import pytest

from tests.conftest import Reader
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.extraction.extractor import understand_text
from yearbook.extraction.mentions.mention import Mention


def extract_mentions(text: str, publisher: str) -> list[Mention]:
    return understand_text(text, load_catalogue(), publisher, 2022)[1]


REFUSED = [  # the figure has a noun of its own, or its word is only part of another
    ("公务用车油耗下降8%，违章次数减少62%。", "62%"),
    ("公物仓已将区直18个部门的闲置家具入库。", "18个"),
    ("组织接待科45人次参加培训。", "45人次"),
    ("会务保障持续升级，会议系统升级维护2次。", "2次"),
    ("大楼设有2600间办公室。", "2600间"),
    ("公文写作培训班办了2期。", "2期"),
    ("全市办公用房已全部腾退，现场测量办公室512间。", "512间"),
    ("为12家单位调剂办公用房3400平方米，5家单位合并会议室。", "5家"),
    ("全年发布政策解读15篇，编印《机关事务参考》4期。", "4期"),  # what is so titled is counted
    ("统一处置平台上线，8家单位的14辆公车交易完成，公物仓受益。", "8家"),  # bodies that only own what is counted
    ("货物类采购规模800万元。", "800万元"),
    ("市里采购项目30个；工程类采购项目12个，实际采购金额700万元，节约资金60万元。", "700万元"),
    ("市里采购项目30个；工程类采购项目12个，实际采购金额700万元，节约资金60万元。", "60万元"),
    ("政府集中采购规模5亿元，分散采购规模3亿元。", "3亿元"),
    ("集中采购节约率8.4%，公开招标900万元，占实际采购金额的68.3%。", "68.3%"),
    # what all units of a place purchase is not what the centralised body does
    ("全市政府采购规模5亿元，节约资金3000万元，资金节约率5.7%。", "5亿元"),
    ("全市政府采购规模5亿元，节约资金3000万元，资金节约率5.7%。", "3000万元"),
    ("全市政府采购规模5亿元，节约资金3000万元，资金节约率5.7%。", "5.7%"),
    ("我县完成政府采购预算2.6亿元，实际采购金额2.4亿元。", "2.4亿元"),
    ("全市货物、服务政府采购规模分别为3亿元、2亿元。", "2亿元"),
    ("服务类政府采购项目36个，采购额达1800万元。", "1800万元"),
    ("集中采购资金节约率9.4%，有些项目的资金节约率超过30%。", "30%"),
    ("接入42家公共机构、6家供水企业数据。", "6家"),
    ("为临时机构统一调配资产，涉及12家单位资产570件。", "12家"),
    ("新能源汽车采购规模90万元。", "90万元"),
    ("门户网站公开留言，市长信箱收到来信35件。", "35件"),
    ("政务微博受理诉求66件。", "66件"),
    ("向上级报送工作动态信息79条。", "79条"),
    ("春节期间封存公务用车30辆。", "30辆"),
    ("公共机构能源消费中电力占比上升2.5%。", "2.5%"),
    # a stage is not the result
    ("本场共有72辆公车上拍。", "72辆"),
    ("推出91辆取消车辆。", "91辆"),
    ("工作组评价了21个节约型机关创建单位。", "21个"),
    ("充电桩缺口120个。", "120个"),
    ("受理购车申请53份。", "53份"),
    # a single thing, an extreme, a rate for one, a rest
    ("平均溢价率为38%，单车最高溢价率920%。", "920%"),
    ("成交总价31万元，成交价最低的是面包车，仅2300元。", "2300元"),
    ("取消车辆48辆、其他车辆12辆。", "12辆"),
    ("保留车辆中，机要通信车216辆、老干部用车97辆。", "97辆"),
    ("拍卖会上，一台越野车已行驶12万公里。", "12万公里"),
    ("公务用车平均里程8.4万公里。", "8.4万公里"),
    ("公车拍卖会上，车辆平均表显里程9.6万公里。", "9.6万公里"),
    ("中心每年保障会议640场次。", "640场次"),
    ("省部级领导接待46人次。", "46人次"),
    ("公车拍卖会的标王是一款轿车，最终成交价为6.2万元，溢价率为131%。", "6.2万元"),
    ("公车拍卖会的标王是一款轿车，最终成交价为6.2万元，溢价率为131%。", "131%"),
    ("党政机关办公用房超标总面积17万平方米。", "17万平方米"),
    ("“十三五”时期能源消费总量年均增长1.4%。", "1.4%"),
    ("参与竞拍的58辆公车中，成交50辆。", "58辆"),
    ("新出台地方标准2项，5项在研。", "5项"),
    # money of another subject behind a semicolon
    ("办公用房维修投入90万元；食堂更换炊具40件，投入12万元。", "12万元"),
    # the noun behind a bare measure word is what it counts; what follows is told of that noun
    ("我市3个案例入选公共机构节能案例集。", "3个"),
    ("我市3个案例入选公共机构节能案例集，全国共40个。", "40个"),
    ("9个市开展办公用房巡检。", "9个"),
    ("清理63个预算单位的公物仓闲置资产。", "63个"),
    # the base of a part, the bound of a class, what is still undone, a single building
    ("公车拍卖会上，63辆公车中52辆成交。", "63辆"),
    ("能源消费量500吨标准煤以上的单位开展审计。", "500吨标准煤"),
    ("车改检查发现，6辆应封存车辆未上交。", "6辆"),
    ("这栋楼是机关办公用房，建筑面积5400平方米。", "5400平方米"),
    ("机关房产出租中少收租金46万元。", "46万元"),
    ("标准化工作中立项地方标准5项。", "5项"),
    # a change right behind another metric is of that one
    ("人均综合能耗下降3%，泔水23万升、降19%。", "19%"),
    ("公务接待费18万元，占“三公”经费的35%，同比下降12%。", "12%"),
    # what is inherited says too little, or stood in another order
    ("公共机构节能考核中，优秀15家、合格12家。", "12家"),
    ("用电量下降2%，用水量下降3%；目前分别为4%和5%。", "4%"),
    ("规模以上工业用电量增长7%。", "7%"),
    # the old value of a change, a budget's parts and its changes
    ("“三公”经费预算88万元，其中公务接待费12万元。", "12万元"),
    ("“三公”经费预算88万元。其中，因公出国（境）费8万元，公务接待费12万元。", "12万元"),
    ("办理环节由7个压缩为3个。", "7个"),
    ("“三公”经费预算96万元，比上年减少8万元，下降7.7%。", "7.7%"),
    ("“三公”经费预算比上年压减5%。", "5%"),
    ("公务接待用餐回归食堂，人均餐费由118元降到76元。", "76元"),
    ("公务用车由改革前的860辆减少到390辆。", "390辆"),
    # what rules a metric out goes along with what is inherited
    ("单位建筑面积用电量61.3度，较2020年降低6.5%。", "6.5%"),
    ("信访接待8批15人次。", "15人次"),
    # no member of a list falls back to the total
    ("能源消费结构中，电力、煤炭、天然气分别为4.6万吨标煤、1.8万吨标煤、7.3万吨标煤。", "1.8万吨标煤"),
    ("能源消费总量增长2%；煤炭、汽油、柴油用量分别下降64%、18%、21%。", "18%"),
    ("能源消费总量、用水总量分别下降1%、2%，煤炭、汽油用量分别下降5%、9%。", "9%"),
]


@pytest.mark.parametrize(("text", "figure"), REFUSED, ids=[f"{figure} of {text}" for text, figure in REFUSED])
def test_what_counts_something_else_is_refused(read: Reader, text: str, figure: str) -> None:
    assert read(text)[figure].metric is None


CLAIMED = [
    ("“三公”经费决算88万元，其中公务接待费12万元。", "12万元", "finance.reception_spending"),
    ("投入300万元，对9处办公用房实施维修改造。", "300万元", "premises.repair_funds"),
    ("“三公”经费决算88万元。其中，公务接待费12万元。", "12万元", "finance.reception_spending"),
    ("政府采购预算70万元，中标金额66万元。", "66万元", "finance.procurement_amount"),
    ("全市政府采购规模5亿元，其中政府集中采购规模2亿元。", "2亿元", "finance.procurement_amount"),
    ("省级政府采购中心完成采购金额9亿元。", "9亿元", "finance.procurement_amount"),
    ("22辆公车全部成交，溢价率高达64%。", "64%", "vehicles.auction_premium_rate"),
    ("单位建筑面积消耗9.4千克标准煤。", "9.4千克标准煤", "energy.per_area_use"),
    ("公务用车运行维护费6万元。国内公务接待批次为52个。", "52个", "finance.domestic_receptions"),
    ("办公用房维修项目5个；维修投入12万元。", "12万元", "premises.repair_funds"),
    ("公物仓在库资产350件、87万元。", "87万元", "assets.warehouse_value"),
    ("上拍的64台取消车辆最终成交49台。", "49台", "vehicles.auctioned"),
    ("共推出公车45辆，成交39辆。", "39辆", "vehicles.auctioned"),
    ("申报示范单位6家，经评审获评4家国家级示范单位。", "4家", "energy.model_institutions_national_batch"),
    ("经主管部门审批更新配备公务用车28辆。", "28辆", "vehicles.acquired"),
    ("腾退用房调剂使用2900平方米。", "2900平方米", "premises.allocated_area"),
    ("会议保障215场，公务接待87批、960人次。", "960人次", "services.reception_guests"),
    ("接待国内来宾175批次。", "175批次", "services.receptions"),
    ("“三公”经费预算96万元，决算支出81万元。", "81万元", "finance.three_public_spending"),
    ("完成12处、3.8万平方米办公用房的权属登记。", "12处", "premises.title_registered_premises"),
    ("煤炭用量、能源消费总量分别下降9%、2%。", "2%", "energy.total_use_change"),
    ("调配、盘活办公用房面积依次为4600平方米、2380平方米。", "4600平方米", "premises.allocated_area"),
    ("公务接待费、公务用车购置及运行费分别为9万元、138万元。", "138万元", "finance.vehicle_spending"),
    ("全市公共机构公务车共计9120辆。", "9120辆", "vehicles.fleet"),
    ("新增11家国家级节约型公共机构示范单位。", "11家", "energy.model_institutions_national_batch"),  # 新增 is no amount of change
    ("在机关大院新建充电桩64个。", "64个", "energy.charging_piles_built"),
    ("一般公共预算财政拨款“三公”经费支出决算为28.4万元。", "28.4万元", "finance.three_public_spending"),
    ("实施节能改造项目两个，投入改造资金560万元。", "560万元", "energy.retrofit_investment"),
    ("改革前公务用车64辆。取消28辆、保留36辆。", "36辆", "vehicles.retained"),
    ("对30个竣工的维修项目开展回访。", "30个", "premises.repair_revisits"),
    ("为3个新组建单位调剂办公用房。", "3个", "premises.allocated_units"),
    ("公车拍卖会上，63辆公车中52辆成交。", "52辆", "vehicles.auctioned"),
    ("人均用水量下降3%，86家机关通过节约型机关验收。", "86家", "energy.conserving_offices_batch"),
    ("累计6家单位获评能效领跑者，9家获评水效领跑者。", "9家", "energy.water_leaders"),
    ("机关地方标准增至14项。", "14项", "law.local_standards_total"),
    ("充电桩从310台发展到1960台。", "1960台", "energy.charging_piles"),
    ("支持9个办公用房维修项目。", "9个", "premises.repair_projects"),
    ("办公用房权属登记面积9万平方米，完成率91%。", "91%", "premises.title_registration_rate"),
    ("用水总量38万吨，比上一年少用3万吨，降低7%。", "7%", "energy.water_use_change"),
    ("今年新购的46辆公车中，新能源40辆。", "46辆", "vehicles.purchased"),
    ("第一季度用电量9万千瓦时，前三季度用电量30万千瓦时，同比增长2%。", "2%", "energy.electricity_use_change"),
]


@pytest.mark.parametrize(("text", "figure", "metric"), CLAIMED, ids=[f"{metric}: {text}" for text, _, metric in CLAIMED])
def test_its_own_noun_and_verb_claim_it(read: Reader, text: str, figure: str, metric: str) -> None:
    assert read(text)[figure].metric == metric


GENERAL = "高速公路通车里程7200公里，电力装机4100万千瓦，接待游客9600万人次，技术合同成交额210亿元。"


@pytest.mark.parametrize("figure", ["7200公里", "4100万千瓦", "9600万人次", "210亿元"])
def test_general_words_belong_to_this_field_only_where_it_is_spoken_of(figure: str) -> None:
    government = {mention.text: mention for mention in extract_mentions(GENERAL, "临江省人民政府")}
    assert government[figure].metric is None


def test_a_general_word_is_of_this_field_beside_a_word_of_it() -> None:
    text = "全省机关公务用车安全行驶里程72万公里。"
    assert extract_mentions(text, "临江省人民政府")[-1].metric == "vehicles.mileage"


@pytest.mark.parametrize(
    ("text", "figure", "metric"),
    [
        (
            "主动公开工作动态、财政预决算、人事任免等信息468条。",
            "468条",
            "disclosure.items",
        ),  # examples before 等 are not the noun
        (
            "已有19个县（市、区）开展整县能源费用托管。",
            "19个",
            "energy.trusteeship_pilot_counties",
        ),  # brackets of divisions part nothing
        ("公务用车保有量602辆，比上年末减少14辆。", "14辆", None),  # measured against another time it is no amount taken away
        ("公务用车保有量3辆，当年未购置车辆，2台车超期使用。", "2台", None),  # nothing inherits from what was not done
        ("2022年拍卖涉改车辆，平均溢价率42%。", "42%", "vehicles.auction_premium_rate"),
        ("公开招租31宗，溢价12.7%。", "12.7%", None),
        ("公务用车由640辆减少到602辆，减少38辆。", "38辆", None),  # lies between the two values before it
        ("公务用车保有量下降到602辆，减少38辆。", "38辆", None),
        ("公务用车由2019年底的640辆减少到2022年底的602辆，减少38辆。", "38辆", None),
        ("车改前公务用车640辆，减少公务用车250辆。", "250辆", "vehicles.withdrawn"),
        ("公物仓调剂使用资产430件，价值96万元。", "96万元", None),  # worth of what was moved, not of what is in store
        ("公物仓在库资产430件，价值96万元。", "96万元", "assets.warehouse_value"),
        ("采购办公桌椅120套，金额17万元。", "17万元", None),
        ("集中采购项目26个，金额17万元。", "17万元", "finance.procurement_amount"),
        ("公物仓调拨车辆6台。", "6台", None),
        ("国庆期间封存公务用车71辆。", "71辆", None),  # for the holidays
        ("公务用车改革封存公务用车71辆。", "71辆", "vehicles.withdrawn"),
        ("充电桩数量（单位：个）：64", "64", "energy.charging_piles"),  # no noun but a unit
        ("安排“三公”经费30万元，其中：出国费0万元；公务接待费4万元。", "30万元", "finance.three_public_budget"),
        ("安排“三公”经费30万元，其中：出国费0万元；公务接待费4万元。", "4万元", None),  # the budget reaches over its list
        ("“三公”经费预算30万元；实际公务接待费4万元。", "4万元", "finance.reception_spending"),
        ("7家单位接受能耗审计。", "7家", None),
        ("全市学校人均用水量12.4吨。", "12.4吨", None),  # of one kind of bodies
        ("学校、医院等公共机构人均用水量12.4吨。", "12.4吨", "energy.per_capita_water"),
        ("卫生类公共机构人均综合能耗下降1.4%，人均用水量下降2.3%。", "1.4%", None),
        ("市第二中学实施能源托管后，节约费用24万元。", "24万元", None),
        ("全市学校实施能源托管后，节约费用24万元。", "24万元", "energy.cost_saved"),
        ("学校新建充电桩24个。", "24个", "energy.charging_piles_built"),  # adds to those of all
        ("指导17家单位开展节水型单位创建。", "17家", None),  # under way
        ("17家机关完成节约型机关创建。", "17家", "energy.conserving_offices"),
        ("与上年相比，会议室少用，公务用车减少12辆。", "12辆", None),
        ("外宾接待3批次。", "3批次", None),
        ("接待调研组26批。", "26批", "services.receptions"),
        ("更新购置公务用车26辆。", "26辆", "vehicles.acquired"),
        ("公物仓累计出库资产430件，价值96万元。", "430件", "assets.warehouse_items_issued"),
        ("公物仓累计出库资产430件，价值96万元。", "96万元", None),
        ("公物仓接入单位24家。", "24家", "assets.platform_units"),
        ("平台调度车辆2400次。", "2400次", "vehicles.trips"),
        ("人均综合能耗213千克标准煤，同比-1.2%。", "-1.2%", "energy.per_capita_use_change"),
        ("人均用水量18吨、用电量90万度，同比-1.2%、-0.4%。", "-1.2%", None),  # open which is of what
        ("节约标准煤260吨。", "260吨", "energy.saving"),
        ("用水260吨。", "260吨", "energy.water_use"),
        ("班子会前学法9次。", "9次", "law.leader_trainings"),
        ("政府机关人均年耗电量1730度。", "1730度", "energy.per_capita_electricity"),
    ],
)
def test_lists_brackets_and_negations(read: Reader, text: str, figure: str, metric: str | None) -> None:
    assert read(text)[figure].metric == metric
