"""A batch of 60 files of every format that is read, 12 of them broken: 48 go in, 12 are named, and the edition is sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.documents.made_files import (
    MADE,
    make_docx,
    make_excel_xml,
    make_html,
    make_odf,
    make_pdf,
    make_rtf,
    make_word_xml,
    make_xlsx,
    make_zip,
    replace_member,
)
from tests.documents.made_mails import forward, make_mail
from tests.documents.ofd_files import make_lines
from tests.warehouse.many_formats import CITIES, Place, add_bodies, list_lines, list_rows, vehicles_of, write_csv
from yearbook.catalogue.files import Home
from yearbook.documents.formats import FORMATS
from yearbook.documents.office.converter import find_soffice
from yearbook.pipeline.ingest import ingest
from yearbook.store.reports import list_reports
from yearbook.warehouse.checks import require_intact
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import open_warehouse

WRITTEN_ONLY = {"doc", "xls", "xlsb", "jpeg", "png", "tiff"}  # of these there is no maker; the first stands in the batch as it is


def _ods(rows: Sequence[Sequence[object]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return make_odf("spreadsheet", f'<table:table table:name="Sheet1">{cells}</table:table>')


MAKERS: dict[str, Callable[[Place], bytes]] = {
    "txt": lambda place: "\n".join(list_lines(place)).encode("gb18030"),
    "html": lambda place: make_html(list_lines(place)),
    "mht": lambda place: b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + make_html(list_lines(place)),
    "pdf": lambda place: make_pdf(list_lines(place)),
    "ofd": lambda place: make_lines(list_lines(place)),
    "docx": lambda place: make_docx(list_lines(place)),
    "rtf": lambda place: make_rtf(list_lines(place)),
    "odt": lambda place: make_odf("text", "".join(f"<text:p>{line}</text:p>" for line in list_lines(place))),
    "word-xml": lambda place: make_word_xml(list_lines(place)),
    "xlsx": lambda place: make_xlsx(list_rows(place)),
    "ods": lambda place: _ods(list_rows(place)),
    "excel-xml": lambda place: make_excel_xml([[str(cell) for cell in row] for row in list_rows(place)]),
    "csv": write_csv,
}
HOLDERS: dict[str, Callable[[Place], bytes]] = {
    "eml": lambda place: make_mail({"年报.docx": make_docx(list_lines(place))}, body=""),
    "zip": lambda place: make_zip({"内/年报.txt": "\n".join(list_lines(place)).encode()}),
}
LINES = ["汀岸市机关事务管理局2009年度工作报告", "公务用车保有量1辆。"]
BROKEN = {
    "空.txt": (b"", "空"),
    "锁.pdf": (make_pdf(LINES, locked=True), "密码"),
    "断.docx": (make_docx(LINES)[:900], "损坏"),
    "断.ofd": (make_lines(LINES)[:-40], "损坏"),
    "断.xlsx": (make_xlsx([["车辆", 1]])[:-40], "损坏"),
    "无页.mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\n\np{}\n--a--", "正文"),
    "套.eml": (forward(make_mail({}), 3), "3 层"),
    "包.rar": (b"Rar!\x1a\x07\x00" + bytes(99), "RAR"),
    "包.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(99), "7z"),
    "胀.docx": (replace_member(make_docx(LINES), "word/document.xml", bytes(30_000_000)), "倍"),
    "乱.txt": ("Сводка о работе управления за год".encode("koi8-r") * 4, "编码"),
    "片.pptx": (make_zip({"ppt/presentation.xml": b"<p/>"}), "PPTX"),
}  # fmt: skip


def test_every_format_stands_in_the_batch() -> None:
    assert {format_.kind for format_ in FORMATS} == {*MAKERS, *WRITTEN_ONLY}, "add a maker for the new format"


@pytest.mark.slow
@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")
def test_of_sixty_files_forty_eight_go_in_and_twelve_are_named(tmp_path: Path) -> None:
    add_bodies(tmp_path / "data" / "samples")
    home, inbox = Home(tmp_path / "data"), tmp_path / "inbox"
    inbox.mkdir()
    places = [(city, year) for city in CITIES for year in range(2019, 2023)][:47]
    makers = list((MAKERS | HOLDERS).items())
    kinds: Counter[str] = Counter()
    for number, place in enumerate(places):
        kind, make = makers[number % len(makers)]
        kinds[kind] += 1
        (inbox / f"{place[0]}{place[1]}.{kind}").write_bytes(make(place))
    (inbox / "芷岸市2023.doc").write_bytes(MADE["doc"])
    assert min(kinds.values()) >= 3
    for name, (content, _) in BROKEN.items():
        (inbox / name).write_bytes(content)
    assert len(list(inbox.iterdir())) == 60

    summary = ingest([inbox], home)
    refused = {Path(file.path.removeprefix(f"{inbox}/")).parts[0]: file.reason for file in summary.of("refused")}
    assert {
        name: [word for word in (BROKEN[name][1],) if word in reason] for name, reason in refused.items() if name in BROKEN
    } == {name: [word] for name, (_, word) in BROKEN.items()}
    assert set(refused) == set(BROKEN)
    assert (len(summary.of("added")), len(summary.of("refused"))) == (48, 12)
    assert len(list_reports(home)) == 48
    assert summary.edition is not None
    require_intact(home, summary.edition.number)
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(metrics=("vehicles.fleet",), regions=("990000",)))
    found = {(row.agency_zh.split("机关")[0], row.year): row.value for row in facts.itertuples()}
    assert {place: found.get(place) for place in places} == {place: vehicles_of(place) for place in places}
