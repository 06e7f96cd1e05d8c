"""HTML reader: extracts the article of a saved web page (title, metadata, text, tables) and drops boilerplate (menus, footers).

Heuristics by density of text and links. trafilatura loses figures of tables laid out by tables and of pages without tags that
say what is what (docs/adr/0005-libraries-tried.md)."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from yearbook.catalogue.files import DataError, catalogue_folder, read_yaml
from yearbook.catalogue.messages import Message
from yearbook.documents.document import Document, DocumentBuilder, Limits, Refusal
from yearbook.documents.html.page import Block, Element, find_blocks, parse_page
from yearbook.documents.text.reader import decode, decode_declared

_HEAD = 4096
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BOILERPLATE_TAGS = frozenset({"nav", "footer", "aside", "menu"})
_SENTENCE = re.compile("[。；，！]")
_LEAST_TITLE = 7
_MOSTLY = 0.6
_WHOLE = 0.3  # of a page's prose: what has more of it is no boilerplate, whatever it is called
_CORE = 0.8  # of the prose of what holds it: the element that holds the article
_NAMING = 6  # lines that may stand beside a table and be of it
_PASSED = 0.85  # of the article's prose, before which no line ends it
_LINKED = 0.5  # of a line's words that are links
_SHORT = 60
# what a page's head states of its article, and how the article's own first lines say it
_SAID = {"来源": re.compile(r"(?:来源|发布机构|发文机关)\s*[：:]"), "网站名称": re.compile(r"(?:来源|发布机构|发文机关)\s*[：:]")}
_SAID |= {"发布时间": re.compile(r"(?:时间|日期)\s*[：:]\s*\d")}
_DIRECTIVES = re.compile(r"<%.*?%>", re.DOTALL)  # of a page that a server did not finish (JSP, ASP)
_AROUND = 12  # lines at the beginning in which a title may stand
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_LABELLED = re.compile(r"[\s•·\[【]*[\u4e00-\u9fff][\u4e00-\u9fff\s]{1,9}[\]】]?\s*[：:]\s*\S")


def read_html(name: str, content: bytes, limits: Limits) -> Document:
    """The document in the bytes of a web page. It is one page long.

    Raises Refusal where the encoding is unknown or the page holds no article.
    """
    html = _DIRECTIVES.sub("", decode_page(name, content))
    builder = DocumentBuilder(name, limits)
    for block in find_article(*parse_page(html)):
        if block.table is not None:
            builder.write_table(block.table.cells)
        else:
            builder.write_paragraph(block.text)
    if builder.is_empty:
        raise Refusal(name, Message("formats.no_article"))
    return builder.finish(content, "html")


def decode_page(name: str, content: bytes) -> str:
    """Decode a page: as UTF-8 where that is valid, else as the page declares, else by plausibility."""
    declared = _CHARSET.search(content[:_HEAD])
    if declared and not content.startswith(_MARKS):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            text = decode_declared(content, declared[1].decode("ascii"))
            if text is not None:
                return text
    return decode(name, content)


@dataclass(frozen=True)
class PageWords:
    """Words that mark boilerplate, from data/catalogue/web_pages.yaml."""

    names: frozenset[str]
    opening: re.Pattern[str]
    end: re.Pattern[str]
    counter: re.Pattern[str]
    contact: re.Pattern[str]
    attachment: re.Pattern[str]


@cache
def load_page_words() -> PageWords:
    """The words of the catalogue in use. Raises DataError where a list is missing."""
    file = catalogue_folder() / "web_pages.yaml"
    content = read_yaml(file)
    for name in ("names", "openings", "counters", "ends", "feet", "contacts", "attachments"):
        if not content.get(name):
            raise DataError(file, name, "is missing or empty; give at least one word")

    def any_of(name: str) -> str:
        return "|".join(re.escape(words) for words in sorted(content[name], key=len, reverse=True))

    return PageWords(
        frozenset(content["names"]),
        re.compile(rf"[\s【\[(（|>]*(?:{any_of('openings')})(?:[^\u4e00-\u9fff\d]|$|(?<=今天是)\d)"),
        re.compile(rf"[\s【\[(（|]*(?:{any_of('ends')})(?:[^\u4e00-\u9fff\d]|$)|.*(?:{any_of('feet')})", re.IGNORECASE),
        re.compile(rf"(?<![\u4e00-\u9fff])(?:{any_of('counters')})\s*[：:]\s*\d*(?![\d万亿])\s*次?"),
        re.compile(rf"\s*(?:{any_of('contacts')})\s*[：:]", re.IGNORECASE),
        re.compile(rf"\s*(?:{any_of('attachments')})|.*\.(?:docx?|xlsx?|pdf|wps|et|zip)\b", re.IGNORECASE),
    )


def find_article(body: Element, titles: Sequence[str], stated: Mapping[str, str] | None = None) -> list[Block]:
    """The blocks of a page's article in order; its title first, and what the page's head states of it (`stated`: label → words).

    Either is added only where the first lines do not say it.
    """
    words = load_page_words()
    blocks = _drop_boilerplate(find_blocks(body), words)
    if not blocks:
        return []
    core = _find_core(blocks, body)
    first = next(number for number, block in enumerate(blocks) if core in block.element.ancestors())
    title = _find_title(titles, blocks, first)
    start = _find_start(blocks, first, title)
    holder = _find_holder(blocks, core, start)
    texts = [number for number, block in enumerate(blocks) if core in block.element.ancestors() and _is_text(block)] or [first]
    end = _find_end(blocks, first, texts, words)
    kept: list[Block] = []
    for number, block in enumerate(blocks[:end]):
        if texts[0] <= number <= texts[-1]:
            kept.append(block)
        elif number < start:
            if _is_label(block) and block.links < _LINKED and not words.opening.match(block.text):
                kept.append(_strip_counter(block, words))
        elif (
            holder in block.element.ancestors()
            and not _is_page_line(block, words)
            and (core in block.element.ancestors() or not words.contact.match(block.text))
        ):
            kept.append(_strip_counter(block, words))
    if title and not any(_match_titles(title, block.text) for block in kept[:_AROUND]):
        kept.insert(0, Block(body, title, None, 0.0, 0.0))
    head = "\n".join(block.text for block in kept[:_AROUND])
    for label, said in _SAID.items():
        if label in (stated or {}) and not said.search(head):
            head += f"{label}：{(stated or {})[label]}"
            kept.insert(1, Block(body, f"{label}：{(stated or {})[label]}", None, 0.0, 0.0))
    return kept


def _drop_boilerplate(blocks: list[Block], words: PageWords) -> list[Block]:
    """The blocks outside of elements that are boilerplate by their tag, class or id."""
    total = sum(block.prose for block in blocks)
    prose: Counter[Element] = Counter()
    for block in blocks:
        for element in block.element.ancestors():
            prose[element] += block.prose  # type: ignore[assignment]  # a Counter counts fractions, too
    boilerplate = {element for element in prose if _is_boilerplate(element, words) and prose[element] <= _WHOLE * total}
    return [block for block in blocks if not any(element in boilerplate for element in block.element.ancestors())]


def _is_boilerplate(element: Element, words: PageWords) -> bool:
    in_article = any(holder.tag == "article" for holder in element.ancestors())
    if element.tag == "header":
        return not in_article and next(element.find("h1"), None) is None
    if element.tag in _BOILERPLATE_TAGS:
        return not (in_article and element.tag == "footer")
    labels = " ".join(element.attributes.get(name, "") for name in ("class", "id", "role"))
    parts = [part.lower() for part in _WORD.findall(labels)]
    whole = [part.lower() for part in re.split(r"[\s_-]+", labels)]
    pairs = [left + right for left, right in pairwise(parts)]
    return not words.names.isdisjoint((*parts, *whole, *pairs))


def _find_core(blocks: Sequence[Block], body: Element) -> Element:
    """The innermost element with nearly all prose; not a table alone, where lines stand beside it that name it."""
    prose: Counter[Element] = Counter()
    held: Counter[Element] = Counter()  # lines and tables
    tables: set[Element] = set()
    for block in blocks:
        for element in block.element.ancestors():
            prose[element] += block.prose  # type: ignore[assignment]
            held[element] += 1
            tables |= {element} if block.table is not None else set()
    core = body
    while True:
        inner = [child for child in core.children if isinstance(child, Element) and child in prose]
        best = max(inner, key=lambda child: prose[child], default=None)
        if best is None or prose[best] < _CORE * prose[core] or prose[best] == 0:
            return core
        if held[best] == 1 and best in tables and 1 < held[core] <= _NAMING + 1:
            return core
        core = best


def _find_title(titles: Sequence[str], blocks: Sequence[Block], first: int) -> str | None:
    """The article's title: a heading that the page's head repeats, else the longer of the two, as a site's name is short."""
    headings = [block.text for block in blocks[: first + _AROUND] if _is_heading(block) and block.links < _LINKED]
    for claimed in titles:
        known = [heading for heading in headings if _match_titles(heading, claimed)]
        if known:
            return max(known, key=len)
    named = [*titles[:1], *headings[:1]]
    title = max(named, key=len, default="")
    return title if len(title) >= _LEAST_TITLE else None


