"""PDF reader (ISO 32000-1, by pdfium): paragraphs across line and page ends, ruled and aligned tables, no page numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from yearbook.catalogue.messages import Message
from yearbook.documents.document import Document, DocumentBuilder, Grid, Limits, Note, Refusal
from yearbook.documents.pdf.chars import read_glyphs
from yearbook.documents.pdf.form_fields import add_fields
from yearbook.documents.pdf.lines import WIDE, Line, extract_aligned_tables, find_lines
from yearbook.documents.pdf.paragraphs import PlacedLine, RunningHeads, find_columns, goes_on
from yearbook.documents.pdf.reading_order import order_lines
from yearbook.documents.pdf.ruled_tables import extract_ruled_tables

_GIBBERISH = 0.1  # of all characters
_SOME = 5  # unknown characters on a page: more than a bullet or two
_COVERED = 0.4  # of a page
_DEEPEST = 3  # forms within forms
_TAIL = 2048  # bytes in which a whole PDF says where its table of contents is


@dataclass(slots=True)
class _Page:
    width: float
    height: float
    parts: list[Line | Grid] = field(default_factory=list)
    across: list[str] = field(default_factory=list)  # words that stand across or aslant
    scanned: bool = False  # without words, and mostly covered by a picture
    filled: bool = False  # a form's fields are filled in
    unknown: int = 0  # characters that the fonts do not name

    def lines(self) -> list[Line]:
        return [part for part in self.parts if isinstance(part, Line)]


def read_pdf(name: str, content: bytes, limits: Limits) -> Document:
    """The document in the bytes of a PDF.

    A running head stands once, at the end. Raises Refusal where the file is locked, damaged, cut off, has too many pages, holds
    only images, or its fonts do not say which characters they show.
    """
    pdf = _open(name, content)
    try:
        if len(pdf) > limits.max_pages:
            raise Refusal(name, Message("documents.pages", limit=limits.max_pages))
        pages = _read_pages(name, pdf)
    finally:
        pdf.close()
    return _write(name, content, pages, limits)


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


def _read_pages(name: str, pdf: pdfium.PdfDocument) -> list[_Page]:
    pages: list[_Page] = []
    characters = 0
    pdf.init_forms()  # of a file without a form it makes nothing
    for number in range(len(pdf)):
        try:
            page = pdf[number]
        except pdfium.PdfiumError as error:
            raise Refusal(name, Message("formats.broken_page", page=number + 1)) from error
        glyphs = read_glyphs(page)
        read = _Page(glyphs.turn.shown_width, glyphs.turn.shown_height, across=glyphs.across)
        upright = add_fields(glyphs.upright, page, pdf.formenv, glyphs.turn)
        read.filled = len(upright) > len(glyphs.upright)
        for part in extract_ruled_tables(page, glyphs.turn, upright):
            read.parts += [part] if isinstance(part, Grid) else extract_aligned_tables(order_lines(find_lines(part)))
        read.scanned = not read.parts and _is_covered(page)
        read.unknown = glyphs.unknown
        characters += len(glyphs.upright)
        pages.append(read)
        page.close()
    if sum(page.unknown for page in pages) > _GIBBERISH * characters:
        raise Refusal(name, Message("formats.unmapped"))
    if not any(page.parts for page in pages) and any(page.scanned for page in pages):
        raise Refusal(name, Message("formats.scan"))
    return pages


def _is_covered(page: pdfium.PdfPage) -> bool:
    """Whether images cover most of a page, as in a scan."""
    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects(filter=[pdfium_raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        box, form = picture.get_bounds(), picture.container
        while form is not None:
            box, form = form.get_matrix().on_rect(*box), form.container
        covered += abs((box[2] - box[0]) * (box[3] - box[1]))
    return bool(covered > _COVERED * width * height)


def _write(name: str, content: bytes, pages: list[_Page], limits: Limits) -> Document:
    running = _remove_heads(pages)
    columns = find_columns([(page.width, page.lines()) for page in pages])
    builder = DocumentBuilder(name, limits)
    paragraph: list[PlacedLine] = []
    for number, page in enumerate(pages, start=1):
        if number > 1:
            builder.begin_page()
        remaining = iter(columns[number - 1])
        for part in page.parts:
            if isinstance(part, Grid):
                builder.write_table(part.cells)
                paragraph = []
                continue
            placed = PlacedLine(part, number, next(remaining))
            if paragraph and goes_on(paragraph, placed):
                builder.write(_find_separator(paragraph[-1].line.text, part.text) + part.text)
            else:
                builder.end_paragraph()
                builder.write(part.text)
                paragraph = []
            paragraph.append(placed)
        for words in page.across:
            builder.write_paragraph(words)
            paragraph = []
    for words in running:
        if not builder.holds(words):
            builder.write_paragraph(words)
    return builder.finish(content, "pdf", _note(pages))


def _note(pages: list[_Page]) -> list[Note]:
    scanned = [str(number) for number, page in enumerate(pages, start=1) if page.scanned]
    unknown = [str(number) for number, page in enumerate(pages, start=1) if page.unknown >= _SOME]
    filled = [str(number) for number, page in enumerate(pages, start=1) if page.filled]
    found = {"formats.scanned_pages": scanned, "formats.unknown_characters": unknown, "formats.form_fields": filled}
    return [Note(words, ", ".join(numbers)) for words, numbers in found.items() if numbers]


def _remove_heads(pages: list[_Page]) -> list[str]:
    """Remove page numbers, running heads and watermarks from the pages; return the text of the latter two, each once."""
    heads = RunningHeads([(page.height, page.lines()) for page in pages])
    marks = Counter(words for page in pages for words in set(page.across))
    running = {words: None for words, count in marks.items() if count > max(1, len(pages) // 2)}
    for number, page in enumerate(pages, start=1):
        kept: list[Line | Grid] = []
        for part in page.parts:
            if isinstance(part, Line):
                if heads.is_page_number(part, number, page.height):
                    continue
                words = heads.find_running(part, page.height)
                if words is not None:
                    running |= {words: None} if words else {}
                    continue
            kept.append(part)
        page.parts = kept
        page.across = [words for words in page.across if words not in running]
    return list(running)


def _find_separator(before: str, after: str) -> str:
    """What joins two lines: a blank between words of letters, nothing within a number or next to a Chinese character."""
    letters = before[-1:].isalnum() and after[:1].isalnum()
    within_number = before[-1:].isdigit() and after[:1].isdigit()
    return " " if letters and not within_number and not (WIDE.match(before[-1:]) or WIDE.match(after[:1])) else ""
