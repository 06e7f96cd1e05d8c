"""Which metric claims a figure: every wording near it is weighed, and where none is clear enough none is chosen.

A wording counts where all its parts stand around the figure and at least one stands close to it. A part weighs by its
length (a long term says more) times its nearness. A metric falls out where its unit cannot be what is written, where an
exclusion stands in the figure's own clause, or where its kind does not fit: an amount of change is no level.
"""

from __future__ import annotations

from collections.abc import KeysView
from operator import itemgetter
from typing import NamedTuple

from yearbook.catalogue.catalogue import Metric
from yearbook.extraction.linking.comparison import Comparison
from yearbook.extraction.linking.context import Context, Zone
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.lexicon import Lexicon, Occurrence, Vocabulary, Wording
from yearbook.extraction.linking.speech import ContextCues
from yearbook.extraction.mentions.mention import Mention

ANCHOR = 0.6  # a wording needs one part at least so near
OWN = 0.75  # so near an exclusion rules a metric out
LEAN = 1.5  # what the words flow and stock weigh
FAR = 0.75  # what is no nearer stands in an earlier clause
BARE_ANCHOR = 0.4  # … or, where nothing of its own leads to the figure, anywhere in its sentence
THRESHOLD = 1.6  # below it no metric is chosen
RELATIVE = frozenset({"个百分点", "百分点", "倍", "番"})  # units that no metric is in
UNITLESS = frozenset({"item"})  # what may be counted without any measure word (主动公开政府信息97)

Held = tuple[float, Occurrence, float]  # what a term weighs by its length and nearness, the term, its nearness


class Candidate(NamedTuple):
    """A metric that might claim a figure, with the weight of what speaks for it."""

    metric: Metric
    weight: float  # what the words weigh
    score: float  # the same, more or less by what is said of flow and stock: it only ranks
    wording: str
    terms: tuple[Occurrence, ...]
    anchor: float


def score_metrics(
    here: Context,
    zones: list[Zone],
    handed_on: list[Zone],
    text: str,
    comparison: Comparison | None,
    lexicon: Lexicon,
    cues: Cues,
) -> list[Candidate]:
    """The metrics that might claim the figure, best first.

    `zones` are the figure's own, `handed_on` those it takes over from the figure before; exclusions hold in its own only.
    """
    mention = here.mention
    vocabulary = _vocabulary_of(mention, lexicon)
    if not vocabulary.uses:
        return []
    terms = _find_terms(text, zones, handed_on, vocabulary)
    own: set[str] = set()
    nearest: dict[str, Held] = {}
    ranked, others = _rank(zones), _rank(handed_on)
    for occurrence in terms:
        start, _, term = occurrence
        mine = _nearness(start, ranked)
        nearness = max(mine, _nearness(start, others)) if others else mine
        if mine >= OWN:
            own.add(term)
        held = nearest.get(term)
        if held is None or nearness > held[2]:
            nearest[term] = (len(term) * nearness, occurrence, nearness)
    present: dict[int, int] = {}  # wording → its parts that stand around the figure, as bits
    for term in nearest:
        for number, part in vocabulary.uses[term]:
            present[number] = present.get(number, 0) | part
    candidates: dict[str, Candidate] = {}
    speech, around = ContextCues(here, text, cues), nearest.keys()
    for number, parts in present.items():
        if parts != lexicon.all_parts[number]:
            continue
        wording = lexicon.wordings[number]
        if not _is_allowed(wording.metric, own, around):
            continue
        loudest = [max(map(nearest.__getitem__, part.intersection(nearest))) for part in wording.parts]
        candidate = _weigh(wording, loudest, speech)
        if candidate is None or not _fits_change(candidate, comparison) or _is_part_of_exclusion(candidate, terms, around):
            continue
        rival = candidates.get(wording.metric.id)
        if rival is None or candidate.score > rival.score:
            candidates[wording.metric.id] = candidate
    found = sorted(candidates.values(), key=lambda candidate: -candidate.score)
    if cues.place.match(text, mention.until):  # 11个市全部建成公物仓 counts the 市
        found = [candidate for candidate in found if any(0 <= term.start - mention.until < 3 for term in candidate.terms)]
    return found


def _rank(zones: list[Zone]) -> list[Zone]:
    """The nearest zones first."""
    return sorted(zones, key=itemgetter(2), reverse=True)


def _nearness(place: int, ranked: list[Zone]) -> float:
    """How near the nearest zone is in which a place lies."""
    for begin, end, nearness in ranked:
        if begin <= place < end:
            return nearness
    return 0.0


def _vocabulary_of(mention: Mention, lexicon: Lexicon) -> Vocabulary:
    """The terms that could speak for or against a metric of the figure's unit; none for what no metric counts."""
    if mention.unit_as_written in RELATIVE:
        return lexicon.vocabulary_of(frozenset())
    if not mention.readings and not mention.unit_as_written:
        return lexicon.vocabulary_of(UNITLESS)
    return lexicon.vocabulary_of(frozenset(reading.unit for reading in mention.readings))


def _find_terms(text: str, zones: list[Zone], handed_on: list[Zone], vocabulary: Vocabulary) -> list[Occurrence]:
    """The terms that stand in the zones; a table's heading may stand far above its rows."""
    stretches: list[tuple[int, int]] = []
    for start, end, _ in sorted((*zones, *handed_on)):
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return [term for start, end in stretches for term in vocabulary.find_terms(text, start, end)]


def _weigh(wording: Wording, held: list[Held], speech: ContextCues) -> Candidate | None:
    here, metric = speech.here, wording.metric
    anchor = max(nearness for _, _, nearness in held) if wording.counted is None else held[wording.counted][2]
    if anchor < (BARE_ANCHOR if here.bare and not here.tailed else ANCHOR):
        return None
    weights = {occurrence: weight for weight, occurrence, _ in held}
    if len(weights) < len(held):  # one term cannot fill two parts (新增 is both "new" and "built")
        return None
    if metric.kind == "stock" and speech.is_addition:
        return None
    score = sum(weights.values())
    if speech.goes_on_from(max(occurrence.end for occurrence in weights)):
        score += 1.0
    if anchor <= FAR and not here.bare:
        score -= speech.unexplained(weights)
    lean = 0.0
    if metric.kind in ("flow", "stock") and speech.kind is not None:
        lean = LEAN if speech.kind == metric.kind else -LEAN
    return Candidate(metric, score, score + lean, wording.text, tuple(sorted(weights)), anchor)


def _is_part_of_exclusion(candidate: Candidate, terms: list[Occurrence], around: KeysView[str]) -> bool:
    """规章 within 规章制度 does not speak of 规章."""
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
