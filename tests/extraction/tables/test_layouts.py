"""One table gives the same figures however it reaches text: bars, tabs, blanks, a cell a line, PDF lines, HTML, DOCX, XLSX."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document as new_docx
from openpyxl import Workbook  # type: ignore[import-untyped]  # it has no stubs of its own

from yearbook.catalogue.catalogue import Catalogue
from yearbook.documents.reader import read_bytes
from yearbook.extraction.extractor import understand_text

Rows = list[list[str]]

TABLES: dict[str, tuple[str, Rows]] = {
    "years and changes": (
        "全市公共机构能源资源消费情况",
        [
            ["指标", "2023年", "2022年", "同比（%）"],
            ["能源消费总量（吨标准煤）", "38210", "38900", "-1.77"],
            ["用水总量（吨）", "540600", "552000", "-2.07"],
            ["人均综合能耗（千克标准煤/人）", "131.6", "135.8", "-3.09"],
        ],
    ),
    "a column of units": (
        "市直机关公务用车情况",
        [
            ["指标", "单位", "2023年", "2022年"],
            ["公务用车保有量", "辆", "412", "430"],
            ["新能源公务用车保有量", "辆", "120", "97"],
            ["充电桩", "个", "226", "180"],
        ],
    ),
    "scopes in columns": (
        "2023年公务用车情况",
        [
            ["指标", "全市", "市本级"],
            ["公务用车保有量（辆）", "3120", "610"],
            ["新能源公务用车保有量（辆）", "702", "188"],
            ["充电桩（个）", "905", "240"],
        ],
    ),
    "years in rows": (
        "历年情况",
        [
            ["年份", "公务用车保有量（辆）", "用水总量（吨）"],
            ["2021年", "640", "73100"],
            ["2022年", "620", "70900"],
            ["2023年", "604", "68900"],
        ],
    ),
    "targets and results": (
        "2023年任务完成情况",
        [
            ["指标", "年度目标", "实际完成"],
            ["调配办公用房（平方米）", "5000", "5210"],
            ["新建充电桩（个）", "60", "66"],
            ["清理腾退办公用房（平方米）", "2000", "2260"],
        ],
    ),
    "a total of parts": (
        "2023年集中采购情况",
        [
            ["类别", "采购项目数（个）", "采购金额（万元）", "节约资金（万元）"],
            ["货物", "61", "1310", "90"],
            ["工程", "12", "2490", "110"],
            ["服务", "27", "850", "50"],
            ["合计", "100", "4650", "250"],
        ],
    ),
}


def write_html(title: str, rows: Rows) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><article><p>{title}</p><table>{cells}</table></article></body></html>".encode()


def write_docx(title: str, rows: Rows) -> bytes:
    document, stored = new_docx(), BytesIO()
    document.add_paragraph(title)
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.save(stored)
    return stored.getvalue()


def write_xlsx(title: str, rows: Rows) -> bytes:
    book, stored = Workbook(), BytesIO()
    assert book.active is not None
    book.active.append([title])
    for row in rows:
        book.active.append([float(cell) if cell.lstrip("-").replace(".", "").isdigit() else cell for cell in row])
    book.save(stored)
    return stored.getvalue()


def join(cells: str, lines: str = "\n") -> Callable[[str, Rows], str]:
    return lambda title, rows: title + "\n" + lines.join(cells.join(row) for row in rows) + "\n"


LAYOUTS: dict[str, Callable[[str, Rows], str]] = {
    "tabs": join("\t"),
    "blanks": join("    "),
    "a cell a line": join("\n"),
    "a cell a line, a line for the bar behind it": lambda title, rows: join("\n|\n", "\n|\n")(title, rows) + "|\n",
    "lines of a PDF": join(" "),
    "bars around": lambda title, rows: title + "\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n",
    "html": lambda title, rows: read_bytes("a.html", write_html(title, rows)).text,
    "docx": lambda title, rows: read_bytes("a.docx", write_docx(title, rows)).text,
    "xlsx": lambda title, rows: read_bytes("a.xlsx", write_xlsx(title, rows)).text,
}


def figures_of(text: str, catalogue: Catalogue) -> list[tuple[object, ...]]:
    mentions = understand_text(text, catalogue, "濮阳市机关事务管理局", 2023)[1]
    return [
        (one.role, one.value, one.metric, one.unit, one.scope, one.period_end, one.baseline)
        for one in mentions
        if one.role in ("metric", "quantity", "target")
    ]


@pytest.mark.parametrize("table", TABLES)
def test_the_figures_of_each_table_belong_to_metrics(table: str, catalogue: Catalogue) -> None:
    assert sum(figure[2] is not None for figure in figures_of(join(" | ")(*TABLES[table]), catalogue)) >= 3


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_gives_the_same_figures_in_every_layout(table: str, layout: str, catalogue: Catalogue) -> None:
    title, rows = TABLES[table]
    assert figures_of(LAYOUTS[layout](title, rows), catalogue) == figures_of(join(" | ")(title, rows), catalogue)
