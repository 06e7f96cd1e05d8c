"""What tells the formats that LibreOffice converts: streams of a compound file, an ODF package's type, an XML's root."""

from __future__ import annotations

import re
import struct

from yearbook.documents.office.compound import find_streams

RTF = b"{\\rtf"
_HEAD = 4096
_ODF = b"application/vnd.oasis.opendocument."
# an ODF package begins with its type, not compressed (ODF 1.2 part 3, 3.3)
_ODF_TYPE = re.compile(rb"PK\x03\x04.{26}mimetype" + re.escape(_ODF) + rb"([a-z-]+)", re.S)
ODF_LOCKED = re.compile(rb"<(?:\w+:)?encryption-data\b")
_XML = re.compile(r"\s*<\?xml\s[^>]{0,300}\?>")
_WORD_XML = re.compile(r"<(?:\w+:)?wordDocument\b[^>]*schemas\.microsoft\.com/office/word/2003/wordml")
_EXCEL_XML = re.compile(r"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")
_DOC_LOCKED = 0x0100  # fEncrypted in the flags of the FIB (MS-DOC 2.5.2)


def is_doc(content: bytes) -> bool:
    """A compound file at whose root a text of Word 97 lies, which WPS writes, too."""
    return "worddocument" in (find_streams(content) or {})


def is_odt(content: bytes) -> bool:
    return _odf_type(content) in (b"text", b"text-template")


def is_ods(content: bytes) -> bool:
    return _odf_type(content) in (b"spreadsheet", b"spreadsheet-template")


def is_xml(content: bytes) -> bool:
    """Whether bytes say that they are XML, of whatever kind."""
    return bool(_XML.match(read_opening(content)))


def is_word_xml(content: bytes) -> bool:
    """A text in the XML of Word 2003, which it named .doc or .xml."""
    return is_xml(content) and bool(_WORD_XML.search(read_opening(content)))


def is_excel_xml(content: bytes) -> bool:
    """A workbook in the XML of Excel 2003, which programs name .xls or .xml."""
    return is_xml(content) and bool(_EXCEL_XML.search(read_opening(content)))


def is_early_doc(content: bytes) -> bool:
    """Whether a DOC is of Word 6 or 95, whose head begins with another sign (MS-DOC 2.5.2, wIdent)."""
    begin = (find_streams(content) or {}).get("worddocument", len(content))
    return content[begin : begin + 2] == b"\xdc\xa5"


def is_locked_doc(content: bytes) -> bool:
    """Whether a DOC is under a password."""
    begin = (find_streams(content) or {}).get("worddocument", len(content))
    return len(content) >= begin + 12 and bool(struct.unpack_from("<H", content, begin + 10)[0] & _DOC_LOCKED)


def _odf_type(content: bytes) -> bytes:
    match = _ODF_TYPE.match(content[:_HEAD])
    return match[1] if match else b""


def read_opening(content: bytes) -> str:
    """The first characters of bytes that may be markup."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content[: 2 * _HEAD].decode("utf-16", errors="ignore")
    return content[:_HEAD].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
