"""Metric scoring: every wording near a figure is scored, and where none is clear enough no metric is chosen.

A wording counts where all its parts stand around the figure and at least one stands close to it. A part scores its length
(code points) times its nearness. A metric falls out where its unit cannot be what is written, where an exclusion stands in
the figure's own clause, or where its kind does not fit: an amount of change is no level. The weights and thresholds are
data/catalogue/weights.yaml; offsets count code points of the normalized text.
"""

from __future__ import annotations

from collections.abc import Collection, KeysView
from functools import cached_property
from operator import itemgetter
from typing import Literal, NamedTuple

from yearbook.catalogue.catalogue import Metric
from yearbook.catalogue.vocabulary import UnitReading
from yearbook.catalogue.weights import Weights
from yearbook.extraction.linking.comparison import Comparison
from yearbook.extraction.linking.context import Context, Zone, end_of_last, last_of
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.lexicon import Lexicon, Occurrence, Vocabulary, Wording

RELATIVE = frozenset({"个百分点", "百分点", "倍", "番"})  # units that no metric is in
UNITLESS = frozenset({"item"})  # what may be counted without any measure word (主动公开政府信息97)
_LAST_CLAUSE = last_of(",(:")

Held = tuple[float, Occurrence, float]  # score of a term by its length and nearness, the term, its nearness


class Evidence(NamedTuple):
    """What there is to decide the metric of one figure by."""

    context: Context
    comparison: Comparison | None  # None for a level
    zones: list[Zone]  # the figure's own
    handed_on: list[Zone]  # those taken over from the figure before; exclusions hold in the own ones only
    readings: tuple[UnitReading, ...]  # base units that the unit as written, or that of the table, allows


class Candidate(NamedTuple):
    """A metric that might claim a figure."""

    metric: Metric
    score: float  # of its words: the threshold holds for it
    rank: float  # the score, more or less by the words for flow and stock: it only ranks
    wording: str
    terms: tuple[Occurrence, ...]


class ContextCues:
    """What the words around one figure show of any metric that might claim it; each worked out when first asked for."""

    def __init__(self, context: Context, text: str, cues: Cues) -> None:
        self.here, self.text, self.cues = context, text, cues

    def goes_on_from(self, end: int) -> bool:
        """Nothing but fillers (约, 共, 达到 …) stands between `end` and the figure."""
        at = self.here.mention.at
        return end == at or (end < at and self._filled_from <= end)

    @cached_property
    def _filled_from(self) -> int:
        """Where the fillers begin that alone stand before the figure."""
        at = self.here.mention.at
        runs = self.cues.fillers.finditer(self.text, self.here.lead_start, at)
        return next((run.start() for run in runs if run.end() == at), at)

    @cached_property
    def is_addition(self) -> bool:
        """新增节水型机关35家 is not the stock of them."""
        own = self.text[self.here.clause_start : self.here.mention.at]
        return bool(self.cues.added.search(own)) and not self.cues.stock.search(own)

    @cached_property
    def kind(self) -> Literal["flow", "stock"] | None:
        """Whether the words mean a flow or a stock: of the clauses before the figure the nearest that shows it, else the tail."""
        begin, end = self.here.sentence[0], self.here.mention.at
        while end > begin:
            start = end_of_last(_LAST_CLAUSE, self.text, begin, end - 1)
            kind = self._kind_of(start, end)
            if kind is not None:
                return kind
            end = start
        return self._kind_of(self.here.mention.until, self.here.tail_end)

    def _kind_of(self, start: int, end: int) -> Literal["flow", "stock"] | None:
        """None where the words show neither, or both."""
        cues, text = self.cues, self.text
        if not cues.flow_or_stock.search(text, start, end):
            return None
        if cues.totals.search(text, start, end) and not cues.spans.search(text, start, end):
            return "stock"
        stock, flow = cues.stock.search(text, start, end), cues.flow.search(text, start, end)
        if bool(stock) == bool(flow):
            return None
        return "stock" if stock else "flow"

    def count_unexplained(self, terms: Collection[Occurrence]) -> int:
        """Code points that lead to the figure, fillers aside, and are none of `terms`; 0 for a single one."""
        here, own, at = self.here, [], self.here.clause_start
        for term in sorted(terms):
            if here.clause_start <= term.start < here.mention.at:
                own.append(self.text[at : term.start])
                at = max(at, term.end)
        own.append(self.text[at : here.mention.at])
        left = sum(len(self.cues.fillers.sub("", words)) for words in own)
        return left if left >= 2 else 0


