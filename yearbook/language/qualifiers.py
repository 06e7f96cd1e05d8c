"""Words before and after a number that make it inexact: 约, 近, 超过, 以上, 以内 …"""

from __future__ import annotations

import re
from typing import cast

from yearbook.language.mention import Qualifier
from yearbook.language.vocabulary import load_words, trie_pattern

_WORDS = load_words("qualifiers")
_BEFORE: dict[str, Qualifier] = {word: cast(Qualifier, name) for name, words in _WORDS["before"].items() for word in words}
_BEFORE |= dict.fromkeys(_WORDS["english_approx"], "approx")
_AFTER: dict[str, Qualifier] = {word: cast(Qualifier, name) for name, words in _WORDS["after"].items() for word in words}
_NOT_BEFORE: dict[str, tuple[str, ...]] = {word: tuple(after) for word, after in _WORDS["not_before"].items()}
_NOT_AFTER: dict[str, str] = _WORDS["not_after"]

_REVERSED = re.compile(
    rf" ?(?:{trie_pattern(word[::-1] for word in _WORDS['between'])}){{0,2}} ?({trie_pattern(word[::-1] for word in _BEFORE)})"
)
_OVER = re.compile(rf"(?<=[{_WORDS['over_after']}])过$")
_OF_A_SHARE = re.compile(rf"(?:{trie_pattern(_WORDS['of_a_share'])})[^,。;、]{{1,12}}的$")
_FOLLOWING = re.compile(rf" ?(?:的)?({trie_pattern(_AFTER)})")
_LENGTH = 16


def qualifier_before(text: str, at: int, floor: int) -> Qualifier | None:
    """The qualifier whose word ends at `at`, or stands before 达, 到, 了 … that does."""
    if at <= floor:
        return None
    window = text[max(floor, at - _LENGTH) : at]
    if window[-1] == "过" and _OVER.search(window):
        return "more_than"
    if window[-1] == "的" and _OF_A_SHARE.search(window):
        return "approx"
    found = _REVERSED.match(window[::-1])
    if not found:
        return None
    word = found[1][::-1]
    before = window[: len(window) - found.end()][-1:]
    if before and before in _NOT_AFTER.get(word, ""):
        return None
    if word.isascii() and word.isalpha() and before.isalpha():
        return None
    return _BEFORE[word]


def qualifier_after(text: str, until: int, measures_time: bool) -> Qualifier | None:
    """The qualifier whose word begins at `until`; 内 alone bounds a span of time."""
    found = _FOLLOWING.match(text, until)
    if found:
        if text.startswith(_NOT_BEFORE.get(found[1], ()), found.end()) and found[1] in _NOT_BEFORE:
            return None
        return _AFTER[found[1]]
    if measures_time and text.startswith(tuple(_WORDS["within"]), until):
        return "at_most"
    return None
