"""From pages of characters and ruled lines to a Document: tables, paragraphs across line and page ends, no page numbers.

What every format shares that shows pages and holds no paragraphs: it only says which signs and lines stand where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from yearbook.documents.document import Document, DocumentBuilder, Grid, Limits, Note
from yearbook.documents.page.glyphs import Box, Glyph
from yearbook.documents.page.lines import WIDE, Line, extract_aligned_tables, find_lines, measure_ink
from yearbook.documents.page.paragraphs import SLACK, SLACK_OF_PICTURE, PlacedLine, RunningHeads, find_columns, goes_on
from yearbook.documents.page.reading_order import order_lines
from yearbook.documents.page.ruled_tables import extract_ruled_tables
from yearbook.documents.scanned import Ink, ScannedLine

_SURE = 0.9  # of a line; of those that scored under 0.8 all were wrong
_SURE_FIGURE = 0.8  # of a digit


@dataclass(slots=True)
class Page:
    """A page turned upright. Lengths are in points, its lower left corner is at 0, y grows upward.

    `glyphs` in reading order, a line's end being the character \\n without a box; `strokes` are its horizontal and vertical
    lines, each as its box, taken once and while the page is laid out; `across` are words that stand across or aslant;
    `notes` are words of a Note that say its number. Of a page that is a picture, `picture` says where a box stands on it (four
    corners as of a ScannedLine); `doubtful` is one on which nothing may be taken unseen.
    """

    width: float
    height: float
    glyphs: list[Glyph]
    strokes: Iterable[Box] = ()
    across: list[str] = field(default_factory=list)
    notes: Sequence[str] = ()
    picture: Callable[[Box], tuple[float, ...]] | None = None
    doubtful: bool = False


@dataclass(slots=True)
class _Laid:
    """A page as lines and tables."""

    width: float
    height: float
    parts: list[Line | Grid]
    across: list[str]
    notes: list[str]
    picture: Callable[[Box], tuple[float, ...]] | None
    doubtful: bool

    def lines(self) -> list[Line]:
        return [part for part in self.parts if isinstance(part, Line)]

    def find_on_picture(self, ink: Ink | None, start: int, end: int) -> list[ScannedLine]:
        """Words of the text, where they were recognised on a picture; no more than one."""
        if self.picture is None or ink is None:
            return []
        doubtful = self.doubtful or ink.score < _SURE or ink.lowest < _SURE_FIGURE
        return [ScannedLine(start, end, round(ink.score, 3), doubtful, self.picture(ink.box))]


def write_pages(name: str, content: bytes, format_name: str, pages: Iterable[Page], limits: Limits) -> Document:
    """The document of the pages of a source. A running head stands once, at the end.

    Pages are laid out as they come: their makers may forget each when asked for the next. Raises Refusal where they hold no text,
    or too much, and whatever their maker raises.
    """
    laid = [_lay_out(page) for page in pages]
    running = _remove_heads(laid)
    columns = find_columns([(page.width, page.lines()) for page in laid])
    builder = DocumentBuilder(name, limits)
    paragraph: list[PlacedLine] = []
    scanned: list[ScannedLine] = []
    for number, page in enumerate(laid, start=1):
        if number > 1:
            builder.begin_page()
        remaining, known = iter(columns[number - 1]), len(scanned)
        for part in page.parts:
            if isinstance(part, Grid):
                inks = {(cell.row, cell.column): cell.ink for cell in part.cells}
                for cell in builder.write_table(part.cells):
                    scanned += page.find_on_picture(inks.get((cell.row, cell.column)), cell.start, cell.end)
                paragraph = []
                continue
            slack = SLACK_OF_PICTURE if page.picture else SLACK
            placed, words = PlacedLine(part, number, next(remaining), slack), part.text
            if paragraph and goes_on(paragraph, placed):
                builder.write(_find_separator(paragraph[-1].line.text, words))
            else:
                builder.end_paragraph()
                paragraph = []
            builder.write(words)
            scanned += page.find_on_picture(measure_ink([part]), builder.length - len(words), builder.length)
            paragraph.append(placed)
        for words in page.across:
            builder.write_paragraph(words)
            paragraph = []
        if any(line.doubtful for line in scanned[known:]):
            page.notes.append("formats.doubtful_pages")
    for words in running:
        if not builder.holds(words):
            builder.write_paragraph(words)
    return builder.finish(content, format_name, _list_notes(laid), scanned)


def _lay_out(page: Page) -> _Laid:
    parts: list[Line | Grid] = []
    for part in extract_ruled_tables(page.strokes, page.glyphs):
        parts += [part] if isinstance(part, Grid) else extract_aligned_tables(order_lines(find_lines(part)))
    return _Laid(page.width, page.height, parts, page.across, [*page.notes], page.picture, page.doubtful)


def _list_notes(pages: Sequence[_Laid]) -> list[Note]:
    found: dict[str, list[str]] = {}
    for number, page in enumerate(pages, start=1):
        for words in page.notes:
            found.setdefault(words, []).append(str(number))
    return [Note(words, ", ".join(numbers)) for words, numbers in found.items()]


def _remove_heads(pages: list[_Laid]) -> list[str]:
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
