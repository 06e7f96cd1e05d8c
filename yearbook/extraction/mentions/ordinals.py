"""Places in an order (第四批, 前十, 二级), sessions and congresses, references to annexes, tables and articles."""

from __future__ import annotations

import re

from yearbook.extraction.mentions.identifiers import end_of, is_measured, no_figure
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.numerals import CHINESE, read_number
from yearbook.extraction.mentions.units import find_unit
from yearbook.extraction.mentions.vocabulary import load_words, trie_pattern

_WORDS = load_words("ordinals")
_SMALL = "一二三四五六七八九十"
_NOT_LEADING_AFTER = frozenset(_WORDS["not_leading_after"])
_NOT_REFERENCE_AFTER = frozenset(_WORDS["not_reference_after"])
_PLACE_IN_ORDER = re.compile(
    rf" ?\(?(?:\d+(?:-\d+){{0,4}}|[{CHINESE}]+)\)?(?: ?(?:{trie_pattern(_WORDS['nouns'])}))?"
    rf"(?:之一|第?\((?:\d+|[{_SMALL}]+)\)项)?"
)
_LEADING = re.compile(
    rf"(?:\d{{1,3}}|[{_SMALL}百两]{{1,4}})(?:{trie_pattern(_WORDS['leading'])}(?!月|季|年|小时|工作|半|星期|学)|(?=[,。;、)”]|$|的))"
)
_RANK = re.compile(
    rf"(?:\d{{1,2}}|[{_SMALL}]{{1,2}})(?:(?:[、和及至到-](?:\d{{1,2}}|[{_SMALL}]{{1,2}})){{0,3}})(?:{trie_pattern(_WORDS['ranks'])})(?!别|家|间|指标|联动)"
)
_PHASE_AFTER = re.compile(rf"工程|项目|建设|改造|、[{_SMALL}]期")
_SESSION = re.compile(rf"[{_SMALL}]{{1,3}}次(?=会议|全会|全体)")
_CONGRESS = re.compile(
    rf"(?:十[{_SMALL[:-1]}]?|二十[{_SMALL[:-1]}]?)大(?![件项类量家个户板]|[大]?型)|[{_SMALL}]{{1,3}}届|[{_SMALL[:-1]}]中(?=全会|、[{_SMALL}]|[及和][{_SMALL}]|,[{_SMALL}]中)"
)
_REFERENCE_BEFORE = re.compile(rf"(?:{trie_pattern(_WORDS['references'])}) ?(?:第)?[(〔]?$")
_ENGLISH_REFERENCE = re.compile(r"\b(?:No|Nos|Article|Articles|Chapter|Section|Table|Figure|Annex|Part|Item|Vol)\.? $")
_BEFORE_REFERENCES = frozenset("附表图件录注栏例型案格式、和- (至")
_REFERENCE_LIST = re.compile(rf"(?:{trie_pattern(_WORDS['references'])}) ?[\d{_SMALL}]+(?:[、和至,-][\d{_SMALL}]+)*[、和至,-]$")
_REFERENCE = re.compile(rf"(?:\d{{1,3}}(?:[-.]\d{{1,3}}){{0,4}}|[{_SMALL}]{{1,3}})")


def find_ordinal(text: str, at: int, floor: int) -> Mention | None:
    """A place in an order (第四批, 前十, 二级), a session (十九届, 四中), a reference (附件3, 表4)."""
    before = text[at - 1] if at > floor else ""
    if before == "第" or (before == " " and text[at - 2 : at - 1] == "第" and at - 2 >= floor):
        place = _PLACE_IN_ORDER.match(text, at)
        start = at - 1 if before == "第" else at - 2
        if place and place.end() > at:
            return no_figure(start, place.end(), "ordinal", "place in an order")
    if before == "前" and text[at - 2 : at - 1] not in _NOT_LEADING_AFTER and not text.startswith(("年", "月"), at + 1):
        leading = _LEADING.match(text, at)
        if leading:
            return no_figure(at - 1, leading.end(), "ordinal", "leading places")
    if before == " " and _ENGLISH_REFERENCE.search(text, max(0, at - 12), at):
        return no_figure(at, end_of(_REFERENCE, text, at), "ordinal", "reference")
    if before in _BEFORE_REFERENCES:
        found = _find_reference(text, at, floor)
        if found:
            return found
    congress = _CONGRESS.match(text, at) or (_SESSION.match(text, at) if before and before in "届大协会委" else None)
    if congress:
        return no_figure(at, congress.end(), "ordinal", "congress or session")
    rank = _RANK.match(text, at)
    if rank and not (text[at].isdigit() and rank[0][-1] in "类档期审读"):
        if rank[0][-1] == "期" and not _is_phase(text, at, rank.end()):
            return None
        return no_figure(at, rank.end(), "ordinal", "rank")
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
    return no_figure(at, found.end(), "ordinal", "reference")


def _is_phase(text: str, at: int, end: int) -> bool:
    """二期工程, 项目一期, a clause that begins with 一期: a phase; 举办一期 counts."""
    before = text[at - 1] if at else "\n"
    begins = before in "\n,。;:、(和及" and "一" <= text[end : end + 1] <= "鿿"
    return begins or text[max(0, at - 2) : at] in ("项目", "工程") or _PHASE_AFTER.match(text, end) is not None
