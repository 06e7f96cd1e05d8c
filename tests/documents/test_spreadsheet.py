"""Indicator tables in XLSX and CSV become rows with bars, with numbers as people see them and the way back to each cell."""

from __future__ import annotations

import datetime
import io
import re

import openpyxl
import pytest
import xlsxwriter

from tests.documents.made_files import (
    cell_at,
    make_xlsx,
    make_xlsx_as_excel_does,
    make_zip,
    read_member,
    refusal_of,
    replace_member,
    save_book,
)
from tests.documents.office_files import convert
from yearbook.documents.document import Document
from yearbook.documents.office.converter import find_soffice
from yearbook.documents.reader import read_bytes
from yearbook.documents.sheet.number_formats import write_number


def _lines(document: Document) -> list[str]:
    return document.text.splitlines()


def test_a_sheet_is_rows_with_bars_below_its_title() -> None:
    rows = [
        ["芷岸市机关事务管理局（示例）2023年指标表"],
        ["单位：万元"],
        ["指标", "2023年", "2022年"],
        ["公务用车经费", 300, 310.5],
    ]
    document = read_bytes("表.xlsx", make_xlsx(rows))
    assert document.format == "xlsx"
    assert _lines(document) == [
        "芷岸市机关事务管理局（示例）2023年指标表",
        "单位：万元",
        "指标 | 2023年 | 2022年",
        "公务用车经费 | 300 | 310.5",
    ]


def test_words_that_cells_name_in_one_list_are_read() -> None:
    content = make_xlsx_as_excel_does([["指标", "2023年", "2022年"], ["车辆", 12, 13], ["其中：车辆", 3, 2.5], ["车辆", 1, 1]])
    words = read_member(content, "xl/sharedStrings.xml")
    parts = "<si><r><t>车</t></r><r><t>辆_x000A_</t></r><rPh sb='0' eb='1'><t>che</t></rPh></si>".encode()  # in two fonts
    assert "<si><t>车辆</t></si>".encode() in words
    content = replace_member(content, "xl/sharedStrings.xml", words.replace("<si><t>车辆</t></si>".encode(), parts))
    lines = _lines(read_bytes("表.xlsx", content))
    assert lines == ["指标 | 2023年 | 2022年", "车辆 | 12 | 13", "其中：车辆 | 3 | 2.5", "车辆 | 1 | 1"]


def make_raised() -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        high = book.add_format({"font_script": 1})
        sheet = book.add_worksheet("Sheet")
        sheet.write_rich_string(0, 0, "用水（10", high, "4", "m", high, "3", "）")
        sheet.write(0, 1, 36)
        sheet.write_rich_string(1, 0, "排放CO", book.add_format({"font_script": 2}), "2", "（吨）")
        sheet.write(1, 1, "35", high)
    return held.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_raised_digit_is_no_part_of_the_number_before_it(kind: str) -> None:
    if kind == "xls" and find_soffice() is None:
        pytest.skip("LibreOffice, which writes the XLS, is not installed here")
    content = make_raised() if kind == "xlsx" else convert(make_raised(), "xlsx", "xls")
    assert _lines(read_bytes(f"表.{kind}", content)) == ["用水（10⁴m³） | 36", "排放CO2（吨） | 35"]


def test_every_figure_leads_back_to_its_cell() -> None:
    document = read_bytes("表.xlsx", make_xlsx([[], ["", "指标", "", "2023年"], ["", "用电量", "", 12]]))
    cell = cell_at(document, document.text.index("12"))
    assert cell is not None
    assert (cell.table, cell.row, cell.column) == ("Sheet", 3, 4)
    assert document.text[cell.start : cell.end] == "12"
    assert cell_at(document, document.text.index(" | ")) is None


