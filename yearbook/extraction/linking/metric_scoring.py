"""Metric scoring: every wording near a figure is scored, and where none is clear enough no metric is chosen.

A wording counts where all its parts stand around the figure and at least one stands close to it. A part scores its length
(code points) times its nearness. A metric falls out where its unit cannot be what is written, where an exclusion stands in
the figure's own clause, or where its kind does not fit: an amount of change is no level. The weights and thresholds are
data/catalogue/weights.yaml; offsets count code points of the normalized text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, KeysView, Sequence
from operator import itemgetter
from typing import NamedTuple

from yearbook.catalogue.vocabulary import UnitReading
from yearbook.catalogue.weights import Weights
from yearbook.extraction.linking.candidate import MOST_COUNTED, Candidate, Support
from yearbook.extraction.linking.comparison import Comparison
from yearbook.extraction.linking.context import Context, Zone
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.lexicon import Lexicon, Occurrence, Terms, Uses, Wording
from yearbook.extraction.linking.own_words import OwnWords
from yearbook.extraction.mentions.mention import Mention

RELATIVE = frozenset({"个百分点", "百分点", "倍", "番"})  # units that no metric is in
SHARES = frozenset({"%", "成"})
_AREA = re.compile("[省市州县区盟旗](?![级直场民政委府域内外本辖镇县区旗])")  # 9个市开展巡检
UNITLESS = frozenset({"item"})  # what may be counted without any measure word (主动公开政府信息97)

OUTSIDE = -1.0  # the nearness of what stands in no zone
_END = itemgetter(1)
Held = tuple[float, Occurrence, float]  # score of a term by its length and nearness, the term, its nearness


class Evidence(NamedTuple):
    """What there is to decide the metric of one figure by."""

    context: Context
    comparison: Comparison | None  # None for a level
    zones: list[Zone]  # the figure's own
    handed_on: list[Zone]  # those taken over from the figure before; exclusions hold in the own ones only
    readings: tuple[UnitReading, ...]  # base units that the unit as written, or that of the table, allows
    apart: bool  # its words stand apart from it: in the labels of a table, in a list of names


class Sums(NamedTuple):
    """What the terms of a wording amount to, before what speaks against them is weighed."""

    terms: tuple[Occurrence, ...]
    score: float
    lean: float  # more or less by the words for flow and stock
    most: float  # the rank where nothing speaks against them


def score_metrics(text: str, evidence: Evidence, lexicon: Lexicon, terms: Terms, cues: Cues, weights: Weights) -> list[Candidate]:
    """The metrics that might claim the figure, best first. `terms` are those of the whole text."""
    here, mention, comparison = evidence.context, evidence.context.mention, evidence.comparison
    uses = _uses_for(evidence, lexicon)
    if not uses or (not evidence.apart and _is_undone(mention, text, cues)):
        return []
    words = OwnWords(here, text, cues)
    found, own, nearest = _find_terms(evidence, terms, uses, words, weights)
    candidates: dict[str, Candidate] = {}
    around = nearest.keys()
    explained: dict[str, int] = {}  # metric → code points of the own words that its terms explain
    for wording in _find_wordings(nearest, uses, lexicon, weights.anchor_bare):
        metric = wording.metric
        if (comparison is None and metric.kind == "change") or not _is_allowed(wording, own, around, words):
            continue
        best = [_choose_term(part, nearest, words, evidence.apart) for part in wording.parts]
        sums, rival = _add_up(wording, best, words, evidence.apart, weights), candidates.get(metric.id)
        if sums is None or (rival is not None and sums.most <= rival.rank):
            continue
        if not evidence.apart and metric.id not in explained:
            own_terms = lexicon.terms_of[metric.id]
            explained[metric.id] = words.cover([term for term in found if term.term in own_terms])
        candidate = _score(wording, sums, words, explained.get(metric.id), weights)
        if (
            (rival is not None and candidate.rank <= rival.rank)
            or (not evidence.apart and (_is_barred(candidate, words) or words.counts_other(explained[metric.id])))
            or (comparison is not None and metric.kind != "change" and not _is_taken_away(candidate, comparison, words))
            or _is_part_of_exclusion(candidate, wording.exclusions, found, around)
        ):
            continue
        candidates[metric.id] = candidate
    ranked = sorted(candidates.values(), key=lambda candidate: -candidate.rank)
    if ranked:  # 11个市全部建成公物仓 counts the 市, 18个部门的闲置家具 the 部门
        place = cues.places.match(text, mention.until) or (mention.unit_as_written == "个" and _AREA.match(text, mention.until))
        body = cues.bodies.match(text, mention.until)
        if place or body:
            ranked = [candidate for candidate in ranked if _counts_what_follows(candidate, mention, body is not None)]
    return ranked


def _is_undone(mention: Mention, text: str, cues: Cues) -> bool:
    """Still to be done (6辆应封存车辆), or the bound of a class (500吨标准煤以上的单位)."""
    bound = cues.class_bounds.match(text, mention.until) and mention.unit_as_written not in SHARES
    return bool(bound) or cues.undone.match(text, mention.until) is not None


def _find_terms(
    evidence: Evidence, terms: Terms, uses: Uses, words: OwnWords, weights: Weights
) -> tuple[list[Occurrence], set[str], dict[str, Held]]:
    """The terms of the figure's unit in its zones; those by which exclusions rule a metric out; of each the nearest occurrence.

    A table's heading may stand far above its rows.
    """
    here = evidence.context
    inherits = here.bare and (evidence.comparison is not None or words.goes_on)  # exclusions too
    found: list[Occurrence] = []
    own: set[str] = set()
    nearest: dict[str, Held] = {}
    ranked, others = _rank(evidence.zones), _rank(evidence.handed_on)
    own_clause, clause_start, examples_end = weights.own_clause, here.clause_start, here.examples_end
    zones = ranked + others
    for occurrence in terms.between(min(zones)[0], max(map(_END, zones))):
        start, _, term = occurrence
        if term not in uses:
            continue
        mine = OUTSIDE
        for begin, end, near in ranked:
            if begin <= start < end:
                mine = near
                break
        nearness = max(mine, _nearness(start, others)) if others else mine
        if nearness == OUTSIDE:
            continue
        found.append(occurrence)
        if (mine >= own_clause and not clause_start <= start < examples_end) or (inherits and nearness >= own_clause):
            own.add(term)
        held = nearest.get(term)
        if held is None or nearness > held[2]:
            nearest[term] = (len(term) * nearness, occurrence, nearness)
    return found, own, nearest


def _find_wordings(nearest: dict[str, Held], uses: Uses, lexicon: Lexicon, anchor: float) -> list[Wording]:
    """The wordings whose parts all stand around the figure, one of them near it."""
    present: dict[int, int] = {}  # wording with a term near the figure → its parts that stand around it, as bits
    far: list[str] = []
    for term, held in nearest.items():
        if held[2] < anchor:
            far.append(term)
            continue
        for number, part in uses[term]:
            present[number] = present.get(number, 0) | part
    for term in far if present else ():
        for number, part in uses[term]:
            if number in present:
                present[number] |= part
    return [lexicon.wordings[number] for number, parts in present.items() if parts == lexicon.all_parts[number]]


def _choose_term(part: frozenset[str], nearest: dict[str, Held], words: OwnWords, apart: bool) -> Held:
    """The term that fills a part: rather one of the own clause, then the one that scores more, then the later one."""
    held = [nearest[term] for term in part if term in nearest]
    if len(held) == 1:
        return held[0]
    return max(held) if apart else max(held, key=words.prefer)


def _counts_what_follows(candidate: Candidate, mention: Mention, body: bool) -> bool:
    """The metric counts what stands right behind the figure: a term of it begins there, or it counts bodies."""
    return (body and candidate.metric.unit == "unit") or any(0 <= term.start - mention.until < 3 for term in candidate.terms)


def _rank(zones: list[Zone]) -> list[Zone]:
    """The nearest zones first."""
    return sorted(zones, key=itemgetter(2), reverse=True)


def _nearness(place: int, ranked: list[Zone]) -> float:
    """How near the nearest zone is in which a place lies; OUTSIDE where it lies in none."""
    for begin, end, nearness in ranked:
        if begin <= place < end:
            return nearness
    return OUTSIDE


def _uses_for(evidence: Evidence, lexicon: Lexicon) -> Uses:
    """The terms for or against the metrics of the figure's unit; none for what no metric counts."""
    unit = evidence.context.mention.unit_as_written
    if unit in RELATIVE:
        return {}
    if not evidence.readings and not unit:
        return lexicon.uses_for(UNITLESS)
    return lexicon.uses_for(frozenset([reading.unit for reading in evidence.readings]))


