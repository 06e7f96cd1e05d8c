"""Paragraphs of pages: which line continues the one before it, and which lines are page numbers or running heads.

A line continues a paragraph if the line before it is full (the next word would not have fitted on it) and there is no sign of a
new one: an indent, a gap, another font size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from statistics import median

from yearbook.documents.page.lines import WIDE, Line

_SAME = 0.6  # em: lines whose left ends differ by less begin at the same place
_SAME_SIZE = 0.25
_GAP = 1.55  # of the usual distance between lines
SLACK = 0.35  # em
SLACK_OF_PICTURE = 0.65  # where a line's end is known to a fifth of a character
_LEAST_LINES = 4  # from which a page's margins can be told
_NARROW = 0.55  # of the page: a line wider than this is in no column beside another
_LEAST_WIDTH = 0.7  # of the page: a text column is hardly narrower, so that a few short lines do not count as full
_WORD = r"(?:[0-9A-Za-z.,%/+\-]+|.)"
_CLOSERS = "，。、；：！？）》”’】〕」,.;:!?)%％"
# what is never broken at a line's end: a word, with brackets that open before it, signs that close after it, words behind a quote
_UNBROKEN = re.compile(rf"[（(《“‘【〔「]*{_WORD}(?:[{re.escape(_CLOSERS)}]+|[“‘]{_WORD})*")
_ENDS = "。！？!?；;：:…"
_LIST_MARK = re.compile(r"[•●■◆▪·○\-–—*]|[(（]?[\d一二三四五六七八九十]{1,3}[)）.．、]|[①-⑳]")
_EDGE = 0.12  # of a page's height, at its top and at its foot
_OUTER = 0.08
_SAME_PLACE = 3.0  # points
_LEAST_PAGES = 0.5
_DASHES = "-—–－―─"
_PAGE_NUMBER = re.compile(
    rf"[{_DASHES}]+\s*(\d{{1,4}})\s*[{_DASHES}]+|第\s*(\d{{1,4}})\s*页(?:\s*[,，/|]?\s*共\s*\d{{1,4}}\s*页)?|"
    r"共\s*\d{1,4}\s*页\s*[,，/|]?\s*第\s*(\d{1,4})\s*页|(?:[Pp]age\s*|P\.?\s?)(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?|(?<![\d/])(\d{1,4})\s*/\s*\d{1,4}(?![\d/])"
)
_STAMP = re.compile(
    r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}[,，]?\s*(?:上午|下午)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?|"
    r"(?:https?|file)://\S+|about:blank"
)
_BARE_NUMBER = re.compile(r"·?\s*(\d{1,4})\s*·?")


@dataclass(frozen=True, slots=True)
class Column:
    """A text column: its left and right edges, and the usual distance from line to line."""

    left: float
    right: float
    pitch: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line on its page, with the column in which it stands."""

    line: Line
    page: int
    column: Column
    slack: float  # em by which a full line may end before the column does

    @property
    def indent(self) -> float:
        return (self.line.left - self.column.left) / self.line.size


def find_columns(pages: Sequence[tuple[float, list[Line]]]) -> list[list[Column]]:
    """The column of every line of each page, given as (width, lines)."""
    own = [_measure(width, lines) for width, lines in pages]
    known = [column for column, (_, lines) in zip(own, pages, strict=True) if len(lines) >= _LEAST_LINES]
    columns: list[list[Column]] = []
    for column, (width, lines) in zip(own, pages, strict=True):
        if len(lines) < _LEAST_LINES and known:
            column = Column(*(median(measures) for measures in zip(*(astuple(other) for other in known), strict=True)))
        edges = _find_side_by_side(width, lines)
        columns.append([_column_of(line, edges, column) for line in lines])
    return columns


def goes_on(paragraph: Sequence[PlacedLine], after: PlacedLine) -> bool:
    """Whether a line continues the paragraph of the given lines."""
    before, first = paragraph[-1], paragraph[0]
    size = before.line.size
    if after.line.text[0] in _CLOSERS:
        return True
    if abs(after.line.size - size) > _SAME_SIZE * size or not _is_full(before, after):
        return False
    if before.page == after.page and before.column == after.column:
        step = before.line.bottom - after.line.bottom
        if step > _GAP * before.column.pitch or step < 0:
            return False
    ended = before.line.text[-1:] in _ENDS
    if len(paragraph) > 1:
        indented = abs(first.indent - before.indent) > _SAME
        return abs(after.indent - before.indent) <= _SAME and (indented or not ended)
    if after.indent < before.indent - _SAME:
        return True
    if after.indent > before.indent + _SAME:
        centred = abs(after.line.left + after.line.right - before.line.left - before.line.right) < size
        return bool(_LIST_MARK.match(before.line.text)) or (centred and not ended)
    return not ended


