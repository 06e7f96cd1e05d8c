"""Files made to do harm are refused in words within their limits, and the next good file is read."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.documents.made_files import (
    CONVERTED,
    MADE,
    REPORT,
    claim_size,
    lock_zip,
    make_odf,
    make_pdf,
    make_xlsx_as_excel_does,
    make_zip,
    read_member,
    replace_member,
)
from tests.documents.ofd_files import make_ofd, page, rule, text
from yearbook.documents import formats
from yearbook.documents.document import LIMITS, MB, Document, Limits, Refusal
from yearbook.documents.formats import FORMATS, Format
from yearbook.documents.reader import read_bytes

STRICT = replace(LIMITS, seconds=5, memory_bytes=300 * MB)
DOCX, XLSX, PDF = MADE["docx"], MADE["xlsx"], MADE["pdf"]
OFD, OFD_PAGE = MADE["ofd"], "Doc_0/Pages/0.xml"
SHEET, WORDS = "xl/worksheets/sheet1.xml", "word/document.xml"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
).encode()


def _read(content: bytes, limits: Limits = STRICT) -> Document | str:
    """The document or the words of the refusal; anything else is a fault of ours, and so is a good file that is not read next."""
    try:
        return read_bytes("来件", content, limits)
    except Refusal as refusal:
        return refusal.reason
    finally:
        assert read_bytes("好.docx", DOCX).text.count("1200") == 1


def _with_laughs(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    xml = read_member(content, part)
    body = xml[xml.index(b"?>") + 2 :] if xml.startswith(b"<?xml") else xml
    assert old in body
    return replace_member(content, part, LAUGHS + body.replace(old, new, 1))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (replace_member(DOCX, WORDS, bytes(60_000_000)), "200 倍"),
        (replace_member(XLSX, SHEET, b" " * 60_000_000), "200 倍"),
        (claim_size(replace_member(XLSX, SHEET, b" " * 60_000_000), 1000), "损坏"),
        (claim_size(replace_member(DOCX, "word/media.bin", bytes(60_000_000)), 1000), "损坏"),
        (replace_member(OFD, OFD_PAGE, bytes(60_000_000)), "200 倍"),
        (make_odf("text", " " * 60_000_000), "200 倍"),
        (replace_member(MADE["xlsb"], "xl/workbook.bin", bytes(60_000_000)), "200 倍"),
        (claim_size(replace_member(OFD, OFD_PAGE, bytes(60_000_000)), 1000), "损坏"),
        (lock_zip(OFD), "密码"),
        (lock_zip(DOCX), "密码"),
        (lock_zip(XLSX), "密码"),
        (make_pdf(REPORT, locked=True), "密码"),
    ],
    ids=[
        "docx bomb",
        "xlsx bomb",
        "lying xlsx",
        "lying docx",
        "ofd bomb",
        "odt bomb",
        "xlsb bomb",
        "lying ofd",
        "locked ofd",
        "locked docx",
        "locked xlsx",
        "locked pdf",
    ],
)
def test_bombs_and_locks_are_refused_each_in_its_words(content: bytes, words: str) -> None:
    found = _read(content)
    assert isinstance(found, str)
    assert words in found


def test_entities_that_multiply_are_not_followed() -> None:
    bomb = _with_laughs(XLSX, "xl/workbook.xml", b"<sheets>", b"<sheets>&i;")
    assert "实体" in str(_read(bomb))
    for content, part in ((DOCX, WORDS), (OFD, OFD_PAGE)):
        found = _read(_with_laughs(content, part, REPORT[1].strip().encode(), b"&i;"))
        assert isinstance(found, str) or found.text.count("哈") <= 10


def test_entities_that_name_other_files_are_not_followed(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("secret") / "秘.txt"
    secret.write_text("不可外传", encoding="utf-8")
    doctype = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'.encode()
    named = []
    for packed, part in ((DOCX, WORDS), (OFD, OFD_PAGE)):
        xml = read_member(packed, part)
        body = xml[xml.index(b"?>") + 2 :].replace(REPORT[1].strip().encode(), b"&a;")
        assert b"&a;" in body
        named.append(replace_member(packed, part, doctype + body))
    for content in (*named, doctype + b"<html><body><p>&a;</p>1</body></html>"):
        found = _read(content)
        assert isinstance(found, str) or "不可外传" not in found.text


@pytest.mark.parametrize(
    "content",
    [
        replace_member(DOCX, WORDS, b"<a>" * 1_000_000),
        replace_member(OFD, OFD_PAGE, b"<Page><Content>" + b"<PageBlock>" * 1_000_000),
        make_ofd([page(*["<ofd:PageBlock>" * 200 + text("1", 9, 9) + "</ofd:PageBlock>" * 200])]),
        make_ofd([page(text("1" * 90_000, 9, 9, deltas='DeltaX="g 999999999 1 g 999999999 1"'))]),
        make_ofd([page(*[rule(number, 0, number, 200) + rule(0, number, 200, number) for number in range(700)])] * 20),
        b"<html><body>" + b"<div>" * 300_000 + "示例1".encode(),
        b"<html><body><table>" + b"<tr><td><table>" * 50_000 + "示例1".encode(),
        b"<html><body><table><tr><td colspan=999999999 rowspan=999999999>1</td><td>2</td></tr></table></body></html>",
        b"<!doctype html>" + b"<!--" * 500_000,
        b"<html " + b"a=1 " * 1_000_000,
    ],
    ids=[
        "deep docx",
        "deep ofd",
        "blocks in blocks",
        "steps without end",
        "a net of rules",
        "deep page",
        "tables in tables",
        "wide cells",
        "open comments",
        "attributes",
    ],
)
def test_what_is_nested_or_spread_beyond_reason_ends(content: bytes) -> None:
    found = _read(content)
    assert isinstance(found, (str, Document))
    assert isinstance(found, str) or len(found.text) < 1_000_000


def test_a_cell_repeated_without_end_ends_at_a_limit() -> None:
    strings = b"<sst><si><t>" + "长".encode() * 30_000 + b"</t></si></sst>"
    rows = b"".join(b'<row r="%d"><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' % number for number in range(1, 3000))
    content = make_xlsx_as_excel_does([["指标", "2023年"]])
    content = replace_member(content, "xl/sharedStrings.xml", strings)
    found = _read(replace_member(content, SHEET, b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"))
    assert isinstance(found, str)
    assert "万字" in found


def test_a_pdf_whose_pages_hold_themselves_ends() -> None:
    spoilt, count = re.subn(rb"/Kids \[\d+ 0 R\] /Count 1", b"/Kids [2 0 R] /Count 9", PDF)
    assert count == 1
    assert isinstance(_read(spoilt), str)


def test_a_pdf_that_claims_pages_without_end_gives_those_it_has() -> None:
    found = _read(PDF.replace(b"/Count 1 >>", b"/Count 99999999 >>"))
    assert isinstance(found, str) or found.page_starts == (0,)


def test_a_pdf_whose_contents_unpack_without_end_ends_at_a_limit() -> None:
    packed = zlib.compress(b"BT /F1 9 Tf (1) Tj ET " * 20_000_000, 9)
    begin = PDF.index(b"<< /Length")
    end = PDF.index(b"endstream")
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\n" % (len(packed), packed)
    assert isinstance(_read(PDF[:begin] + stream + PDF[end:], replace(STRICT, seconds=3)), (str, Document))


@pytest.mark.parametrize("kept", [0.05, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("content", [PDF, DOCX, XLSX, make_zip({"a.txt": b"x" * 999})], ids=["pdf", "docx", "xlsx", "zip"])
def test_what_was_cut_off_is_refused(content: bytes, kept: float) -> None:
    found = _read(content[: int(len(content) * kept)])
    assert isinstance(found, str)
    assert "损坏" in found or "不完整" in found


@pytest.mark.parametrize("kind", MADE)
def test_bytes_changed_at_random_are_read_or_refused(kind: str) -> None:
    chance, content = random.Random(20), MADE[kind]
    for _ in range(1 if kind in CONVERTED else 4 if kind in ("jpeg", "png", "tiff") else 15):  # those take seconds
        spoiled = bytearray(content)
        for _ in range(chance.choice((1, 5, 50))):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        assert isinstance(_read(bytes(spoiled)), (str, Document))


@pytest.mark.parametrize(("parser", "words"), [("never_end", "超过 1 秒"), ("crash", "崩溃"), ("take_memory", "内存")])
def test_a_format_whose_parser_fails_harms_no_other_file(monkeypatch: pytest.MonkeyPatch, parser: str, words: str) -> None:
    reader = f"tests.documents.bad_parsers:{parser}"
    odd = Format("odd", "ODD", lambda content: content.startswith(b"ODD"), reader)
    monkeypatch.setattr(formats, "FORMATS", [odd, *FORMATS])
    assert words in str(_read(b"ODD 1", replace(LIMITS, seconds=1, memory_bytes=100 * MB)))


MAKE_LONG: dict[str, Callable[[int], str]] = {
    "one word": lambda size: "x" * size,
    "blanks": lambda size: "a" + " " * size + "b",
    "line ends": lambda size: "a" + "\n" * size + "b",
    "dashes": lambda size: "—" * size,
    "page feet": lambda size: "- 1 -\n" * (size // 6),
    "commas": lambda size: "," * size,
    "quotes": lambda size: '"' * size + ",1\n2,3\n",
    "tabs and digits": lambda size: "1\t2\n" * (size // 40),
    "tags": lambda size: "<" * size,
}


@pytest.mark.parametrize("shape", list(MAKE_LONG))
def test_a_long_text_of_any_shape_is_read_in_time(shape: str) -> None:
    found = _read(MAKE_LONG[shape](2_000_000).encode(), LIMITS)
    assert isinstance(found, (str, Document))
    assert "秒" not in str(found)