def _add_up(wording: Wording, held: list[Held], words: OwnWords, apart: bool, weights: Weights) -> Sums | None:
    """The score of a wording by its terms alone; None where they stand too far away or cannot be meant."""
    here, metric = words.here, wording.metric
    scores, occurrences, nearnesses = zip(*held, strict=True)
    anchor = max(nearnesses) if wording.counted is None else nearnesses[wording.counted]
    bare = here.bare and not here.tailed and not apart
    if anchor < (weights.anchor_bare if bare else weights.anchor):
        return None
    terms = set(occurrences)
    if len(terms) < len(held):  # one term cannot fill two parts (新增 is both "new" and "built")
        return None
    if metric.kind == "stock" and words.is_addition:
        return None
    lean = 0.0
    if metric.kind in ("flow", "stock") and words.kind is not None:
        lean = weights.lean if words.kind == metric.kind else -weights.lean
    if wording.counted is not None and _is_parted(occurrences[wording.counted], terms, here.mention.at):
        lean -= 2 * weights.lean
    score = sum(scores)
    return Sums(tuple(sorted(terms)), score, lean, score + weights.adjacent + lean)


def _score(wording: Wording, sums: Sums, words: OwnWords, explained: int | None, weights: Weights) -> Candidate:
    """The candidate that a wording makes; `explained` is None where the words stand apart from the figure."""
    support = _weigh(words, explained, sums.terms)
    score = sums.score + (weights.adjacent if support.adjacent else 0.0)
    score -= weights.displaced * min(support.displacing, MOST_COUNTED)
    if support.elsewhere:
        score -= weights.unexplained * min(support.unexplained, MOST_COUNTED)
    return Candidate(wording.metric, score, score + sums.lean, wording.text, sums.terms, support)


