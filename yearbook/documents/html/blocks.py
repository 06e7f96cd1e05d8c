"""The lines of a web page: a paragraph, a heading, an item, or a table as rows; with how much of each is links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yearbook.documents.builder import Grid, PlacedText, is_frame
from yearbook.documents.html.dom import Element

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb s samp small span strike "  # noqa: SIM905
    "strong sub sup time tt u var wbr img picture tbody thead tfoot".split()
)
_BLANKS = re.compile("[ \t\r\n\f\xa0]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6"
_WRAPPED = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")  # the source's lines, not the page's
_LABEL = re.compile(r"\s*[\u4e00-\u9fff]{2,8}[：:]")
_SENTENCE = re.compile("[。；，！]")
_COUNTED = re.compile(r"[\u4e00-\u9fff\d]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_COLUMNS = 100
_HARDLY = 0.2  # what words count as prose that make no sentence
_EDGES = " \t\r\n\f\v\u3000\xa0"


@dataclass(frozen=True, slots=True)
class Block:
    """A line, or a table; the element it stands in; the share of its words that are links; how much prose it is."""

    element: Element
    text: str
    table: Grid | None
    links: float
    prose: float


def find_blocks(body: Element) -> list[Block]:
    """The blocks of a page in their order."""
    reader = _Reader()
    reader.read(body)
    reader.flush(body)
    return reader.blocks


def is_block(element: Element) -> bool:
    return element.tag not in _INLINE and ":" not in element.tag  # <o:p> of Word's pages


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[tuple[str, bool]] = []

    def read(self, element: Element, in_link: bool = False, kept: bool = False) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._take(element, child, in_link, kept)
            elif child.tag == "br":
                self.flush(element)
            elif child.tag == "table":
                self.flush(element)
                self._read_table(child, in_link)
            elif is_block(child):
                if not (child.tag == "dd" and self._ends_label()):
                    self.flush(element)
                self.read(child, in_link, kept or child.tag in ("pre", "listing", "xmp"))
                if not (child.tag == "dt" and self._ends_label()):
                    self.flush(child)
            else:
                self.read(child, in_link or child.tag == "a", kept)

    def flush(self, element: Element) -> None:
        """End the line that is being read."""
        text = _tidy("".join(words for words, _ in self._pieces))
        linked = len("".join("".join(words for words, in_link in self._pieces if in_link).split()))
        self._pieces = []
        if text:
            self.blocks.append(Block(element, text, None, linked / max(1, len("".join(text.split()))), _weigh(text, linked)))

    def _take(self, element: Element, words: str, in_link: bool, kept: bool) -> None:
        if kept:
            first, *others = words.split("\n")
            self._pieces.append((first, in_link))
            for line in others:
                self.flush(element)
                self._pieces.append((line, in_link))
            return
        if element.tag == "sup":
            words = words.translate(_RAISED)
        if _LABEL.match(words) and self._pieces and self._pieces[-1][0][-1:].isdigit():
            words = " " + words  # the next label of a line of labels: 2021-03-17 来源：…
        self._pieces.append((words, in_link))

    def _ends_label(self) -> bool:
        """Whether what is being read so far is a label, whose value follows: <dt>文号：</dt><dd>…</dd>."""
        return "".join(words for words, _ in self._pieces).rstrip()[-1:] in ("：", ":")

    def _read_table(self, table: Element, in_link: bool) -> None:
        placed = [] if next(table.find("table"), None) else place_cells(table)
        cells = [PlacedText(row, column, _read_cell(cell)) for row, column, cell in placed]
        if is_frame(cells):
            self.read(table, in_link)
            self.flush(table)
            return
        for caption in table.find("caption"):
            self.read(caption)
            self.flush(caption)
        words = "".join(cell.text for cell in cells)
        linked = sum(len("".join(link.words().split())) for link in table.find("a"))
        share = linked / max(1, len("".join(words.split())))
        counts = any(character.isdigit() for character in words)
        self.blocks.append(
            Block(table, words, Grid(tuple(cells)), share, len(_COUNTED.findall(words)) * (counts and share < 0.5))
        )


def place_cells(table: Element) -> list[tuple[int, int, Element]]:
    """The cells of a table with their place in its grid, counted from 1, whatever cells reach over rows or columns."""
    rows = list(table.find("tr"))
    taken: set[tuple[int, int]] = set()
    placed: list[tuple[int, int, Element]] = []
    for number, row in enumerate(rows, start=1):
        column = 1
        for cell in row.children:
            if isinstance(cell, str) or cell.tag not in ("td", "th"):
                continue
            while (number, column) in taken:
                column += 1
            width = _span(cell, "colspan", _MOST_COLUMNS)
            height = _span(cell, "rowspan", len(rows) - number + 1)
            placed.append((number, column, cell))
            taken |= {(number + down, column + across) for down in range(height) for across in range(width)}
            column += width
    return placed


def _span(cell: Element, name: str, most: int) -> int:
    said = cell.attributes.get(name, "").strip()
    if not said.isdecimal():
        return 1
    return min(int(said) or most, most) if name == "rowspan" else max(1, min(int(said), most))


def _read_cell(cell: Element) -> str:
    reader = _Reader()
    reader.read(cell)
    reader.flush(cell)
    return "\n".join(block.text for block in reader.blocks)


def _tidy(words: str) -> str:
    return _BLANKS.sub(" ", _WRAPPED.sub("", words)).strip(_EDGES)


def _weigh(text: str, linked: int) -> float:
    """How much prose a line is: its characters that are no link, of a line without a sentence a fifth."""
    counted = max(0, len(_COUNTED.findall(text)) - linked)
    return counted * (1.0 if _SENTENCE.search(text) else _HARDLY)
