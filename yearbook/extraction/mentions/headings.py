"""Heading and list marks, page numbers, the page references of a table of contents."""

from __future__ import annotations

import re

from yearbook.extraction.mentions.identifiers import end_of, no_figure
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.numerals import CHINESE
from yearbook.extraction.mentions.vocabulary import load_words, trie_pattern

_WORDS = load_words("ordinals")
_SMALL = "一二三四五六七八九十"
_DIGITS = re.compile(r"\d+")
_PAGE_AFTER = re.compile(r"\d{1,4} ?页")
_PAGE_OF = re.compile(r"\d{1,3} ?/ ?\d{1,3}(?= *(?:\n|$))")
_PAGE_OPENERS = frozenset(" .-EePp第共·…h\n")
_HEADING_OPENERS = frozenset("\n。;:!? ”)》,|•●■◆▪")
_LISTED = re.compile(rf"[{_SMALL}]{{1,3}}、|\d{{1,2}}(?:[.)、](?!\d)|\.(?=(?:19|20)\d{{2}} ?年))")
_FUSED = re.compile(r"\d{1,2}\.(?=[㐀-鿿《“])")
_BRACKETED = re.compile(rf"(?:[{_SMALL}]{{1,3}}|\d{{1,2}})\)")
_POINTS = re.compile(rf"[{_SMALL}]{{1,2}}(?:是|则|要|来)(?![{_SMALL}个家])")
_PART = re.compile(rf"第?(?:[{_SMALL}]{{1,3}}|\d{{1,3}}) ?(?:{trie_pattern(_WORDS['parts'])})(?!委|门|队|领导|署|长)")
_PAGE_BEFORE = re.compile(rf"(?:{trie_pattern(_WORDS['pages'])}) ?$|(?:^|\n)-+ ?$")
_PAGE_DASHED = re.compile(r"\d{1,4} ?-+ *(?:\n|$)")
_PAGE_NAMED = re.compile(r"\d{1,4}\b")
_LEADERS = re.compile(r"(?:[^\s.…·] ?(?:[.·]{2,}|…+)|_Toc\d+ h) ?$")


def find_heading(text: str, at: int, floor: int) -> Mention | None:
    """A heading or list mark, a page reference of a table of contents, a page number."""
    before = text[at - 1] if at > 0 else "\n"
    in_digits = text[at].isdigit()
    page = _find_page(text, at, floor, before) if in_digits and before in _PAGE_OPENERS else None
    if page:
        return page
    if before == "(":
        bracketed = _BRACKETED.match(text, at)
        if bracketed and not _is_count_in_brackets(text, at, bracketed.end()):
            ordinal = (at > 1 and text[at - 2] == "第") or text.startswith("项", bracketed.end())
            return no_figure(at - 1, bracketed.end(), "ordinal" if ordinal else "heading", "number in brackets")
        return None
    if before in _HEADING_OPENERS:
        listed = _LISTED.match(text, at)
        if listed and not (
            before in " ,:”)" and listed[0][-1] == "、" and text[listed.end() : listed.end() + 1] in CHINESE + "0123456789"
        ):
            return no_figure(at, listed.end(), "heading", "list mark")
        part = _PART.match(text, at) if before == "\n" else None
        if part:
            return no_figure(at, part.end(), "heading", "part")
    points = None if in_digits else _POINTS.match(text, at)
    if points and (points[0][-1] == "是" or before in _HEADING_OPENERS) and before not in "第唯专单之不":
        return no_figure(at, points.end(), "heading", "list in words")
    fused = _FUSED.match(text, at) if in_digits else None
    if fused and not (before.isascii() and before.isalnum()) and before != "." and int(fused[0][:-1]) < 31:
        return no_figure(at, fused.end(), "heading", "list mark")
    return None


def _is_count_in_brackets(text: str, at: int, end: int) -> bool:
    """网站(3), 微博(5): a digit in brackets after a noun and before punctuation is a figure."""
    return text[at].isdigit() and at > 1 and "一" <= text[at - 2] <= "鿿" and text[end : end + 1] in ("、", ",", "。", ";", "")


def _find_page(text: str, at: int, floor: int, before: str) -> Mention | None:
    """A page number or a page reference, whose digits begin at `at`."""
    if before in "第共":
        page = _PAGE_AFTER.match(text, at)
        return no_figure(at, page.end(), "name", "page number") if page else None
    if _LEADERS.search(text, max(floor, at - 20), at):
        return no_figure(at, end_of(_PAGE_NAMED, text, at), "heading", "page in a table of contents")
    marked = _PAGE_BEFORE.search(text[max(0, at - 9) : at])
    if marked:
        dashed = marked[0].strip().startswith("-")
        if dashed and not _PAGE_DASHED.match(text, at):
            return None
        return no_figure(at, end_of(_DIGITS, text, at), "name", "page number")
    total = _PAGE_OF.match(text, at) if before == "\n" and at > 0 else None
    return no_figure(at, total.end(), "name", "page number") if total else None
