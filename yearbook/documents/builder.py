"""A document while it is written down: paragraphs, tables and page breaks in order, with the way back to each page and cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from yearbook.catalogue.messages import Message, translate
from yearbook.documents.document import Document, Note, Refusal, TableCell, report_id_of
from yearbook.documents.limits import Limits
from yearbook.documents.table_text import PlacedText, is_frame, write_rows


class DocumentBuilder:
    """Collects what a format module reads. Every paragraph and every row of a table becomes a line of its own.

    Raises Refusal as soon as the text is longer than the limits allow.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        self._pieces: list[str] = []
        self._length = 0
        self._line_open = False
        self._page_due = False
        self._page_starts = [0]
        self._cells: list[TableCell] = []
        self._tables = 0

    def write(self, words: str) -> None:
        """Go on with the open paragraph, or begin one."""
        if not words:
            return
        if self._page_due:
            self._page_due = False
            self._page_starts.append(self._length)
        self._append(words)
        self._line_open = True

    def end_paragraph(self) -> None:
        """Whatever is written next begins a line."""
        if self._line_open:
            self._append("\n")
            self._line_open = False

    def write_paragraph(self, words: str) -> None:
        """A paragraph of its own; nothing where there are no words."""
        words = words.strip()
        if words:
            self.end_paragraph()
            self.write(words)
            self.end_paragraph()

    def begin_page(self) -> None:
        """The next words stand on a new page, also in the middle of a paragraph. A page without words is counted, too."""
        if self._page_due or self._length == 0:
            self._page_starts.append(self._length)
        self._page_due = True

    def write_table(self, cells: Sequence[PlacedText], table: str | None = None, breaks: Collection[int] = ()) -> None:
        """A table as rows with bars, named or else numbered (表2); what only frames prose, as paragraphs.

        `breaks` are the rows with which a page begins.
        """
        self.end_paragraph()
        if is_frame(cells):
            for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
                for line in cell.text.split("\n"):
                    self.write_paragraph(line)
            return
        self._tables += 1
        for row in write_rows(cells):
            if row.row in breaks and self._length:
                self.begin_page()
            if not row.cells:
                continue
            self.write(row.line)
            begin = self._length - len(row.line)
            name = table or translate("formats.table", number=self._tables)
            self._cells += [TableCell(begin + start, begin + end, name, row.row, column) for start, end, column in row.cells]
            self.end_paragraph()

    def finish(self, content: bytes, format_name: str, notes: Sequence[Note] = ()) -> Document:
        """The document of a source's bytes. Raises Refusal where no words were written."""
        text = "".join(self._pieces)
        if not text.strip():
            raise Refusal(self._name, Message("documents.empty"))
        starts = (*self._page_starts, *((self._length,) if self._page_due else ()))
        return Document(report_id_of(content), self._name, format_name, text, starts, tuple(self._cells), tuple(notes))

    @property
    def is_empty(self) -> bool:
        return self._length == 0

    @property
    def line_open(self) -> bool:
        """Whether what is written next goes on with a line."""
        return self._line_open

    def holds(self, words: str) -> bool:
        """Whether the words stand somewhere in what is written, blanks apart."""
        return "".join(words.split()) in "".join("".join(self._pieces).split())

    def _append(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)
        if self._length > self._limits.max_text:
            raise Refusal(self._name, Message("documents.too_long", limit=self._limits.max_text // 10_000))
