"""A report as read: the text, where its pages lie, and what it was read from."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass


class Refusal(Exception):
    """An input cannot be read. The message is one line for a person: what is wrong and what to do."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)  # both, so that it passes between processes
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table and where its words stand: code points `start` to `end` of the text. Row and column count from 1."""

    start: int
    end: int
    table: str  # a sheet's name, or 表2
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Note:
    """What a person must know of how a source was read, said as say(words, language, what=what)."""

    words: str  # "formats.scanned_pages"
    what: str  # "3, 4"


@dataclass(frozen=True, slots=True)
class Document:
    """One report as read.

    `text` is never changed after reading: every offset of the product counts its code points.
    `page_starts` are the offsets at which pages begin (the first is 0); `cells` are those of its tables, in the text's order;
    `notes` name what the source shows and the text lacks, as scanned pages.
    """

    report_id: str  # sha-256 of the source's bytes, hexadecimal
    name: str  # the file's name, without folders
    format: str  # txt, pdf, docx, html …
    text: str
    page_starts: tuple[int, ...] = (0,)
    cells: tuple[TableCell, ...] = ()
    notes: tuple[Note, ...] = ()

    def page_of(self, offset: int) -> int:
        """The page, counted from 1, on which the code point at `offset` stands."""
        return bisect_right(self.page_starts, offset)

    def cell_of(self, offset: int) -> TableCell | None:
        """The cell in which the code point at `offset` stands, None outside of tables."""
        place = bisect_right(self.cells, offset, key=lambda cell: cell.start) - 1
        return self.cells[place] if place >= 0 and offset < self.cells[place].end else None


def report_id_of(content: bytes) -> str:
    """The identity of a report: the sha-256 of its bytes, so that the same file is known again under any name."""
    return hashlib.sha256(content).hexdigest()
