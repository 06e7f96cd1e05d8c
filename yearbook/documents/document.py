"""Document: text with pages, tables and notes, the refusals and limits of readers; DocumentBuilder collects it."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from yearbook.catalogue.messages import Message, translate
from yearbook.documents.scanned import Ink, ScannedLine

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
    `notes` name what the source shows and the text lacks; `scanned` are the lines that were recognised on pictures of pages.
    """

    report_id: str  # sha-256 of the source's bytes, hexadecimal
    name: str  # the file's name, without folders
    format: str  # txt, pdf, docx, html …
    text: str
    page_starts: tuple[int, ...] = (0,)
    cells: tuple[TableCell, ...] = ()
    notes: tuple[Note, ...] = ()
    scanned: tuple[ScannedLine, ...] = ()

    def page_of(self, offset: int) -> int:
        """The page, counted from 1, on which the code point at `offset` stands."""
        return bisect_right(self.page_starts, offset)

    def find_scanned(self, start: int, end: int) -> Iterator[ScannedLine]:
        """The scanned lines in which a span stands, each cut to what it holds of the span."""
        first = bisect_right(self.scanned, start, key=lambda line: line.end)  # they are in the text's order
        for line in takewhile(lambda line: line.start < end, islice(self.scanned, first, None)):
            yield line.cut(self.text, start, end)


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
    max_mails: int = 3  # mails within mails
    seconds: float = 60
    memory_bytes: int = 1000 * MB  # beyond what the reading process needs to start
    max_pixels: int = 80_000_000  # of a picture, by its header: A3 at 600 dpi has 70 million
    max_scans: int = 300  # pages that are pictures
    scan_seconds: float = 60  # that one may take, of which a processor is busy; usually it is three to five
    scan_memory_bytes: int = 2000 * MB  # of address space, for models and one page; resident are 600
    recognises: bool = False  # whether pages may be recognised in this call

    def for_scans(self, pages: int) -> Limits:
        """These limits for a file of which so many pages are recognised."""
        seconds, memory_bytes = self.seconds + pages * self.scan_seconds, self.memory_bytes + self.scan_memory_bytes
        return replace(self, recognises=True, seconds=seconds, memory_bytes=memory_bytes)


LIMITS = Limits()


WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6"  # Chinese: a line break beside one is no blank
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOT_NEEDED = re.compile(rf"(?<=[{WIDE}])\n|\n(?=[{WIDE}])")
_NUMBER = re.compile(r"\s*[-+−]?[\d,，.]+\s*[%％‰]?\s*")
_PROSE = 80  # code points with a full stop among them: a cell that holds a paragraph
_MOSTLY = 0.7


