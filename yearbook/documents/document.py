"""A report as read: its text, where its pages and cells lie, and what reading it may cost."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass

MB = 1_000_000


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
    """What a person must know of how a source was read, rendered by translate(words, language, what=what)."""

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


def report_id_of(content: bytes) -> str:
    """The identity of a report: the SHA-256 checksum of its bytes, whatever the file is called."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. The defaults are far above any report and far below what harms a small server."""

    max_bytes: int = 100 * MB  # of a file as it came, packed or not
    max_pages: int = 2000
    max_text: int = 10_000_000  # code points; with the next, what bounds understanding, whose time grows with both and no faster
    max_numerals: int = 50_000  # what holds more is a store of data; each takes up to a millisecond to be understood
    max_unpacked: int = 500 * MB  # bytes of all members of a packed file together
    max_ratio: int = 200  # unpacked bytes for a packed one
    max_members: int = 5000
    max_nesting: int = 2  # archives within archives: 1 is an archive alone
    seconds: float = 60
    memory_bytes: int = 1000 * MB  # beyond what the reading process needs to start


LIMITS = Limits()
