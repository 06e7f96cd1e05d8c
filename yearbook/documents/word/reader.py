"""DOCX reader (WordprocessingML, ECMA-376 part 1, 17): paragraphs and tables in order, text boxes and notes at their anchors.

Left out is what is no text of the report: what is struck through or was struck out in a revision, hidden text, comments, the
numbers of pages. Headers and footers stand once, at the end, where the text does not say the same.
"""

from __future__ import annotations

import io
import re
from typing import Any

from docx.opc.package import OpcPackage
from docx.oxml.parser import parse_xml
from lxml import etree

from yearbook.catalogue.messages import Message
from yearbook.documents.document import Document, DocumentBuilder, Grid, Limits, Note, PlacedText, Refusal, is_frame
from yearbook.documents.word.chunks import read_chunk
from yearbook.documents.word.elements import attribute, children_shown, find_all, has_mark, local_name
from yearbook.documents.word.numbering import Numbering
from yearbook.documents.word.text import LINE_BREAK, PAGE_BREAK, RENDERED_PAGE_BREAK, WordText, find_struck_styles

_BREAKS = re.compile(f"([{LINE_BREAK}{PAGE_BREAK}{RENDERED_PAGE_BREAK}])")
_ONLY_PAGES = re.compile(r"[\s第共页/\-—–－·.,，PpAaGgEeOoFf]*")
_MOST_COLUMNS = 63
_PARTS = ("document", "header", "footer", "footnotes", "endnotes", "styles", "numbering", "media", "drawn", "chunks")
_BLANKS = " \t\u3000\xa0"


def read_docx(name: str, content: bytes, limits: Limits) -> Document:
    """The document in the bytes of a DOCX. Pages are those that Word last showed, and breaks set by hand.

    Raises Refusal where the file is damaged, holds no text, or more than the limits allow.
    """
    try:
        parts = _open(content)
    except Exception as error:  # whatever zipfile, lxml and python-docx raise over a broken package
        raise Refusal(name, Message("documents.damaged", format="DOCX")) from error
    builder = DocumentBuilder(name, limits)
    _Body(builder, parts).write_blocks(parts["document"][0])
    for kind in ("header", "footer"):
        for element in parts[kind]:
            for line in _read_header(element):
                if not builder.holds(line):
                    builder.write_paragraph(line)
    if builder.is_empty and parts["media"]:
        raise Refusal(name, Message("formats.pictures"))
    notes = [Note("formats.drawn", str(len(parts["drawn"])))] if parts["drawn"] else []
    return builder.finish(content, "docx", notes)


def _open(content: bytes) -> dict[str, list[Any]]:
    """The main part and its related parts (11.3) as XML elements by kind; of pictures and charts only one entry each.

    Of parts in another format (altChunk, 17.17.2) the id and the bytes.
    """
    package = OpcPackage.open(io.BytesIO(content))
    main = next(rel.target_part for rel in package.rels.values() if rel.reltype.endswith("/officeDocument"))
    parts: dict[str, list[Any]] = {kind: [] for kind in _PARTS}
    parts["document"].append(next(child for child in parse_xml(main.blob) if local_name(child) == "body"))
    for number, rel in main.rels.items():
        kind = rel.reltype.rsplit("/", 1)[-1]
        if kind == "aFChunk" and not rel.is_external:
            parts["chunks"].append((number, rel.target_part.blob))
        elif kind == "image":
            parts["media"].append(kind)
        elif kind in ("chart", "chartEx", "diagramData"):
            parts["drawn"].append(kind)
        elif kind in parts and not rel.is_external:
            parts[kind].append(parse_xml(rel.target_part.blob))
    return parts


