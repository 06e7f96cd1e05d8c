"""The table of formats that are read, and detection of a format by its content.

Detection, the uploader, the READMEs' list, hostile tests and fuzz targets follow the table: a new format is a module with a
reader and a row of FORMATS. The content decides, never the name: a PDF called report.txt is a PDF. The signatures of formats that
are not read are ours: puremagic takes a text that begins with BMW for a picture and every ZIP for a DOCX
(docs/adr/0005-libraries-tried.md).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from yearbook.catalogue.messages import Message
from yearbook.documents.document import LIMITS, Refusal
from yearbook.documents.mail_head import is_mail, is_saved_page
from yearbook.documents.office.compound import COMPOUND, find_streams
from yearbook.documents.office.signatures import RTF, is_doc, is_excel_xml, is_ods, is_odt, is_word_xml, is_xml, read_opening
from yearbook.documents.text.reader import decode, find_delimiter

# whatever zipfile may raise over bytes that are no sound archive
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError, EOFError, OSError, OverflowError)
ZIP_ENTRY = b"PK\x01\x02"  # begins every entry of an archive's table of contents (APPNOTE.TXT 4.3.12)
HEAD = 4096  # bytes that are looked at for a signature
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_PAGE = re.compile(
    r"\s*(?:<%.{0,3000}?%>\s*)*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,3000}-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.I | re.S,
)
_PIECE = re.compile(r"\s*<(?:div|p|table|section|article|main|span|center|font|h[1-6]|ul|ol|script|style|link)\b[^<]*>", re.I)
# the first bytes of formats that are not read, how people call them, and the words that say what to do
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "GIF", "image"),
    (b"BM", "BMP", "image"),
    (b"Rar!", "RAR", "other_archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z", "other_archive"),
    (b"\x1f\x8b", "GZIP", "other_archive"),
    (b"BZh91AY&SY", "BZIP2", "other_archive"),
    (b"\xfd7zXZ\x00", "XZ", "other_archive"),
    (b"SQLite format 3", "SQLite", "binary"),
    (b"\x7fELF", "ELF", "binary"),
    (b"MZ", "EXE", "binary"),
    (b"PAR1", "Parquet", "binary"),
)
_LATER_SIGNATURES = (
    (8, b"WEBP", "WEBP", "image"),
    (4, b"ftypheic", "HEIC", "image"),
    (257, b"ustar", "TAR", "other_archive"),
)
# the streams by which it is known what a compound file holds that is not read
_STREAMS = (("powerpoint document", "PPT / DPS"), ("__properties_version1.0", "MSG"))
_BARE_SHEETS = (b"\t\0\4\0", b"\t\2\6\0", b"\t\4\6\0")  # Excel 2, 3 and 4 (MS-XLS 2.4.21, BOF)
# members by which packed formats that are not read are known
_PACKED_OTHERS = (
    ("ppt/presentation.xml", "PPTX"),
    ("META-INF/container.xml", "EPUB"),
    ("content.xml", "ODF"),
)


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: how its bytes are recognised, and what reads them.

    `reader` names a function (name, content, limits) -> Document as "module:function": it is loaded only where such a file
    is read, which is in a worker of the sandbox unless the format is `plain`.
    """

    kind: str  # Document.format, except that text may be "md" by its name
    label: str  # as lists of formats show it, in either language
    is_format: Callable[[bytes], bool]
    reader: str
    packed: bool = False  # is a ZIP inside, whose size unpacked is checked first
    plain: bool = False  # is decoded in this process, without a parser
    converted: bool = False  # becomes a DOCX or XLSX by LibreOffice first, which `reader` reads


def is_pdf(content: bytes) -> bool:
    """By its header (ISO 32000-1, 7.5.2), before which viewers accept up to 1,024 bytes, as of an answer over HTTP."""
    if content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return True
    return re.search(rb"[\r\n]%PDF-\d", content[:1024]) is not None and b"endobj" in content


def is_xls(content: bytes) -> bool:
    """A compound file at whose root a workbook lies, under the name of Excel 97 or of Excel 5; or its bare records, as before."""
    return content.startswith(_BARE_SHEETS) or bool((find_streams(content) or {}).keys() & {"workbook", "book"})


def is_html(content: bytes) -> bool:
    """By the page's first tag; a fragment must also end with a tag."""
    opening = read_opening(content)
    return bool(_PAGE.match(opening)) or (bool(_PIECE.match(opening)) and content.rstrip().endswith(b">"))


def is_csv(content: bytes) -> bool:
    """Text of comma- or tab-separated values."""
    if content[:1] in (b"{", b"["):
        return False
    try:
        return find_delimiter(decode("", content)) is not None
    except Refusal:
        return False


def is_zip(content: bytes) -> bool:
    """Whether bytes begin as a ZIP file does: an archive, or one of the formats that are packed so (DOCX, XLSX …)."""
    return content.startswith(_ZIP_STARTS)


def _has_member(member: str, content: bytes) -> bool:
    """Whether a ZIP has a member; if its directory is cut off, whether a member of that folder is left."""
    if not is_zip(content):
        return False
    names = list_members(content)
    if names is not None:
        return member in names
    opening = re.escape("".join(member.partition("/")[:2]).encode())
    return bool(re.search(rb"PK\x03\x04.{0,26}?" + opening, content, re.DOTALL))