def _is_full(before: PlacedLine, after: PlacedLine) -> bool:
    """Whether the first word of the next line would not have fitted on the line before it."""
    line = before.line
    first = _UNBROKEN.match(after.line.text)
    needed = sum(1.0 if WIDE.match(character) else 0.5 for character in first[0]) * line.size if first else 0
    return line.right + needed + before.slack * line.size > before.column.right


def _measure(width: float, lines: list[Line]) -> Column:
    """The column of a page with one column, from the margins of its lines."""
    if not lines:
        return Column(0.0, width, 0.0)
    rights = sorted((line.right for line in lines), reverse=True)
    lefts = sorted(line.left for line in lines)
    second = min(1, len(lines) - 1)  # one line may hang out of the column
    steps = [above.bottom - below.bottom for above, below in pairwise(lines)]
    down = [step for above, step in zip(lines, steps, strict=False) if 0.8 * above.size < step < 4 * above.size]
    return Column(
        lefts[second],
        max(rights[second], lefts[second] + _LEAST_WIDTH * width),
        median(down) if down else 1.7 * median(line.size for line in lines),
    )


def _find_side_by_side(width: float, lines: list[Line]) -> list[tuple[float, float]]:
    """The edges of columns side by side, found where reading jumps up to the right; none on a page with one column."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if line.right - line.left > _NARROW * width:
            continue  # a title over all columns
        if runs[-1] and line.bottom > runs[-1][-1].top and line.left > runs[-1][0].left + line.size:
            runs.append([])
        runs[-1].append(line)
    edges: list[tuple[float, float]] = []
    for run in runs:
        if len(run) < _LEAST_LINES - 1:
            continue
        left, right = min(line.left for line in run), max(line.right for line in run)
        if edges and left <= edges[-1][1]:
            return []
        edges.append((left, right))
    return edges if len(edges) > 1 else []


def _column_of(line: Line, edges: list[tuple[float, float]], whole: Column) -> Column:
    for left, right in edges:
        if left - 1 <= line.left and line.right <= right + 1:
            return Column(left, right, whole.pitch)
    return whole


class RunningHeads:
    """Finds page numbers and running heads by their place and text on all pages of a document."""

    def __init__(self, pages: Sequence[tuple[float, Sequence[Line]]]) -> None:
        """`pages`: each page's height and its lines outside of tables."""
        self._pages = len(pages)
        self._places: Counter[tuple[str, int]] = Counter()
        self._numbered: Counter[int] = Counter()
        for number, (height, lines) in enumerate(pages, start=1):
            edge = [line for line in lines if _is_at_edge(line, height)]
            self._places.update({place for line in edge for place in _places_of(_without_number(line.text), line, height)})
            self._numbered.update({int(found[1]) - number for line in edge if (found := _BARE_NUMBER.fullmatch(line.text))})

    def is_page_number(self, line: Line, page: int, height: float) -> bool:
        """Whether a line at a page's edge is only its number; a bare number counts if other pages continue the count."""
        if not _is_at_edge(line, height):
            return False
        if _PAGE_NUMBER.fullmatch(_STAMP.sub("", line.text).strip()):
            return True
        found = _BARE_NUMBER.fullmatch(line.text)
        if not found:
            return False
        counted = self._numbered[int(found[1]) - page]
        return counted >= max(2, _LEAST_PAGES * self._pages) or (
            self._pages == 1 and found[1] == "1" and _is_at_edge(line, height, _OUTER)
        )

    def find_running(self, line: Line, height: float) -> str | None:
        """The text, without page number, of a line that stands in the same place of most pages; None for any other line."""
        if not _is_at_edge(line, height):
            return None
        words = _without_number(line.text)
        seen = max((self._places[place] for place in _places_of(words, line, height)), default=0)
        return words if seen >= max(2, _LEAST_PAGES * self._pages) else None


def _is_at_edge(line: Line, height: float, share: float = _EDGE) -> bool:
    return line.bottom > (1 - share) * height or line.top < share * height


def _places_of(words: str, line: Line, height: float) -> Iterator[tuple[str, int]]:
    """The text with the line's distance from the page's top, rounded in two ways, so that no place is on a border of both."""
    place = (height - line.bottom) / _SAME_PLACE / 2
    yield words, int(place) * 2
    yield words, int(place + 0.5) * 2 + 1


def _without_number(words: str) -> str:
    """The text without the page number and what browsers print around a page: its address and the time."""
    return _PAGE_NUMBER.sub("", _STAMP.sub("", words)).strip(" \t|·")
