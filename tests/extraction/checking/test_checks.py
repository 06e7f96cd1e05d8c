"""What cannot be right together is found, in tables, in prose and between both, with the places of all that it rests on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yearbook.catalogue.catalogue import Catalogue
from yearbook.documents.document import Document
from yearbook.extraction.drafts.check import DraftCheck, check_draft, compare_drafts
from yearbook.extraction.extractor import understand

Found = list[tuple[str, str, tuple[str, ...]]]
OFFICE = "濮阳市机关事务管理局"


def read_draft(text: str, catalogue: Catalogue, year: int = 2023) -> DraftCheck:
    return check_draft(Document("0" * 64, "draft.txt", "txt", text), catalogue, OFFICE, year)


def words_of(check: DraftCheck) -> Found:
    text = check.document.text
    return [
        (finding.rule, text[slice(*finding.place)], tuple(text[slice(*place)] for place in finding.against))
        for finding in check.contradictions
    ]


SECTIONS = (
    "单位：万元\n支出决算表\n"
    "科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n"
    "合计 | | 90.50 | 60.50 | 30.00 | | |\n201 | 公共服务 | {whole} | 40.50 | 20.00 | | |\n"
    "20103 | 机关事务 | 60.50 | 40.50 | 20.00 | | |\n"
    "2010301 | 行政运行 | 40.50 | 40.50 | | | |\n2010303 | 机关服务 | 20.00 | | 20.00 | | |\n"
    "221 | 住房保障 | 30.00 | 20.00 | 10.00 | | |\n22102 | 住房改革 | 30.00 | 20.00 | 10.00 | | |"
)
TOTALS = (
    "收入支出决算总表\n单位：万元\n项目 | 行次 | 金额 | 项目 | 行次 | 金额\n"
    "本年收入合计 | 1 | 90.50 | 本年支出合计 | 31 | {spent}\n"
    "总计 | 2 | 95.00 | 总计 | 32 | 95.00\n\n"
)
SERVICES = "单位：万元\n科目 | 2023年 | 2022年\n物业管理费 | 32.10 | 30.10\n水费 | 5 | 6\n\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # sums: codes and the codes below them; a table's total in the next one; parts in brackets
        (SECTIONS.format(whole="60.50"), []),
        (
            SECTIONS.format(whole="66.50"),
            [
                ("parts_do_not_add_up", "90.50", ("66.50", "30.00")),
                ("parts_do_not_add_up", "66.50", ("40.50", "20.00")),
                ("parts_do_not_add_up", "66.50", ("60.50",)),
            ],
        ),
        (TOTALS.format(spent="90.50") + SECTIONS.format(whole="60.50"), []),
        (
            TOTALS.format(spent="91.50") + SECTIONS.format(whole="60.50"),
            [("contradicts_itself", "91.50", ("90.50",)), ("contradicts_itself", "90.50", ("91.50",))],
        ),
        ("公共机构85个（机关30个、学校54个）。", [("parts_do_not_add_up", "85个", ("30个", "54个"))]),
        # rows: a rate and its sign follow from the levels of two years
        ("指标 | 2023年 | 2022年 | 同比（%）\n餐厨垃圾清运（吨） | 95 | 100 | -5.0", []),
        (
            "指标 | 2023年 | 2022年 | 同比（%）\n餐厨垃圾清运（吨） | 95 | 100 | -6.0",
            [("change_disagrees", "-6.0", ("95", "100"))],
        ),
        (
            "指标 | 2023年 | 2022年 | 同比（%）\n餐厨垃圾清运（吨） | 95 | 100 | 5.0",
            [("direction_disagrees", "5.0", ("95", "100"))],
        ),
        ("指标 | 全市2023年 | 市直2023年 | 同比（%）\n餐厨垃圾清运（吨） | 95 | 10 | 5.0", []),
        # prose: a change and its rate, a verb and its amounts, shares of a total
        ("支出56.95万元，比上年减少1.20万元，下降5.06%。", [("change_disagrees", "56.95万元", ("1.20万元", "5.06%"))]),
        ("较上年的56.95万元减少1.20万元，下降5.06%。", []),
        ("印刷费由12万元减少到15万元。", [("direction_disagrees", "15万元", ("12万元",))]),
        ("印刷费由15万元减少到12万元。", []),
        ("收入合计200万元，其中：拨款150万元，占75%；其他50万元，占25%。", []),
        ("收入合计200万元，其中：拨款150万元，占65%；其他50万元，占25%。", [("share_disagrees", "65%", ("150万元", "200万元"))]),
        ("收入合计200万元，其中：拨款150万元，占70%；其他50万元，占20%；另有10万元，占6%。", []),  # shares of something else
        # prose and tables
        (
            SERVICES + "物业管理费支出32.10万元，比上年增加2万元。",
            [],
        ),
        (SERVICES + "2022年物业管理费支出30.10万元。", []),
        (
            SERVICES + "2022年物业管理费支出32.10万元。",
            [("contradicts_itself", "30.10", ("32.10万元",)), ("contradicts_itself", "32.10万元", ("30.10",))],
        ),
        (
            SERVICES + "物业管理费支出31.20万元。",
            [("contradicts_itself", "32.10", ("31.20万元",)), ("contradicts_itself", "31.20万元", ("32.10",))],
        ),
        (
            SERVICES + "物业管理费32.10万元，比上年减少2万元。",
            [("direction_disagrees", "2万元", ("32.10", "30.10"))],
        ),
        # a form's ratio
        ("指标 | 数值\n用能人数（人） | 2000\n能源消费总量（吨标准煤） | 260\n人均综合能耗（千克标准煤/人） | 130", []),
        (
            "指标 | 数值\n用能人数（人） | 2000\n能源消费总量（吨标准煤） | 260\n人均综合能耗（千克标准煤/人） | 103",
            [("parts_do_not_add_up", "103", ("260", "2000"))],
        ),
    ],
)
def test_what_contradicts_itself_is_found_with_its_places(text: str, found: Found, catalogue: Catalogue) -> None:
    assert words_of(read_draft(text, catalogue)) == found


def test_what_the_others_make_of_a_figure_is_said_in_its_unit(catalogue: Catalogue) -> None:
    [finding] = read_draft("单位：万元\n类别 | 金额\n货物 | 20.1\n服务 | 3.5\n合计 | 24.6", catalogue).contradictions
    assert finding.expected == Decimal(236_000)


LAST = "单位：万元\n项目 | 2022年\n公务接待费 | 4.10\n物业管理费 | 30.10"
NOW = "单位：万元\n项目 | 2023年 | 2022年\n公务接待费 | 3.90 | {reception}\n物业管理费 | 31.20 | {service}"


@pytest.mark.parametrize(
    ("reception", "service", "found"),
    [("4.10", "30.10", []), ("4.01", "30.10", [("4.01", "4.10")]), ("4.10", "31.10", [("31.10", "30.10")])],
)
def test_last_years_values_are_those_of_last_years_report(
    reception: str, service: str, found: list[tuple[str, str]], catalogue: Catalogue
) -> None:
    draft = read_draft(NOW.format(reception=reception, service=service), catalogue)
    last = read_draft(LAST, catalogue, 2022)
    differences = list(compare_drafts(draft, last))
    words = [(draft.document.text[slice(*one.place)], last.document.text[slice(*one.against[0])]) for one in differences]
    assert words == found
    assert all(one.of_last and one.rule == "last_report_disagrees" for one in differences)


def test_a_report_of_the_same_year_is_not_last_years(catalogue: Catalogue) -> None:
    draft = read_draft(NOW.format(reception="4.01", service="30.10"), catalogue)
    assert list(compare_drafts(draft, read_draft(LAST, catalogue, 2023))) == []


def test_tables_whose_headings_do_not_fit_are_noted_once(catalogue: Catalogue) -> None:
    open_table = "甲 | 接待费 | 丁\n子 | 1万元 | 2万元 | 3万元 | 4万元 | 5万元\n\n情况如下：\n\n"
    reading = understand(Document("0" * 64, "a.txt", "txt", open_table * 2), catalogue, OFFICE, 2023)
    assert [(note.words, note.what) for note in reading.notes] == [("formats.open_tables", "1")]
