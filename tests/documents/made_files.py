"""Files of each format, made for tests out of invented words; and ways to spoil them."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
import xlsxwriter
from PIL import Image

from tests.documents.ofd_files import make_lines
from tests.documents.set_pages import Sheet, set_pdf
from yearbook.documents.document import LIMITS, Document, Limits, Refusal, TableCell
from yearbook.documents.formats import FORMATS
from yearbook.documents.reader import read_bytes

WRITTEN = Path(__file__).parent / "written"  # what LibreOffice wrote, see office_files.py
REPORT = (
    "芷岸市机关事务管理局2023年工作报告（示例）\n",
    "2023年，全市公务用车保有量1200辆，比上年减少30辆。\n",
    "全年节约用电12万千瓦时，节约经费约300万元。\n",
)


def make_pdf(lines: Sequence[str], *, locked: bool = False) -> bytes:
    """A PDF of one page in a font that every reader knows. `locked` asks for a password that nobody has."""
    return set_pdf(Sheet((842, 842)).set_lines([line.strip() for line in lines], 72, 760, 14, 22), locked=locked)


def make_docx(lines: Sequence[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line.strip())
    return _save(document)


def make_xlsx(rows: Sequence[Sequence[object]], formats: Mapping[str, str] | None = None) -> bytes:
    """A workbook of one sheet; `formats` gives number formats by the cell's name."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, code in (formats or {}).items():
        book.active[place].number_format = code
    return save_book(book)


def make_xlsx_as_excel_does(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook whose cells name their words in one list, which holds each but once."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return held.getvalue()


def make_chunked(lines: Sequence[str], page: str) -> bytes:
    """A DOCX with a web page as a part of its own behind its first paragraph (ECMA-376 part 1, 17.17.2.1)."""
    made, kind = make_docx(lines), "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    changes = {
        "word/document.xml": ("</w:p>", f'</w:p><w:altChunk xmlns:r="{kind}" r:id="rIdAlt"/>'),
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rIdAlt" Type="{kind}/aFChunk" Target="part.html"/></Relationships>',
        ),
        "[Content_Types].xml": ("</Types>", '<Default Extension="html" ContentType="text/html"/></Types>'),
    }
    for member, (before, after) in changes.items():
        made = replace_member(made, member, read_member(made, member).replace(before.encode(), after.encode(), 1))
    return replace_member(made, "word/part.html", page.encode())


def save_book(book: openpyxl.Workbook) -> bytes:
    book.properties.created = book.properties.modified = datetime.datetime(2024, 1, 1)
    return _save(book)


def make_html(lines: Sequence[str]) -> bytes:
    paragraphs = "\n".join(f"<p>{line.strip()}</p>" for line in lines)
    head = '<head><meta charset="utf-8"><title>示例</title></head>'
    return f"<!DOCTYPE html>\n<html>{head}<body><div>{paragraphs}</div></body></html>".encode()


def make_rtf(lines: Sequence[str], before: str = "") -> bytes:
    """A text in RTF (1.9.1); `before` is what stands before its paragraphs, in RTF."""

    def escape(mark: str) -> str:
        return mark if mark.isascii() else f"\\u{ord(mark)}?"

    paragraphs = "".join("".join(map(escape, line.strip())) + "\\par\n" for line in lines)
    return f"{{\\rtf1\\ansi\\uc1 {before}{paragraphs}}}".encode("ascii")


