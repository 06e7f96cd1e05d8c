"""The lexicon: the terms of all metrics' wordings, found in a text at once (Aho-Corasick); the unit of a figure allows some."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

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


class Occurrence(NamedTuple):
    """A term at its place in the normalized text."""

    start: int
    end: int
    term: str


Uses = Mapping[str, tuple[tuple[int, int], ...]]  # term → where it is used: (wording number, part as a bit)


class Terms:
    """The terms of a text in its order; those of a stretch are found by bisection."""

    def __init__(self, occurrences: list[Occurrence]) -> None:
        self._occurrences = occurrences
        self._starts = [occurrence.start for occurrence in occurrences]

    def between(self, start: int, end: int) -> list[Occurrence]:
        """The terms that begin from `start` to before `end`."""
        return self._occurrences[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


@dataclass(frozen=True)
class Lexicon:
    """All terms of all metrics, and which wordings they are parts of."""

    wordings: tuple[Wording, ...]
    uses: Uses
    all_parts: tuple[int, ...]  # of each wording, every part as a bit: 0b111 for three
    terms_of: Mapping[str, frozenset[str]]  # metric → the terms of all its wordings, and what must stand around it
    counts: frozenset[str]  # base units of the metrics that count
    longest: int  # code points of the longest term
    zeros: dict[str, Metric]  # what is meant to be nought where there was none
    zero: re.Pattern[str]  # … as a pattern that matches the longest of them
    automaton: ahocorasick.Automaton  # of all terms
    _by_units: dict[frozenset[str], Uses] = field(default_factory=dict)

    def uses_for(self, units: frozenset[str]) -> Uses:
        """The uses of the terms of the metrics of these base units: of their wordings, their exclusions and their contexts."""
        if units not in self._by_units:
            numbered = [(number, wording) for number, wording in enumerate(self.wordings) if wording.metric.unit in units]
            self._by_units[units] = _uses_of(numbered)
        return self._by_units[units]

    def find_wordings(self, near: Iterable[str], around: Iterable[str], uses: Uses) -> list[Wording]:
        """The wordings whose parts all stand around a place, one of them near it. The terms `near` it are also `around` it."""
        present: dict[int, int] = {}  # wording with a term near the place → its parts that stand around it, as bits
        for term in near:
            for number, part in uses[term]:
                present[number] = present.get(number, 0) | part
        if not present:
            return []
        for term in around:
            for number, part in uses[term]:
                if number in present:
                    present[number] |= part
        return [self.wordings[number] for number, parts in present.items() if parts == self.all_parts[number]]

    def find_terms(self, text: str, stretches: Iterable[tuple[int, int]]) -> Terms:
        """The terms of a normalized text that begin in some stretches of it; overlapping ones are all given."""
        found: list[Occurrence] = []
        for start, end in _join(stretches):
            # of a whole text with bounds the automaton would copy all of it at each call
            terms = self.automaton.iter(text[start : end + self.longest])
            behind, length = start + 1, end - start
            found += sorted(
                [Occurrence(behind + at - len(term), behind + at, term) for at, term in terms if at - len(term) < length - 1]
            )
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
    wordings = tuple(
        Wording(metric, *parse_wording(text, groups), text, exclusions)
        for metric in catalogue.metrics.values()
        for exclusions in [frozenset(metric.exclusions)]
        for text in metric.wordings
    )
    uses = _uses_of(enumerate(wordings))
    all_parts = tuple((1 << len(wording.parts)) - 1 for wording in wordings)
    zeros = {word: metric for metric in catalogue.metrics.values() for word in metric.zeros}
    zero = re.compile(trie_pattern(zeros) or "(?!)")
    terms_of = {
        metric.id: frozenset(metric.context).union(
            *(part for wording in wordings if wording.metric is metric for part in wording.parts)
        )
        for metric in catalogue.metrics.values()
    }
    counts = frozenset(metric.unit for metric in catalogue.metrics.values() if metric.dimension == "count")
    return Lexicon(
        wordings, uses, all_parts, terms_of, counts, max(map(len, uses), default=1), zeros, zero, _make_automaton(uses)
    )


def _uses_of(wordings: Iterable[tuple[int, Wording]]) -> Uses:
    """Where each term of some wordings is used; nowhere for the exclusions and contexts of their metrics."""
    uses: dict[str, list[tuple[int, int]]] = {}
    for number, wording in wordings:
        for part, terms in enumerate(wording.parts):
            for term in terms:
                uses.setdefault(term, []).append((number, 1 << part))
        for term in (*wording.metric.exclusions, *wording.metric.context):
            uses.setdefault(term, [])
    return {term: tuple(places) for term, places in uses.items()}


def _make_automaton(terms: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for term in terms:
        automaton.add_word(term, term)
    automaton.make_automaton()
    return automaton
