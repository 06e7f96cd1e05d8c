"""The metrics' wordings as one automaton: every term that any metric looks for, found at once.

A wording is parts joined by "…"; a part is alternatives joined by "|"; "{group}" stands for the words of terms.yaml.
All parts of a wording must stand around the figure, in any order, and one of them close to it; a part that ends in "!" is
what is counted, and must itself stand close.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from yearbook.data import DataError, catalogue_folder, read_yaml
from yearbook.language.vocabulary import trie_pattern
from yearbook.meaning.catalogue import Catalogue, Metric

BLOCK = 64  # code points of a text in which terms are looked for at once
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


class Terms:
    """The terms of one text, looked for block by block where they are asked for: most of a report holds no figure."""

    def __init__(self, text: str, automaton: ahocorasick.Automaton, longest: int) -> None:
        self._text, self._automaton, self._longest = text, automaton, longest
        self._blocks: dict[int, list[Occurrence]] = {}

    def between(self, start: int, end: int, wanted: Container[str]) -> list[Occurrence]:
        """The occurrences of the `wanted` terms that begin from `start` to before `end`; overlapping ones are all given."""
        blocks = range(start // BLOCK, (end + self._longest - 2) // BLOCK + 1)
        return [
            found for block in blocks for found in self._find_in(block) if start <= found.start < end and found.term in wanted
        ]

    def _find_in(self, block: int) -> list[Occurrence]:
        """The terms whose last character stands in a block."""
        found = self._blocks.get(block)
        if found is None:
            first = block * BLOCK
            begin = max(0, first - self._longest + 1)
            within = self._automaton.iter(self._text[begin : first + BLOCK])
            ends = ((begin + last + 1, term) for last, term in within)
            found = [Occurrence(end - len(term), end, term) for end, term in ends if end > first]
            self._blocks[block] = found
        return found


@dataclass(frozen=True)
class Lexicon:
    """All terms of all metrics, and which wordings they are parts of."""

    automaton: ahocorasick.Automaton
    wordings: tuple[Wording, ...]
    uses: Uses
    all_parts: tuple[int, ...]  # of each wording, every part as a bit: 0b111 for three
    longest: int  # code points of the longest term
    zeros: dict[str, Metric]  # what is meant to be nought where there was none
    zero: re.Pattern[str]  # … as a pattern that matches the longest of them
    _by_units: dict[frozenset[str], Uses] = field(default_factory=dict)

    def find_terms(self, text: str) -> Terms:
        """The terms in `text`, to be asked for by where they stand."""
        return Terms(text, self.automaton, self.longest)

    def uses_for(self, units: frozenset[str]) -> Uses:
        """As `uses`, only for the metrics of these base units: their wordings' terms, exclusions and contexts."""
        if units not in self._by_units:
            uses: dict[str, list[tuple[int, int]]] = {}
            for number, wording in enumerate(self.wordings):
                if wording.metric.unit not in units:
                    continue
                for part, terms in enumerate(wording.parts):
                    for term in terms:
                        uses.setdefault(term, []).append((number, 1 << part))
                for term in (*wording.metric.exclusions, *wording.metric.context):
                    uses.setdefault(term, [])
            self._by_units[units] = {term: tuple(places) for term, places in uses.items()}
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
    """The lexicon of a catalogue. Raises DataError where a wording names a group that terms.yaml lacks."""
    groups = load_groups() if groups is None else groups
    wordings: list[Wording] = []
    uses: dict[str, list[tuple[int, int]]] = {}
    automaton = ahocorasick.Automaton()
    for metric in catalogue.metrics.values():
        for text in metric.wordings:
            wording = read_wording(metric, text, groups)
            for number, part in enumerate(wording.parts):
                for term in part:
                    uses.setdefault(term, []).append((len(wordings), 1 << number))
            wordings.append(wording)
        for term in (*metric.context, *metric.exclusions):
            uses.setdefault(term, [])
    for term in uses:
        automaton.add_word(term, term)
    automaton.make_automaton()
    found = {term: tuple(places) for term, places in uses.items()}
    whole = tuple((1 << len(wording.parts)) - 1 for wording in wordings)
    zeros = {word: metric for metric in catalogue.metrics.values() for word in metric.zeros}
    zero = re.compile(trie_pattern(zeros) or "(?!)")
    return Lexicon(automaton, tuple(wordings), found, whole, max(map(len, found), default=1), zeros, zero)


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
