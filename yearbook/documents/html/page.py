"""DOM and text blocks of a web page: visible lines and tables in order, each with its link density and amount of prose.

lexbor parses as the HTML standard says (html.spec.whatwg.org, 13.2), cells are placed as it forms a table (4.9.12). Scripts,
forms, hidden elements and struck text are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from yearbook.documents.document import RAISED, WIDE, Grid, PlacedText, is_frame
from yearbook.documents.html.page_head import find_stated, find_titles

_NEVER_SHOWN = frozenset(
    "script style noscript template iframe frame object embed svg canvas audio video map select option datalist button input "  # noqa: SIM905
    "textarea head meta link title base area param rt rp -comment del s strike".split()
)
_DEEPEST = 150  # what lies deeper is taken as lying here, so that no page makes the reader go down without end
_MOST_RULES = 200
_BRACE = re.compile("[{}]")
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
_UNSEEN = re.compile(  # hidden, or struck through
    r"(?:^|;)\s*(?:visibility\s*:\s*(?:hidden|collapse)|text-decoration(?:-line)?\s*:[^;]*line-through)", re.IGNORECASE
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb s samp small span strike "  # noqa: SIM905
    "strong sub sup time tt u var wbr img picture tbody thead tfoot".split()
)
_BLANKS = re.compile("[ \t\r\n\f\xa0]+")
_WRAPPED = re.compile(rf"(?<=[{WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{WIDE}])")  # the source's lines, not the page's
_LABEL = re.compile(r"\s*[\u4e00-\u9fff]{2,8}[：:]")
_SENTENCE = re.compile("[。；，！]")
_COUNTED = re.compile(r"[\u4e00-\u9fff\d]")
_MOST_COLUMNS = 100
_LABEL_SHARE = 0.2  # what words count as prose that make no sentence
_EDGES = " \t\r\n\f\v\u3000\xa0"


@dataclass(eq=False, slots=True)
class Element:
    """An element with its child elements and strings in order."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def ancestors(self) -> Iterator[Element]:
        """The element itself and its ancestors, innermost first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def find(self, *tags: str) -> Iterator[Element]:
        """Its descendants of some tags, in document order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    yield child
                yield from child.find(*tags)

    def words(self) -> str:
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)


def parse_page(html: str) -> tuple[Element, tuple[str, ...], dict[str, str]]:
    """The visible tree of a page, the titles that its head gives, most reliable first, and what else it states: label → words."""
    parser = LexborHTMLParser(html)
    root = Element("body", {})
    body = parser.body
    if body is not None:
        _build(body, root, _find_hidden(parser))
    return root, tuple(find_titles(parser)), find_stated(parser)


def _build(body: LexborNode, root: Element, hidden: set[int]) -> None:
    """Copy the visible part of the tree, without recursion."""
    waiting: list[tuple[LexborNode, Element, int]] = [(body, root, 0)]
    while waiting:
        node, holder, depth = waiting.pop()
        inner = holder
        if node is not body:
            if node.tag == "-text":
                holder.children.append(node.text_content or "")
                continue
            attributes = {name: value or "" for name, value in node.attributes.items()}
            if (
                node.tag in _NEVER_SHOWN
                or "hidden" in attributes
                or _is_hidden(attributes.get("style", ""), node.mem_id in hidden)
            ):
                continue
            if depth < _DEEPEST:
                inner = Element(node.tag or "", attributes, holder)
                holder.children.append(inner)
        elif node.attributes:
            root.attributes.update({name: value or "" for name, value in node.attributes.items()})
        children = []
        child = node.child
        while child is not None:
            children.append((child, inner, depth + 1))
            child = child.next
        waiting += reversed(children)


def _is_hidden(style: str, by_sheet: bool) -> bool:
    """Whether an element is hidden or struck through; its own style outranks the page's style sheet."""
    if _UNSEEN.search(style):
        return True
    displays = _DISPLAY.findall(style)
    return displays[-1].lower() == "none" if displays else by_sheet


