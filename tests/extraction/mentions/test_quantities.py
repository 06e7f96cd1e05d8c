"""What is measured: value, qualifier and unit of every way to write a quantity."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.passage import read_passage


def quantities(text: str) -> list[Mention]:
    return [m for m in read_passage(text).mentions if m.role == "quantity"]


@pytest.mark.parametrize(
    ("text", "span", "value", "qualifier", "unit"),
    [
        ("全年处置车辆4700余台", "4700余台", "4700", "more_than", None),
        ("节约经费8亿多元", "8亿多元", "800000000", "more_than", "yuan"),
        ("追缴租金570余万元", "570余万元", "5700000", "more_than", "yuan"),
        ("参改人员3万余名", "3万余名", "30000", "more_than", "person"),
        ("共建成3 150家", "3 150家", "3150", "exact", "unit"),
        ("成交1,547,200元", "1,547,200元", "1547200", "exact", "yuan"),
        ("公开２８６条", "２８６条", "286", "exact", None),
        ("支出１２．８万元", "１２．８万元", "128000", "exact", "yuan"),
        ("安排一点三亿元", "一点三亿元", "130000000", "exact", "yuan"),
        ("取消三千一百八十四辆", "三千一百八十四辆", "3184", "exact", "vehicle"),
        ("举办两期", "两期", "2", "exact", None),
        ("近百家单位", "百家", "100", "less_than", "unit"),
        ("上百件物资", "上百件", "100", "at_least", None),
        ("面积上万平方米", "上万平方米", "10000", "at_least", "m2"),
        ("十余家单位", "十余家", "10", "more_than", "unit"),
        ("抽查二十几个县", "二十几个", "20", "more_than", None),
        ("走访数十家企业", "数十家", "10", "more_than", "unit"),
        ("占比约四成", "四成", "40", "approx", "percent"),
        ("新能源车占三成五", "三成五", "35", "exact", "percent"),
        ("下降两成多", "两成多", "20", "more_than", "percent"),
        ("按评估价七折起拍", "七折", "70", "exact", "percent"),
        ("八五折优惠", "八五折", "85", "exact", "percent"),
        ("完成五分之二", "五分之二", "40", "exact", "percent"),
        ("合格率百分之六十二", "百分之六十二", "62", "exact", "percent"),
        ("不合格率千分之七", "千分之七", "0.7", "exact", "percent"),
        ("约占2/5", "2/5", "40", "approx", "percent"),
        ("覆盖七分之二", "七分之二", "28.571429", "exact", "percent"),
        ("完成率过半", "半", "50", "more_than", "percent"),
        ("接近一半", "一半", "50", "less_than", "percent"),
        ("半数以上单位", "半数", "50", "at_least", "percent"),
        ("提升2.3个百分点", "2.3个百分点", "2.3", "exact", None),
        ("提高二十一个百分点", "二十一个百分点", "21", "exact", None),
        ("增长3.4倍", "3.4倍", "3.4", "exact", None),
        ("单位面积能耗13.1千克标准煤/平方米", "13.1千克标准煤/平方米", "13.1", "exact", "kgce_per_m2"),
        ("人均3.5t/人·年", "3.5t/人·年", "3.5", "exact", "m3_per_person"),
        ("强度0.35吨标准煤/万元", "0.35吨标准煤/万元", "0.35", "exact", None),
        ("发电86.4万KWh", "86.4万KWh", "864000", "exact", "kwh"),
        ("节电2300万千万时", "2300万千万时", "23000000", "exact", "kwh"),
        ("装机22.7MWp", "22.7MWp", "22.7", "exact", "kw"),
        ("面积2300m2", "2300m2", "2300", "exact", "m2"),
        ("少用4648.65万千克标煤", "4648.65万千克标煤", "46486500", "exact", "tce"),
        ("购置640台（件）", "640台（件）", "640", "exact", None),
        ("项目支出2045万", "2045万", "20450000", "exact", None),
        ("主动公开政府信息97", "97", "97", "exact", None),
        ("扫描3l件", "3l件", "31", "exact", None),
        ("保障2O5场", "2O5场", "205", "exact", None),
        ("年均油耗8吨半", "8吨半", "8.5", "exact", None),
        ("支出0万元", "0万元", "0", "exact", "yuan"),
        ("支出0千元", "0千元", "0", "exact", "yuan"),
        ("支出0百万元", "0百万元", "0", "exact", "yuan"),
        ("支出零千元", "零千元", "0", "exact", "yuan"),
        ("支出￥3,150,000元", "3,150,000元", "3150000", "exact", "yuan"),
        ("支出¥3,150.5万元", "3,150.5万元", "31505000", "exact", "yuan"),
        ("支出人民币48万元", "48万元", "480000", "exact", "yuan"),
        ("支出港币48万元", "48万元", "480000", "exact", None),
        ("合同价USD3,150,000.00", "3,150,000.00", "3150000", "exact", None),
        ("用电3.1万kW·h", "3.1万kW·h", "31000", "exact", "kwh"),
        ("用电31千瓦·时", "31千瓦·时", "31", "exact", "kwh"),
        ("强度48kW·h/m²", "48kW·h/m²", "48", "exact", "kwh_per_m2"),
        ("用水48㎥", "48㎥", "48", "exact", "m3"),
        ("行驶48㎞", "48㎞", "48", "exact", "km"),
        ("排放9.6tCO2", "9.6tCO2", "9.6", "exact", None),
        ("油耗9.6L/100km", "9.6L/100km", "9.6", "exact", None),
        ("油耗9.6升/百公里", "9.6升/百公里", "9.6", "exact", None),
        ("历时2小时15分。", "2小时15分", "2.25", "exact", None),
        ("用时1分30秒", "1分30秒", "1.5", "exact", None),
        ("用时48分", "48分", "48", "exact", None),
        ("得分48分", "48分", "48", "exact", "point"),
        ("室温不低于26度", "26度", "26", "at_least", None),
        ("用电48度", "48度", "48", "exact", "kwh"),
        ("用水4.8E+05吨", "4.8E+05吨", "480000", "exact", None),
        ("用电3.5×10⁴千瓦时", "3.5×10⁴千瓦时", "35000", "exact", "kwh"),
        ("用气 1.2 × 10⁶ m³", "1.2 × 10⁶ m³", "1200000", "exact", "m3"),
        ("排放1.2×10⁻³吨", "1.2×10⁻³吨", "0.0012", "exact", None),
        ("下降2,8%", "2,8%", "2.8", "exact", "percent"),
        ("完成32项重点工作", "32项", "32", "exact", None),
        ("占比½", "½", "50", "exact", "percent"),
        ("共3½吨", "3½吨", "3.5", "exact", None),
        ("下降半成", "半成", "5", "exact", "percent"),
        ("公务用车保有量（辆）：48", "48", "48", "exact", "vehicle"),
        ("建成率（%）为48", "48", "48", "exact", "percent"),
        ("每天大约会产生1.5吨", "1.5吨", "1.5", "approx", None),
        ("比起拍价高出48万元", "48万元", "480000", "exact", "yuan"),
        ("合同为期8年", "8年", "8", "exact", None),
        ("行政中心3栋", "3栋", "3", "exact", None),
        ("其中一辆", "一辆", "1", "exact", "vehicle"),
        ("票价五元三角", "五元三角", "5.3", "exact", "yuan"),
        ("about 1.831 billion yuan", "1.831 billion yuan", "1831000000", "approx", "yuan"),
        ("2,450 charging piles", "2,450", "2450", "exact", None),
    ],
)
def test_a_quantity_is_read_with_its_span_value_qualifier_and_unit(
    text: str, span: str, value: str, qualifier: str, unit: str | None
) -> None:
    (found,) = quantities(text)
    assert (found.text, found.value, found.qualifier, found.unit) == (span, Decimal(value), qualifier, unit)


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("约48辆", "approx"),
        ("大约48辆", "approx"),
        ("48辆左右", "approx"),
        ("48辆上下", "approx"),
        ("达约48辆", "approx"),
        ("约达48辆", "approx"),
        ("超48辆", "more_than"),
        ("超过了48辆", "more_than"),
        ("逾48辆", "more_than"),
        ("突破48辆", "more_than"),
        ("高于48辆", "more_than"),
        ("至少48辆", "at_least"),
        ("不少于48辆", "at_least"),
        ("不低于48辆", "at_least"),
        ("48辆以上", "at_least"),
        ("近48辆", "less_than"),
        ("接近48辆", "less_than"),
        ("将近48辆", "less_than"),
        ("不足48辆", "less_than"),
        ("不到48辆", "less_than"),
        ("低于48辆", "less_than"),
        ("48辆以内", "at_most"),
        ("不超过48辆", "at_most"),
        ("未超过48辆", "at_most"),
        ("达到48辆", "exact"),
        ("仅48辆", "exact"),
        ("累计48辆", "exact"),
        ("共48辆", "exact"),
        ("节约48辆", "exact"),
        ("附近48辆", "exact"),
        ("通过48辆", "exact"),
        ("签约48辆", "exact"),
        ("不足之处有48辆", "exact"),
    ],
)
def test_words_around_a_number_qualify_it(words: str, qualifier: str) -> None:
    (found,) = quantities(f"全市保有公务用车{words}，比上年多。")
    assert found.qualifier == qualifier
    assert found.text == "48辆"


@pytest.mark.parametrize(
    ("text", "least", "most", "unit"),
    [
        ("价格800元至24000元", 800, 24000, "yuan"),
        ("补助15-20万元", 150000, 200000, "yuan"),
        ("节约3亿—4亿元", 300000000, 400000000, "yuan"),
        ("降幅11%～13%", 11, 13, "percent"),
        ("压缩30至50%", 30, 50, "percent"),
        ("抽查四至六家", 4, 6, "unit"),
        ("更新40-60台", 40, 60, None),
        ("走访七八百人", 700, 800, "person"),
        ("投资三四百万元", 3000000, 4000000, "yuan"),
        ("每周一两次检查", 1, 2, None),
        ("费用在3000与4000元之间", 3000, 4000, "yuan"),
        ("起拍价从800元至3000元不等", 800, 3000, "yuan"),
    ],
)
def test_a_range_is_one_mention_with_both_ends(text: str, least: int, most: int, unit: str | None) -> None:
    (found,) = quantities(text)
    assert (found.value, found.value_max, found.qualifier, found.unit) == (least, most, "range", unit)


def test_from_a_to_b_is_two_values_and_no_range() -> None:
    assert [m.value for m in quantities("占比由12%到15%")] == [12, 15]
    assert [m.value for m in quantities("从43台增加到50台")] == [43, 50]


def test_lists_keep_every_number_apart() -> None:
    assert [str(m.value) for m in quantities("分别下降0.45%、1.46%和2.97%")] == ["0.45", "1.46", "2.97"]
    assert [str(m.value) for m in quantities("下降1.43、1.58个百分点")] == ["1.43", "1.58"]
    assert [m.value for m in quantities("接待45批次320人次")] == [45, 320]


def test_a_sign_in_a_table_belongs_to_its_number() -> None:
    first, second, third = quantities("用电 | -4.07% | +0.85% | -12")
    assert (first.text, first.value, first.signed) == ("-4.07%", Decimal("-4.07"), True)
    assert (second.text, second.value, second.signed) == ("+0.85%", Decimal("0.85"), True)
    assert third.value == -12


def test_an_unwrapped_number_keeps_its_measure_word() -> None:
    (found,) = quantities("在大院新建充电车位 60\n\n个，均已投用。")
    assert (found.text, found.value) == ("60\n\n个", 60)
    (found,) = quantities("公開資訊3.6萬(wàn)條")
    assert found.value == 36000


def test_a_page_number_between_number_and_unit_stays_a_page_number() -> None:
    mentions = read_passage("共解决办公用房700余\n- 5 -\n平方米，全部交付。").mentions
    assert [(m.text, m.role) for m in mentions] == [("700余", "quantity"), ("5", "name")]


def test_cells_of_a_table_are_bare_numbers() -> None:
    assert [m.value for m in quantities("规章 | 0 | 0 | 0")] == [0, 0, 0]
    assert [m.value for m in quantities("规章\n0\n0\n0\n行政处罚\n12")] == [0, 0, 0, 12]
    assert [str(m.value) for m in quantities("省级|12.49|517.33|38.53|")] == ["12.49", "517.33", "38.53"]


def test_a_unit_with_several_readings_waits_for_its_metric() -> None:
    (found,) = quantities("充电桩48个")
    assert found.unit is None
    assert {"pile", "unit", "space"} <= {reading.unit for reading in found.readings}
    (found,) = quantities("用水15吨")
    assert {reading.unit for reading in found.readings} >= {"m3", "m3_per_person"}


def test_factors_lead_to_the_base_unit() -> None:
    (found,) = quantities("装机1.5兆瓦")
    assert (found.value, found.readings[0].factor) == (Decimal("1.5"), 1000)


@pytest.mark.parametrize("text", ["查处案件一起。", "新增示范单位一家，", "召开会议一次", "配备一名专干", "举办一期培训班"])
def test_one_counts_where_it_counts(text: str) -> None:
    (found,) = quantities(text)
    assert found.value == 1


@pytest.mark.parametrize(
    "text", ["平均用时25分钟", "连续运行300天", "回收期6.5年", "提前3天", "工期18个月", "合同期5年", "年龄41.3岁"]
)
def test_a_span_of_time_that_measures_is_a_quantity_without_unit(text: str) -> None:
    (found,) = quantities(text)
    assert found.unit is None


@pytest.mark.parametrize("mark", ["[1]", "①", "*", "※", "（注1）", "¹"])
def test_the_mark_of_a_note_belongs_neither_to_the_number_nor_to_its_unit(mark: str) -> None:
    (found,) = quantities(f"公务用车保有量48{mark}辆")
    assert (found.text, found.value, found.unit) == ("48", 48, "vehicle")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("支出（万元）：48", 480000, "yuan"),
        ("支出（单位：万元）48", 480000, "yuan"),
        ("支出：48（万元）", 480000, "yuan"),
        ("能耗（万吨标准煤）：4.8", 48000, "tce"),
    ],
)
def test_a_unit_in_brackets_multiplies_its_number(text: str, value: int, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(
            ("(1.45)", "-1.45"),
            ("△1.45", "-1.45"),
            ("▼1.45", "-1.45"),
            ("↓1.45%", "-1.45"),
            ("▲1.45", "1.45"),
            ("↑1.45%", "1.45"),
        ),
        *(("（1,450）", "-1450"), ("(145)", "-145")),
    ],
)
def test_accounts_write_a_loss_with_an_arrow_or_in_brackets(cell: str, value: str) -> None:
    (found,) = quantities(f"人均综合能耗 | {cell} |")
    assert (found.value, found.signed) == (Decimal(value), True)


@pytest.mark.parametrize("text", ["（1,450件）", "▼48辆公务用车", "网站（145）、微博（250）"])
def test_brackets_and_bullets_of_prose_are_no_signs(text: str) -> None:
    assert all(found.value and found.value > 0 for found in quantities(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("用电量（10⁴kWh）35", "350000"),
        ("年末余额（10⁸元）3.5", "350000000"),
        ("单位：10⁴m²", "10000"),
        ("共有车辆10⁴辆", "10"),  # a note
        ("（10⁴）", "10"),
    ],
)
def test_a_power_of_ten_scales_a_unit_in_brackets_and_is_a_note_elsewhere(text: str, value: str) -> None:
    assert read_passage(text).mentions[-1].value == Decimal(value)
