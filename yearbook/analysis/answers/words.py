"""The words of questions: data/catalogue/language/questions.yaml, the scopes of scopes.yaml, and names, found at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import ahocorasick

from yearbook.catalogue.vocabulary import load_words, trie_pattern
from yearbook.extraction.linking.scope import load_scopes

SAID = ("highest", "lowest", "trend", "latest", "change", "province", "prefecture", "county", "idle")
SCOPES = ("national", "region_wide", "direct_units")  # besides those of scopes.yaml
LEVELS = ("province", "prefecture", "county")
_LETTER = re.compile(r"[a-z0-9]")


class Term(NamedTuple):
    """What a word stands for: a kind (`highest`, `scope`, `region`, `agency`, `metric`, `idle` …) and which one."""

    kind: str
    id: str = ""


class Found(NamedTuple):
    """A term at its place in the text."""

    at: int
    until: int
    term: Term


class Terms:
    """Words and what they stand for. `find` picks those that cover most of a text; safe to share."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word, term in terms.items():
            self._automaton.add_word(word, (word, term))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Found]:
        """The terms of a text in small letters, in its order. They do not overlap, and cover as many characters as terms can;
        of those that cover as many the fewest. English words count only whole."""
        ending: dict[int, list[Found]] = {}
        for last, (word, term) in self._automaton.iter(text):
            at, until = last + 1 - len(word), last + 1
            if not _is_cut(text, at, until):
                ending.setdefault(until, []).append(Found(at, until, term))
        best: list[tuple[int, int, Found | None]] = [
            (0, 0, None)
        ]  # to each place: characters covered, terms (negative), the last
        for until in range(1, len(text) + 1):
            choices: list[tuple[int, int, Found | None]] = [(*best[until - 1][:2], None)]
            choices += [(best[one.at][0] + until - one.at, best[one.at][1] - 1, one) for one in ending.get(until, ())]
            best.append(max(choices, key=lambda choice: choice[:2]))
        return list(_walk_back(best))[::-1]


def _walk_back(best: list[tuple[int, int, Found | None]]) -> Iterator[Found]:
    place = len(best) - 1
    while place:
        found = best[place][2]
        if found is not None:
            yield found
        place = found.at if found else place - 1


def _is_cut(text: str, at: int, until: int) -> bool:
    """Whether an English word is cut off by what is looked at: `in` of `inspected`."""
    before = bool(_LETTER.match(text[at]) and _LETTER.match(text[at - 1 : at]))
    return before or bool(_LETTER.match(text[until - 1]) and _LETTER.match(text[until : until + 1]))


@cache
def load_question_terms() -> Mapping[str, Term]:
    """The words of questions that are no names. Raises DataError where a list is missing."""
    words = load_words("questions")
    terms = {str(word): Term("scope", str(scope)) for word, scope in load_scopes().scopes.items() if scope is not None}
    terms |= {str(word): Term("scope", scope) for scope in SCOPES for word in words[scope]}
    for kind in SAID:
        said = Term("level", kind) if kind in LEVELS else Term(kind)
        terms |= {str(word): said for word in words[kind]}
    return terms


@dataclass(frozen=True, slots=True)
class TimePatterns:
    """Bare years, which reports write only with 年, and spans up to now."""

    span: re.Pattern[str]  # 2018-2023, 2018 to 2023
    year: re.Pattern[str]  # 2020
    recent: re.Pattern[str]  # 近五年, last 5 years: how many


@cache
def load_time_patterns() -> TimePatterns:
    """Raises DataError where a list of questions.yaml is missing."""
    words = load_words("questions")
    until, recent = _pattern(words["until"]), words["last_years"]
    before, after = _pattern(recent["before"]), _pattern(recent["after"])
    return TimePatterns(
        re.compile(rf"(?<!\d)((?:19|20)\d\d)\s*年?\s*{until}\s*((?:19|20)\d\d)(?![\d-])年?"),
        re.compile(r"(?<![\d-])(?:19|20)\d\d(?![\d年-])"),
        re.compile(rf"{before}\s*(\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})\s*{after}"),
    )


def _pattern(words: Iterable[str]) -> str:
    return f"(?:{trie_pattern(map(str, words))})"
