"""What a report says of itself."""

from __future__ import annotations

from datetime import date

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
