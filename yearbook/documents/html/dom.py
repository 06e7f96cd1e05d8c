"""A web page as a tree of what it shows: scripts, forms and hidden elements are out, white space is as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

_NEVER_SHOWN = frozenset(
    "script style noscript template iframe frame object embed svg canvas audio video map select option datalist button input "  # noqa: SIM905
    "textarea head meta link title base area param rt rp -comment".split()
)
_DEEPEST = 150  # what lies deeper is taken as lying here, so that no page makes the reader go down without end
_MOST_RULES = 200
_BRACE = re.compile("[{}]")
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
_VISIBILITY = re.compile(r"(?:^|;)\s*visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)


@dataclass(eq=False, slots=True)
class Element:
    """An element and what it holds in order: elements and strings."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def ancestors(self) -> Iterator[Element]:
        """The element itself and all that hold it, from the inside out."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def find(self, *tags: str) -> Iterator[Element]:
        """The elements of some tags within it, in their order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    yield child
                yield from child.find(*tags)

    def words(self) -> str:
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)


@dataclass(frozen=True, slots=True)
class Page:
    body: Element
    titles: tuple[str, ...]  # what the page says of itself in its head, the surest first


def parse_page(html: str) -> Page:
    """The tree of what a page shows and its titles."""
    parser = LexborHTMLParser(html)
    root = Element("body", {})
    body = parser.body
    if body is not None:
        _build(body, root, _find_hidden(parser))
    return Page(root, tuple(_find_titles(parser)))


def _build(body: LexborNode, root: Element, hidden: set[int]) -> None:
    """Copies the shown part of the tree, without going into itself for each level."""
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
    """An element's own style outranks the page's sheet."""
    if _VISIBILITY.search(style):
        return True
    displays = _DISPLAY.findall(style)
    return displays[-1].lower() == "none" if displays else by_sheet


def _find_hidden(parser: LexborHTMLParser) -> set[int]:
    """What the sheets in the page hide, by mem_id. Of two rules the later holds; those for some media are left out."""
    hidden: set[int] = set()
    sheets = "\n".join(node.text_content or node.text() or "" for node in parser.css("style"))
    telling = (rule for rule in _find_rules(sheets) if _DISPLAY.search(rule[1]) or _VISIBILITY.search(rule[1]))
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
    """The rules of a style sheet as selectors and what they say; without those within others, as for print."""
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


def _find_titles(parser: LexborHTMLParser) -> Iterator[str]:
    """The title that the site gives the article, then the page's own without the site's name."""
    for node in parser.css("meta"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        if name in ("articletitle", "og:title") and (node.attributes.get("content") or "").strip():
            yield " ".join((node.attributes["content"] or "").split())
    title = parser.css_first("title")
    if title is not None:
        words = " ".join((title.text() or "").split())
        parts = [part.strip() for part in re.split(r"[_|｜]|\s+[-–—]+\s+|--+|——+", words) if part.strip()]
        if parts:
            yield max(parts, key=len)
            yield words