def test_each_sheet_that_is_shown_is_a_page_under_its_name() -> None:
    book = openpyxl.Workbook()
    book.active.title = "公务用车"
    book.active.append(["指标", "2023年"])
    book.active.append(["车辆", 12])
    book.create_sheet("空")
    for name, state in (("底稿", "hidden"), ("密表", "veryHidden"), ("Sheet3", "visible")):
        sheet = book.create_sheet(name)
        sheet.append(["用电", "千瓦时"])
        sheet.append([name, 34])
        sheet.sheet_state = state
    document = read_bytes("表.xlsx", save_book(book))
    assert _lines(document) == ["公务用车", "指标 | 2023年", "车辆 | 12", "用电 | 千瓦时", "Sheet3 | 34"]
    assert document.page_of(document.text.index("12")) == 1
    assert document.page_of(document.text.index("34")) == 2


@pytest.mark.parametrize("named", ["", "甲"])
def test_sheets_of_no_name_or_of_one_name_are_told_apart(named: str) -> None:
    book = openpyxl.Workbook()
    for number, title in enumerate(["甲", "乙"], start=1):
        sheet = book.active if number == 1 else book.create_sheet()
        sheet.title = title
        for row in ([None] * number + ["指标", "2023年"], [None] * number + ["车辆", number * 100]):
            sheet.append(row)
    content = save_book(book)
    book_part = read_member(content, "xl/workbook.xml").decode()
    book_part = book_part.replace('"甲"', f'"{named}"').replace('"乙"', f'"{named}"')
    document = read_bytes("表.xlsx", replace_member(content, "xl/workbook.xml", book_part.encode()))
    figures = {document.text[cell.start : cell.end]: (cell.table, cell.column) for cell in document.cells}
    assert figures["100"][1] == 3
    assert figures["200"][1] == 4
    assert figures["100"][0] != figures["200"][0]


def test_a_workbook_of_hidden_sheets_is_refused() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("底稿").append(["用电", 12])
    book["底稿"].sheet_state = "hidden"
    assert "隐藏" in refusal_of("表.xlsx", save_book(book))


def test_the_words_of_merged_cells_stand_once() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["指标", "2023年", "旧"], ["", "省直", "全省"], ["车辆", 1, 2]):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    content = save_book(book)
    part = "xl/worksheets/sheet1.xml"
    xml = read_member(content, part)
    left_over = b'<c r="C1" t="inlineStr"><is><t>\xe6\x97\xa7</t></is></c>'  # some programs leave words below a merged cell
    document = read_bytes("表.xlsx", replace_member(content, part, re.sub(rb'<c r="C1" ?/>', left_over, xml)))
    assert "旧" not in document.text
    assert _lines(document)[0].strip("| ") == "指标 | 2023年"
    assert _lines(document)[-1] == "车辆 | 1 | 2"


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("0.30000000000000004", "General", "0.3"),
        ("1200", "General", "1200"),
        ("1E-7", "General", "0.0000001"),
        ("1.5E+21", "General", "1500000000000000000000"),
        ("0.125", "0.0%", "12.5%"),
        ("-0.032", "0.00%", "-3.2%"),
        ("0.0833333333333333", "0.00%", "8.33%"),
        ("33.3333333333333", "0.0", "33.3"),
        ("1234.5678", "0", "1234.5678"),
        ("12.5", '0.0"万元"', "12.5万元"),
        ("-3.5", '"¥"#,##0.00;[Red]-"¥"#,##0.00', "-¥3.5"),
        ("-0.035", '"增长"0.0%;"下降"0.0%', "下降3.5%"),
        ("-0.0145", '"▲"0.0%;"▼"0.0%', "▼1.45%"),
        ("-3.5", "0.0;[Red]0.0", "-3.5"),
        ("-3.5", "0.0_);(0.0)", "-3.5"),
        ("0", '0;-0;"—"', "0"),
        ("123456", '[>=100000000]0!.00,,"亿元";[>=10000]0!.0,"万元";0"元"', "12.3456万元"),
        ("8800", '[>=10000]0!.0,"万元";0"元"', "8800元"),
        ("120", "[<1]0.00%;0", "120"),
        ("2", '[红色][<0]-0.0"%";0.0"%"', "2%"),
        ("-2", '[红色][<0]-0.0"%";0.0"%"', "-2%"),
        ("-12.3", '[>=1000000]#,##0,,"M";#,##0.00', "-12.3"),
        ("7", "0;;", "7"),
        ("1234567", "#,##0,", "1234.567"),
        ("123456", '0\\.0,"万"', "12.3456万"),
        ("430", "000000", "000430"),
        ("5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "5"),
        ("0.5", "# ?/?", "0.5"),
        ("1234.5", "0.00E+00", "1234.5"),
        ("45291", 'yyyy"年"', "2023年"),
        ("45291", 'yyyy"年"m"月"', "2023年12月"),
        ("45291", '[$-804]yyyy"年"m"月"d"日";@', "2023年12月31日"),
        ("45291", "yyyy/m/d", "2023年12月31日"),
        ("45291", "aaaa", "星期日"),
        ("45291", "[$-804]aaaa;@", "星期日"),
        ("45291", "yyyy/m/d dddd", "2023年12月31日 星期日"),
        ("45291", "mmm-yy", "2023年12月"),
        ("45291.75", "yyyy/m/d h:mm", "2023年12月31日 18:00"),
        ("0.5", "h:mm AM/PM", "12:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("1", "yyyy/m/d", "1900年1月1日"),
        ("-1", "yyyy/m/d", "-1"),
        ("99999999999", "yyyy/m/d", "99999999999"),
        ("待核", "0.0", "待核"),
    ],
)
def test_numbers_are_written_as_people_see_them(stored: str, code: str, shown: str) -> None:
    assert write_number(stored, code) == shown


