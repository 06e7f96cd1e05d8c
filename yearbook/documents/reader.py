"""From a file or its bytes to a Document: which format it is in, and a clear refusal where it cannot be read."""

from __future__ import annotations

from pathlib import Path

from yearbook.documents.document import Document, Refusal
from yearbook.documents.plain_text import read_text
from yearbook.words import say

# the first bytes of formats that are no text, and how people call them
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP / DOCX / XLSX"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC / XLS / WPS"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
    (b"{\\rtf", "RTF"),
    (b"PAR1", "Parquet"),
)


def read(path: Path) -> Document:
    """The document in a file. Raises Refusal for a file that is missing, a folder, unreadable, empty, binary or mis-encoded."""
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise Refusal(name, say("documents.folder"))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal(name, say("documents.missing")) from error
    except PermissionError as error:
        raise Refusal(name, say("documents.forbidden")) from error
    except (OSError, ValueError) as error:
        raise Refusal(name, say("documents.unreadable", error=getattr(error, "strerror", None) or error)) from error
    return read_bytes(name, content)


def read_bytes(name: str, content: bytes) -> Document:
    """The document in the bytes of a file called `name`. Raises Refusal as `read` does."""
    if not content.strip(b" \t\r\n\x0c\x00\xef\xbb\xbf\xff\xfe"):
        raise Refusal(name, say("documents.empty"))
    for signature, format_name in _SIGNATURES:
        if content.startswith(signature) and _is_binary(signature, content):
            raise Refusal(name, say("documents.binary", format=format_name))
    return read_text(name, content)


def _is_binary(signature: bytes, content: bytes) -> bool:
    """A short signature in letters (BM, MZ) may begin a text too: then zero bytes must follow."""
    return len(signature) > 2 or not signature.isalpha() or b"\x00" in content[:512]
