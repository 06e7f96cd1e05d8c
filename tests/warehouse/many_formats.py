"""A folder of 200 reports of invented bodies in mixed formats, 20 of them bad, in a dozen ways and more."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.documents.made_files import lock_zip, make_docx, make_html, make_pdf, make_xlsx, make_zip, replace_member
from yearbook.catalogue.files import PROJECT

CITIES = tuple(f"{first}岸市" for first in "汀蘅荻菱芦萍蓼苇芸茵菡莲")
YEARS = range(2010, 2025)
Place = tuple[str, int]


def vehicles_of(place: Place) -> int:
    """What the report of a body for a year states: a number of its own for each."""
    city, year = place
    return 1000 + 37 * CITIES.index(city) + 13 * (year - YEARS[0])


def add_bodies(samples: Path) -> None:
    """The samples' invented bodies and twelve more, as an installation may have its own."""
    shutil.copytree(PROJECT / "data" / "samples", samples)
    for number, city in enumerate(CITIES, start=20):
        code, short = f"99{number}00", f"{city}（示例）"
        region = [code, short, short, f"zhen{number}", f"City {number} (sample)", "prefecture", "990000", "", ""]
        body = [f"{code}-goa", f"{_body(city)}（示例）", f"Body {number} (sample)", short, _body(city), code, "prefecture"]
        for file, row in (("regions.csv", region), ("agencies.csv", [*body, "office_affairs"])):
            with (samples / file).open("a", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerow(row)


def write_folder(folder: Path) -> tuple[dict[str, Place], dict[str, str]]:
    """Write the 200 files. Gives what the good ones report on, and a word of each bad one's refusal, by the shown path."""
    good: dict[str, Place] = {}
    packed: dict[str, dict[str, bytes]] = {}
    places = [(city, year) for city in CITIES for year in YEARS]
    for number, place in enumerate(places):
        suffix, make = _FORMATS[number % len(_FORMATS)]
        path = f"{place[0]}/{place[1]}.{suffix}"
        if number % 9 == 8:  # a ninth lies in archives
            archive = f"打包/{number // 60}.zip"
            packed.setdefault(archive, {})[path] = make(place)
            good[f"{archive}/{path}"] = place
        else:
            _write(folder / path, make(place))
            good[path] = place
    for archive, members in packed.items():
        _write(folder / archive, make_zip(members))
    return good, _write_bad(folder)


def _write_bad(folder: Path) -> dict[str, str]:
    lines = list_lines(("汀岸市", 2009))
    docx, pdf, text = make_docx(lines), make_pdf(lines), "\n".join(lines)
    laughing = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'
    bad = {
        "空.txt": (b"", "空"),
        "空白.txt": ("\n\u3000".encode(), "空"),
        "锁.pdf": (make_pdf(lines, locked=True), "密码"),
        "锁.docx": (lock_zip(docx), "密码"),
        "断.pdf": (pdf[: len(pdf) // 2], "不完整"),
        "断.docx": (docx[: len(docx) // 2], "损坏"),
        "断.zip": (make_zip({"a.txt": text.encode()})[:-9], "损坏"),
        "断.txt": (text.encode() * 9 + b"\xe6\x9c", "UTF-8"),
        "胀.docx": (replace_member(docx, "word/document.xml", bytes(30_000_000)), "倍"),
        "胀.zip": (make_zip({"a.txt": bytes(30_000_000)}), "倍"),
        "实体.xlsx": (replace_member(make_xlsx([["a", 1]]), "xl/workbook.xml", laughing), "实体"),
        "旧.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "WordDocument".encode("utf-16-le"), "损坏"),
        "图.pdf": (b"\x89PNG\r\n\x1a\n" + bytes(99), "损坏"),
        "图.docx": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(99), "损坏"),
        "包.zip": (b"Rar!\x1a\x07\x00" + bytes(99), "RAR"),
        "乱.txt": ("Сводка о работе управления за год".encode("koi8-r") * 4, "编码"),
        "扫描.pdf": (make_pdf([]), ""),
        "无名.txt": ("某处2020年工作报告\n公务用车保有量12辆。\n".encode(), "--publisher"),
        "无年.docx": (make_docx(["汀岸市机关事务管理局工作情况", "公务用车保有量若干辆。"]), "--year"),
    }
    for name, (content, _) in bad.items():
        _write(folder / "坏" / name, content)
    nested = make_zip({"b.zip": make_zip({"c.zip": make_zip({"d.txt": text.encode()})})})
    _write(folder / "坏" / "套.zip", nested)
    return {f"坏/{name}": word for name, (_, word) in bad.items()} | {"坏/套.zip/b.zip/c.zip": "层"}


def _body(city: str) -> str:
    return f"{city}机关事务管理局"


def list_lines(place: Place) -> list[str]:
    city, year = place
    return [
        f"【示例】{_body(city)}{year}年度工作报告",
        "（示例文本，机构与数据均为虚构）",
        f"{year}年，{_body(city)}认真履行职责，机关运行保障平稳有序。",
        f"截至{year}年末，市直机关公务用车保有量{vehicles_of(place)}辆。",
    ]


def list_rows(place: Place) -> list[list[object]]:
    city, year = place
    return [
        [f"【示例】{_body(city)}{year}年度指标表"],
        ["指标", "单位", f"{year}年"],
        ["公务用车保有量", "辆", vehicles_of(place)],
    ]


def write_csv(place: Place) -> bytes:
    return "".join(",".join([*map(str, row), "", ""][:3]) + "\r\n" for row in list_rows(place)).encode("gb18030")


_FORMATS: tuple[tuple[str, Callable[[Place], bytes]], ...] = (
    ("txt", lambda place: "\n".join(list_lines(place)).encode()),
    ("txt", lambda place: "\r\n".join(list_lines(place)).encode("gb18030")),
    ("txt", lambda place: "\n".join(list_lines(place)).encode("utf-16")),
    ("md", lambda place: "\n\n".join(list_lines(place)).encode()),
    ("html", lambda place: make_html(list_lines(place))),
    ("docx", lambda place: make_docx(list_lines(place))),
    ("pdf", lambda place: make_pdf(list_lines(place))),
    ("xlsx", lambda place: make_xlsx(list_rows(place))),
    ("csv", write_csv),
    ("pdf.txt", lambda place: make_docx(list_lines(place))),  # under another format's name
)


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