def score_metrics(text: str, evidence: Evidence, lexicon: Lexicon, cues: Cues, weights: Weights) -> list[Candidate]:
    """The metrics that might claim the figure, best first."""
    zones, handed_on, mention = evidence.zones, evidence.handed_on, evidence.context.mention
    vocabulary = _vocabulary_of(evidence, lexicon)
    if not vocabulary.uses:
        return []
    terms = _find_terms(text, zones, handed_on, vocabulary)
    own: set[str] = set()
    nearest: dict[str, Held] = {}
    ranked, others = _rank(zones), _rank(handed_on)
    own_clause = weights.own_clause
    for occurrence in terms:
        start, _, term = occurrence
        mine = _nearness(start, ranked)
        nearness = max(mine, _nearness(start, others)) if others else mine
        if mine >= own_clause:
            own.add(term)
        held = nearest.get(term)
        if held is None or nearness > held[2]:
            nearest[term] = (len(term) * nearness, occurrence, nearness)
    present: dict[int, int] = {}  # wording → its parts that stand around the figure, as bits
    for term in nearest:
        for number, part in vocabulary.uses[term]:
            present[number] = present.get(number, 0) | part
    candidates: dict[str, Candidate] = {}
    words, around = ContextCues(evidence.context, text, cues), nearest.keys()
    for number, parts in present.items():
        if parts != lexicon.all_parts[number]:
            continue
        wording = lexicon.wordings[number]
        if not _is_allowed(wording.metric, own, around):
            continue
        best = [max(map(nearest.__getitem__, part.intersection(nearest))) for part in wording.parts]
        candidate = _score(wording, best, words, weights)
        if (
            candidate is None
            or not _fits_change(candidate, evidence.comparison)
            or _is_part_of_exclusion(candidate, terms, around)
        ):
            continue
        rival = candidates.get(wording.metric.id)
        if rival is None or candidate.rank > rival.rank:
            candidates[wording.metric.id] = candidate
    found = sorted(candidates.values(), key=lambda candidate: -candidate.rank)
    if cues.places.match(text, mention.until):  # 11个市全部建成公物仓 counts the 市
        found = [candidate for candidate in found if any(0 <= term.start - mention.until < 3 for term in candidate.terms)]
    return found


def measure_confidence(candidates: list[Candidate], weights: Weights) -> float:
    """The confidence of the best candidate, from 0 to 1: by its rank, and by its lead over the next one."""
    best = candidates[0].rank
    rival = candidates[1].rank if len(candidates) > 1 else 0.0
    score, lead = min(best / weights.confidence_full_score, 1.0), min((best - rival) / weights.confidence_full_lead, 1.0)
    return round(weights.confidence_base + weights.confidence_score * score + weights.confidence_lead * lead, 3)


def _rank(zones: list[Zone]) -> list[Zone]:
    """The nearest zones first."""
    return sorted(zones, key=itemgetter(2), reverse=True)


def _nearness(place: int, ranked: list[Zone]) -> float:
    """How near the nearest zone is in which a place lies."""
    for begin, end, nearness in ranked:
        if begin <= place < end:
            return nearness
    return 0.0


def _vocabulary_of(evidence: Evidence, lexicon: Lexicon) -> Vocabulary:
    """The terms for or against the metrics of the figure's unit; none for what no metric counts."""
    unit = evidence.context.mention.unit_as_written
    if unit in RELATIVE:
        return lexicon.vocabulary_of(frozenset())
    if not evidence.readings and not unit:
        return lexicon.vocabulary_of(UNITLESS)
    return lexicon.vocabulary_of(frozenset(reading.unit for reading in evidence.readings))


def _find_terms(text: str, zones: list[Zone], handed_on: list[Zone], vocabulary: Vocabulary) -> list[Occurrence]:
    """The terms that stand in the zones; a table's heading may stand far above its rows."""
    stretches: list[tuple[int, int]] = []
    for start, end, _ in sorted((*zones, *handed_on)):
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return [term for start, end in stretches for term in vocabulary.find_terms(text, start, end)]


def _score(wording: Wording, held: list[Held], words: ContextCues, weights: Weights) -> Candidate | None:
    here, metric = words.here, wording.metric
    anchor = max(nearness for _, _, nearness in held) if wording.counted is None else held[wording.counted][2]
    if anchor < (weights.anchor_bare if here.bare and not here.tailed else weights.anchor):
        return None
    scores = {occurrence: score for score, occurrence, _ in held}
    if len(scores) < len(held):  # one term cannot fill two parts (新增 is both "new" and "built")
        return None
    if metric.kind == "stock" and words.is_addition:
        return None
    score = sum(scores.values())
    if words.goes_on_from(max(occurrence.end for occurrence in scores)):
        score += weights.adjacent
    if anchor <= weights.far and not here.bare:
        score -= weights.unexplained * min(words.count_unexplained(scores), weights.most_unexplained)
    lean = 0.0
    if metric.kind in ("flow", "stock") and words.kind is not None:
        lean = weights.lean if words.kind == metric.kind else -weights.lean
    return Candidate(metric, score, score + lean, wording.text, tuple(sorted(scores)))


def _is_part_of_exclusion(candidate: Candidate, terms: list[Occurrence], around: KeysView[str]) -> bool:
    """规章 within 规章制度 does not count as 规章."""
    if around.isdisjoint(candidate.metric.exclusions):
        return False
    excluded = [term for term in terms if term.term in candidate.metric.exclusions]
    return any(
        outer.start <= inner.start and inner.end <= outer.end and len(outer.term) > len(inner.term)
        for outer in excluded
        for inner in candidate.terms
    )


def _is_allowed(metric: Metric, own: set[str], around: KeysView[str]) -> bool:
    """No exclusion stands in the figure's own clause, and what must stand around it does."""
    return own.isdisjoint(metric.exclusions) and (not metric.context or not around.isdisjoint(metric.context))


def _fits_change(candidate: Candidate, comparison: Comparison | None) -> bool:
    """An amount of change is of a metric of change, and a level is not."""
    if comparison is None or candidate.metric.kind == "change":
        return (comparison is None) == (candidate.metric.kind != "change")
    # 公务用车减少1386辆: the verb itself is what the metric counts
    return any(term.start <= comparison.verb_start < term.end for term in candidate.terms)
