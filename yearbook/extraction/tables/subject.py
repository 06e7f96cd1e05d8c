"""Subject: which metric a cell is of, by the labels of its row, the headings of its column, the group and the captions above.

A label that is a metric's wording carries its whole row, a heading its whole column. Where the subject stands on one side and the
other side names a part (a district, a unit, a kind), the cell is that part's, and no metric claims it: only a total, or a part
whose scope is known, is the body's own figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.catalogue.weights import Weights
from yearbook.extraction.grids.grid import Span
from yearbook.extraction.linking.cues import load_cues
from yearbook.extraction.linking.lexicon import Lexicon, Occurrence, Wording
from yearbook.extraction.linking.scope import load_scopes
from yearbook.extraction.tables.words import MOST_LABELS, load_table_words

_NOT_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")
_BEFORE_THE_EVENT = re.compile(r"(?<![目之年以])前(?!十|\d)")
_OTHER = re.compile(r"其他|其它|其余")  # what is left of a whole is never the whole
_OWN_SIDES = ("row", "column")
_FAR = 0.75  # nearness from which an exclusion rules a metric out


@lru_cache(maxsize=MOST_LABELS)
def left_over(words: str, covered: tuple[Span, ...] = ()) -> str:
    """The characters of a phrase that neither the covered stretches nor words without a subject explain."""
    if _OTHER.match(words):
        return words
    characters = list(words)
    for start, end in covered:
        characters[start:end] = "|" * (end - start)
    rest = load_scopes().pattern.sub("|", "".join(characters))
    return _NOT_WORDS.sub("", load_cues().fillers.sub("|", load_table_words().neutral.sub("|", rest)))


class Phrase(NamedTuple):
    """Cleaned words around a cell: how near they are, and on which side (row, column, above) they stand."""

    text: str
    nearness: float
    side: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The metric of a cell. `clean`: no word of its own labels and headings is left unexplained."""

    metric: Metric
    score: float
    lead: float  # over the next metric
    wording: str
    clean: bool
    others: tuple[str, ...]


