"""Filled fields of a PDF's form (AcroForm, ISO 32000-1, 12.7): what people wrote there is text of the page, too."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from yearbook.documents.page.glyphs import Glyph, Turn

_WORDS = frozenset({pdfium_raw.FPDF_FORMFIELD_TEXTFIELD, pdfium_raw.FPDF_FORMFIELD_COMBOBOX, pdfium_raw.FPDF_FORMFIELD_LISTBOX})
_BESIDE = 1.0  # points by which a field may overlap the word before it


def add_fields(glyphs: Sequence[Glyph], page: pdfium.PdfPage, form: pdfium.PdfFormEnv | None, turn: Turn) -> list[Glyph]:
    """The characters of a page with those of its filled fields, each field behind the words left of it, else at the end."""
    added = list(glyphs)
    for field in range(pdfium_raw.FPDFPage_GetAnnotCount(page) if form is not None else 0):
        annotation = pdfium_raw.FPDFPage_GetAnnot(page, field)
        try:
            written = _write_field(form, annotation, turn)
        finally:
            pdfium_raw.FPDFPage_CloseAnnot(annotation)
        if written:
            place = _find_place(added, written[0])
            added[place:place] = written if place else [*written, written[0]._replace(text="\n")]
    return added


def _write_field(form: pdfium.PdfFormEnv | None, annotation: object, turn: Turn) -> list[Glyph]:
    """The characters of a field, spread over its box; none of a field that is empty or no field of words."""
    if pdfium_raw.FPDFAnnot_GetSubtype(annotation) != pdfium_raw.FPDF_ANNOT_WIDGET:
        return []
    if pdfium_raw.FPDFAnnot_GetFormFieldType(form, annotation) not in _WORDS:
        return []
    length = pdfium_raw.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    buffer = (pdfium_raw.FPDF_WCHAR * (length // 2 + 1))()
    pdfium_raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, length)
    words = " ".join(bytes(buffer).decode("utf-16-le", errors="replace").replace("\0", "").split())
    box = pdfium_raw.FS_RECTF()
    if not words or not pdfium_raw.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
        return []
    left, bottom, right, top = turn.apply(box.left, box.bottom, box.right, box.top)
    step = (right - left) / len(words)
    return [Glyph(word, left + step * n, bottom, left + step * (n + 1), top) for n, word in enumerate(words)]


def _find_place(glyphs: Sequence[Glyph], first: Glyph) -> int:
    """The place behind the last character that stands left of a field at its height; 0 where none does."""
    height = (first.bottom + first.top) / 2
    left = [
        number
        for number, glyph in enumerate(glyphs)
        if glyph.text != "\n" and glyph.bottom <= height <= glyph.top and glyph.right <= first.left + _BESIDE
    ]
    return max(left, key=lambda number: glyphs[number].right) + 1 if left else 0