def _find_hidden(parser: LexborHTMLParser) -> set[int]:
    """The elements, by mem_id, that style sheets in the page hide. The later rule wins; rules for some media are ignored."""
    hidden: set[int] = set()
    sheets = "\n".join(node.text_content or node.text() or "" for node in parser.css("style"))
    telling = (rule for rule in _find_rules(sheets) if _DISPLAY.search(rule[1]) or _UNSEEN.search(rule[1]))
    for selectors, style in islice(telling, _MOST_RULES):
        if re.search(r"[:\[]", selectors):  # of states and attributes, which scripts change
            continue
        try:
            found = {node.mem_id for node in parser.css(selectors.strip())}
        except Exception:  # selectolax raises what it likes over a selector that it does not know
            continue
        hidden = hidden | found if _is_hidden(style, False) else hidden - found
    return hidden


def _find_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet as (selectors, declarations), without nested ones, as for print."""
    first, *others = sheet.split("/*")
    plain = first + "".join(part.partition("*/")[2] for part in others)
    begin = opened = depth = 0
    for brace in _BRACE.finditer(plain):
        if brace[0] == "{":
            opened = opened if depth else brace.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                selectors = plain[begin : opened - 1].rpartition(";")[2].strip()
                if not selectors.startswith("@"):
                    yield selectors, plain[opened : brace.start()]
                begin = brace.end()


@dataclass(frozen=True, slots=True)
class Block:
    """A line or a table; `links` is the share of its characters within links, `prose` how many of the others count as text."""

    element: Element
    text: str
    table: Grid | None
    links: float
    prose: float


def find_blocks(body: Element) -> list[Block]:
    """The blocks of a page in document order."""
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

    def read(self, element: Element, in_link: bool = False, preformatted: bool = False) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._add_text(element, child, in_link, preformatted)
            elif child.tag == "br":
                self.flush(element)
            elif child.tag == "table":
                self.flush(element)
                self._read_table(child, in_link)
            elif is_block(child):
                if not (child.tag == "dd" and self._ends_label()):
                    self.flush(element)
                self.read(child, in_link, preformatted or child.tag in ("pre", "listing", "xmp"))
                if not (child.tag == "dt" and self._ends_label()):
                    self.flush(child)
            else:
                self.read(child, in_link or child.tag == "a", preformatted)

    def flush(self, element: Element) -> None:
        """End the current line."""
        text = _tidy("".join(words for words, _ in self._pieces))
        linked = len("".join("".join(words for words, in_link in self._pieces if in_link).split()))
        self._pieces = []
        if text:
            self.blocks.append(
                Block(element, text, None, linked / max(1, len("".join(text.split()))), _measure_prose(text, linked))
            )

    def _add_text(self, element: Element, words: str, in_link: bool, preformatted: bool) -> None:
        if preformatted:
            first, *others = words.split("\n")
            self._pieces.append((first, in_link))
            for line in others:
                self.flush(element)
                self._pieces.append((line, in_link))
            return
        if element.tag == "sup":
            words = words.translate(RAISED)
        if _LABEL.match(words) and self._pieces and self._pieces[-1][0][-1:].isdigit():
            words = " " + words  # the next label of a line of labels: 2021-03-17 来源：…
        self._pieces.append((words, in_link))

    def _ends_label(self) -> bool:
        """Whether the current line is a label whose value follows: <dt>文号：</dt><dd>…</dd>."""
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
    """The cells of a table as (row, column, cell), counted from 1; rowspan and colspan are respected."""
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
    span = cell.attributes.get(name, "").strip()
    if not span.isdecimal():
        return 1
    return min(int(span) or most, most) if name == "rowspan" else max(1, min(int(span), most))


def _read_cell(cell: Element) -> str:
    reader = _Reader()
    reader.read(cell)
    reader.flush(cell)
    return "\n".join(block.text for block in reader.blocks)


def _tidy(words: str) -> str:
    return _BLANKS.sub(" ", _WRAPPED.sub("", words)).strip(_EDGES)


def _measure_prose(text: str, linked: int) -> float:
    """The characters of a line outside of links; a line without a sentence counts a fifth."""
    counted = max(0, len(_COUNTED.findall(text)) - linked)
    return counted * (1.0 if _SENTENCE.search(text) else _LABEL_SHARE)