def _is_parted(counted: Occurrence, terms: Iterable[Occurrence], at: int) -> bool:
    """Another term stands between what is counted and the figure (大院新建充电桩64个): rather that one is counted."""
    return any(counted.end <= term.start < at for term in terms) and counted.start < at


def _weigh(words: OwnWords, explained: int | None, terms: Sequence[Occurrence]) -> Support:
    """The support of a wording by its terms; `explained` is None where the words stand apart from the figure."""
    adjacent = words.goes_on_from(max(map(_END, terms)))
    if explained is None:
        return Support(True, False, 0, 0, adjacent, adjacent)
    elsewhere = [term for term in terms if not words.holds(term)]
    unexplained, displacing = words.count_unexplained(explained, elsewhere), words.count_displacing(explained)
    beside = adjacent or words.stands_beside(explained)
    return Support(len(elsewhere) < len(terms), bool(elsewhere), unexplained, displacing, adjacent, beside)


def _is_part_of_exclusion(
    candidate: Candidate, exclusions: frozenset[str], terms: list[Occurrence], around: KeysView[str]
) -> bool:
    """规章 within 规章制度 does not count as 规章."""
    if exclusions.isdisjoint(around):
        return False
    excluded = [term for term in terms if term.term in exclusions]
    return any(
        outer.start <= inner.start and inner.end <= outer.end and len(outer.term) > len(inner.term)
        for outer in excluded
        for inner in candidate.terms
    )


def _is_allowed(wording: Wording, own: set[str], around: KeysView[str], words: OwnWords) -> bool:
    """No exclusion stands in the figure's own clause, and what must stand around it does."""
    if not own.isdisjoint(wording.exclusions):
        return False
    context = wording.metric.context
    return not context or not around.isdisjoint(context) or any(word in words.surroundings for word in context)


def _is_barred(candidate: Candidate, words: OwnWords) -> bool:
    """A stage, a single thing and the like are not what a metric counts, unless it says so itself (人均, 申请)."""
    here = words.here
    if (here.from_value and not words.is_dated) or (candidate.metric.kind == "change" and words.is_of_budget):
        return True
    if any(map(words.disowns, candidate.terms)) or words.is_budgeted(candidate.metric):
        return True
    if candidate.metric.additive and any(map(words.averages, candidate.terms)):
        return True
    if words.one < max(candidate.terms).start < here.mention.at:
        return True
    if words.names_no_whole:
        others = (words.stage, None if candidate.metric.kind == "change" else words.single)
        for span in (*others, *words.rates):
            if span is not None and not any(term.start <= span[0] and span[1] <= term.end for term in candidate.terms):
                return True
    level = words.level_verb
    if level is not None and any(level[0] <= term.start < level[1] for term in candidate.terms):
        return True
    if words.changes_subject(candidate.terms):
        return True
    if words.tells_of_part(candidate.terms):
        return True
    if any(map(words.holds, candidate.terms)):
        return False
    if words.inherits_nothing(candidate.terms):
        return True
    nearest = max((term.end for term in candidate.terms if term.end <= here.mention.at), default=None)
    return nearest is not None and candidate.metric.kind != "change" and words.names_single_since(nearest)


def _is_taken_away(candidate: Candidate, comparison: Comparison, words: OwnWords) -> bool:
    """Of an amount of change: the verb itself is what the metric counts (公务用车减少1386辆), but not in 比上年减少14辆."""
    return any(term.start <= comparison.verb_start < term.end for term in candidate.terms) and not words.is_compared
