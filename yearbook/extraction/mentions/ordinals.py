"""Ordinals and headings: list and heading marks, page numbers, places in an order, sessions, references to annexes and tables.

Heading levels follow GB/T 9704-2012, 7.3.3 (一、 （一） 1. （1）) and GB/T 1.1-2020 (1.1.1).
"""

from __future__ import annotations

import re

from yearbook.catalogue.vocabulary import load_words, trie_pattern
from yearbook.extraction.mentions.identifiers import end_of, is_measured, make_non_figure
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.numerals import CHINESE, read_number
from yearbook.extraction.mentions.units import find_unit

_WORDS = load_words("ordinals")
_SMALL = "一二三四五六七八九十"
_DIGITS = re.compile(r"\d+")
_PAGE_AFTER = re.compile(r"\d{1,4} ?页(?!次)")
_PAGE_OF = re.compile(r"\d{1,3} ?/ ?\d{1,3}(?= *(?:\n|$))")
_PAGE_OPENERS = frozenset(" .-EePp第共·…h\n")
_HEADING_OPENERS = frozenset("\n。;:!? ”)》,|•●■◆▪")
_LISTED = re.compile(rf"[{_SMALL}]{{1,3}}、|\d{{1,2}}(?:[.)、](?!\d)|[.、](?=(?:19|20)\d{{2}} ?年))")
_FUSED = re.compile(r"\d{1,2}\.(?=[㐀-鿿《“])")
_BRACKETED = re.compile(rf"(?:[{_SMALL}]{{1,3}}|\d{{1,2}})\)")
_POINTS = re.compile(rf"[{_SMALL}]{{1,2}}(?:是|则|要|来)(?![{_SMALL}个家])")
_PART = re.compile(rf"第?(?:[{_SMALL}]{{1,3}}|\d{{1,3}}) ?(?:{trie_pattern(_WORDS['parts'])})(?!委|门|队|领导|署|长)")
_PAGE_BEFORE = re.compile(rf"(?:{trie_pattern(_WORDS['pages'])}) ?$|(?:^|\n)-+ ?$")
_PAGE_DASHED = re.compile(r"\d{1,4} ?-+ *(?:\n|$)")
_PAGE_NAMED = re.compile(r"\d{1,4}\b")
_PAGE_AT_END = re.compile(r"\d{1,3}(?=\n|$)")
_PAGED = re.compile(r"\d{1,3}$")
_CONTENTS_REACH = 3000  # code points of a table of contents
_LEADERS = re.compile(r"(?:[^\s.…·] ?(?:[.·]{2,}|…+)|_Toc\d+ h) ?$")


def find_heading(text: str, at: int, floor: int) -> Mention | None:
    """A heading or list mark, a page reference of a table of contents, a page number."""
    before = text[at - 1] if at > 0 else "\n"
    in_digits = text[at].isdigit()
    page = _find_page(text, at, floor, before) if in_digits and before in _PAGE_OPENERS else None
    if in_digits and page is None and (last := _PAGE_AT_END.match(text, at)) and _is_in_contents(text, at):
        page = make_non_figure(at, last.end(), "heading", "page in a table of contents")
    if page:
        return page
    if before == "(":
        bracketed = _BRACKETED.match(text, at)
        if bracketed and not _is_count_in_brackets(text, at, bracketed.end()):
            ordinal = (at > 1 and text[at - 2] == "第") or text.startswith("项", bracketed.end())
            return make_non_figure(at - 1, bracketed.end(), "ordinal" if ordinal else "heading", "number in brackets")
        return None
    if before in _HEADING_OPENERS:
        listed = _LISTED.match(text, at)
        if listed and not (
            before in " ,:”)" and listed[0][-1] == "、" and text[listed.end() : listed.end() + 1] in CHINESE + "0123456789"
        ):
            return make_non_figure(at, listed.end(), "heading", "list mark")
        part = _PART.match(text, at) if before == "\n" else None
        if part:
            return make_non_figure(at, part.end(), "heading", "part")
    points = None if in_digits else _POINTS.match(text, at)
    if points and (points[0][-1] == "是" or before in _HEADING_OPENERS) and before not in "第唯专单之不":
        return make_non_figure(at, points.end(), "heading", "list in words")
    fused = _FUSED.match(text, at) if in_digits else None
    if fused and not (before.isascii() and before.isalnum()) and before != "." and int(fused[0][:-1]) < 31:
        return make_non_figure(at, fused.end(), "heading", "list mark")
    return None


