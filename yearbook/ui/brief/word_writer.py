"""A Word document under way: headings, lists, tables between faint lines, pictures in their cells; one look for all of it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yearbook.catalogue.messages import Language, translate

FONTS: dict[Language, tuple[str, str]] = {"zh": ("Arial", "Microsoft YaHei"), "en": ("Arial", "Microsoft YaHei")}
BLUE, SOFT = (0x12, 0x43, 0x6D), (0x56, 0x60, 0x73)
FAINT, LINE = "EEF2F7", "D5DCE6"
PAGE, MARGIN = (21.0, 29.7), 2.0  # cm
PADDING = 0.6  # cm on both sides of a picture in its cell: Word keeps 0.4 free, LibreOffice a little more


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG in a cell, and what it shows, for who does not see it."""

    content: bytes
    alt: str


class WordWriter:
    """A document under way, in one look."""

    def __init__(self, document: Any, language: Language) -> None:
        self.document, self.language = document, language

    def set_up(self, title: str, made_at: datetime, foot: str) -> None:
        """A4, fonts for both scripts, what the file says of itself, and a line with the number of each page."""
        from docx.shared import Cm, Pt, RGBColor

        section = self.document.sections[0]
        section.page_width, section.page_height = (Cm(side) for side in PAGE)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
        latin, chinese = FONTS[self.language]
        for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14), ("Heading 2", 11)):
            style = self.document.styles[name]
            style.font.name, style.font.size = latin, Pt(size)
            style.element.get_or_add_rPr().get_or_add_rFonts().set(_qualify("w:eastAsia"), chinese)
            if name != "Normal":
                style.font.color.rgb, style.font.bold = RGBColor(*BLUE), True
        properties = self.document.core_properties
        properties.title, properties.author = title, translate("interface.product", self.language)
        properties.created = properties.modified = made_at
        properties.language = "zh-CN" if self.language == "zh" else "en"
        line = section.footer.paragraphs[0]
        self._style(line.add_run(f"{foot}　"))
        self._add_page_number(line)

    def heading(self, text: str, level: int) -> None:
        self.document.add_heading(text, level)

    def small(self, text: str) -> None:
        self._style(self.document.add_paragraph().add_run(text))

    def bullets(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.document.add_paragraph(text, style="List Bullet")

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str | Picture]], widths: Sequence[float], right: Sequence[int]
    ) -> None:
        """A table between lines, its headings repeated on every page, no row broken; columns in which nothing stands are left
        out. `widths` are cm; a picture fills its cell across."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt, RGBColor

        kept = [column for column in range(len(heads)) if any(row[column] for row in rows)]
        spare = (sum(widths) - sum(widths[column] for column in kept)) / len(kept)
        table = self.document.add_table(len(rows) + 1, len(kept), style="Table Grid")
        table.autofit = False
        self._draw_lines(table)
        for place, column in enumerate(kept):
            table.columns[place].width = Cm(widths[column] + spare)
        for number, row in enumerate([heads, *rows]):
            line = table.rows[number]
            marks = line._tr.get_or_add_trPr()
            marks.append(_make("w:cantSplit"))
            if number == 0:
                marks.append(_make("w:tblHeader"))
            for place, column in enumerate(kept):
                cell = line.cells[place]
                cell.width = Cm(widths[column] + spare)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                content = row[column]
                if isinstance(content, Picture):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)  # off the lines
                    self._add_picture(paragraph.add_run(), content, widths[column] + spare - PADDING)
                    continue
                run = paragraph.add_run(content)
                run.font.size = Pt(9)
                if number == 0:
                    run.font.bold, run.font.color.rgb = True, RGBColor(*BLUE)
                    shade = _make("w:shd")
                    shade.set(_qualify("w:val"), "clear")
                    shade.set(_qualify("w:fill"), FAINT)
                    cell._tc.get_or_add_tcPr().append(shade)
                if column in right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _add_picture(self, run: Any, picture: Picture, width: float) -> None:
        from docx.shared import Cm

        drawn = run.add_picture(io.BytesIO(picture.content), width=Cm(width))
        drawn._inline.docPr.set("descr", picture.alt)

    def _draw_lines(self, table: Any) -> None:
        """Faint lines between the rows and none beside the columns."""
        borders = _make("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = _make(f"w:{side}")
            across = side in ("top", "bottom", "insideH")
            line.set(_qualify("w:val"), "single" if across else "nil")
            if across:
                line.set(_qualify("w:sz"), "4")
                line.set(_qualify("w:color"), LINE)
            borders.append(line)
        table._tbl.tblPr.append(borders)

    def save(self) -> bytes:
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    def _style(self, run: Any) -> None:
        from docx.shared import Pt, RGBColor

        run.font.size, run.font.color.rgb = Pt(9), RGBColor(*SOFT)

    def _add_page_number(self, paragraph: Any) -> None:
        """A field that Word fills (ECMA-376 part 1, 17.16.18)."""
        run = paragraph.add_run()
        self._style(run)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            part = _make("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(_qualify("w:fldCharType"), kind)
            else:
                part.text = text
            run._r.append(part)


def _qualify(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _make(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)
