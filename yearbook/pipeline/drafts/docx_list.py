"""The findings of a draft as a DOCX file: one native table, to be worked through and ticked off."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from docx import Document as open_docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Row

from yearbook.catalogue.messages import Language, translate
from yearbook.pipeline.drafts.review import DraftReview
from yearbook.pipeline.drafts.words import explain, name_kind, name_place, quote_against, quote_finding, summarise

COLUMNS = {"number": 12, "kind": 30, "place": 20, "words": 92, "says": 85, "done": 18}  # mm of A4 landscape
CONTROL = dict.fromkeys(range(32)) | {ord(sign): " " for sign in "\t\n\r"}  # characters that XML 1.0 does not take


def write_list(review: DraftReview, language: Language, day: date) -> bytes:
    """A DOCX file with a row for each finding, its heading repeated on every page; the last column is for a tick."""
    file = open_docx()
    section = file.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    font = file.styles["Normal"].font
    font.name, font.size = "Arial", Pt(10)
    font.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    file.add_heading(translate("drafts.docx_title", language), level=1)
    title = review.check.report.title or review.document.name
    about = translate("drafts.docx_about", language, title=title, name=review.document.name, day=day.isoformat())
    file.add_paragraph(_clean(about))
    file.add_paragraph(_clean(summarise(review, language)))
    if review.findings:
        table = file.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, COLUMNS.values(), strict=True):
            column.width = Mm(width)
        _fill(table.rows[0], [translate(f"drafts.docx_{name}", language) for name in COLUMNS])
        _repeat(table.rows[0])
        for number, finding in enumerate(review.findings, 1):
            words = [quote_finding(review, finding), *quote_against(review, finding, language)]
            cells = (name_kind(finding, language), name_place(review, finding, language), "\n".join(words).strip())
            _fill(table.add_row(), [str(number), *cells, explain(finding, language), ""])
    file.add_paragraph(translate("drafts.clean_about", language))
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def _fill(row: _Row, texts: list[str]) -> None:
    for cell, text, width in zip(row.cells, texts, COLUMNS.values(), strict=True):
        cell.width = Mm(width)
        cell.text = _clean(text)


def _clean(text: str) -> str:
    return "\n".join(line.translate(CONTROL) for line in text.split("\n"))


def _repeat(row: _Row) -> None:
    """Mark a row as the heading of its table, which each page repeats (ECMA-376-1, 17.4.78, tblHeader)."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader", {qn("w:val"): "true"}))
