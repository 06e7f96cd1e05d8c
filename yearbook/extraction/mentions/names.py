"""Words that hold a numeral and count nothing: slogans, idioms, common words, places, counted headings of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from yearbook.catalogue.vocabulary import load_names, load_words, trie_pattern
from yearbook.extraction.mentions.numerals import CHINESE, DIGIT_CHARACTERS, MULTIPLIER_CHARACTERS

_STRUCTURAL = load_words("names")["structural"]
_NUMERALS = frozenset(CHINESE)
_COUNTING = re.compile(rf"(?:{trie_pattern(load_words('names')['counting'])})(?:了|的|过|各类|专题|专项)?[^,。;:、\d]{{0,10}}$")
_NOT_ONE_AFTER = frozenset(load_words("names")["not_one_after"])
_COUNTED = re.compile(
    r"[二三四五六七八九十]个一(?![个批家次])|"
    rf"(?:[{CHINESE}]{{1,3}}|1?\d)(?:(?:个|大|种|项)?(?:主要|重点|关键|重要|基本|突出|核心|工作)?(?:{trie_pattern(_STRUCTURAL['strong'])})|"
    rf"(?:大|个|项)[㐀-鿿]{{0,4}}?(?:{trie_pattern(_STRUCTURAL['indicators'])}))(?!数|值|[:]?\d)|"
    rf"[{DIGIT_CHARACTERS}十]{{1,3}}(?:大|个|项|种|笔|张|条|类|场|轮|篇)[㐀-鿿]{{0,4}}?(?:{trie_pattern(_STRUCTURAL['in_words'])})(?!数|值|户|单)|"
    rf"[{DIGIT_CHARACTERS}十\d]{{1,2}}[项类个种者](?=[㐀-鿿]{{0,6}}(?:依次|分别))|"
    rf"[{DIGIT_CHARACTERS}十\d]{{1,3}}大(?![型件量米楼厅门会学批额])"
)
_OPENED = re.compile(rf"(?:{trie_pattern(_STRUCTURAL['openers'])})$")
_OPENER_ENDS = frozenset(word[-1] for word in _STRUCTURAL["openers"])
_ORDERED = re.compile(rf"(?:[{DIGIT_CHARACTERS}十]{{1,3}}|\d{{1,2}})(?:个|项|类|种|条|大|批次?|步|点|级|层|期|年|块|阶段)")
_OPEN_QUOTES, _CLOSED_QUOTES = '“‘"<', '”’">'
_QUOTED = 10


@cache
def _known_word() -> re.Pattern[str]:
    return re.compile(trie_pattern(load_names()))


def find_words(text: str) -> Iterator[tuple[int, int]]:
    """The spans of all known words that hold a numeral, left to right, the longest at each place."""
    for found in _known_word().finditer(text):
        start, end = found.span()
        last = end - 1
        before, after = text[start - 1 : start], text[end : end + 1]
        if text[start] in _NUMERALS and before and (before in _NUMERALS or before.isdigit() or before in "第余多几点"):
            continue
        if after and (
            text[last] in _NUMERALS
            and (after in MULTIPLIER_CHARACTERS or (after in "点分" and text[end + 1 : end + 2] in CHINESE + "之"))
        ):
            continue
        if (text[start].isdigit() and (before.isdigit() or before == ".")) or (text[last].isdigit() and after.isdigit()):
            continue
        if text[last] in "点分" and after and (after in _NUMERALS or after == "之"):
            continue
        yield start, end


def is_structural(text: str, at: int, floor: int) -> int:
    """Where a counted heading that begins at `at` ends (六个方面, 三大任务, 分三批); 0 where it is none."""
    counted = _COUNTED.match(text, at)
    if counted:
        return counted.end()
    if (
        text[at - 1 : at] in _OPENER_ENDS
        and _OPENED.search(text, max(floor, at - 4), at)
        and not text[max(floor, at - 2) : at].endswith(("部分", "得分", "评分", "百分", "积分", "满分", "总分"))
    ):
        ordered = _ORDERED.match(text, at)
        if ordered:
            return ordered.end()
    return 0


def is_quoted(text: str, at: int, until: int) -> bool:
    """The numeral stands in short quotation marks (“四个一”), so that it is a name."""
    start = text.rfind("“", max(0, at - _QUOTED), at)
    if start < 0:
        return False
    end = text.find("”", until, start + _QUOTED + 4)
    return end >= 0 and not any(mark in text[start + 1 : end] for mark in ",。;”")


def is_in_formula(text: str, at: int, until: int) -> bool:
    """The numeral is a term of a sum in quotation marks (“1个总台+2个专班”), which is the name of a scheme."""
    start = text.rfind("“", max(0, at - 2 * _QUOTED), at)
    if start < 0:
        return False
    end = text.find("”", until, until + 2 * _QUOTED)
    inside = text[start + 1 : end] if end >= 0 else ""
    return "+" in inside and not any(mark in inside for mark in ",。;”")


def is_in_title(text: str, at: int) -> bool:
    """The numeral stands inside 《…》."""
    start = text.rfind("《", max(0, at - 60), at)
    return start >= 0 and text.find("》", start, at) < 0 and text.find("\n", start, at) < 0


def counts_one(text: str, at: int, until: int, floor: int) -> bool:
    """一 with a measure word counts (召开会议一次, 新增一家) and is no figure of speech (一次次, 每一个)."""
    before = text[at - 1] if at > floor else "\n"
    if before in _NOT_ONE_AFTER:
        return False
    clause = text[max(floor, at - 14) : at]
    clause = clause[max(clause.rfind(mark) for mark in ",。;:、\n") + 1 :]
    if _NOT_EVEN_ONE.search(clause):
        return False
    if _SINGLED_OUT.search(text, max(floor, at - 8), at) and text[until - 1] in _COUNTABLE:
        return True
    after = text[until : until + 1]
    closes = after in ("", ",", "。", ";", "、", ")", "\n", "和", "及") or text.startswith(("以上", "左右"), until)
    if closes and "一" <= before <= "鿿" and text[until - 1] in _COUNTABLE:
        return True
    window = text[max(floor, at - 14) : at]
    return (
        bool(_COUNTING.search(window))
        and (closes or before not in "的")
        and (closes or before in "了共仅增成报获到得有" or window.endswith(_COUNTS_AT_ONCE))
    )


_SINGLED_OUT = re.compile(r"其中[,:]?$|最[低高大小多少长短贵新旧]的$|加了$")
_NOT_EVEN_ONE = re.compile("[每未没无]")  # 每年一次, 未发生一起, 没有一例
_COUNTABLE = frozenset(load_words("names")["countable"])
_COUNTS_AT_ONCE = tuple(load_words("names")["counting"])