class _Body:
    """Walks the blocks of a document and writes them to the builder."""

    def __init__(self, builder: DocumentBuilder, parts: dict[str, list[Any]]) -> None:
        self._builder = builder
        numbering = Numbering(parts["numbering"], parts["styles"])
        self._text = WordText(frozenset().union(*map(find_struck_styles, parts["styles"])), numbering.find_number)
        self._chunks: dict[str, bytes] = dict(parts["chunks"])
        self._notes = {
            kind: {
                attribute(note, "id"): note for element in parts[f"{kind}s"] for note in element if not attribute(note, "type")
            }
            for kind in ("footnote", "endnote")
        }
        self._last_break = ""  # the page break after which nothing was written yet

    def write_blocks(self, parent: etree._Element) -> None:
        for block in children_shown(parent):
            kind = local_name(block)
            if kind == "p":
                self._write_paragraph(block)
            elif kind == "tbl":
                self._write_table(block)
            elif kind == "altChunk":
                for line in read_chunk(self._chunks.get(attribute(block, "id") or "", b"")):
                    if isinstance(line, Grid):
                        self._builder.write_table(line.cells)
                    else:
                        self._builder.write_paragraph(line)
            elif kind == "sectPr":
                self._end_section(block)

    def _write_paragraph(self, paragraph: etree._Element) -> None:
        properties = next((child for child in paragraph if local_name(child) == "pPr"), None)
        if properties is not None and has_mark(properties, "pageBreakBefore"):
            self._break_page(PAGE_BREAK)
        self._builder.end_paragraph()
        self._write_pieces(self._text.read(paragraph))
        self._builder.end_paragraph()
        self._write_asides()
        if properties is not None:
            for section in find_all(properties, "sectPr"):
                self._end_section(section)

    def _write_pieces(self, words: str) -> None:
        pieces = _BREAKS.split(words)
        for number, piece in enumerate(pieces):
            if piece == LINE_BREAK:
                self._builder.end_paragraph()
            elif piece in (PAGE_BREAK, RENDERED_PAGE_BREAK):
                self._break_page(piece)
            else:
                open_line = self._builder.line_open
                last = number == len(pieces) - 1 or pieces[number + 1] == LINE_BREAK
                piece = piece if open_line else piece.lstrip(_BLANKS)
                piece = piece.rstrip(_BLANKS) if last else piece
                if piece:
                    self._builder.write(piece)
                    self._last_break = ""

    def _break_page(self, kind: str) -> None:
        """Begin a page. A rendered break (lastRenderedPageBreak) right after a manual one is the same break."""
        if self._last_break and kind == RENDERED_PAGE_BREAK:
            return
        self._last_break = kind
        if not self._builder.is_empty:
            self._builder.begin_page()

    def _end_section(self, section: etree._Element) -> None:
        kind = next((attribute(child, "val") for child in section if local_name(child) == "type"), None)
        last = section.getnext() is None and local_name(section.getparent()) == "body"
        if not last and kind not in ("continuous", "nextColumn"):
            self._break_page(PAGE_BREAK)

    def _write_asides(self) -> None:
        """Write the text boxes and notes anchored in what was just written."""
        boxes, notes = self._text.pop_asides()
        for box in boxes:
            self.write_blocks(box)
        for kind, number in notes:
            note = self._notes[kind].pop(number, None)  # a note that is referred to twice stands once
            if note is not None:
                self.write_blocks(note)

    def _write_table(self, table: etree._Element) -> None:
        placed = [(row, column, cell, self._text.read_blocks(cell, tables=False)) for row, column, cell in _place_cells(table)]
        inner = [block for _, _, cell, _ in placed for block in children_shown(cell) if local_name(block) == "tbl"]
        cells = [PlacedText(row, column, _plain(words)) for row, column, _, words in placed]
        if is_frame(cells):
            self._text.pop_asides()
            for _, _, cell, _ in placed:
                self.write_blocks(cell)
            return
        self._builder.write_table(cells, breaks={row for row, _, _, text in placed if RENDERED_PAGE_BREAK in text})
        self._last_break = ""
        self._write_asides()
        for nested in inner:
            self._write_table(nested)


def _place_cells(table: etree._Element) -> list[tuple[int, int, etree._Element]]:
    """The cells of a table as (row, column, cell), counted from 1; of vertically merged cells (vMerge) only the first."""
    placed = []
    for row_number, row in enumerate(find_all(table, "tr"), start=1):
        column = 1 + sum(_width(attribute(mark, "val")) for mark in find_all(row, "gridBefore"))
        for cell in find_all(row, "tc"):
            properties = next((child for child in cell if local_name(child) == "tcPr"), ())
            marks = {local_name(mark): attribute(mark, "val") for mark in properties}
            covered = any(kind in marks and marks[kind] in (None, "continue") for kind in ("vMerge", "hMerge"))
            if not covered:
                placed.append((row_number, column, cell))
            column += _width(marks.get("gridSpan") or "1")
    return placed


def _width(columns: str | None) -> int:
    """A number of grid columns; Word has no table wider than 63."""
    return min(int(columns), _MOST_COLUMNS) if columns and columns.isdecimal() else 0


def _plain(words: str) -> str:
    """A cell's text on lines, without page breaks."""
    return re.sub(f"[{PAGE_BREAK}{RENDERED_PAGE_BREAK}]", "", words).strip()


def _read_header(element: etree._Element) -> list[str]:
    """The lines of a header or footer, without those that only count pages."""
    text = WordText()
    lines = re.split(f"[{LINE_BREAK}{PAGE_BREAK}{RENDERED_PAGE_BREAK}]", text.read_blocks(element))
    boxes, _ = text.pop_asides()
    for box in boxes:
        lines += text.read_blocks(box).split(LINE_BREAK)
    return [line.strip() for line in lines if not _ONLY_PAGES.fullmatch(line)]