@dataclass(frozen=True, slots=True)
class PlacedText:
    """The text of a cell and its place in the table's grid, counted from 1."""

    row: int
    column: int
    text: str
    ink: Ink | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as found: its cells with text, in any order."""

    cells: tuple[PlacedText, ...]


class DocumentBuilder:
    """Collects what a reader finds. Every paragraph and every table row becomes a line of its own.

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
        """Continue the open paragraph, or begin one."""
        if not words:
            return
        if self._page_due:
            self._page_due = False
            self._page_starts.append(self._length)
        self._append(words)
        self._line_open = True

    def end_paragraph(self) -> None:
        """End the open paragraph: what is written next begins a line."""
        if self._line_open:
            self._append("\n")
            self._line_open = False

    def write_paragraph(self, words: str) -> None:
        """Write a paragraph of its own, unless it is blank."""
        words = words.strip()
        if words:
            self.end_paragraph()
            self.write(words)
            self.end_paragraph()

    def begin_page(self) -> None:
        """Begin a page with the next text, even within a paragraph. A page without text counts too."""
        if self._page_due or self._length == 0:
            self._page_starts.append(self._length)
        self._page_due = True

    def write_table(self, cells: Sequence[PlacedText], table: str | None = None, breaks: Collection[int] = ()) -> list[TableCell]:
        """Write a table as rows with bars, under a name or else a number (表2); a mere frame around prose as paragraphs.

        `breaks` are the rows with which a page begins. Returns its cells, none of a frame.
        """
        self.end_paragraph()
        known = len(self._cells)
        if is_frame(cells):
            for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
                for line in cell.text.split("\n"):
                    self.write_paragraph(line)
            return []
        self._tables += 1
        name = table or translate("formats.table", number=self._tables)
        for number, line, places in _format_rows(cells):
            if number in breaks and self._length:
                self.begin_page()
            if places:
                begin = self._length
                self.write(line)
                self._cells += [TableCell(begin + start, begin + end, name, number, column) for start, end, column in places]
                self.end_paragraph()
        return self._cells[known:]

    def finish(
        self, content: bytes, format_name: str, notes: Sequence[Note] = (), scanned: Sequence[ScannedLine] = ()
    ) -> Document:
        """The document of a source's bytes. Raises Refusal where no text was written."""
        text = "".join(self._pieces)
        if not text.strip():
            raise Refusal(self._name, Message("documents.empty"))
        starts = (*self._page_starts, *((self._length,) if self._page_due else ()))
        cells, report_id = tuple(self._cells), report_id_of(content)
        return Document(report_id, self._name, format_name, text, starts, cells, tuple(notes), tuple(scanned))

    @property
    def length(self) -> int:
        """Code points written so far."""
        return self._length

    @property
    def is_empty(self) -> bool:
        return self._length == 0

    @property
    def line_open(self) -> bool:
        """Whether what is written next continues a line."""
        return self._line_open

    def holds(self, words: str) -> bool:
        """Whether the text written so far contains some words, white space aside."""
        return "".join(words.split()) in "".join("".join(self._pieces).split())

    def _append(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)
        if self._length > self._limits.max_text:
            raise Refusal(self._name, Message("documents.too_long", limit=self._limits.max_text // 10_000))


def _format_rows(cells: Iterable[PlacedText]) -> Iterator[tuple[int, str, list[tuple[int, int, int]]]]:
    """The rows of a table in order, without empty columns: number, line, and filled cells as (start, end, column).

    Cells at the same place are joined. A row of one cell above all others is a title, or the unit of all figures (单位：万元).
    """
    grid: dict[int, dict[int, str]] = {}
    for cell in cells:
        row = grid.setdefault(cell.row, {})
        row[cell.column] = f"{row.get(cell.column, '')} {clean_cell(cell.text)}".strip()
    columns = sorted({column for row in grid.values() for column, words in row.items() if words})
    named = False
    for number, row in sorted(grid.items()):
        words = {column: row.get(column, "") for column in columns}
        named = named or sum(map(bool, words.values())) > 1
        if not named:
            words = {column: word for column, word in words.items() if word}
        edged = named and not (words[columns[0]] and words[columns[-1]])
        line = "| " if edged else ""
        places: list[tuple[int, int, int]] = []
        for column, word in words.items():
            line += " | " if column != columns[0] and named else ""
            if word:
                places.append((len(line), len(line) + len(word), column))
            line += word
        yield number, f"{line} |" if edged else line, places


def clean_cell(words: str) -> str:
    """A cell's text on one line and without bars."""
    return join_lines(words.strip().replace("|", "/"))


def join_lines(words: str) -> str:
    """Join lines: a break next to a Chinese character or sign is dropped, any other becomes a blank."""
    lines = "\n".join(stripped for line in words.split("\n") if (stripped := line.strip()))
    return _NOT_NEEDED.sub("", lines).replace("\n", " ")


def is_frame(cells: Sequence[PlacedText]) -> bool:
    """Whether a grid is no table but a frame around prose or a page's layout: one column, or mostly paragraphs."""
    filled = [cell for cell in cells if cell.text.strip()]
    if len({cell.column for cell in filled}) < 2:
        return True
    if sum(bool(_NUMBER.fullmatch(cell.text)) for cell in filled) > 2:
        return False
    paragraphs = sum(len(cell.text) for cell in filled if len(cell.text) > _PROSE and "。" in cell.text)
    return paragraphs > _MOSTLY * sum(len(cell.text) for cell in filled)
