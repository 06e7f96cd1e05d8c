"""The table of formats that are read. Detection, the uploader, the READMEs' list, hostile tests and fuzz targets all follow it.

A new format is a module with a reader and a row of FORMATS. The content decides, never the name: a PDF called report.txt is
a PDF.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from yearbook.documents.document import Refusal
from yearbook.documents.limits import LIMITS
from yearbook.documents.sheet.csv_dialect import find_delimiter
from yearbook.documents.text.reader import decode

# whatever zipfile may raise over bytes that are no sound archive
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError, EOFError, OSError, OverflowError)
ZIP_ENTRY = b"PK\x01\x02"  # begins every entry of an archive's table of contents (APPNOTE.TXT 4.3.12)
HEAD = 4096  # bytes that are looked at for a signature
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OFFICE = "application/vnd.openxmlformats-officedocument"

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,3000}-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.I | re.S,
)
_PIECE = re.compile(r"\s*<(?:div|p|table|section|article|main|span|center|font|h[1-6]|ul|ol|script|style|link)\b[^<]*>", re.I)


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: how its bytes are recognised, and what reads them.

    `reader` names a function (name, content, limits) -> Document as "module:function": it is loaded only where such a file
    is read, which is in a worker of the sandbox unless the format is `plain`.
    """

    kind: str  # Document.format, except that text may be "md" by its name
    label: str  # as lists of formats show it, in either language
    suffixes: tuple[str, ...]
    media_type: str
    is_format: Callable[[bytes], bool]
    reader: str
    packed: bool = False  # is a ZIP inside, whose size unpacked is checked first
    plain: bool = False  # is decoded in this process, without a parser


def is_pdf(content: bytes) -> bool:
    """By its header (ISO 32000-1, 7.5.2), before which viewers accept some bytes."""
    return content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-")


def is_docx(content: bytes) -> bool:
    """A package (ECMA-376 part 2) whose main part is where Word puts it."""
    return _has_member(content, "word/document.xml")


def is_xlsx(content: bytes) -> bool:
    return _has_member(content, "xl/workbook.xml")


def is_html(content: bytes) -> bool:
    """A page by its opening; a piece of one where it also ends with a tag."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        opening = content[: 2 * HEAD].decode("utf-16", errors="ignore")
    else:
        opening = content[:HEAD].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return bool(_PAGE.match(opening)) or (bool(_PIECE.match(opening)) and content.rstrip().endswith(b">"))


def is_csv(content: bytes) -> bool:
    """A text whose lines are rows of cells between commas or tabs."""
    if content[:1] in (b"{", b"["):
        return False
    try:
        return find_delimiter(decode("", content)) is not None
    except Refusal:
        return False


def _is_anything(_: bytes) -> bool:
    return True


# In this order, the first whose test holds; what none of them recognises is plain text.
FORMATS: list[Format] = [
    Format("pdf", "PDF", (".pdf",), "application/pdf", is_pdf, "yearbook.documents.pdf.reader:read_pdf"),
    Format(
        "docx",
        "DOCX",
        (".docx",),
        f"{_OFFICE}.wordprocessingml.document",
        is_docx,
        "yearbook.documents.word.reader:read_docx",
        packed=True,
    ),
    Format("html", "HTML", (".html", ".htm"), "text/html", is_html, "yearbook.documents.html.reader:read_html"),
    Format(
        "xlsx",
        "XLSX",
        (".xlsx",),
        f"{_OFFICE}.spreadsheetml.sheet",
        is_xlsx,
        "yearbook.documents.sheet.reader:read_xlsx",
        packed=True,
    ),
    Format("csv", "CSV", (".csv", ".tsv"), "text/csv", is_csv, "yearbook.documents.sheet.reader:read_csv"),
    Format(
        "txt",
        "TXT, Markdown",
        (".txt", ".md"),
        "text/plain",
        _is_anything,
        "yearbook.documents.text.reader:read_text",
        plain=True,
    ),
]


def list_formats(separator: str = ", ") -> str:
    """The formats that are read, for people: PDF, DOCX, …"""
    return separator.join(label for format_ in FORMATS for label in format_.label.split(", "))


def is_zip(content: bytes) -> bool:
    """Whether bytes begin as a ZIP file does: an archive, or one of the formats that are packed so (DOCX, XLSX …)."""
    return content.startswith(_ZIP_STARTS)


def _has_member(content: bytes, member: str) -> bool:
    """Whether a ZIP holds a member; of one without a table of contents, as after a cut, whether one of its folder is left."""
    if not is_zip(content):
        return False
    names = list_members(content)
    folder = re.escape(member.split("/")[0].encode())
    return member in names if names is not None else bool(re.search(rb"PK\x03\x04.{0,26}?" + folder + b"/", content, re.DOTALL))


def list_members(content: bytes) -> frozenset[str] | None:
    """The names in a ZIP's table of contents; None where there is none, or it is too long to be looked at."""
    if content.count(ZIP_ENTRY) > LIMITS.max_members:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return frozenset(packed.namelist())
    except ZIP_FAULTS:
        return None
