"""Plans, limits, tasks, promises and forecasts are not results."""

from __future__ import annotations

import pytest

from tests.conftest import Reader

TARGETS = [
    ("2023年计划新建充电桩60个。", "60个"),
    ("力争节约型机关建成率达到85%。", "85%"),
    ("下达我市创建任务40家。", "40家"),
    ("能源消费总量控制在3万吨标准煤以内。", "3万吨标准煤"),
    ("光伏设计年发电量80万千瓦时。", "80万千瓦时"),
    ("报修承诺20分钟内响应。", "20分钟"),
    ("预计每年可节约电费30万元。", "30万元"),
    ("共有25家单位列入节水型机关创建名单。", "25家"),
    ("车改后一般公务用车将从900辆压缩到310辆。", "900辆"),
    ("车改后一般公务用车将从900辆压缩到310辆。", "310辆"),
    ("人均综合能耗和人均水耗需同比下降3%。", "3%"),
    ("用电量须较去年减少2%，油耗减少1%。", "1%"),
    ("据测算，投运后年发电30万度，每年减排二氧化碳190吨，相当于植树700棵。", "700棵"),
    ("项目规划装机容量88千瓦。", "88千瓦"),
    ("屋顶光伏建成后年发电量可达9万度，节约电费6万元。", "6万元"),
    ("6月底前完成12处房产登记。", "12处"),
    ("超额完成市里下达的2%的任务。", "2%"),
    ("接到报修15分钟到场。", "15分钟"),
    ("三、2023年工作安排。新建充电桩70个；接待费用压减4%。", "4%"),
    ("二、下半年打算\n完成9家单位用房调整，腾退700平方米。", "700平方米"),
    ("省里推动45%的机关力争建成节水型机关。", "45%"),
    ("省里要求我市完成节能改造20万平方米。", "20万平方米"),
    ("各单位按要求配备法治专干不少于1名。", "1名"),
    ("明确单位建筑面积能耗下降5%、碳排放下降7%的目标。", "5%"),
    ("原定新建充电桩100个，实际建成126个。", "100个"),
    ("力争到2026年，用水总量控制在90万立方米以内；人均用水量下降6%。", "6%"),
    ("到2026年，充电桩达到300个；建成节约型机关40家。", "40家"),
    ("下一步，清理僵尸车20辆；新建充电桩15个。", "15个"),
    ("到“十四五”末，节水型单位占比达到60%。", "60%"),
    ("2023年重点抓两件事：一是完成70家单位能源审计；二是建成充电桩30个。", "30个"),
    ("2023年，建成充电桩30个。", "30个"),
    ("超额完成下达的4%、5%、6%目标任务。", "5%"),
    ("按安排，年内还要投放新能源汽车25辆。", "25辆"),
    ("二、下半年安排\n启动3个食堂改造。", "3个"),
    ("第八条 每层楼张贴标识2处。", "2处"),
    ("公共机构人均综合能耗下降不得低于15%。", "15%"),
    ("制定了58家党政机关创建节约型机关的行动方案。", "58家"),
    ("首批40辆公车将于3月拍卖，10辆将于4月拍卖。", "10辆"),
    ("办公室使用面积不超过18平方米。", "18平方米"),
    ("食堂每季度至少开展宣传2次。", "2次"),
    ("今年下达更新指标30辆，其中新能源18辆。", "18辆"),
    ("目标：用电量下降5%，目前已下降3.9%；用水量下降4%。", "4%"),
    ("市局承诺：申请12分钟内派单。", "12分钟"),
    ("州里印发通知，提出五条举措：会议压减10%，接待费压减20%。", "20%"),
]


@pytest.mark.parametrize(("text", "figure"), TARGETS, ids=[text for text, _ in TARGETS])
def test_what_is_meant_to_be_is_a_target(read: Reader, text: str, figure: str) -> None:
    assert read(text)[figure].role == "target"


def test_the_result_beside_a_task_is_a_result(read: Reader) -> None:
    mentions = read("全年任务为新建充电桩50个，实际建成63个。")
    assert (mentions["50个"].role, mentions["63个"].role) == ("target", "metric")
    assert mentions["63个"].metric == "energy.charging_piles_built"


def test_every_item_of_a_planned_list_is_planned(read: Reader) -> None:
    mentions = read("2023年拟新建充电桩60个、改造用房4000平方米。")
    assert {mentions["60个"].role, mentions["4000平方米"].role} == {"target"}


def test_according_to_a_requirement_is_still_a_result(read: Reader) -> None:
    assert read("按照上级要求，全年清理僵尸车12辆。")["12辆"].role == "metric"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("省里要求完成节能改造20万平方米，我市已完成23万平方米。", "23万平方米"),
        ("原定新建充电桩100个，实际建成126个。", "126个"),
        ("今年计划更新公务用车30辆，上半年已更新17辆。", "17辆"),
        ("到2026年，充电桩达到300个；目前已建成110个。", "110个"),
        ("主要完成了充电桩建设，共新建充电桩30个。", "30个"),
        ("全年完成各类突击任务16次，除雪任务4次。", "4次"),
        ("承诺时限压缩76%，群众满意度97%。", "97%"),
        ("据测算，每年可节支62万元；司勤人员83人，留用41人。", "41人"),
        ("已将闲置资产调剂给12家单位。", "12家"),
        ("预计年发电58万度，目前已发电12万度。", "12万度"),
        ("三、工作打算\n目前已新建充电桩30个。", "30个"),
        ("二是持续提升水平，今后工作更有底气。全年清理僵尸车12辆。", "12辆"),
        ("下达办公用房维修补助资金90万元。", "90万元"),
        ("目标：用电量下降5%，目前已下降3.9%；用水量下降4%。", "3.9%"),
        ("审计提出建议7条：全年新建充电桩30个。", "30个"),
        ("干部签订承诺书30份，清理僵尸车12辆。", "12辆"),
        ("2022年1月，建成充电桩30个。", "30个"),
    ],
)
def test_what_came_to_be_is_no_target(read: Reader, text: str, figure: str) -> None:
    assert read(text)[figure].role in ("metric", "quantity")


def test_a_target_carries_what_it_is_set_for(read: Reader) -> None:
    planned = read("2023年将新建充电桩60个。")["60个"]
    assert (planned.role, planned.metric, planned.unit) == ("target", "energy.charging_piles_built", "pile")


def test_what_a_total_is_kept_within_is_a_target_of_it(read: Reader) -> None:
    mentions = read("力争到2026年，公共机构能源消费总量控制在2万吨标准煤以内，用水总量控制在9万立方米以内。")
    assert {mention.metric for mention in mentions.values() if mention.role == "target"} == {
        "energy.total_use",
        "energy.water_use",
    }


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("落实节能规划，新增充电桩35个。", "energy.charging_piles_built"),
        ("“十四五”节能规划引领，新增充电桩35个。", "energy.charging_piles_built"),
        ("印发《充电设施建设方案》，新增充电桩35个。", "energy.charging_piles_built"),
        ("《充电设施建设方案》明确，新增充电桩35个。", None),
        ("印发“十四五”规划提出，新增充电桩35个。", None),
        ("充电设施建设规划明确，新增充电桩35个。", None),
    ],
)
def test_a_plan_that_was_worked_on_casts_no_doubt_and_one_that_states_does(read: Reader, text: str, metric: str | None) -> None:
    assert read(text)["35个"].metric == metric