def list_members(content: bytes) -> frozenset[str] | None:
    """The names in a ZIP's directory; None where there is none, or too many."""
    if content.count(ZIP_ENTRY) > LIMITS.max_members:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return frozenset(packed.namelist())
    except ZIP_FAULTS:
        return None


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


def _holds(member: str) -> Callable[[bytes], bool]:
    return partial(_has_member, member)


_WORD, _SHEET = "yearbook.documents.word.reader:read_docx", "yearbook.documents.sheet.reader:read_xlsx"
_PICTURES = {"jpeg": _begins(b"\xff\xd8\xff"), "png": _begins(b"\x89PNG"), "tiff": _begins(b"II*\x00", b"MM\x00*")}
# In this order, the first whose test holds; what none of them recognises is plain text.
FORMATS: list[Format] = [
    Format("pdf", "PDF", is_pdf, "yearbook.documents.pdf.reader:read_pdf"),
    Format("ofd", "OFD", _holds("OFD.xml"), "yearbook.documents.ofd.reader:read_ofd", packed=True),  # 7.3 of GB/T 33190-2016
    Format("docx", "DOCX", _holds("word/document.xml"), _WORD, packed=True),  # ECMA-376 part 2
    Format("doc", "DOC, WPS", is_doc, _WORD, converted=True),
    Format("rtf", "RTF", _begins(RTF), _WORD, converted=True),
    Format("odt", "ODT", is_odt, _WORD, packed=True, converted=True),
    Format("word-xml", "Word 2003 XML", is_word_xml, _WORD, converted=True),
    Format("mht", "MHT", is_saved_page, "yearbook.documents.mail.saved_page:read_mht"),
    Format("html", "HTML", is_html, "yearbook.documents.html.reader:read_html"),
    Format("xlsx", "XLSX", _holds("xl/workbook.xml"), _SHEET, packed=True),
    Format("xls", "XLS, ET", is_xls, "yearbook.documents.sheet.xls:read_xls"),
    Format("ods", "ODS", is_ods, _SHEET, packed=True, converted=True),
    Format("xlsb", "XLSB", _holds("xl/workbook.bin"), _SHEET, packed=True, converted=True),
    Format("excel-xml", "Excel 2003 XML", is_excel_xml, _SHEET, converted=True),
    *(Format(kind, kind.upper(), test, "yearbook.documents.scan.reader:read_picture") for kind, test in _PICTURES.items()),
    Format("csv", "CSV", is_csv, "yearbook.documents.sheet.reader:read_csv"),
    Format("txt", "TXT, Markdown", _begins(b""), "yearbook.documents.text.reader:read_text", plain=True),
]


def list_formats(separator: str = ", ") -> str:
    """The labels of the formats that are read: PDF, DOCX, …"""
    return separator.join(label for format_ in FORMATS for label in format_.label.split(", "))


def find_format(name: str, content: bytes) -> Format:
    """The format of a file's bytes. Raises Refusal for what is not read, saying what it is."""
    for signature, format_name, words in _SIGNATURES:
        if content.startswith(signature) and _is_binary(signature, content):
            raise Refusal(name, Message(f"documents.{words}", format=format_name))
    for place, signature, format_name, words in _LATER_SIGNATURES:
        if content[place : place + len(signature)] == signature and b"\x00" in content[:512]:
            raise Refusal(name, Message(f"documents.{words}", format=format_name))
    if content.startswith(COMPOUND) and not is_xls(content) and not is_doc(content):
        raise _refuse_compound(name, content)
    if is_mail(content):
        raise Refusal(name, Message("documents.mail"))
    if is_zip(content) and not _is_packed_document(content) and (other := _find_packed_label(content)):
        raise Refusal(name, Message("documents.binary", format=other))
    if is_archive(content):
        whole = list_members(content) is not None
        raise Refusal(name, Message("documents.archive") if whole else Message("documents.damaged", format="ZIP"))
    found = next(format_ for format_ in FORMATS if format_.is_format(content))
    if is_xml(content) and found.kind in ("csv", "txt"):
        raise Refusal(name, Message("documents.binary", format="XML"))
    return found


def is_archive(content: bytes) -> bool:
    """Whether a ZIP is one of files and not a document of a packed format. One that cannot be opened counts, to be refused so."""
    return is_zip(content) and not _is_packed_document(content) and _find_packed_label(content) is None


def _is_packed_document(content: bytes) -> bool:
    return any(format_.packed and format_.is_format(content) for format_ in FORMATS)


def _refuse_compound(name: str, content: bytes) -> Refusal:
    streams = find_streams(content)
    if streams is None:
        return Refusal(name, Message("documents.damaged", format="DOC / XLS"))
    if "encryptedpackage" in streams:  # MS-OFFCRYPTO 2.3: what Office since 2007 locks
        return Refusal(name, Message("documents.password", format="DOCX / XLSX"))
    found = next((label for stream, label in _STREAMS if stream in streams), "OLE")
    return Refusal(name, Message("documents.binary", format=found))


def _find_packed_label(content: bytes) -> str | None:
    names = list_members(content)
    return next((label for member, label in _PACKED_OTHERS if names and member in names), None)


def _is_binary(signature: bytes, content: bytes) -> bool:
    """Whether a signature counts: a short one of letters (BM, MZ) may begin a text, and needs zero bytes behind it."""
    return len(signature) > 2 or not signature.isalpha() or b"\x00" in content[:512]
