"""Pages that are pictures: files of them, and those of other formats. Reading them takes RapidOCR, the extra `ocr`.

A page takes seconds and much memory, so a reader that meets one first raises Unrecognised: it is called again with limits for so
many pages.
"""

from __future__ import annotations

from importlib.util import find_spec

from yearbook.catalogue.messages import Message
from yearbook.documents.document import Document, Limits, Refusal
from yearbook.documents.page.layout import Page, write_pages
from yearbook.documents.scanned import Unrecognised

RECOGNITION = "yearbook.documents.scan.recognition"


def is_installed() -> bool:
    """Whether what recognises text is there."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def require_recognition(name: str, pages: int, limits: Limits) -> None:
    """Raises Unrecognised unless pages may be recognised in this call, Refusal where they never may."""
    if pages > limits.max_scans:
        raise Refusal(name, Message("formats.scans", limit=limits.max_scans))
    if not is_installed():
        raise Refusal(name, Message("formats.scan"))
    if not limits.recognises:
        raise Unrecognised(pages)


def read_picture(name: str, content: bytes, limits: Limits) -> Document:
    """The document in a JPEG, PNG or TIFF. Raises Refusal where it is damaged, too large, or no words are seen; Unrecognised."""
    from yearbook.documents.scan.pictures import decode_pictures, open_picture  # Pillow takes a while to load

    kind, count = open_picture(name, content, limits)
    require_recognition(name, count, limits)
    from yearbook.documents.scan.recognition import recognise_page

    pictures = enumerate(decode_pictures(name, content, limits), start=1)
    pages: list[Page] = [recognise_page(name, number, picture, seconds=limits.scan_seconds) for number, picture in pictures]
    if not any(page.glyphs for page in pages):
        raise Refusal(name, Message("formats.no_words"))
    return write_pages(name, content, kind, pages, limits)