def _find_start(blocks: Sequence[Block], first: int, title: str | None) -> int:
    """The number of the block with the title, preferably a heading; else of the first block of the text."""
    near = range(min(first + _AROUND, len(blocks)))
    places = [number for number in near if title and blocks[number].links < _LINKED and _match_titles(title, blocks[number].text)]
    headings = [number for number in places if _is_heading(blocks[number])]
    return headings[-1] if headings else places[0] if places else first


def _find_holder(blocks: Sequence[Block], core: Element, start: int) -> Element:
    """The innermost element that contains both the text and its title."""
    holders = list(blocks[start].element.ancestors())
    outer = core.parent or core
    return next(holder for holder in outer.ancestors() if holder in holders)


def _find_end(blocks: Sequence[Block], first: int, texts: Sequence[int], words: PageWords) -> int:
    """The number of the first block after the article."""
    total = sum(block.prose for block in blocks[first : texts[-1] + 1])
    passed = 0.0
    for number in range(first, len(blocks)):
        block = blocks[number]
        if passed >= _PASSED * total and block.table is None and len(block.text) <= _SHORT and words.end.match(block.text):
            return number
        if number <= texts[-1]:
            passed += block.prose
    return len(blocks)


def _is_text(block: Block) -> bool:
    """Whether a block is a sentence or a table of figures."""
    if block.links >= _LINKED or not block.prose:
        return False
    return bool(_SENTENCE.search(block.text)) if block.table is None else not _is_label(block)


def _is_heading(block: Block) -> bool:
    return any(element.tag in ("h1", "h2") for element in block.element.ancestors())


def _is_label(block: Block) -> bool:
    """Whether a block is labelled metadata: 索引号：…, 发布日期：…, also as a table."""
    return bool(_LABELLED.match(block.text))


def _is_page_line(block: Block, words: PageWords) -> bool:
    """Whether a line around the text is navigation (links, buttons). Links to attachments belong to the article."""
    if words.opening.match(block.text) and len(block.text) <= _SHORT:
        return True
    return block.links >= _LINKED and not words.attachment.match(block.text)


def _match_titles(one: str, other: str) -> bool:
    """Whether one of two lines contains the other and little else, white space aside."""
    short, long = sorted(("".join(one.split()), "".join(other.split())), key=len)
    return bool(short) and len(short) >= _MOSTLY * len(long) and short in long


def _strip_counter(block: Block, words: PageWords) -> Block:
    """A line around the text without its view counter (浏览次数：…)."""
    return replace(block, text=words.counter.sub("", block.text).strip()) if block.table is None else block