def make_odf(kind: str, body: str, manifest: str = "") -> bytes:
    """An ODF package (ODF 1.2) of kind "text" or "spreadsheet" with a body in its XML; `manifest` is put into its list."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table"))
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    inner = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    mime = f"application/vnd.oasis.opendocument.{kind}"
    entries = (
        f'<m:file-entry m:full-path="/" m:media-type="{mime}"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml">'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", mime, zipfile.ZIP_STORED)
        packed.writestr("content.xml", f"<office:document-content {spaces} {link}>{inner}</office:document-content>")
        packed.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{space}">{entries}{manifest}</m:file-entry></m:manifest>')
    return held.getvalue()


def make_word_xml(lines: Sequence[str]) -> bytes:
    """A text in the XML of Word 2003."""
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    head = f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="{space}"><w:body>'
    paragraphs = "".join(f"<w:p><w:r><w:t>{line.strip()}</w:t></w:r></w:p>" for line in lines)
    return f"{head}{paragraphs}</w:body></w:wordDocument>".encode()


def make_excel_xml(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook in the XML of Excel 2003."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"

    def write(cell: str | float) -> str:
        return f'<Cell><Data ss:Type="{"String" if isinstance(cell, str) else "Number"}">{cell}</Data></Cell>'

    written = "".join(f"<Row>{''.join(map(write, row))}</Row>" for row in rows)
    head = f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
    return f'{head}<Worksheet ss:Name="Sheet1"><Table>{written}</Table></Worksheet></Workbook>'.encode()


def make_zip(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return held.getvalue()


def lock_zip(packed: bytes) -> bytes:
    """The same ZIP with every member marked as encrypted."""
    locked = bytearray(packed)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = locked.find(signature)
        while found >= 0:
            locked[found + place] |= 1
            found = locked.find(signature, found + 4)
    return bytes(locked)


def name_in_gbk(packed: bytes, stand_in: str, name: str) -> bytes:
    """The same ZIP with a member's name, which must be ASCII and as many bytes long, as an old Chinese program writes it."""
    raw = name.encode("gbk")
    assert len(raw) == len(stand_in)
    return packed.replace(stand_in.encode(), raw)


def claim_size(packed: bytes, size: int) -> bytes:
    """The same ZIP with a table of contents that says of every member that it unpacks to `size` bytes."""
    lying = bytearray(packed)
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        found = lying.find(signature)
        while found >= 0:
            lying[found + place : found + place + 4] = struct.pack("<I", size)
            found = lying.find(signature, found + 4)
    return bytes(lying)


def replace_member(packed: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as source:
        return make_zip({member: source.read(member) for member in source.namelist()} | {name: content})


def read_member(packed: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as source:
        return source.read(name)


def refusal_of(name: str, content: bytes, limits: Limits = LIMITS) -> str:
    """Why a file is not read."""
    with pytest.raises(Refusal) as refusal:
        read_bytes(name, content, limits)
    return refusal.value.reason


def cell_at(document: Document, offset: int) -> TableCell | None:
    """The cell in which a code point of a document's text stands, None outside of tables."""
    return next((cell for cell in document.cells if cell.start <= offset < cell.end), None)


def _save(thing: object) -> bytes:
    held = io.BytesIO()
    thing.save(held)  # type: ignore[attr-defined]
    return held.getvalue()


def make_picture(kind: str, pages: int = 1) -> bytes:
    """A scan of REPORT, black on white, as JPEG, PNG or TIFF of so many pages."""
    with Image.open(WRITTEN / "report.png") as picture:
        held = io.BytesIO()
        more = {"save_all": True, "append_images": [picture] * (pages - 1)} if pages > 1 else {}
        picture.convert("L").save(held, kind, **more)
    return held.getvalue()


# one small report in each format that is read; it holds the figure 1200
MADE = {
    "pdf": make_pdf(REPORT),
    "ofd": make_lines(REPORT),
    "docx": make_docx(REPORT),
    "xlsx": make_xlsx([["指标", "2023年"], ["车辆", 1200]]),
    "mht": b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + make_html(REPORT),
    "doc": (WRITTEN / "report.doc").read_bytes(),
    "rtf": make_rtf(REPORT),
    "odt": make_odf("text", "".join(f"<text:p>{line.strip()}</text:p>" for line in REPORT)),
    "word-xml": make_word_xml(REPORT),
    "ods": make_odf(
        "spreadsheet",
        '<table:table table:name="Sheet1"><table:table-row><table:table-cell office:value-type="string"><text:p>车辆</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="1200"/></table:table-row></table:table>',
    ),
    "xlsb": make_zip({"xl/workbook.bin": b"\x83\x01\x00"}),
    "excel-xml": make_excel_xml([["指标", "2023年"], ["车辆", 1200]]),
    "xls": (WRITTEN / "indicators.xls").read_bytes(),
    "html": make_html(REPORT),
    **{kind: make_picture(kind) for kind in ("jpeg", "png", "tiff")},
    "csv": "指标,2023年\n车辆,1200\n".encode("gb18030"),
    "txt": "".join(REPORT).encode(),
}
CONVERTED = {format_.kind for format_ in FORMATS if format_.converted}