def _is_count_in_brackets(text: str, at: int, end: int) -> bool:
    """网站(3), 微博(5): a digit in brackets after a noun and before punctuation is a figure."""
    counted = "一" <= text[at - 2] <= "鿿" or text[at - 2].isdigit()  # a cell may hold 6(0), too
    return text[at].isdigit() and at > 1 and counted and text[end : end + 1] in ("、", ",", "。", ";", "", "|", "\t", "\n")


def _is_in_contents(text: str, at: int) -> bool:
    """The line of `at` stands below a line 目录, and so do only lines that end with a page."""
    top = text.rfind("目录\n", max(0, at - _CONTENTS_REACH), at)
    if top < 0 or text[top - 1 : top] not in ("", "\n", "#"):
        return False
    lines = text[top + 3 : text.rfind("\n", 0, at)].split("\n") if text.rfind("\n", 0, at) > top + 2 else []
    return all(_PAGED.search(line) for line in lines)


def _find_page(text: str, at: int, floor: int, before: str) -> Mention | None:
    """A page number or a page reference, whose digits begin at `at`."""
    if before in "第共":
        page = _PAGE_AFTER.match(text, at)
        return make_non_figure(at, page.end(), "name", "page number") if page else None
    if _LEADERS.search(text, max(floor, at - 20), at) and not is_measured(text, at) and text.find(".", at, at + 5) < 0:
        return make_non_figure(at, end_of(_PAGE_NAMED, text, at), "heading", "page in a table of contents")
    marked = _PAGE_BEFORE.search(text[max(0, at - 9) : at])
    if marked:
        dashed = marked[0].strip().startswith("-")
        if dashed and not _PAGE_DASHED.match(text, at):
            return None
        return make_non_figure(at, end_of(_DIGITS, text, at), "name", "page number")
    total = _PAGE_OF.match(text, at) if before == "\n" and at > 0 else None
    return make_non_figure(at, total.end(), "name", "page number") if total else None


_NOT_LEADING_AFTER = frozenset(_WORDS["not_leading_after"])
_NOT_REFERENCE_AFTER = frozenset(_WORDS["not_reference_after"])
_PLACE_IN_ORDER = re.compile(
    rf" ?\(?(?:\d+(?:-\d+){{0,4}}|[{CHINESE}]+)\)?(?: ?(?:{trie_pattern(_WORDS['nouns'])}))?"
    rf"(?:之一|第?\((?:\d+|[{_SMALL}]+)\)项)?"
)
_PLACES_IN_ORDER = re.compile(  # 第2、5、8批
    rf" ?(?:\d+|[{_SMALL}]+)(?:[、,和及与至到-]第?(?:\d+|[{_SMALL}]+)){{1,9}} ?(?:{trie_pattern(_WORDS['nouns'])})"
)
_LEADING = re.compile(
    rf"(?:\d{{1,3}}|[{_SMALL}百两]{{1,4}})(?:{trie_pattern(_WORDS['leading'])}(?!月|季|年|小时|工作|半|星期|学)|(?=[,。;、)”]|$|的))"
)
_RANK = re.compile(
    rf"(?:\d{{1,2}}|[{_SMALL}]{{1,2}})(?:(?:[、和及至到-](?:\d{{1,2}}|[{_SMALL}]{{1,2}})){{0,3}})(?:{trie_pattern(_WORDS['ranks'])})(?!别|家|间|指标|联动)"
)
_PHASE_AFTER = re.compile(rf"[\u4e00-\u9fff]{{0,8}}?(?:工程|项目|建设|改造)|、[{_SMALL}]期")
_COUNTED_BEFORE = re.compile(rf"(?:{trie_pattern(load_words('names')['counting'])})了?$")
_SESSION = re.compile(rf"[{_SMALL}]{{1,3}}次(?=[\]”]?(?:会议|全会|全体))")
_CONGRESS = re.compile(
    rf"(?:十[{_SMALL[:-1]}]?|二十[{_SMALL[:-1]}]?)大(?![件项类量家个户板]|[大]?型)|[{_SMALL}]{{1,3}}届|[{_SMALL[:-1]}]中(?=全会|、[{_SMALL}]|[及和][{_SMALL}]|,[{_SMALL}]中)"
)
_BEFORE_SESSIONS = frozenset("届大协会委[“")
_REFERENCE_BEFORE = re.compile(rf"(?:{trie_pattern(_WORDS['references'])}) ?(?:第)?[(〔]?$")
_ENGLISH_REFERENCE = re.compile(r"\b(?:No|Nos|Article|Articles|Chapter|Section|Table|Figure|Annex|Part|Item|Vol)\.? $")
_BEFORE_REFERENCES = frozenset("附表图片件录注栏例型案格式、和- (至")
_REFERENCE_LIST = re.compile(rf"(?:{trie_pattern(_WORDS['references'])}) ?[\d{_SMALL}]+(?:[、和至,-][\d{_SMALL}]+)*[、和至,-]$")
_NOTE = re.compile(r"\d{1,3}(?:[-,、]\d{1,3}){0,4}(?=\])")
_REFERENCE = re.compile(rf"(?:\d{{1,3}}(?:[-.]\d{{1,3}}){{0,4}}|[{_SMALL}]{{1,3}})")