class SubjectFinder:
    """Finds the metric of cells by the catalogue's wordings; cells with the same words are looked up once."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon, weights: Weights) -> None:
        self.catalogue, self.lexicon, self.weights = catalogue, lexicon, weights
        self.known: dict[tuple[object, ...], Claim | None] = {}
        self._terms: dict[str, list[Occurrence]] = {}

    def find(self, phrases: tuple[Phrase, ...], units: frozenset[str], change: bool) -> Claim | None:
        """The metric that the phrases name, in one of the base units, in that of a count where none is written."""
        key = (phrases, units, change)
        if key not in self.known:
            self.known[key] = _Match(self, phrases, units or self.lexicon.counts, change).choose()
        return self.known[key]

    def find_terms(self, words: str) -> list[Occurrence]:
        """All terms of a phrase, in its order."""
        if words not in self._terms:
            self._terms[words] = self.lexicon.find_terms(words, [(0, len(words))]).between(0, len(words))
        return self._terms[words]


class _Match:
    """All wordings of metrics in some units against the phrases around one cell."""

    def __init__(self, finder: SubjectFinder, phrases: tuple[Phrase, ...], units: frozenset[str], change: bool) -> None:
        self.finder, self.phrases, self.change = finder, phrases, change
        self.nearest: dict[str, float] = {}
        self.above: set[str] = set()  # the terms of captions and of the group
        self.of_stock = any(load_table_words().stocks.search(phrase.text) for phrase in phrases if phrase.side in _OWN_SIDES)
        self.places: dict[str, list[tuple[int, Occurrence]]] = {}  # term → (number of the phrase, place within it)
        self.wordings = finder.lexicon.wordings_in(units)
        for number, phrase in enumerate(phrases):
            for occurrence in finder.find_terms(phrase.text):
                if occurrence.term in self.wordings.uses and not _BEFORE_THE_EVENT.match(
                    phrase.text, occurrence.end
                ):  # 调配前面积 is the area before it
                    self.places.setdefault(occurrence.term, []).append((number, occurrence))
                    self.nearest[occurrence.term] = max(phrase.nearness, self.nearest.get(occurrence.term, 0.0))
                    if phrase.side not in _OWN_SIDES:
                        self.above.add(occurrence.term)
        sums = not any(left_over(phrase.text) for phrase in phrases if phrase.side in _OWN_SIDES)
        self.excluding = {term for term, nearness in self.nearest.items() if nearness >= _FAR}
        if sums:  # 支出合计 under 一、“三公”经费支出
            self.excluding |= {
                place.term
                for one in phrases
                if one.side == "group"
                for place in finder.find_terms(one.text)
                if place.term in self.nearest
            }

    def choose(self) -> Claim | None:
        """The best metric if it is clear enough."""
        found: dict[str, tuple[float, Wording, bool]] = {}
        for wording in self.wordings.find_worded(self.nearest):
            judged = self._judge(wording)
            if judged is None:
                continue
            score, clean = judged
            rival = found.get(wording.metric.id)
            if rival is None or score > rival[0]:
                found[wording.metric.id] = (score, wording, clean)
        fitting = {name for name, (_, wording, _) in found.items() if self._fits_title(wording)}
        held = {name for name, (_, wording, _) in found.items() if self._is_held(wording)}
        ranked = sorted(found.items(), key=lambda item: (item[0] not in fitting, item[0] not in held, -item[1][0], item[0]))
        if not ranked or ranked[0][1][0] < self.finder.weights.cell_threshold:
            return None
        (_, (score, wording, clean)), *rest = ranked
        lead = score - (rest[0][1][0] if rest else 0.0)
        others = tuple(f"{name} {one[0]:.1f} {one[1].text}" for name, one in rest[:3])
        return Claim(wording.metric, score, lead, wording.text, clean, others)

    def _judge(self, wording: Wording) -> tuple[float, bool] | None:
        """The score of a wording whose parts are all there, and whether it explains all own words; None if forbidden."""
        metric = wording.metric
        if (metric.kind == "change") != self.change or not self.excluding.isdisjoint(wording.exclusions):
            return None
        if metric.context and self.nearest.keys().isdisjoint(metric.context):
            return None
        parts = [part & self.nearest.keys() for part in wording.parts]
        best = [max(part, key=lambda term: (self.nearest[term] * len(term), term)) for part in parts]
        if len(set(best)) < len(best) or max(self.nearest[term] for term in best) < self.finder.weights.cell_anchor:
            return None
        weights = self.finder.weights
        unexplained = self._count_unexplained({term for part in parts for term in part})
        far = min(self.nearest[term] for term in best) < weights.cell_anchor
        if unexplained is None or (far and unexplained > 1):  # 参拍车辆 under a caption of auctions
            return None
        malus = weights.cell_unexplained * min(unexplained, weights.cell_most_unexplained)
        return sum(self.nearest[term] * len(term) for term in best) - malus, unexplained == 0

    def _is_held(self, wording: Wording) -> bool:
        """Whether own words name a stock alone, whatever event a caption tells of: 充电桩总数 under 充电设施建设情况."""
        anchor, nearest = self.finder.weights.cell_anchor, self.nearest
        near = all(any(nearest.get(term, 0.0) >= anchor for term in part) for part in wording.parts)
        return self.of_stock and near and wording.metric.kind == "stock"

    def _fits_title(self, wording: Wording) -> bool:
        """The table's title names something of the metric, or nothing that rules it out (采购 for what was auctioned)."""
        if not self.above.isdisjoint(wording.known):
            return True
        kinds = load_table_words().budgets  # a title names the budget and the accounts of one table
        return not any(term in self.above and not kinds.search(term) for term in wording.exclusions)

    def _count_unexplained(self, terms: Iterable[str]) -> int | None:
        """Characters of the lowest label and heading that no term explains; None where one of both names a part."""
        count = 0
        for side in ("row", "column"):
            number = max((n for n, phrase in enumerate(self.phrases) if phrase.side == side), default=None)
            if number is None:
                continue
            words = self.phrases[number].text
            covered = tuple(sorted((place.start, place.end) for term in terms for n, place in self.places[term] if n == number))
            left = left_over(words, covered)
            if not covered and len(left) > 1:
                return None  # 市图书馆 under 改造面积
            count += len(left)
        return count
