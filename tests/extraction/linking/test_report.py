"""What a report says of itself."""

from __future__ import annotations

from datetime import date

import pytest

from yearbook.catalogue.catalogue import Catalogue
from yearbook.extraction.extractor import understand_text

LETTERHEAD = """河南省机关事务管理局2021年工作总结

  • 索引号:410S00/2022-000123
  • 发布机构:
  • 发文日期: 2022-02-17 10:03
  • 名称: 河南省机关事务管理局2021年工作总结

2021年，我局全面履行职责。
"""
PDF_TEXT = " 濮阳市机关事务管理局\n2019 年度工作报告\n\n一年来，我局工作扎实。\n\n2020 年 1 月 8 日\n"


def test_a_letterhead_gives_title_index_number_and_date(catalogue: Catalogue) -> None:
    report = understand_text(LETTERHEAD, catalogue)[0]
    assert report.title == "河南省机关事务管理局2021年工作总结"
    assert report.index_number == "410S00/2022-000123"
    assert report.published_on == date(2022, 2, 17)
    assert report.report_year == 2021


def test_a_letterhead_may_stand_in_a_table(catalogue: Catalogue) -> None:
    table = "索引号： | 410S00/2022-000123 | 文号： |  |\n发布机构： | 河南省机关事务管理局 | 发文日期： | 2022-02-17\n"
    report = understand_text(table + "2021年工作总结\n2021年，我局全面履行职责。\n", catalogue)[0]
    assert (report.index_number, report.document_number) == ("410S00/2022-000123", None)
    assert (report.publisher, report.published_on) == ("河南省机关事务管理局", date(2022, 2, 17))


def test_an_office_within_the_agency_is_not_who_publishes(catalogue: Catalogue) -> None:
    report = understand_text("发布机构：办公室\n河南省机关事务管理局2021年工作总结\n2021年，我局全面履行职责。\n", catalogue)[0]
    assert (report.publisher, report.region_code) == ("河南省机关事务管理局", "410000")


def test_a_title_over_two_lines_is_one_title(catalogue: Catalogue) -> None:
    report = understand_text(PDF_TEXT, catalogue)[0]
    assert report.title == "濮阳市机关事务管理局2019年度工作报告"
    assert report.agency_id == "410900-goa"
    assert report.report_year == 2019
    assert report.published_on == date(2020, 1, 8)


def test_a_body_that_the_list_lacks_is_placed_by_its_name(catalogue: Catalogue) -> None:
    report = understand_text("湖南省常德市机关事务管理局2021年工作报告\n2021年，我局成绩显著。", catalogue)[0]
    assert report.region_code == "430700"
    assert report.agency_id == "430700-goa"


def test_a_body_of_no_known_place_has_no_region(catalogue: Catalogue) -> None:
    report = understand_text("苍澜市机关事务管理局2021年工作报告\n2021年，我局成绩显著。", catalogue)[0]
    assert report.region_code is None
    assert report.publisher == "苍澜市机关事务管理局"


def test_what_the_caller_says_outranks_the_text(catalogue: Catalogue) -> None:
    report = understand_text(PDF_TEXT, catalogue, publisher="湖南省机关事务管理局", year=2018)[0]
    assert (report.agency_id, report.report_year) == ("430000-goa", 2018)


BODY = "\n一年来，各项工作平稳有序。\n"


