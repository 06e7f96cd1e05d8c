"""A PDF becomes whole paragraphs and tables, page by page, without page numbers and running heads."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.documents.made_files import cell_at
from tests.documents.report_forms import PRINT, RULES, make_print, print_pages
from tests.documents.set_pages import Sheet, set_pdf, wrap
from yearbook.documents.document import Document, Limits, Note, Refusal
from yearbook.documents.formats import is_pdf
from yearbook.documents.pdf.reader import read_pdf

JOINED = (
    "二〇二〇年，全市机关事务系统坚持过紧日子，扎实推进各项重点工作，更新公务用车71辆，其中新能源汽车43辆，占比60.6%；"
    "新建充电桩95个，充电桩总数达到305个，全年安全行驶里程213万公里。"
)
FULL = wrap(JOINED, 40)


def read(*sheets: Sheet, limits: Limits | None = None) -> Document:
    return read_pdf("报告.pdf", set_pdf(*sheets), limits or Limits())


def lines(*sheets: Sheet) -> list[str]:
    return read(*sheets).text.splitlines()


def pages_of(document: Document) -> list[str]:
    ends = [*document.page_starts[1:], len(document.text)]
    return [document.text[start:end].strip() for start, end in zip(document.page_starts, ends, strict=True)]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_stay_apart() -> None:
    heading = ["一、总体情况", *FULL, *FULL, "二、问题和打算", *FULL]
    assert lines(Sheet().set_lines(heading)) == ["一、总体情况", JOINED, JOINED, "二、问题和打算", JOINED]


def test_a_full_last_line_does_not_swallow_the_indented_paragraph_behind_it() -> None:
    full = "机关事务" * 19 + "。"
    assert [len(line) for line in wrap(full, 40)] == [40, 39]
    assert lines(Sheet().set_lines([*wrap(full, 40), *FULL])) == [full, JOINED]


def test_paragraphs_without_indents_are_told_by_the_gap_between_them() -> None:
    sheet = Sheet()
    for y in (720, 640, 560):
        sheet.set_lines(wrap(JOINED, 40, 0), y=y)
    assert lines(sheet) == [JOINED] * 3


def test_a_title_over_two_centred_lines_is_one_and_the_line_below_it_another() -> None:
    sheet = Sheet().write(60, 790, "芷岸市机关事务管理局关于二〇二〇年机关事务工作", 20).write(200, 760, "情况的报告（示例）", 20)
    assert lines(sheet.write(250, 735, "（公开文本）", 12).set_lines(FULL, y=700)) == [
        "芷岸市机关事务管理局关于二〇二〇年机关事务工作情况的报告（示例）",
        "（公开文本）",
        JOINED,
    ]


def test_items_behind_drawn_bullets_go_on_where_they_begin() -> None:
    hanging = wrap(JOINED, 36, 0)
    sheet = Sheet().set_lines(FULL).set_lines(hanging, x=108, y=650).set_lines(hanging, x=108, y=590).set_lines(FULL, y=530)
    assert lines(sheet) == [JOINED] * 4


def test_numbers_in_a_line_that_is_spaced_out_are_whole() -> None:
    sheet, x = Sheet(), 60
    for mark in "更新车辆71辆占比60.6%全部完成":
        sheet.write(x, 700, mark)
        x += (6 if mark.isascii() else 12) + 5
    assert lines(sheet) == ["更新车辆71辆占比60.6%全部完成"]


def test_a_heading_in_larger_letters_is_no_beginning_of_a_line() -> None:
    sheet = Sheet().write(60, 790, "芷岸市机关事务管理局二〇二〇年工作总结全文公开", 20).set_lines(FULL * 2)
    assert lines(sheet) == ["芷岸市机关事务管理局二〇二〇年工作总结全文公开", JOINED, JOINED]


@pytest.mark.parametrize("step", [20, 30])
@pytest.mark.parametrize("width", range(20, 40))
def test_words_and_numbers_at_a_line_end_are_joined_as_they_are_written(width: Any, step: int) -> None:
    words = "公务用车12345辆，energy saving contract项目678个，节约资金90.12万元，同比下降3.45%，" * 3 + "完成。"
    for anywhere in (False, True):
        text = read(Sheet().set_lines(wrap(words, width, anywhere=anywhere), size=480 / width, step=step)).text
        assert re.findall(r"[\d.]+", text) == re.findall(r"[\d.]+", words)
        assert anywhere or text.splitlines() == [words]


def number(sheet: Sheet, words: str, y: float = 40) -> Sheet:
    return sheet.write(280, y, words, 10)


@pytest.mark.parametrize("form", ["— {0} —", "-{0}-", "第{0}页", "第{0}页 共2页", "{0}/2", "{0}", "Page {0} of 2", "· {0} ·"])
def test_a_paragraph_goes_on_over_a_page_number(form: str) -> None:
    first = number(Sheet().set_lines(FULL * 3 + FULL[:1]), form.format(1))
    document = read(first, number(Sheet().set_lines([*FULL[1:], *FULL], y=760), form.format(2)))
    assert document.text.splitlines() == [JOINED] * 5
    assert document.page_starts == (0, document.text.index(FULL[1], len(JOINED) * 3 + 3))
    assert document.page_of(document.page_starts[1] - 1) == 1
    assert document.page_of(document.page_starts[1]) == 2


def test_numbering_that_begins_elsewhere_is_numbering() -> None:
    sheets = [number(Sheet().set_lines(FULL * 3), str(17 + page)) for page in range(3)]
    assert lines(*sheets) == [JOINED] * 9


def test_a_number_at_the_edge_that_counts_no_pages_is_kept() -> None:
    sheets = [number(Sheet().set_lines(FULL * 3), figure) for figure in ("305", "71", "95")]
    assert [line for line in lines(*sheets) if line.isdigit()] == ["305", "71", "95"]


def test_a_running_head_stands_once_at_the_end_of_the_last_page() -> None:
    sheets = [number(Sheet().write(60, 800, "芷岸市工作简报 第12期", 9).set_lines(FULL * 2), f"— {page} —") for page in (1, 2, 3)]
    assert lines(*sheets) == [JOINED] * 6 + ["芷岸市工作简报 第12期"]


def test_a_running_head_that_the_text_says_is_not_said_again() -> None:
    sheets = [Sheet().write(60, 800, "芷岸市工作简报", 9).set_lines(FULL * 2) for _ in range(2)]
    sheets[0].write(200, 400, "刊于芷岸市工作简报。", 12)
    assert read(*sheets).text.count("芷岸市工作简报") == 1


def test_an_empty_page_is_counted() -> None:
    document = read(Sheet().set_lines(FULL), Sheet(), Sheet().set_lines(FULL))
    assert pages_of(document) == [JOINED, "", JOINED]


COLUMNS, ROWS = (60, 200, 300, 400, 500), (700, 670, 640, 610)


def table(sheet: Sheet, columns: tuple[float, ...] = COLUMNS, rows: tuple[float, ...] = ROWS) -> Sheet:
    words = (("指标", "单位", "2020年", "2019年"), ("公务用车保有量", "辆", "598", "604"), ("新建充电桩", "个", "95", "72"))
    for y, row in zip(rows[:-1], words, strict=False):
        for x, cell in zip(columns, row, strict=False):
            sheet.write(x + 6, y - 20, cell)
    return sheet


TABLE = ["指标 | 单位 | 2020年 | 2019年", "公务用车保有量 | 辆 | 598 | 604", "新建充电桩 | 个 | 95 | 72"]


def test_a_ruled_table_is_rows_with_bars_where_it_stands() -> None:
    sheet = table(Sheet().set_lines(FULL, y=780)).grid(COLUMNS, ROWS).set_lines(FULL, y=580)
    assert lines(sheet) == [JOINED, *TABLE, JOINED]


def test_a_table_without_rules_is_rows_with_bars_too() -> None:
    assert lines(table(Sheet().set_lines(FULL, y=780)).set_lines(FULL, y=580)) == [JOINED, *TABLE, JOINED]
    three_lines = table(Sheet().set_lines(FULL, y=780)).rule(60, 700, 500, 700).rule(60, 670, 500, 670).rule(60, 610, 500, 610)
    assert lines(three_lines.set_lines(FULL, y=580)) == [JOINED, *TABLE, JOINED]


def test_a_table_drawn_as_boxes_and_a_shaded_heading_is_a_table() -> None:
    sheet = Sheet()
    sheet.drawn.append("0.9 g 60 670 440 30 re f 0 g")
    for left, right in pairwise(COLUMNS):
        for top, bottom in pairwise(ROWS):
            sheet.drawn.append(f"{left} {bottom} {right - left} {top - bottom} re S")
    assert lines(table(sheet)) == TABLE


def test_a_figure_leads_back_to_its_page_and_cell() -> None:
    document = read(Sheet().set_lines(FULL), table(Sheet()).grid(COLUMNS, ROWS))
    at = document.text.index("604")
    cell = cell_at(document, at)
    assert (document.page_of(at), cell.table, cell.row, cell.column) == (2, "表1", 2, 4)
    assert document.text[cell.start : cell.end] == "604"


def test_no_figure_of_a_table_stands_in_the_text_as_well() -> None:
    text = read(table(Sheet().set_lines(FULL, y=780)).grid(COLUMNS, ROWS).set_lines(["后文。"], y=580)).text
    assert [text.count(figure) for figure in ("598", "604", "72")] == [1, 1, 1]


def test_a_merged_cell_stands_once() -> None:
    sheet = Sheet().write(66, 665, "指标").write(306, 680, "2020年").write(306, 650, "全市").write(406, 650, "市直")
    sheet.write(66, 620, "公务用车").write(306, 620, "2400").write(406, 620, "598")
    for y in (700, 640, 610):
        sheet.rule(60, y, 500, y)
    for x in (60, 300, 500):
        sheet.rule(x, 700, x, 610)
    sheet.rule(300, 670, 500, 670).rule(400, 670, 400, 610)
    assert lines(sheet) == ["| 指标 | 2020年 |  |", "|  | 全市 | 市直 |", "公务用车 | 2400 | 598"]


def test_a_cell_of_several_lines_is_one_and_a_number_broken_in_it_is_whole() -> None:
    columns, rows = (60, 120, 151), (700, 640, 600)
    sheet = Sheet().grid(columns, rows).write(64, 680, "公务用车").write(64, 660, "保有量").write(124, 680, "1234")
    sheet.write(124, 660, "5.6").write(64, 620, "桩").write(124, 620, "95")
    assert lines(sheet) == ["公务用车保有量 | 12345.6", "桩 | 95"]


def test_a_frame_around_prose_is_no_table() -> None:
    sheet = Sheet().grid((50, 550), (790, 700, 600)).set_lines(FULL, y=760).set_lines(FULL, y=680)
    assert lines(sheet) == [JOINED, JOINED]


def test_a_table_over_two_pages_is_not_cut_by_the_page_number() -> None:
    first = number(table(Sheet(), rows=(140, 120, 100)).grid(COLUMNS, (140, 120, 100)), "— 1 —")
    second = (
        Sheet()
        .grid(COLUMNS, (780, 750))
        .write(66, 760, "会议保障")
        .write(206, 760, "场")
        .write(306, 760, "530")
        .write(406, 760, "486")
    )
    assert lines(first, number(second, "— 2 —")) == [*TABLE[:2], "会议保障 | 场 | 530 | 486"]


def test_two_columns_are_read_one_after_the_other() -> None:
    half = ["　　更新公务用车七十一辆，其中新能源", "汽车四十三辆，占比六成；新建充电桩", "九十五个，充电桩总数达到三百零五个。"]
    sheet = Sheet().set_lines(half * 3, x=60, size=12).set_lines(half * 3, x=320, size=12)
    assert lines(sheet) == ["".join(half).strip("　")] * 6


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_is_turned_reads_as_most_of_its_words_stand(rotate: int, shown: bool) -> None:
    upright = {
        0: ("1 0 0 1", lambda x, y: (x, y)),
        90: ("0 1 -1 0", lambda x, y: (842 - y, x)),
        180: ("-1 0 0 -1", lambda x, y: (595 - x, 842 - y)),
        270: ("0 -1 1 0", lambda x, y: (y, 595 - x)),
    }
    matrix, place = upright[rotate]
    sheet = Sheet((842, 595) if rotate % 180 else (595, 842), rotate if shown else 0)
    for row, y in zip(("指标 数量", "会议 530", "接待 78"), (680, 650, 620), strict=True):
        for x, cell in zip((66, 306), row.split(), strict=True):
            sheet.write(*place(x, y), cell, matrix=matrix)
    for x in (60, 300, 500):
        sheet.rule(*place(x, 700), *place(x, 610))
    for y in (700, 670, 640, 610):
        sheet.rule(*place(60, y), *place(500, y))
    assert lines(sheet) == ["指标 | 数量", "会议 | 530", "接待 | 78"]


def test_a_watermark_stands_once_at_the_end() -> None:
    aslant = "0.7 0.7 -0.7 0.7"
    sheet = Sheet().set_lines(FULL).write(200, 300, "内部资料第3号", 40, aslant).set_lines(FULL, y=640)
    sheets = [sheet, sheet, sheet]
    assert lines(*sheets) == [JOINED] * 6 + ["内部资料第3号"]
    assert lines(sheet) == [JOINED] * 2 + ["内部资料第3号"]


def test_words_along_the_edge_of_a_page_stand_after_its_text() -> None:
    first = Sheet().set_lines(FULL).write(30, 300, "存档71号", 9, "0 1 -1 0")
    document = read(first, Sheet().set_lines(FULL))
    assert pages_of(document) == [f"{JOINED}\n存档71号", JOINED]


def test_a_raised_digit_is_no_part_of_the_number_before_it() -> None:
    sheet = Sheet().write(60, 700, "共约10").write(96, 705, "4", 7).write(99.5, 700, "平方米，CO").write(159.5, 698, "2", 7)
    assert lines(sheet.write(163, 700, "排放下降")) == ["共约10⁴平方米，CO2排放下降"]


def test_what_lies_off_the_page_is_not_read() -> None:
    sheet = Sheet(crop=(0, 0, 595, 700)).set_lines(FULL, y=650).write(60, 760, "裁去的777辆。")
    assert lines(sheet) == [JOINED]


def test_a_page_cut_out_of_a_larger_one_keeps_its_tables() -> None:
    sheet = table(Sheet(crop=(40, 400, 555, 842))).grid(COLUMNS, ROWS)
    assert lines(sheet) == TABLE


@pytest.fixture
def without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yearbook.documents.scan.reader.find_spec", lambda _: None)


@pytest.mark.usefixtures("without_recognition")
def test_a_scan_is_refused_and_the_words_say_what_reads_it() -> None:
    with pytest.raises(Refusal, match=r"扫描.*pip install \.\[ocr\]"):
        read(Sheet().picture(0, 0, 595, 842), Sheet().picture(0, 0, 595, 842))


@pytest.mark.usefixtures("without_recognition")
def test_scanned_pages_among_others_are_named() -> None:
    logo = Sheet().set_lines(FULL).picture(60, 780, 40, 40)
    document = read(logo, Sheet().picture(0, 0, 595, 842), Sheet(), Sheet().picture(10, 10, 570, 800))
    assert document.text.splitlines() == [JOINED]
    assert document.notes == (Note("formats.scanned_pages", "2, 4"),)
    assert read(logo).notes == ()


def test_a_pdf_without_any_word_is_refused() -> None:
    with pytest.raises(Refusal, match="空"):
        read(Sheet())


def test_a_locked_pdf_is_refused() -> None:
    with pytest.raises(Refusal, match="密码"):
        read_pdf("报告.pdf", set_pdf(Sheet().set_lines(FULL), locked=True), Limits())


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_pdf_that_was_cut_off_is_refused(share: float) -> None:
    whole = set_pdf(*[Sheet().set_lines(FULL) for _ in range(12)])
    with pytest.raises(Refusal, match="不完整"):
        read_pdf("报告.pdf", whole[: int(len(whole) * share)], Limits())


def test_a_pdf_of_nothing_is_refused() -> None:
    with pytest.raises(Refusal, match="损坏"):
        read_pdf("报告.pdf", b"%PDF-1.7\nnothing\n%%EOF", Limits())


def test_fonts_that_do_not_say_what_they_show_are_refused() -> None:
    with pytest.raises(Refusal, match="乱码"):
        read_pdf("报告.pdf", set_pdf(Sheet().set_lines(FULL), mapped=False), Limits())


def test_limits_of_pages_and_text_hold() -> None:
    with pytest.raises(Refusal, match="2 页"):
        read(Sheet(), Sheet(), Sheet(), limits=Limits(max_pages=2))
    with pytest.raises(Refusal, match="万字"):
        read(*[Sheet().set_lines(FULL * 8) for _ in range(20)], limits=Limits(max_text=10_000))


PAPER = "<div style='height:26cm'><p>更新公务用车71辆，新建充电桩95个。</p></div>" * 2


def test_what_a_browser_prints_around_a_page_is_left_out(tmp_path: Path) -> None:
    """As people save pages: with date, title, address and page number."""
    stamps = {
        "display_header_footer": True,
        "header_template": "<div style='font-size:8px;padding:0 1cm'>2021/1/12 10:03　<span class='title'></span></div>",
        "footer_template": "<div style='font-size:8px;padding:0 1cm'>https://example.org/2021/0112.html "
        "<span class='pageNumber'></span>/<span class='totalPages'></span></div>",
        "margin": {"top": "2cm", "bottom": "2cm"},
    }
    content = print_pages({"saved": (make_print(PAPER, PRINT + RULES + "div{break-after:page}"), stamps)}, tmp_path)["saved"]
    text = read_pdf("网页.pdf", content, Limits()).text
    assert re.findall(r"\d+", text) == ["71", "95", "71", "95"]
    assert text.splitlines()[-1] == "打印"


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        (b"\n10 0 obj\n<< /Type /Page ", b"\n10 0 obj\n[[ /Type /Page "),
        (b"10 0 obj\n", b"10 0 obx\n"),
        (b"[8 0 R 10 0 R", b"[8 0 R 99 0 R"),
    ],
)
def test_a_page_that_cannot_be_read_is_named_and_the_report_not_read_without_it(whole: bytes, broken: bytes) -> None:
    content = set_pdf(*[Sheet().set_lines(FULL)] * 3)
    assert whole in content
    with pytest.raises(Refusal, match="第 2 页"):
        read_pdf("报告.pdf", content.replace(whole, broken, 1), Limits())


def test_lines_are_read_as_they_stand_and_not_as_they_are_drawn() -> None:
    sheet = Sheet()
    for number in (2, 0, 3, 1):
        sheet.write(60, 700 - 20 * number, f"第{'一二三四'[number]}行的内容")
    assert lines(sheet) == ["第一行的内容", "第二行的内容", "第三行的内容", "第四行的内容"]


def test_halves_of_lines_that_are_drawn_apart_are_one_line() -> None:
    sheet = Sheet()
    halves = [("保有公务用车12", "68辆，其中新能源"), ("汽车占比3", "9.2%，更新车辆"), ("合计4", "8辆")]
    for half in (0, 1):
        for number, parts in enumerate(halves):
            width = sum(6 if mark.isascii() else 12 for mark in parts[0])
            sheet.write(60 + half * width, 700 - 20 * number, parts[half])
    assert "".join(lines(sheet)) == "".join(left + right for left, right in halves)


@pytest.mark.parametrize(("color", "ground", "cells"), [("1 1 1", "", False), ("0 0 0", "", True), ("1 1 1", "0.8 0.9 1", True)])
def test_a_rule_in_the_colour_of_its_ground_parts_no_cells(color: str, ground: str, cells: bool) -> None:
    sheet = Sheet()
    if ground:
        sheet.drawn.append(f"{ground} rg 50 590 320 120 re f 0 0 0 rg")
    sheet.grid((60, 210, 360), (700, 650, 600))
    sheet.drawn.append(f"{color} RG 0.5 w 130 700 m 130 600 l S 0 0 0 RG")
    for x, y, words in (
        (70, 670, "保有"),
        (140, 670, "量"),
        (220, 670, "1268"),
        (70, 620, "更新"),
        (140, 620, "数"),
        (220, 620, "74"),
    ):
        sheet.write(x, y, words)
    assert lines(sheet) == (["保有 | 量 | 1268", "更新 | 数 | 74"] if cells else ["保有量 | 1268", "更新数 | 74"])


def test_a_character_beyond_the_basic_plane_is_one_character() -> None:
    assert lines(Sheet().write(60, 700, "联系人\U00020bb7明")) == ["联系人\U00020bb7明"]


def test_a_pdf_may_begin_behind_other_bytes() -> None:
    behind = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + set_pdf(Sheet().write(60, 700, "更新48辆"))
    assert is_pdf(behind)
    assert not is_pdf("保存为\n%PDF-1.4 格式".encode())


def test_what_is_written_into_a_form_stands_behind_its_label() -> None:
    sheet = (
        Sheet()
        .write(60, 700, "保有量（辆）：")
        .fill_field(150, 697, "1268")
        .write(60, 660, "充电桩：")
        .fill_field(110, 657, "48")
    )
    document = read(sheet)
    assert document.text.splitlines() == ["保有量（辆）：1268", "充电桩：48"]
    assert document.notes == (Note("formats.form_fields", "1"),)


def test_an_empty_form_is_not_named() -> None:
    assert read(Sheet().write(60, 700, "保有量：").fill_field(150, 697, "")).notes == ()
