"""The lexicon: the terms of all metrics' wordings, found in a text at once (Aho-Corasick); the unit of a figure allows some."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, cast

import ahocorasick

from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.catalogue.vocabulary import trie_pattern
from yearbook.catalogue.wordings import Groups, load_groups, parse_wording


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of one metric; its grammar is yearbook/catalogue/wordings.py."""

    metric: Metric
    parts: tuple[frozenset[str], ...]
    counted: int | None  # the number of the part that is what is counted
    text: str
    exclusions: frozenset[str]  # of its metric
    known: frozenset[str]  # the terms of all wordings of its metric, and what must stand around it


class Occurrence(NamedTuple):
    """A term at its place in the normalized text."""

    start: int
    end: int
    term: str


# in C alone: the class itself would run Python for each of them, which takes three times as long
_make_occurrence = cast(Callable[[tuple[int, int, str]], Occurrence], partial(tuple.__new__, Occurrence))


class Terms:
    """The terms of a text in its order; those of a stretch are found by bisection."""

    def __init__(self, occurrences: list[Occurrence]) -> None:
        self._occurrences = occurrences
        self._starts = [occurrence[0] for occurrence in occurrences]

    def between(self, start: int, end: int) -> list[Occurrence]:
        """The terms that begin from `start` to before `end`."""
        first = bisect_left(self._starts, start)
        return self._occurrences[first : bisect_left(self._starts, end, first)]


class Use(NamedTuple):
    """What one term is to some wordings, each wording a bit of the number; see WordingSet."""

    parts: int  # the parts that it fills
    anchors: int  # wordings of which it may be what is counted, or any part where none is marked as counted
    excluded: int  # wordings of the metrics that it rules out


class WordingSet:
    """Some wordings as bits of a number: bit i is wording i, and bit i + p × `count` its part p.

    So what many terms amount to for all wordings takes an addition of bits a term.
    """

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self.wordings = wordings
        self.count = len(wordings)
        self.most_parts = max((len(wording.parts) for wording in wordings), default=1)
        self.levels = sum(1 << number for number, one in enumerate(wordings) if one.metric.kind != "change")
        self._lacking = 0  # the parts that wordings do not have
        parts, anchors, excluded = Counter[str](), Counter[str](), Counter[str]()
        for number, wording in enumerate(wordings):
            for part in range(self.most_parts):
                bit = 1 << number + part * self.count
                if part >= len(wording.parts):
                    self._lacking |= bit
                    continue
                for term in wording.parts[part]:
                    parts[term] |= bit
                    anchors[term] |= 1 << number if wording.counted in (None, part) else 0
            for term in wording.exclusions:
                excluded[term] |= 1 << number
        known = {*parts, *excluded, *(term for wording in wordings for term in wording.metric.context)}
        self.uses = {term: Use(parts[term], anchors[term], excluded[term]) for term in known}

    def find_whole(self, parts: int) -> int:
        """The wordings, as bits, whose parts are all among some: the `parts` of the terms that are there."""
        whole = parts = parts | self._lacking
        for _ in range(1, self.most_parts):
            parts >>= self.count
            whole &= parts
        return whole & (1 << self.count) - 1

    def of_bits(self, bits: int) -> list[Wording]:
        """The wordings of some bits, in their order."""
        found = []
        while bits:
            found.append(self.wordings[(bits & -bits).bit_length() - 1])
            bits &= bits - 1
        return found

    def may_name(self, term: str, change: bool | None = None) -> bool:
        """Whether a term is part of a wording, of metrics of change or of others where that is given."""
        use = self.uses.get(term)
        if use is None or change is None:
            return use is not None and use.parts > 0
        parts, whole = use.parts, 0
        while parts:
            whole |= parts
            parts >>= self.count
        return bool((whole & ~self.levels if change else whole & self.levels) & (1 << self.count) - 1)

    def find_worded(self, terms: Iterable[str]) -> list[Wording]:
        """The wordings whose parts are all among some terms."""
        parts = 0
        for term in terms:
            parts |= self.uses[term].parts
        return self.of_bits(self.find_whole(parts))


@dataclass(frozen=True)
class Lexicon:
    """All terms of all metrics, and which wordings they are parts of."""

    every: WordingSet
    counts: frozenset[str]  # base units of the metrics that count
    longest: int  # code points of the longest term
    zeros: dict[str, Metric]  # what is meant to be nought where there was none
    zero: re.Pattern[str]  # … as a pattern that matches the longest of them
    automaton: ahocorasick.Automaton  # of all terms
    _by_units: dict[frozenset[str], WordingSet] = field(default_factory=dict)

    def wordings_in(self, units: frozenset[str]) -> WordingSet:
        """The wordings of the metrics of these base units."""
        if units not in self._by_units:
            self._by_units[units] = WordingSet([one for one in self.every.wordings if one.metric.unit in units])
        return self._by_units[units]

    def find_terms(self, text: str, stretches: Iterable[tuple[int, int]]) -> Terms:
        """The terms of a normalized text that begin in some stretches of it; overlapping ones are all given."""
        found: list[Occurrence] = []
        for start, end in _join(stretches):
            # of a whole text with bounds the automaton would copy all of it at each call
            terms = self.automaton.iter(text[start : end + self.longest])
            behind = start + 1
            places = sorted([(behind + at - len(term), behind + at, term) for at, term in terms])
            while places and places[-1][0] >= end:
                places.pop()
            found += map(_make_occurrence, places)
        return Terms(found)


def _join(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of a text in its order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(stretches)):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        elif start < end:
            joined.append((start, end))
    return joined


def compile_lexicon(catalogue: Catalogue, groups: Groups | None = None) -> Lexicon:
    """The lexicon of a checked catalogue. Raises WordingError where a wording is not well written."""
    groups = load_groups() if groups is None else groups
    wordings: list[Wording] = []
    for metric in catalogue.metrics.values():
        parsed = [parse_wording(text, groups) for text in metric.wordings]
        known = frozenset(metric.context).union(*(part for one in parsed for part in one.parts))
        exclusions = frozenset(metric.exclusions)
        wordings += [Wording(metric, *one, text, exclusions, known) for one, text in zip(parsed, metric.wordings, strict=True)]
    every = WordingSet(wordings)
    zeros = {word: metric for metric in catalogue.metrics.values() for word in metric.zeros}
    zero = re.compile(trie_pattern(zeros) or "(?!)")
    counts = frozenset(metric.unit for metric in catalogue.metrics.values() if metric.dimension == "count")
    longest = max(map(len, every.uses), default=1)
    return Lexicon(every, counts, longest, zeros, zero, _make_automaton(every.uses))


def _make_automaton(terms: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for term in terms:
        automaton.add_word(term, term)
    automaton.make_automaton()
    return automaton