@pytest.mark.parametrize(
    ("head", "kind", "year"),
    [
        ("常德市机关事务管理局2025年部门预算公开说明", "budget", 2025),
        ("常德市2025年市级部门预算\n预算主管部门：常德市机关事务管理局", "budget", 2025),
        ("常德市机关事务管理局\n2024年度部门决算", "accounts", 2024),
        ("常德市机关事务管理局关于2024年预算执行情况的报告", "accounts", 2024),
        ("常德市机关事务管理局2024年政府信息公开工作年度报告", "disclosure", 2024),
        ("常德市机关事务管理局2024年工作总结（节选）", "work_report", 2024),
        ("常德市机关事务管理局2024年工作总结及2025年工作安排", "work_report", 2024),
        ("上半年工作总结和下半年工作打算", "work_report", None),
        ("常德市机关事务管理局2024年法治政府建设情况的报告", "work_report", 2024),
        ("常德市公共机构节约能源资源“十四五”规划", "plan", 2021),
        ("常德市机关事务管理局2025年工作要点", "plan", 2025),
        ("关于印发2025年公共机构节能宣传周活动方案的通知", "plan", 2025),
        ("公车平台上线\n发布时间：2023-05-06 来源：某某日报", "news", 2023),
        ("公车平台上线\n发布时间：2023-05-06 来源：常德市机关事务管理局", "other", 2023),
    ],
)
def test_the_end_of_the_title_tells_the_kind_of_document(head: str, kind: str, year: int | None, catalogue: Catalogue) -> None:
    report = understand_text(head + BODY, catalogue)[0]
    assert (report.kind, report.report_year) == (kind, year)


@pytest.mark.parametrize(
    ("head", "publisher", "region"),
    [
        ("2024年工作总结\n来源：常德市机关事务管理局　发布时间：2025-01-20 10:30", "常德市机关事务管理局", "430700"),
        ("2024年工作总结\n来源：常德市机关事务管理局 【字体：大 中 小】", "常德市机关事务管理局", "430700"),
        ("2024年工作总结\n来源：常德市机关事务管理局时间：2025-01-20", "常德市机关事务管理局", "430700"),
        ("2024年工作总结\n来源：常德日报", None, None),
        ("2024年工作总结\n来源：解放晚报", None, None),
        ("2024年工作总结\n我市被国家机关事务管理局列为试点。", None, None),
        ("2024年工作总结\n在自治区机关事务管理局的指导下，工作平稳。", None, None),
        ("2024年工作总结\n来源：\n发布时间：2025-01-20", None, None),
        ("2024年工作总结\n来源：本站原创 作者：第二支部", None, None),
        ("2025年常德市政府工作报告\n来源：常德日报", "常德市人民政府", "430700"),
        ("常德市教育局2025年部门预算说明\n下设常德市教育局机关服务中心、常德市第九中学", "常德市教育局", "430700"),
        ("常德市2025年部门预算\n本办与常德市机关事务管理局合署办公", None, None),
        ("发文机关：国务院办公厅\n关于做好节能工作的意见", "国务院办公厅", "100000"),
        ("中共常德市委\n社会工作部2024年度\n部门决算", "中共常德市委社会工作部", "430700"),
    ],
)
def test_the_publisher_is_the_body_that_writes(
    head: str, publisher: str | None, region: str | None, catalogue: Catalogue
) -> None:
    report = understand_text(head + BODY, catalogue)[0]
    assert (report.publisher, report.region_code) == (publisher, region)


