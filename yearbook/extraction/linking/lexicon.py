"""The metrics' wordings, and the terms that they look for: those of all metrics that a figure's unit allows are found at once.

A wording is parts joined by "…"; a part is alternatives joined by "|"; "{group}" stands for the words of terms.yaml.
All parts of a wording must stand around the figure, in any order, and one of them close to it; a part that ends in "!" is
what is counted, and must itself stand close.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.catalogue.files import DataError, catalogue_folder, read_yaml
from yearbook.catalogue.vocabulary import trie_pattern

_GROUP = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of one metric: its parts, each the set of terms any of which will do."""

    metric: Metric
    parts: tuple[frozenset[str], ...]
    counted: int | None  # the number of the part that is what is counted
    text: str


class Occurrence(NamedTuple):
    """A term at its place in the folded text."""

    start: int
    end: int
    term: str


Uses = Mapping[str, tuple[tuple[int, int], ...]]  # term → where it is used: (wording number, part as a bit)


@dataclass(frozen=True)
class Vocabulary:
    """The terms that speak for or against the metrics of some base units."""

    uses: Uses
    automaton: ahocorasick.Automaton
    longest: int  # code points of the longest term

    def find_terms(self, text: str, start: int, end: int) -> list[Occurrence]:
        """The terms that begin from `start` to before `end`; overlapping ones are all given."""
        if not self.uses or start >= end:
            return []
        return [
            Occurrence(begin, start + last + 1, term)
            for last, term in self.automaton.iter(text[start : end + self.longest - 1])
            if (begin := start + last + 1 - len(term)) < end
        ]


@dataclass(frozen=True)
class Lexicon:
    """All terms of all metrics, and which wordings they are parts of."""

    wordings: tuple[Wording, ...]
    uses: Uses
    all_parts: tuple[int, ...]  # of each wording, every part as a bit: 0b111 for three
    longest: int  # code points of the longest term
    zeros: dict[str, Metric]  # what is meant to be nought where there was none
    zero: re.Pattern[str]  # … as a pattern that matches the longest of them
    _by_units: dict[frozenset[str], Vocabulary] = field(default_factory=dict)

    def vocabulary_of(self, units: frozenset[str]) -> Vocabulary:
        """The terms of the metrics of these base units: of their wordings, their exclusions and their contexts."""
        if units not in self._by_units:
            numbered = [(number, wording) for number, wording in enumerate(self.wordings) if wording.metric.unit in units]
            self._by_units[units] = _compile_vocabulary(_uses_of(numbered))
        return self._by_units[units]


@cache
def load_groups(folder: Path | None = None) -> dict[str, tuple[str, ...]]:
    """The groups of terms.yaml. Raises DataError where a group is empty."""
    file = (folder or catalogue_folder()) / "terms.yaml"
    groups = read_yaml(file)
    for name, words in groups.items():
        if not isinstance(words, list) or not words:
            raise DataError(file, name, "must be a list with at least one word")
    return {name: tuple(str(word) for word in words) for name, words in groups.items()}


def compile_lexicon(catalogue: Catalogue, groups: dict[str, tuple[str, ...]] | None = None) -> Lexicon:
    """The lexicon of a catalogue. Raises DataError, naming the file, where a wording is not well written."""
    groups = load_groups() if groups is None else groups
    try:
        wordings = tuple(read_wording(metric, text, groups) for metric in catalogue.metrics.values() for text in metric.wordings)
    except DataError as error:
        raise DataError(catalogue.own_files.get(error.place, error.file), error.place, error.hint) from error
    uses = _uses_of(enumerate(wordings))
    all_parts = tuple((1 << len(wording.parts)) - 1 for wording in wordings)
    zeros = {word: metric for metric in catalogue.metrics.values() for word in metric.zeros}
    zero = re.compile(trie_pattern(zeros) or "(?!)")
    return Lexicon(wordings, uses, all_parts, max(map(len, uses), default=1), zeros, zero)


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


def _compile_vocabulary(uses: Uses) -> Vocabulary:
    automaton = ahocorasick.Automaton()  # a small one for each unit: its beginnings are tried one after the other
    for term in uses:
        automaton.add_word(term, term)
    automaton.make_automaton()
    return Vocabulary(uses, automaton, max(map(len, uses), default=1))


def read_wording(metric: Metric, text: str, groups: dict[str, tuple[str, ...]]) -> Wording:
    """A wording of a metric as its parts. Raises DataError, naming the wording and the mend, where it is not well written."""
    written = text.split("…")
    if any("!" in part.removesuffix("!") for part in written):
        raise _refuse(metric, text, "has a '!' within a part; put it at the part's end")
    counted = next((number for number, part in enumerate(written) if part.endswith("!")), None)
    parts = tuple(frozenset(_words_of(part.removesuffix("!"), metric, text, groups)) for part in written)
    return Wording(metric, parts, counted, text)


def _words_of(part: str, metric: Metric, text: str, groups: dict[str, tuple[str, ...]]) -> list[str]:
    """The alternatives of a part, groups replaced: "{充电桩}|充电" → [充电桩, 充电设施, …, 充电]."""
    words: list[str] = []
    for alternative in part.split("|"):
        named = _GROUP.search(alternative)
        if not alternative.strip():
            raise _refuse(metric, text, "has nothing on one side of a '…' or '|'; write a word there or remove the mark")
        if named is None:
            words.append(alternative)
        elif named.group(1) in groups:
            words += [alternative[: named.start()] + word + alternative[named.end() :] for word in groups[named.group(1)]]
        else:
            raise _refuse(metric, text, f"names the group {named.group(1)!r}; terms.yaml has no such group")
    if any(mark in word for word in words for mark in "{}"):
        raise _refuse(metric, text, "has a brace too many; write one {group} an alternative")
    return words


def _refuse(metric: Metric, text: str, mend: str) -> DataError:
    return DataError(catalogue_folder() / "metrics" / f"{metric.topic}.yaml", f"{metric.id}: {text}", mend)
