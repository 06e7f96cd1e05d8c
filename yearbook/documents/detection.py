"""Detection of a file's format by its content, and a reason for each format that is not read.

The signatures of formats that are not read are ours: puremagic takes a text that begins with BMW for a picture and every ZIP
for a DOCX (docs/adr/0005-libraries-tried.md).
"""

from __future__ import annotations

import re

from yearbook.catalogue.messages import Message
from yearbook.documents.document import Refusal
from yearbook.documents.formats import FORMATS, HEAD, Format, is_zip, list_members

# the first bytes of formats that are not read, how people call them, and the words that say what to do
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "PNG", "image"),
    (b"\xff\xd8\xff", "JPEG", "image"),
    (b"GIF8", "GIF", "image"),
    (b"II*\x00", "TIFF", "image"),
    (b"MM\x00*", "TIFF", "image"),
    (b"BM", "BMP", "image"),
    (b"Rar!", "RAR", "other_archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z", "other_archive"),
    (b"\x1f\x8b", "GZIP", "other_archive"),
    (b"BZh91AY&SY", "BZIP2", "other_archive"),
    (b"\xfd7zXZ\x00", "XZ", "other_archive"),
    (b"SQLite format 3", "SQLite", "binary"),
    (b"\x7fELF", "ELF", "binary"),
    (b"MZ", "EXE", "binary"),
    (b"{\\rtf", "RTF", "binary"),
    (b"PAR1", "Parquet", "binary"),
)
_LATER_SIGNATURES = (
    (8, b"WEBP", "WEBP", "image"),
    (4, b"ftypheic", "HEIC", "image"),
    (257, b"ustar", "TAR", "other_archive"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # holds what Office wrote before 2007, and newer files under a password
# the streams by which it is known what such a container holds
_STREAMS = (("WordDocument", "DOC / WPS"), ("Workbook", "XLS / ET"), ("PowerPoint Document", "PPT / DPS"))
# members by which packed formats that are not read are known
_PACKED_OTHERS = (
    ("ppt/presentation.xml", "PPTX"),
    ("xl/workbook.bin", "XLSB"),
    ("OFD.xml", "OFD"),
    ("META-INF/container.xml", "EPUB"),
    ("content.xml", "ODT / ODS"),
)
_SAVED_PAGE = re.compile(rb"^MIME-Version:.{0,2000}multipart/related", re.I | re.S | re.M)  # RFC 2557


def find_format(name: str, content: bytes) -> Format:
    """The format of a file's bytes. Raises Refusal for what is not read, saying what it is."""
    for signature, format_name, words in _SIGNATURES:
        if content.startswith(signature) and _is_binary(signature, content):
            raise Refusal(name, Message(f"documents.{words}", format=format_name))
    for place, signature, format_name, words in _LATER_SIGNATURES:
        if content[place : place + len(signature)] == signature and b"\x00" in content[:512]:
            raise Refusal(name, Message(f"documents.{words}", format=format_name))
    if content.startswith(_COMPOUND):
        raise _refuse_compound(name, content)
    if _SAVED_PAGE.search(content[:HEAD]):
        raise Refusal(name, Message("documents.saved_page"))
    if is_zip(content) and (other := _name_packed(content)):
        raise Refusal(name, Message("documents.binary", format=other))
    if is_archive(content):
        whole = list_members(content) is not None
        raise Refusal(name, Message("documents.archive") if whole else Message("documents.damaged", format="ZIP"))
    return next(format_ for format_ in FORMATS if format_.is_format(content))


def is_archive(content: bytes) -> bool:
    """Whether a ZIP is one of files and not a document of a packed format. One that cannot be opened counts, to be refused so."""
    is_document = any(format_.packed and format_.is_format(content) for format_ in FORMATS)
    return is_zip(content) and not is_document and _name_packed(content) is None


def _refuse_compound(name: str, content: bytes) -> Refusal:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Refusal(name, Message("documents.password", format="DOCX / XLSX"))
    found = next((label for stream, label in _STREAMS if stream.encode("utf-16-le") in content), "DOC / XLS / WPS")
    return Refusal(name, Message("documents.old_office", format=found))


def _name_packed(content: bytes) -> str | None:
    names = list_members(content)
    return next((label for member, label in _PACKED_OTHERS if names and member in names), None)


def _is_binary(signature: bytes, content: bytes) -> bool:
    """A short signature in letters (BM, MZ) may begin a text too: then zero bytes must follow."""
    return len(signature) > 2 or not signature.isalpha() or b"\x00" in content[:512]