def test_a_departments_service_centre_is_not_the_administration_of_its_place(catalogue: Catalogue) -> None:
    report = understand_text("常德市教育局机关服务中心2024年工作总结" + BODY, catalogue)[0]
    assert (report.region_code, report.agency_id) == ("430700", None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年工作总结\n更新时间：2025/1/20 10:30\n", date(2025, 1, 20)),
        ("2024年工作总结\n（2025年1月20日）\n", date(2025, 1, 20)),
        ("2024年工作总结\n成文日期：2025年1月7日 发布日期：2025年1月20日\n", date(2025, 1, 20)),
        ("2025年工作报告\n——二〇二五年一月二十日在局务扩大会议上\n", date(2025, 1, 20)),
        ("2024年工作总结\n2025年01月20日 10:30 来源:某某日报\n", date(2025, 1, 20)),
        ("2024年工作总结\n2025年01月20日 10:30 | 来源:某某网 张三\n", date(2025, 1, 20)),
        ("2024年工作总结\n统计期限自2024年1月1日至2024年12月31日。\n", None),
        ("2024年工作总结\n截至2024年8月31日，各项工作平稳。\n常德市机关事务管理局\n2025年1月20日\n", date(2025, 1, 20)),
        ("2024年工作总结\n截至2024年8月31日，各项工作平稳。\n常德市机关事务管理局 2025年1月20日", date(2025, 1, 20)),
    ],
)
def test_the_day_of_publication_is_no_other_day_of_the_text(text: str, day: date | None, catalogue: Catalogue) -> None:
    assert understand_text(text, catalogue)[0].published_on == day


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("公车平台上线运行\n发布时间：2023-05-06\n车辆统一调度。\n", "公车平台上线运行"),
        ("常德市机关事务管理局\n2024年度部门决算\n本年收支平衡。\n", "常德市机关事务管理局2024年度部门决算"),
        ("常德市2025年部门预算\n目 录\n一、部门概况\n", "常德市2025年部门预算"),
        ("全年更新公务用车12辆。\n", None),
    ],
)
def test_a_title_needs_no_genre_word(text: str, title: str | None, catalogue: Catalogue) -> None:
    assert understand_text(text, catalogue)[0].title == title


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("公车拍卖会举行。一辆2003年登记的轿车拍出最高价。", None),
        ("公车拍卖会举行。2013年的轿车拍出最高价。", None),
        ("2015年以来，机关事务工作平稳。2019年，新建充电桩30个。", 2019),
        ("去年，我市新增托管项目3个。2021年起步以来共9个。2020年，新建充电桩30个。", None),
        ("2019年，新建充电桩30个。", 2019),
    ],
)
def test_the_year_of_a_report_is_that_which_it_tells_of(text: str, year: int | None, catalogue: Catalogue) -> None:
    assert understand_text(text, catalogue)[0].report_year == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025年常德市政府工作报告" + BODY, 2024),
        ("常德市机关事务管理局2025年工作报告\n一、2024年工作回顾\n", 2024),
        ("常德市机关事务管理局2025年工作报告\n发布时间：2025-02-03" + BODY, 2024),
        ("常德市机关事务管理局2024年工作报告\n发布时间：2025-02-03" + BODY, 2024),
        ("关于做好节能工作的意见\n发布日期：2018-12-07\n到2022年，机制基本建成。\n", 2018),
    ],
)
def test_a_work_report_tells_of_the_year_behind_it(text: str, year: int, catalogue: Catalogue) -> None:
    assert understand_text(text, catalogue)[0].report_year == year


PLAN = """常德市公共机构节能“十四五”规划
发布时间：2021-06-01
2020年，全市公共机构能源消费总量21.2万吨标准煤。
到2025年，人均综合能耗下降6%。建成节约型机关480家。
截至目前，已建成充电桩310个。
"""


def test_a_plan_states_targets_but_for_what_has_been(catalogue: Catalogue) -> None:
    mentions = understand_text(PLAN, catalogue)[1]
    roles = {mention.text: mention.role for mention in mentions if mention.role in ("metric", "quantity", "target")}
    assert roles == {"21.2万吨标准煤": "metric", "6%": "target", "480家": "target", "310个": "metric"}


REVIEWED = """常德市公共机构节能“十四五”规划
一、发展基础
2020年，全市公共机构能源消费总量21.2万吨标准煤。
新建充电桩310个。
二、总体目标
新建充电桩580个。
"""


def test_the_review_of_a_plan_tells_what_has_been_and_of_no_time_of_the_plan(catalogue: Catalogue) -> None:
    report, mentions = understand_text(REVIEWED, catalogue)
    said = {mention.text: (mention.role, mention.period_start) for mention in mentions if mention.metric}
    assert report.report_year == 2021
    assert said == {
        "21.2万吨标准煤": ("metric", date(2020, 1, 1)),
        "310个": ("metric", None),
        "580个": ("target", date(2021, 1, 1)),
    }
