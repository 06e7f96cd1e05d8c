"""An XLS, or a workbook of ET, says what the same XLSX says; what lies in a compound file, its streams at the root tell."""

from __future__ import annotations

import struct

import pytest

from tests.documents.made_files import MADE, refusal_of
from tests.documents.office_files import make_compound, make_indicators, read_written
from yearbook.documents.document import Document
from yearbook.documents.office.compound import find_streams
from yearbook.documents.reader import read_bytes

XLS = read_written("indicators.xls")
BOOK_BEGINS = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # BOF of the globals (MS-XLS 2.4.21)


def _notes(document: Document) -> list[tuple[str, str]]:
    return [(note.words, note.what) for note in document.notes]


def test_figures_stand_as_they_are_shown() -> None:
    document = read_bytes("表.xls", XLS)
    assert document.format == "xls"
    assert document.text.splitlines() == [
        "示例市机关事务管理局指标表",
        "指标 | 2023年 |  | 同比",
        "|  | 全市 | 市直 |  |",
        "公务用车（辆） | 1200 | 310 | -1.95%",
        "经费 | 12.3百万元 | 2百万元 | 12.5%",
        "| 统计日期 | 2023年12月31日 |  |  |",
        "编号 | 007 |  | TRUE",
        "| 废止 |  |  |  |",
        "项目 | 万千瓦时",
        "用电量 | 34.5",
    ]
    assert document.page_of(document.text.index("34.5")) == 2
    assert [(cell.table, cell.row, cell.column) for cell in document.cells if document.text[cell.start : cell.end] == "310"] == [
        ("指标", 4, 3)
    ]


def test_it_says_what_the_same_xlsx_says_with_its_hidden_cells_named() -> None:
    xls, xlsx = read_bytes("表.xls", XLS), read_bytes("表.xlsx", make_indicators())
    assert xls.text == xlsx.text
    assert xls.cells == xlsx.cells
    assert ("formats.unseen", "5") in _notes(xls)
    assert ("formats.unseen", "5") in _notes(xlsx)


NOUGHT, NO_WORDS, FAILED, TRUE = (
    bytes(8),
    *(bytes([kind, 0, value, 0, 0, 0, 255, 255]) for kind, value in ((3, 0), (2, 7), (1, 1))),
)


@pytest.mark.parametrize(
    ("stored", "flags", "other", "row", "told"),
    [
        (NOUGHT, 0, TRUE, "编号 | 007 | 0 | TRUE", []),
        (NOUGHT, 1, TRUE, "编号 | 007 |  | TRUE", ["1"]),
        (NOUGHT, 2, TRUE, "编号 | 007 |  | TRUE", ["1"]),
        (NOUGHT, 0, NO_WORDS, "| 编号 | 007 |  |  |", ["2"]),
        (NO_WORDS, 0, NO_WORDS, "| 编号 | 007 |  |  |", ["2"]),
        (struct.pack("<d", 31), 3, TRUE, "编号 | 007 | 31 | TRUE", []),
        (FAILED, 0, TRUE, "编号 | 007 |  | TRUE", []),
    ],
    ids=["beside others", "at each change", "at opening", "no value anywhere", "no words anywhere", "a value", "an error"],
)
def test_a_formula_that_nobody_calculated_gives_no_nought(
    stored: bytes, flags: int, other: bytes, row: str, told: list[str]
) -> None:
    changed = bytearray(XLS)
    for column, result, flag in ((2, stored, flags), (3, other, 0)):  # of the row 编号, its two formulas
        record = XLS.index(struct.pack("<HHHH", 6, 0x18 if column == 3 else 0x1D, 6, column)) + 4
        changed[record + 6 : record + 16] = result + struct.pack("<H", flag)
    document = read_bytes("表.xls", bytes(changed))
    assert [line for line in document.text.splitlines() if "编号" in line] == [row]
    assert [count for words, count in _notes(document) if words == "formats.uncounted"] == told


def test_a_workbook_under_a_password_is_refused_so() -> None:
    begin = XLS.index(BOOK_BEGINS) + 20  # behind that record
    locked = XLS[:begin] + struct.pack("<H", 0x2F) + XLS[begin + 2 :]  # FilePass (2.4.117)
    assert "密码" in refusal_of("表.xls", locked)


@pytest.mark.parametrize("kept", [600, 2000, 5000, len(XLS) - 700])
def test_a_workbook_that_was_cut_off_is_refused(kept: int) -> None:
    assert "损坏" in refusal_of("表.xls", XLS[:kept])


@pytest.mark.parametrize(
    ("streams", "storage", "words"),
    [
        ({"WordDocument": b"1200"}, {"Workbook": b"1"}, "DOC"),
        ({"PowerPoint Document": b"1"}, {"Workbook": b"1"}, "PPT"),
        ({"EncryptedPackage": b"1", "EncryptionInfo": b"1"}, None, "密码"),
        ({"Contents": "Workbook WordDocument".encode("utf-16-le")}, None, "OLE"),
        ({"WORKBOOK": b"1"}, {"WordDocument": b"1"}, "XLS 文件已损坏"),
    ],
    ids=["text with a sheet", "slides with a sheet", "locked package", "names in a body", "sheet with a text, in capitals"],
)
def test_what_is_embedded_does_not_make_the_format(
    streams: dict[str, bytes], storage: dict[str, bytes] | None, words: str
) -> None:
    content = make_compound(streams, storage)
    assert set(find_streams(content) or {}) == {name.lower() for name in streams}
    assert words in refusal_of("表.xls", content)


@pytest.mark.parametrize(
    ("place", "number"),
    [(76, 0xFFFFFFF0), (48, 9_999_999), (512 + 4, 1), (1024 + 76, 999), (1024 + 128 + 72, 1), (1024 + 128 + 68, 1)],
    ids=["no table", "no directory", "a chain of itself", "no such entry", "a tree of itself", "a tree of itself, left"],
)
def test_a_directory_that_leads_nowhere_or_to_itself_ends(place: int, number: int) -> None:
    content = bytearray(make_compound({"Workbook": b"1", "Other": b"1"}))
    struct.pack_into("<I", content, place, number)
    assert refusal_of("表.xls", bytes(content)).strip()


def test_streams_are_found_where_they_begin_short_ones_too() -> None:
    content = MADE["doc"]
    streams = find_streams(content) or {}
    assert content[streams["worddocument"] :][:2] == b"\xec\xa5"  # MS-DOC 2.5.2
    assert content[streams["\x05summaryinformation"] :][:2] == b"\xfe\xff"  # MS-OLEPS 2.21
