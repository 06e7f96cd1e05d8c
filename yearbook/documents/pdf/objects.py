"""What is drawn on a PDF page beside its text: paths and images, those within forms too (ISO 32000-1, 8.10)."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

_DEEPEST = 4  # forms within forms


def list_objects(page: pdfium.PdfPage, kind: int) -> Iterator[pdfium.PdfObject]:
    """The objects of one kind (FPDF_PAGEOBJ_…) on a page.

    PdfPage.get_objects gives the same and wraps each text object, of which a page has hundreds, only to pass it over.
    """
    for number in range(pdfium_raw.FPDFPage_CountObjects(page)):
        yield from _unfold(page, pdfium_raw.FPDFPage_GetObject(page, number), kind, None, 0)


def _unfold(
    page: pdfium.PdfPage, raw: pdfium_raw.FPDF_PAGEOBJECT, kind: int, form: pdfium.PdfObject | None, level: int
) -> Iterator[pdfium.PdfObject]:
    found = pdfium_raw.FPDFPageObj_GetType(raw) if raw else None
    if found == kind:
        yield pdfium.PdfObject(raw, page=page, pdf=page.pdf, container=form, level=level)
    elif found == pdfium_raw.FPDF_PAGEOBJ_FORM and level < _DEEPEST - 1:
        holder = pdfium.PdfObject(raw, page=page, pdf=page.pdf, container=form, level=level)
        for number in range(pdfium_raw.FPDFFormObj_CountObjects(raw)):
            yield from _unfold(page, pdfium_raw.FPDFFormObj_GetObject(raw, number), kind, holder, level + 1)
