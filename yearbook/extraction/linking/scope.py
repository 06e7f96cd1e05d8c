"""For whom a figure holds: its scope by the words for bodies and areas around it (data/catalogue/scopes.yaml).

Offsets count code points of the normalized text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple, cast, get_args

from yearbook.catalogue.catalogue import Metric, Scope
from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml
from yearbook.catalogue.vocabulary import trie_pattern
from yearbook.extraction.linking.context import Context
from yearbook.extraction.linking.marks import find_all
from yearbook.extraction.periods.paragraph import Sentences

LISTS = ("parts", "each", "own_work", "home")  # of scopes.yaml, besides those of scopes
_PART, _AT = "其中", "在"
_LEVEL = re.compile(r"其中,?[省市州县区盟旗]级$")
# the level itself comes first, so that all else is skipped at the speed of a character class
_LEVEL_OF = re.compile(r"[省市州县区盟旗](?<![^,。;:、\n].)级(?=\d[\d.,]*[万亿余多]*[^\d.,万亿余多家个所])")
_PLACE = re.compile(r"[^省市州县区盟旗]{1,7}?(?:自治)?[省市州县区盟旗](?=机关|国管|行政|后勤|公务|政府|人民)")
_COUNTED_BODIES = frozenset({"家", "个", "所"})


class ScopeWords(NamedTuple):
    """The words for scopes, compiled. `scopes` has None for a part of an area, which is of no scope."""

    pattern: re.Pattern[str]
    scopes: dict[str, Scope | None]
    each: re.Pattern[str]
    own_work: dict[str, re.Pattern[str]]  # by topic
    home: re.Pattern[str]  # what follows the publisher's own place where its whole area is meant


@cache
def load_scopes() -> ScopeWords:
    """The installation's words for scopes. Raises DataError with every list that does not exist or is missing."""
    file = catalogue_folder() / "scopes.yaml"
    content = read_yaml(file)
    known = (*get_args(Scope), *LISTS)
    with collect_faults() as faults:
        for scope in content.keys() - set(known):
            faults.append(DataError(file, scope, f"is no scope; use one of {', '.join(known)}"))
        for missing in (name for name in LISTS if not content.get(name)):
            faults.append(DataError(file, missing, "is missing or empty; give at least one word"))
    scopes: dict[str, Scope | None] = {
        word: cast(Scope, scope) for scope, words in content.items() if scope not in LISTS for word in words
    }
    scopes |= dict.fromkeys(content["parts"])
    own_work = {topic: re.compile(trie_pattern(words)) for topic, words in content["own_work"].items()}
    pattern, each = re.compile(trie_pattern(scopes)), re.compile(trie_pattern(content["each"]))
    return ScopeWords(pattern, scopes, each, own_work, re.compile(rf"(?:[0-9]{{4}}年度?)?{trie_pattern(content['home'])}"))


class _Word(NamedTuple):
    at: int
    until: int
    scope: Scope | None


def _is_named(text: str, at: int) -> bool:
    """Whether a word stands within 《》: in the name of a document."""
    opened = text.rfind("《", max(0, at - 40), at)
    return opened >= 0 and text.find("》", opened, at) < 0


class ScopeReader:
    """Finds the scopes that the words of one text state; `publisher` is the name of its body."""

    def __init__(self, text: str, sentences: Sentences, publisher: str | None = None) -> None:
        self.text, self.words, self.sentences = text, load_scopes(), sentences
        scopes = self.words.scopes
        words = (_Word(one.start(), one.end(), scopes[one.group()]) for one in self.words.pattern.finditer(text))
        self.found = [word for word in (*words, *self._find_areas(publisher)) if not _is_named(text, word.at)]
        self.found.sort(key=attrgetter("at"))
        self.starts = [word.at for word in self.found]
        self._before: dict[int, Scope | None] = {}  # what a sentence takes over, by where it begins: for all its figures
        self._own_work: dict[str, int] = {}  # topic → from where a text is about it as its body's own work; "" for any

    def _find_areas(self, publisher: str | None) -> Iterator[_Word]:
        """The publisher's place as that of its whole area (云岭市累计…), and a level that stands for its bodies (州级31处)."""
        place = _PLACE.match(publisher) if publisher else None
        if place is not None:
            for at, until in find_all(self.text, place[0]):
                if self.words.home.match(self.text, until) and self.text[at - 1 : at] != _AT:
                    yield _Word(at, until, "region_wide")
        for one in _LEVEL_OF.finditer(self.text):
            yield _Word(one.start(), one.end(), "direct_units")

    def read_scope(self, here: Context, metric: Metric | None) -> Scope | None:
        """The scope that the words around a figure state; None where they do not.

        The words of its sentence up to it come first, then what follows it in the sentence, then the sentences before it in
        the paragraph. A report about a body's own work states the scope that its metrics have.
        """
        if self.words.each.search(self.text, here.clause_start, here.mention.at):
            return None
        own, stated = self._read_sentence(here)
        if stated:
            return own
        for word in self._between(here.mention.until, here.sentence[1])[:1]:
            if word.at < here.tail_end or self.text[word.at - 1 : word.at] == _AT:
                return word.scope
        start = here.sentence[0]
        if start not in self._before:
            self._before[start] = self._read_paragraph(start)
        scope = self._before[start]
        return scope if scope is not None or metric is None else self.read_own_work(metric, here.mention.at)

    def read_own_work(self, metric: Metric, at: int) -> Scope | None:
        """What a metric usually tells of, where the text says before `at` that it is about its body's own work."""
        if not self._own_work:
            self._own_work = self._find_own_work()
        is_own = metric.usual_scope == "agency" and self._own_work[""] < at
        return metric.usual_scope if is_own or self._own_work.get(metric.topic, at) < at else None

    def _find_own_work(self) -> dict[str, int]:
        own = {topic: found.start() for topic, words in self.words.own_work.items() if (found := words.search(self.text))}
        says_own = next((word.at for word in self.found if word.scope == "agency"), len(self.text))
        return own | {"": min([says_own, *own.values()])}

    def read_own(self, here: Context) -> Scope | None:
        """The scope that the words of a figure's own sentence state."""
        return self._read_sentence(here)[0]

    def _read_sentence(self, here: Context) -> tuple[Scope | None, bool]:
        """The scope of the words right behind a figure (9个市直单位), else of the nearest before it; and whether there is one."""
        mention, start = here.mention, here.sentence[0]
        for word in self._between(mention.until, mention.until + 1):
            return word.scope, True
        if _LEVEL.search(self.text, max(start, mention.at - 8), mention.at) and mention.unit_as_written not in _COUNTED_BODIES:
            return "direct_units", True
        before = self._between(start, mention.at)
        return (before[-1].scope, True) if before else (None, False)

    def _read_paragraph(self, start: int) -> Scope | None:
        """The first scope of the nearest sentence before that states one; what stands behind 其中 in it is a part's.

        A place (大院) is spoken of in its own sentence only.
        """
        for begin, end in self.sentences.before(start):
            part = self.text.find(_PART, begin, end)
            words = self._between(begin, part if part >= 0 else end)
            if words:
                return None if words[0].scope == "sample" else words[0].scope
        return None

    def _between(self, start: int, end: int) -> Sequence[_Word]:
        return self.found[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
