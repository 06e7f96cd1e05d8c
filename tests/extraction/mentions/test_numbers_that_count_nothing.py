"""Numerals that are no figures: their role, and that no figure is made of them."""

from __future__ import annotations

from typing import Any

import pytest

from yearbook.extraction.mentions.passage import read_passage

TEXTS = {
    "ordinal": """
        第四批 位列第五位 进入前十 第9名 启动二级响应 党的二十大 十八届 第九条第（二）项 详见附件3 见表7 图3-2
        第25个全国节能宣传周 二等功 一期工程
        图片3 第2、5、8批 第一、二批 前两场 前四轮 七届三次全会 二期光伏项目 行政中心三期分布式光伏项目 详见图4，名册
        目标的前3名 第十三届全国人大四次会议
    """,
    "document_number": """
        示管〔2020〕2号 示办[2021]15号 （2020）示01民初123号 索引号：430S00/2022-004417 登记编号：HNPR-2022-26003
        统一社会信用代码：11410900005952345X 电话：0371-65990000 邮编：457000 GB/T29149-2012 ISO14001
        豫L·0**27 豫A·12345
        监督索引号53040000105801000 房号1-2-301
    """,
    "heading": "一、强化责任 （一）健全机制 1.健全制度 2、公务用车 (3)落实 ①更新 一是完善规则 责任二是自觉 概况……1 5、2023年更新",
    "name": """
        压减“三公”经费 做到“两个维护” 增强四个意识 “一站式”服务 不搞“一刀切” 统一管理 进一步规范 一般公务用车
        逐一核实 一律取消 千方百计 万无一失
        举一反三 百姓满意 四川省 三明市 七里河区 下沉一线 3号楼 205室 4G网络 网站12306 12345热线 浏览次数：3,417
        abc123@example.cn
        https://example.cn/2020/t20200105_1.html 以下三个方面 六大任务 三项强度指标 分三批 4个环节 零感染 大陆 队伍
        24小时值守 比例为1:1.2
        五层会议室 十六层办公区 6楼大厅 大院3栋2楼 公开07表 “2+5”模式 1+3+N模式 “1个总台+2个专班”
        四个核心要点 六项改革举措 六项规定 三种方式 三笔账 三张清单 两场汛情 三项依次为 （相同信息计1条）
        示例路88号 每年一次 没有一例 未发生一起 每一个 《节能12条》 “七五”普法 单位：万元 百公里油耗 成千上万
    """,
}


@pytest.mark.parametrize(("role", "text"), [(role, text) for role, texts in TEXTS.items() for text in texts.split()])
def test_a_numeral_that_counts_nothing_is_no_figure(role: Any, text: Any) -> None:
    roles = {m.role for m in read_passage(text).mentions}
    assert role in roles
    assert "quantity" not in roles


@pytest.mark.parametrize("text", ["— 12 —", "Page 13", "P. 14 示例", "共 12 页", "第 3 页", "上文\n- 5 -\n下文"])
def test_a_page_number_is_a_name(text: str) -> None:
    assert {m.role for m in read_passage(text).mentions} == {"name"}


def test_a_reason_says_why_a_numeral_is_only_a_name() -> None:
    assert all(m.reason for m in read_passage("以下三个方面，每一个都统一。").mentions)


def test_a_number_after_目前_is_no_place_in_an_order() -> None:
    (found,) = read_passage("目前16处房产").mentions
    assert (found.role, found.value) == ("quantity", 16)


def test_a_measure_word_that_begins_another_word_is_left_to_it() -> None:
    (found,) = read_passage("共8部门参加").mentions
    assert (found.text, found.unit_as_written) == ("8", "")


def test_a_hotline_with_a_unit_is_a_quantity() -> None:
    (found,) = read_passage("办理12345件").mentions
    assert (found.role, found.value) == ("quantity", 12345)


def test_letters_before_a_number_with_its_unit_do_not_hide_it() -> None:
    assert [m.value for m in read_passage("更换LED300盏、APP2个").mentions] == [300, 2]


def test_a_first_in_words_is_a_place_in_an_order_and_a_capital_is_not() -> None:
    assert [(m.text, m.role) for m in read_passage("作为首要任务，首批建成").mentions] == [("首", "ordinal"), ("首", "ordinal")]
    assert read_passage("首都机关，首先落实").mentions == []


def test_the_pages_of_a_table_of_contents_are_headings() -> None:
    text = "目　录\n第一部分　概况 1\n表一　收支总表 12\n第三部分　名词解释 19\n车辆共计 15\n设备共计 16"
    roles = {mention.text: mention.role for mention in read_passage(text).mentions if mention.text.isdigit()}
    assert roles == {"1": "heading", "12": "heading", "19": "heading", "15": "heading", "16": "heading"}
    below = read_passage(text + "\n一、概况。\n共计 15").mentions
    assert below[-1].role == "quantity"
