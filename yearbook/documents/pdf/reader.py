"""PDF reader (ISO 32000-1, by pdfium): its pages of characters and drawn lines, laid out as any other."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from yearbook.catalogue.messages import Message
from yearbook.documents.document import Document, Limits, Refusal
from yearbook.documents.page.layout import Page, write_pages
from yearbook.documents.pdf.chars import PageGlyphs, read_glyphs
from yearbook.documents.pdf.form_fields import add_fields
from yearbook.documents.pdf.objects import list_objects
from yearbook.documents.pdf.strokes import find_strokes
from yearbook.documents.scan.reader import is_installed, require_recognition

_GIBBERISH = 0.1  # of all characters
_SOME = 5  # unknown characters on a page: more than a bullet or two
_COVERED = 0.4  # of a page without words
_LAYERED = 0.8  # of a page with words, which may be what a scanner made of its picture
_TAIL = 2048  # bytes in which a whole PDF says where its table of contents is


def read_pdf(name: str, content: bytes, limits: Limits) -> Document:
    """The document in the bytes of a PDF.

    Raises Refusal where the file is locked, damaged, cut off, has too many pages, holds only images, or its fonts do not say
    which characters they show.
    """
    pdf = _open(name, content)
    try:
        if len(pdf) > limits.max_pages:
            raise Refusal(name, Message("documents.pages", limit=limits.max_pages))
        return write_pages(name, content, "pdf", _read_pages(name, pdf, limits), limits)
    finally:
        pdf.close()


def _open(name: str, content: bytes) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (pdfium_raw.FPDF_ERR_PASSWORD, pdfium_raw.FPDF_ERR_SECURITY)
        if locked:
            raise Refusal(name, Message("documents.password", format="PDF")) from error
        raise Refusal(name, _describe_damage(content)) from error
    if not _is_whole(content):
        pdf.close()
        raise Refusal(name, Message("formats.truncated"))
    return pdf


def _is_whole(content: bytes) -> bool:
    """Whether a file has its trailer (7.5.5). Of a truncated file pdfium opens the pages it still finds, and figures are lost."""
    return b"%%EOF" in content[-_TAIL:] or b"startxref" in content[-_TAIL:]


def _describe_damage(content: bytes) -> str:
    return Message("documents.damaged", format="PDF") if _is_whole(content) else Message("formats.truncated")


def _read_pages(name: str, pdf: pdfium.PdfDocument, limits: Limits) -> Iterator[Page]:
    characters = unknown = pictures = 0
    worded = scanned = False
    pdf.init_forms()  # of a file without a form it makes nothing
    for number in range(len(pdf)):
        try:
            page = pdf[number]
        except pdfium.PdfiumError as error:
            raise Refusal(name, Message("formats.broken_page", page=number + 1)) from error
        glyphs = read_glyphs(page)
        upright = add_fields(glyphs.upright, page, pdf.formenv, glyphs.turn)
        has_words = any(glyph.text.strip() for glyph in upright)
        is_picture = _is_covered(page, _LAYERED if has_words else _COVERED)
        pictures += is_picture
        worded, scanned = worded or has_words, scanned or (is_picture and not has_words)
        recognised = _recognise(name, number + 1, page, glyphs, limits) if is_picture and limits.recognises else None
        if recognised is not None:
            worded = True
            yield recognised
        else:
            notes = {
                "formats.scanned_pages": is_picture and not has_words,
                "formats.unknown_characters": glyphs.unknown >= _SOME,
                "formats.form_fields": len(upright) > len(glyphs.upright),
            }
            width, height, strokes = glyphs.turn.shown_width, glyphs.turn.shown_height, find_strokes(page, glyphs.turn)
            yield Page(width, height, upright, strokes, glyphs.across, [words for words, holds in notes.items() if holds])
            characters, unknown = characters + len(glyphs.upright), unknown + glyphs.unknown
        page.close()
    if pictures and (is_installed() or not worded):
        require_recognition(name, pictures, limits)
    if unknown > _GIBBERISH * characters:
        raise Refusal(name, Message("formats.unmapped"))
    if scanned and not worded:
        raise Refusal(name, Message("formats.scan"))


def _recognise(name: str, number: int, page: pdfium.PdfPage, glyphs: PageGlyphs, limits: Limits) -> Page | None:
    from yearbook.documents.pdf.scans import read_scan  # what recognises text is an extra

    return read_scan(name, number, page, glyphs, limits)


def _is_covered(page: pdfium.PdfPage, share: float) -> bool:
    """Whether images cover so much of a page, as in a scan."""
    width, height = page.get_size()
    covered = 0.0
    for picture in list_objects(page, pdfium_raw.FPDF_PAGEOBJ_IMAGE):
        box, form = picture.get_bounds(), picture.container
        while form is not None:
            box, form = form.get_matrix().on_rect(*box), form.container
        covered += abs((box[2] - box[0]) * (box[3] - box[1]))
    return bool(covered > share * width * height)
