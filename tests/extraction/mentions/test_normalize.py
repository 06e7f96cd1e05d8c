"""The text for matching, and the way back to the source."""

import pytest

from yearbook.extraction.mentions.normalize import normalize_text


@pytest.mark.parametrize(
    ("source", "normalized"),
    [
        ("１２．８％（ＫＷｈ），：；", "12.8%(KWh),:;"),
        ("機關事務管理，節約電費，充電樁３個", "机关事务管理,节约电费,充电桩3个"),
        ("显著，乾坤", "显著,乾坤"),
        ("⼀⼆⽉⺠", "一二月民"),
        ("公共機(jī)構(gòu)節(jié)能", "公共机构节能"),
        ("单位(kwh)面积(m)", "单位(kwh)面积(m)"),
        ("为 9 个单位", "为9个单位"),
        ("2 000家", "2 000家"),
        ("索 引 号：abc", "索引号:abc"),
        ("2019- 01- 22 09: 35", "2019-01-22 09:35"),
        ("规章 | 0 | 0", "规章|0|0"),
        ("一 百 五 十 个 百 分 点", "一百五十个百分点"),
        ("行政许可 行政处罚", "行政许可 行政处罚"),
        ("900 million yuan", "900million yuan"),
        ("共\u200b48\ufeff个", "共48个"),
        ("「四早」", "“四早”"),
        ("", ""),
    ],
)
def test_text_is_normalized(source: str, normalized: str) -> None:
    assert normalize_text(source).text == normalized


def test_a_hard_wrapped_paragraph_becomes_one_line_again() -> None:
    lines = [
        "全年坚持依法履职依规办事，机关运行保障能力稳步提升，公务用",
        "车管理平台运行平稳，节约型机关创建全面铺开，机关食堂推行光",
        "盘行动，干部职工",
    ]
    lines += [
        "参与热情高涨。",
        "一、强化责任担当",
        "坚持把学习摆在首位，健全制度机制，完善议事规则和工作流程，",
        "做到件件有着落。",
    ]
    normalized = normalize_text("\n\n".join(lines)).text
    assert "公务用车管理平台" in normalized
    assert "光盘行动" in normalized
    assert "。\n一、强化责任担当\n坚持把学习" in normalized


def test_lines_as_long_as_paragraphs_are_not_joined() -> None:
    paragraph = "机关事务管理工作坚持以服务保障为中心" * 8
    assert normalize_text(f"{paragraph}\n(一)标题\n{paragraph}\n正文没有句号\n{paragraph}").text.count("\n") == 4


def test_a_number_and_its_unit_join_across_lines_and_cells_do_not() -> None:
    assert normalize_text("车位 60\n\n个").text == "车位60个"
    assert normalize_text("共建 8\n4 个").text == "共建84个"
    assert normalize_text("规章\n0\n12\n3").text == "规章\n0\n12\n3"
    assert normalize_text("能耗 | 190 | 200\n\n人均用水下降").text == "能耗|190|200\n人均用水下降"
    assert normalize_text("200\n个人申请\n12\n项目总数").text == "200\n个人申请\n12\n项目总数"


def test_labels_of_a_letterhead_stay_on_their_lines() -> None:
    assert normalize_text("索引号:12\n发布机构:示例局\n名称:示例").text.count("\n") == 2


def test_offsets_lead_back_through_everything_that_was_left_out() -> None:
    source = "公共機(jī)構(gòu)建成 60\n\n个"
    normalized = normalize_text(source)
    places = [normalized.offsets.span_of(i, i + 1)[0] for i in range(len(normalized.text))]
    assert "".join(source[place] for place in places) == "公共機構建成60个"
    assert normalized.offsets.index_of(source.index("60")) == normalized.text.index("60")
    start = normalized.text.index("构")
    assert source[slice(*normalized.offsets.span_of(start, start + 2))] == "構(gòu)建"
    assert source[slice(*normalized.offsets.span_of(start, start + 1))] == "構"
