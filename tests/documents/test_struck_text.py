"""What is struck through is deleted: it is not read, and never glued to what stands beside it."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from docx.enum.style import WD_STYLE_TYPE
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.documents.made_files import save_book
from tests.documents.report_forms import save
from yearbook.documents.document import Limits
from yearbook.documents.html.reader import read_html
from yearbook.documents.reader import read_bytes
from yearbook.documents.word.reader import read_docx

PAGE = (
    "<!DOCTYPE html><html><head><title>工作总结</title>{head}</head>"
    "<body><p>保有量{struck}1268辆，各项任务圆满完成。</p></body></html>"
)


@pytest.mark.parametrize("mark", ["strike", "dstrike"])
def test_a_run_of_a_docx(mark: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("保有量")
    setattr(paragraph.add_run("1304").font, "strike" if mark == "strike" else "double_strike", True)
    paragraph.add_run("1268辆")
    assert read_docx("a.docx", save(document), Limits()).text == "保有量1268辆\n"


def test_a_style_of_a_docx_and_one_based_on_it() -> None:
    document = docx.Document()
    deleted = document.styles.add_style("Deleted", WD_STYLE_TYPE.CHARACTER)
    deleted.font.strike = True
    derived = document.styles.add_style("Derived", WD_STYLE_TYPE.CHARACTER)
    derived.base_style = deleted
    paragraph = document.add_paragraph("保有量")
    paragraph.add_run("1304", style=deleted)
    paragraph.add_run("1290", style=derived)
    kept = paragraph.add_run("1268辆", style=deleted)
    kept.font.strike = False
    assert read_docx("a.docx", save(document), Limits()).text == "保有量1268辆\n"


@pytest.mark.parametrize(
    ("struck", "head"),
    [
        ("<del>1304</del>", ""),
        ("<s>1304</s>", ""),
        ("<strike>1304</strike>", ""),
        ('<span style="text-decoration: line-through red">1304</span>', ""),
        ('<span class="old">1304</span>', "<style>.old { text-decoration-line: line-through }</style>"),
    ],
)
def test_an_element_of_a_page(struck: str, head: str) -> None:
    text = read_html("a.html", PAGE.format(struck=struck, head=head).encode(), Limits()).text
    assert "保有量1268辆" in text
    assert "1304" not in text


def test_text_that_is_only_underlined_is_text() -> None:
    page = PAGE.format(struck='<u style="text-decoration: underline">约</u>', head="")
    assert "保有量约1268辆" in read_html("a.html", page.encode(), Limits()).text


def test_a_run_and_a_cell_of_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["指标", "2023年"])
    sheet.append(["保有量", CellRichText(TextBlock(InlineFont(strike=True), "1304"), TextBlock(InlineFont(), "1268"))])
    sheet.append(["充电桩", 3450])
    sheet["B3"].font = Font(strike=True)
    assert read_bytes("a.xlsx", save_book(book)).text.splitlines() == ["指标 | 2023年", "保有量 | 1268", "| 充电桩 |  |"]


def test_a_header_of_a_docx_with_a_table_is_still_read() -> None:
    document = docx.Document()
    document.add_paragraph("正文。")
    section = document.sections[0]
    table = section.header.add_table(1, 2, section.page_width)
    table.cell(0, 0).text, table.cell(0, 1).text = "芷岸市", "第3期"
    text = read_docx("a.docx", save(document), Limits()).text
    assert "第3期" in text
    assert io.StringIO(text).readline() == "正文。\n"
