"""Files of older Office formats. Those in tests/documents/written LibreOffice wrote out of invented words (run this module)."""

from __future__ import annotations

import datetime
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.documents.made_files import REPORT, WRITTEN, make_docx, save_book
from yearbook.documents.office.compound import COMPOUND


def read_written(name: str) -> bytes:
    return (WRITTEN / name).read_bytes()


def make_indicators() -> bytes:
    """A workbook with what XLS keeps: formats, dates, merged cells, an error, struck words, and hidden things."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "指标"
    shown = CellRichText("公务用车", TextBlock(InlineFont(strike=True), "（旧999）"), "（辆）")
    for row in (
        ["示例市机关事务管理局指标表"],
        ["指标", "2023年", None, "同比"],
        ["", "全市", "市直", ""],
        [shown, 1200, 310, -0.0195],
        ["经费", 12_345_678, 2_000_000, 0.125],
        ["统计日期", datetime.date(2023, 12, 31), None, None],
        ["编号", 7, "=1/0", True],
        ["底稿", 777, 778, 779],
        ["废止", 888, None, None],
    ):
        sheet.append(row)
    for area in ("A2:A3", "B2:C2", "D2:D3"):
        sheet.merge_cells(area)
    for cell, code in {
        "D4": "0.00%", "D5": "0.0%", "B5": '0.0,,"百万元"', "C5": '0.0,,"百万元"', "B6": 'yyyy"年"m"月"d"日"', "B7": "000",
    }.items():  # fmt: skip
        sheet[cell].number_format = code
    sheet["B9"].font = openpyxl.styles.Font(strike=True)
    sheet.row_dimensions[8].hidden = True
    sheet["F4"] = 666
    sheet.column_dimensions["F"].hidden = True
    hidden = book.create_sheet("底稿")
    hidden.append(["用电", 555])
    hidden.sheet_state = "hidden"
    other = book.create_sheet("用电")
    for row in (["项目", "万千瓦时"], ["用电量", 34.5]):
        other.append(row)
    return save_book(book)


def make_compound(streams: Mapping[str, bytes], storage: Mapping[str, bytes] | None = None) -> bytes:
    """A compound file (MS-CFB) with streams at its root, each filled up to whole sectors, and others in a storage."""
    size, last, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    names = [*streams, *(["ObjectPool", *storage] if storage else [])]
    bodies = {name: body.ljust(4096, b"\0") for name, body in {**streams, **(storage or {})}.items()}
    directory_sectors = (len(names) + 1 + 3) // 4
    chains, starts, begin = [0xFFFFFFFD], {}, 1 + directory_sectors
    for count in (directory_sectors, *(-(-len(body) // size) for body in bodies.values())):
        first = len(chains)
        chains += [*range(first + 1, first + count), last]
    for name, body in bodies.items():
        starts[name] = begin
        begin += -(-len(body) // size)

    def entry(name: str, kind: int, right: int, child: int, start: int, length: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        return raw.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(raw), kind, 1, free, right, child, start, length)

    entries = [entry("Root Entry", 5, free, 1, last, 0)]
    for number, name in enumerate(names, start=1):
        is_storage = storage is not None and name == "ObjectPool"
        ends = is_storage or number == len(names)
        child = number + 1 if is_storage else free
        entries.append(
            entry(
                name, 1 if is_storage else 2, free if ends else number + 1, child, starts.get(name, 0), len(bodies.get(name, b""))
            )
        )
    head = COMPOUND + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, last, 0, last, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(size, b"\xff")
    assert len(table) == size, "one sector of chains is enough for tests"
    written = head + table + b"".join(entries).ljust(directory_sectors * size, b"\0")
    return written + b"".join(body.ljust(-(-len(body) // size) * size, b"\0") for body in bodies.values())


def convert(content: bytes, source: str, wanted: str) -> bytes:
    """What LibreOffice makes of a file; `source` and `wanted` are the endings of the two formats."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"report.{source}")
        file.write_bytes(content)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [
            shutil.which("soffice") or "soffice",
            profile,
            "--headless",
            "--convert-to",
            wanted,
            "--outdir",
            folder,
            str(file),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return file.with_suffix(f".{wanted.partition(':')[0]}").read_bytes()


if __name__ == "__main__":
    WRITTEN.mkdir(exist_ok=True)
    (WRITTEN / "indicators.xls").write_bytes(convert(make_indicators(), "xlsx", "xls"))
    (WRITTEN / "report.doc").write_bytes(convert(make_docx(REPORT), "docx", "doc"))
