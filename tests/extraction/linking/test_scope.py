"""For whom a figure holds."""

from __future__ import annotations

import pytest

from tests.conftest import Reader

SCOPES = [
    ("全省取消公务用车300辆。", "300辆", "region_wide"),
    ("我市新建充电桩30个。", "30个", "region_wide"),
    ("市本级车改节支率9%。", "9%", "direct_units"),
    ("为7个市直单位调配办公用房900平方米。", "7个", "direct_units"),
    ("我局制定内部标准8项。", "8项", "agency"),
    ("抽查显示业务网上可办率90%。", "90%", "sample"),
    ("全国公共机构人均综合能耗同比下降2%。", "2%", "national"),
    ("市级公务用车平台派车900次。", "900次", "direct_units"),
    ("州级31处办公用房完成权属登记。", "31处", "direct_units"),
    ("全市获评示范单位9家；省级21家。", "21家", "region_wide"),
    ("中央机关更新公务用车35辆。", "35辆", "direct_units"),
]


@pytest.mark.parametrize(("text", "figure", "scope"), SCOPES, ids=[text for text, *_ in SCOPES])
def test_the_nearest_scope_word_decides(read: Reader, text: str, figure: str, scope: str) -> None:
    assert read(text)[figure].scope == scope


HELD = [
    ("全市腾退办公用房9000平方米，其中市本级3100平方米；调剂使用办公用房4800平方米。", "4800平方米", "region_wide"),
    ("全市腾退办公用房9000平方米，其中市本级3100平方米，县区5900平方米。", "5900平方米", None),
    ("市本级更新公务用车35辆。拍卖成交58辆。", "58辆", "direct_units"),
    ("省级机关公车拍卖启动，各市州6月底前完成。第5批成交88辆。", "88辆", "direct_units"),
    ("全市共建充电桩930个；3家企业入驻，更新公务用车210辆。", "210辆", "region_wide"),
    ("市级行政事业单位公物仓为会议提供物资。公物仓在库资产1290件。", "1290件", "direct_units"),
    ("市行政中心入驻单位59家；累计盘活资产3400件。", "3400件", None),
    ("每家单位配备法治专干1名。", "1名", None),
    ("中央国家机关车改节支率12%，地方已批复的9个省区市平均节支率8%。", "8%", None),
    ("更新公务用车35辆，居全国前列。", "35辆", None),
    ("新建充电桩30个，高于全市平均水平。", "30个", None),
    ("全市公物仓调剂资产7600件，其中市级3850件。", "3850件", "direct_units"),
    ("2022年法治政府建设情况报告\n出具法律意见书12份。", "12份", "agency"),
    ("《全市公务用车管理办法》印发，更新公务用车35辆。", "35辆", None),
    ("全市一盘棋\n更新公务用车35辆。", "35辆", None),
    ("市直机关更新公务用车35辆。全市节能改造投入资金80万元。", "80万元", "region_wide"),
]


@pytest.mark.parametrize(("text", "figure", "scope"), HELD, ids=[text for text, *_ in HELD])
def test_a_scope_holds_until_the_next_one(read: Reader, text: str, figure: str, scope: str | None) -> None:
    assert read(text)[figure].scope == scope


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("云岭市累计新建充电桩30个。", "region_wide"),
        ("云岭市2022年度公共机构新建充电桩30个。", "region_wide"),
        ("在云岭市建成充电桩30个。", None),
        ("云岭市机关事务管理局新建充电桩30个。", None),
    ],
)
def test_the_publishers_own_place_is_its_whole_area(read: Reader, text: str, scope: str | None) -> None:
    assert read(text, 2022, "云岭市机关事务管理局")["30个"].scope == scope


def test_two_scopes_in_one_sentence_are_kept_apart(read: Reader) -> None:
    mentions = read("市本级车改节支率9%，高于全市7.5%的平均水平。")
    assert (mentions["9%"].scope, mentions["7.5%"].scope) == ("direct_units", "region_wide")
    assert mentions["9%"].metric == mentions["7.5%"].metric == "vehicles.transport_saving_rate"


def test_a_scope_that_no_word_says_stays_open(read: Reader) -> None:
    mention = read("出具法律意见书12份。")["12份"]
    assert mention.scope is None
    assert "scope_assumed" in mention.notes


def test_a_national_figure_quoted_by_a_province_is_not_the_provinces(read: Reader) -> None:
    assert read("全国公共机构人均综合能耗同比下降2%。")["2%"].agency is None
