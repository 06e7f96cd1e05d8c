"""Statutory forms claim their known cells and nothing else, and their sums are held against each other."""

from __future__ import annotations

import pytest

from tests.conftest import Reader
from yearbook.catalogue.catalogue import Catalogue
from yearbook.extraction.tables.forms import load_forms

REQUESTS = (
    "本列数据 | 自然人 | 法人 | 总计\n一、本年新收政府信息公开申请数量 | 30 | 5 | 35\n"
    "二、上年结转政府信息公开申请数量 | 2 | 0 | 2\n"
    "三、本年度办理结果 | （一）予以公开 | 29 | 4 | 33\n | （七）总计 | 31 | 5 | {total}\n四、结转下年度继续办理 | 1 | 0 | 1"
)
ACCOUNTS = (
    "{prose}\n收入支出决算总表\n单位：万元\n项目 | 行次 | 金额 | 项目 | 行次 | 金额\n"
    "一、财政拨款收入 | 1 | 110.2 | 一、一般公共服务支出 | 31 | 108.4\n"
    "总计 | 30 | 112.5 | 总计 | 60 | {spent}"
)
THREE_PUBLIC = (
    "公开07表\n单位：万元\n预算数 决算数\n合计 出国 小计 购置 运行 接待 合计 出国 小计 购置 运行 接待\n"
    "1 2 3 4 5 6 7 8 9 10 11 12\n"
    "58.20 0.00 50.20 20.00 30.20 8.00 {total} 1.10 44.81 19.76 25.05 3.12"
)


def test_only_the_total_of_what_was_received_is_the_metric(read: Reader) -> None:
    claimed = {words: mention.metric for words, mention in read(REQUESTS.format(total=36)).items() if mention.metric}
    assert claimed == {"35": "disclosure.requests"}


@pytest.mark.parametrize(("total", "noted"), [(36, False), (37, True)])
def test_the_items_of_the_requests_table_balance(read: Reader, total: int, noted: bool) -> None:
    assert ("parts_do_not_add_up" in read(REQUESTS.format(total=total))["35"].notes) is noted


@pytest.mark.parametrize(
    ("prose", "spent", "notes"),
    [
        ("收入支出总计112.5万元。", "112.5", set()),
        ("收入支出总计12.5万元。", "112.5", {"contradicts_itself"}),
        ("财政拨款收入支出总计90.1万元。", "112.5", set()),
        ("", "113.5", {"parts_do_not_add_up"}),
    ],
)
def test_the_two_sides_of_the_accounts_and_the_prose_agree(read: Reader, prose: str, spent: str, notes: set[str]) -> None:
    mentions = read(ACCOUNTS.format(prose=prose, spent=spent))
    total = mentions["112.5"] if spent == "112.5" else mentions[spent]
    assert total.metric == "finance.spending"
    assert set(total.notes) & {"contradicts_itself", "parts_do_not_add_up"} == notes
    assert mentions["108.4"].metric is None


@pytest.mark.parametrize(("total", "claimed"), [("49.03", 7), ("51.03", 0)])
def test_columns_known_by_place_are_claimed_only_where_they_add_up(read: Reader, total: str, claimed: int) -> None:
    mentions = read(THREE_PUBLIC.format(total=total))
    by_form = [mention for mention in mentions.values() if mention.rule == "accounts_07"]
    assert len(by_form) == claimed


def test_every_form_names_metrics_of_the_catalogue(catalogue: Catalogue) -> None:
    assert [cell.metric for form in load_forms() for cell in form.cells if cell.metric not in catalogue.metrics] == []


@pytest.mark.parametrize(
    ("text", "total", "notes"),
    [
        ("单位：万元\n类别 | 采购金额\n货物 | 20.1\n服务 | 3.5\n合计 | 23.6", "23.6", set()),
        ("单位：万元\n类别 | 采购金额\n货物 | 20.1\n服务 | 3.5\n合计 | 24.6", "24.6", {"parts_do_not_add_up"}),
        ("单位：万元\n科目 | 金额\n车辆费 | 7\n购置 | 3\n运行 | 4\n接待 | 2\n合计 | 9", "9", set()),  # parts of a part
        ("类别 | 人均面积\n甲 | 20\n乙 | 30\n合计 | 24", "24", set()),
        ("支出56.95万元，比上年减少1.20万元，下降2.06%。", "56.95万元", set()),
        ("支出56.95万元，比上年减少1.20万元，下降5.06%。", "56.95万元", {"change_disagrees"}),
    ],
)
def test_what_must_add_up_is_noted_where_it_does_not(read: Reader, text: str, total: str, notes: set[str]) -> None:
    noted = set(read(text)[total].notes) & {"parts_do_not_add_up", "change_disagrees"}
    assert noted == notes