def find_ordinal(text: str, at: int, floor: int) -> Mention | None:
    """A place in an order (第四批, 前十, 二级), a session (十九届, 四中), a reference (附件3, 表4)."""
    before = text[at - 1] if at > floor else ""
    if before == "第" or (before == " " and text[at - 2 : at - 1] == "第" and at - 2 >= floor):
        place = _PLACES_IN_ORDER.match(text, at) or _PLACE_IN_ORDER.match(text, at)
        start = at - 1 if before == "第" else at - 2
        if place and place.end() > at:
            return make_non_figure(start, place.end(), "ordinal", "place in an order")
    if before == "前" and text[at - 2 : at - 1] not in _NOT_LEADING_AFTER and not text.startswith(("年", "月"), at + 1):
        leading = _LEADING.match(text, at)
        if leading:
            return make_non_figure(at - 1, leading.end(), "ordinal", "leading places")
    if before == "[":
        note = _NOTE.match(text, at)
        if note and text[at - 2 : at - 1].strip():
            return make_non_figure(at, note.end(), "ordinal", "mark of a note")
    if before == " " and _ENGLISH_REFERENCE.search(text, max(0, at - 12), at):
        return make_non_figure(at, end_of(_REFERENCE, text, at), "ordinal", "reference")
    if before in _BEFORE_REFERENCES:
        found = _find_reference(text, at, floor)
        if found:
            return found
    congress = _CONGRESS.match(text, at) or (_SESSION.match(text, at) if text[at - 1 : at] in _BEFORE_SESSIONS else None)
    if congress:
        return make_non_figure(at, congress.end(), "ordinal", "congress or session")
    rank = _RANK.match(text, at)
    if rank and not (text[at].isdigit() and rank[0][-1] in "类档期审读"):
        if rank[0][-1] == "期" and not _is_phase(text, at, rank.end()):
            return None
        return make_non_figure(at, rank.end(), "ordinal", "rank")
    return None


def _find_reference(text: str, at: int, floor: int) -> Mention | None:
    single = _REFERENCE_BEFORE.search(text, max(floor, at - 6), at)
    if not single and not _REFERENCE_LIST.search(text, max(0, at - 18), at):
        return None
    if single and text[single.start() - 1 : single.start()] in _NOT_REFERENCE_AFTER and len(single[0].strip()) == 1:
        return None
    found = _REFERENCE.match(text, at)
    if not found or is_measured(text, at):
        return None
    number = read_number(found[0]) if found[0].isalnum() else None
    if number and find_unit(text, found.end(), number).end > 0:
        return None
    if text[found.end() : found.end() + 1] in (".", "%", "万", "亿") or text[found.end() : found.end() + 1].isdigit():
        return None
    return make_non_figure(at, found.end(), "ordinal", "reference")


def _is_phase(text: str, at: int, end: int) -> bool:
    """二期工程, 项目一期, a clause that begins with 一期: a phase; 举办一期 counts."""
    before = text[at - 1] if at else "\n"
    if _COUNTED_BEFORE.search(text, max(0, at - 8), at):
        return False
    begins = before in "\n,。;:、(和及" and "一" <= text[end : end + 1] <= "鿿"
    return begins or text[max(0, at - 2) : at] in ("项目", "工程") or _PHASE_AFTER.match(text, end) is not None