def test_percentages_dates_and_truths_are_read_through_a_workbook() -> None:
    rows = [["指标", "值"], ["增长", 0.125], ["日期", datetime.date(2023, 12, 31)], ["达标", True], ["和", 0.1 + 0.2]]
    document = read_bytes("表.xlsx", make_xlsx(rows, {"B2": "0.0%", "B3": 'yyyy"年"'}))
    assert _lines(document)[1:] == ["增长 | 12.5%", "日期 | 2023年", "达标 | TRUE", "和 | 0.3"]


def test_days_counted_from_1904_are_read_so() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["日期", datetime.date(2023, 12, 31)])
    assert _lines(read_bytes("表.xlsx", save_book(book))) == ["日期 | 2023年12月31日"]


def test_a_calculation_that_failed_has_no_value() -> None:
    content = make_xlsx([["指标", "值"], ["车辆", 12]])
    part = "xl/worksheets/sheet1.xml"
    failed = read_member(content, part).replace(b'<c r="B2" t="n"><v>12</v></c>', b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    assert b"#DIV" in failed
    assert "0" not in read_bytes("表.xlsx", replace_member(content, part, failed)).text


def test_a_word_in_the_last_cell_of_a_sheet_costs_one_word() -> None:
    book = openpyxl.Workbook()
    book.active.append(["指标", "值"])
    book.active.append(["车辆", 12])
    book.active["XFD1048576"] = "角"
    document = read_bytes("表.xlsx", save_book(book))
    assert len(document.text) < 60
    assert (document.cells[-1].row, document.cells[-1].column) == (1048576, 16384)


def test_two_tables_of_a_sheet_keep_their_own_titles() -> None:
    rows = [["车辆表"], ["指标", "2023年"], ["车辆", 12], [], ["小计", 12], [], ["用电表"], ["项目", "千瓦时"], ["用电", 34]]
    lines = _lines(read_bytes("表.xlsx", make_xlsx(rows)))
    assert lines == ["车辆表", "指标 | 2023年", "车辆 | 12", "小计 | 12", "用电表", "项目 | 千瓦时", "用电 | 34"]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_with_a_broken_part_is_refused(part: str) -> None:
    content = make_xlsx([["指标", "值"], ["车辆", 12]])
    assert "损坏" in refusal_of("表.xlsx", replace_member(content, part, read_member(content, part)[:-40]))


def test_a_workbook_that_names_no_such_part_is_refused() -> None:
    content = make_xlsx([["指标", "值"]])
    relations = read_member(content, "xl/_rels/workbook.xml.rels").replace(b"sheet1.xml", b"../../../etc/passwd")
    assert "损坏" in refusal_of("表.xlsx", replace_member(content, "xl/_rels/workbook.xml.rels", relations))
    assert "内容" in refusal_of("表.xlsx", make_zip({"xl/workbook.xml": b"<workbook/>", "xl/_rels/workbook.xml.rels": b"<r/>"}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_cells_between_commas_or_tabs_are_read_in_every_encoding(encoding: str, separator: str) -> None:
    text = "指标,单位,2023年\r\n用电量,万千瓦时,12.50\r\n节约经费,万元,300\r\n".replace(",", separator)
    document = read_bytes("数据.txt", text.encode(encoding))
    assert document.format == "csv"
    assert _lines(document) == ["指标 | 单位 | 2023年", "用电量 | 万千瓦时 | 12.50", "节约经费 | 万元 | 300"]
    cell = cell_at(document, document.text.index("300"))
    assert cell is not None
    assert (cell.row, cell.column) == (3, 3)


def test_quoted_cells_keep_commas_and_lose_line_breaks_and_bars() -> None:
    document = read_bytes("a.csv", '指标,值\n"车,辆\n（辆）","1,200"\n甲|乙,3\n'.encode())
    assert _lines(document) == ["指标 | 值", "车,辆（辆） | 1,200", "甲/乙 | 3"]


def test_a_quote_that_is_never_closed_swallows_no_rows() -> None:
    lines = _lines(read_bytes("a.csv", '指标,值\n"车辆,12\n用电,34\n用水,56\n'.encode()))
    assert lines[1:] == ['"车辆 | 12', "用电 | 34", "用水 | 56"]


@pytest.mark.parametrize(
    "text",
    [
        "第一,车辆12辆。\n第二,用电34度。\n",
        "Hello, world\nfoo, bar\n",
        "车辆数 1,234\n房屋 2,345\n",
        '{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n',
        "指标 | 2023年\n车辆 | 12\n",
        "一段文字，用了中文逗号，写了1200辆车。\n" * 5,
    ],
)
def test_prose_with_commas_stays_a_text(text: str) -> None:
    document = read_bytes("a.csv", text.encode())
    assert (document.format, document.text) == ("txt", text)


ROWS = (["指标", "市直", "合计"], ["充电桩", 310, "=SUM(B2:B2)"])


def write_without_values() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    return save_book(book)


def write_noughts(value: int, *, calculated: bool = False) -> bytes:
    """What XlsxWriter stores behind a formula that it cannot calculate; the workbook asks to be calculated unless it was."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        sheet.write_formula(1, 2, "=SUM(B2:B2)", None, value)
    asking = read_member(held.getvalue(), "xl/workbook.xml")
    settled = replace_member(held.getvalue(), "xl/workbook.xml", asking.replace(b' fullCalcOnLoad="1"', b""))
    return settled if calculated else held.getvalue()


@pytest.mark.parametrize(
    ("content", "row", "told"),
    [
        (write_without_values(), "| 充电桩 | 310 |  |", ["1"]),
        (write_noughts(0), "| 充电桩 | 310 |  |", ["1"]),
        (write_noughts(310), "充电桩 | 310 | 310", []),
        (write_noughts(0, calculated=True), "充电桩 | 310 | 0", []),
    ],
    ids=["none stored", "a nought to be calculated", "stored", "a nought"],
)
def test_a_formula_whose_value_the_file_does_not_hold_is_named(content: bytes, row: str, told: list[str]) -> None:
    document = read_bytes("表.xlsx", content)
    assert _lines(document)[-1] == row
    assert [note.what for note in document.notes if note.words == "formats.uncounted"] == told


def test_cells_that_keep_their_digits_by_a_formula_are_their_text_and_exponents_are_values() -> None:
    document = read_bytes("表.csv", '指标,2022年,2023年\n编号,="0012",="0013"\n用水量（吨）,9.1E+05,8.65E+05\n'.encode())
    assert _lines(document) == ["指标 | 2022年 | 2023年", "编号 | 0012 | 0013", "用水量（吨） | 9.1E+05 | 8.65E+05"]
