"""Metric scoring: every wording near a figure is scored, and where none is clear enough no metric is chosen.

A wording counts where all its parts stand around the figure and at least one stands close to it. A part scores its length
(code points) times its nearness. A metric falls out where its unit cannot be what is written, where an exclusion stands in
the figure's own clause, or where its kind does not fit: an amount of change is no level. The weights and thresholds are
data/catalogue/weights.yaml; offsets count code points of the normalized text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from yearbook.catalogue.vocabulary import UnitReading
from yearbook.catalogue.weights import Weights
from yearbook.extraction.linking.candidate import (
    MOST_COUNTED,
    Candidate,
    Support,
    has_context,
    is_budgeted,
    is_excluded,
    is_of_one,
)
from yearbook.extraction.linking.comparison import Comparison, is_taken_away
from yearbook.extraction.linking.context import Context, Zone
from yearbook.extraction.linking.cues import NO_WHOLE, Cues
from yearbook.extraction.linking.lexicon import Lexicon, Occurrence, Terms, Wording, WordingSet
from yearbook.extraction.linking.own_words import OwnWords
from yearbook.extraction.mentions.mention import Mention, When

RELATIVE = frozenset({"个百分点", "百分点", "倍", "番"})  # units that no metric is in
SHARES = frozenset({"%", "成"})
_AREA = re.compile("[省市州县区盟旗](?![级直场民政委府域内外本辖镇县区旗])")  # 9个市开展巡检
UNITLESS = frozenset({"item"})  # what may be counted without any measure word (主动公开政府信息97)

_UNDER_WAY = re.compile("(?:单位|机关)?的?(?:创建|申报|评选)(?:工作|活动)?(?=[,。;、:)])")  # 23家单位开展节水型单位创建
OUTSIDE = -1.0  # the nearness of what stands in no zone
_END, _NEARNESS = itemgetter(1), itemgetter(2)
Held = tuple[float, Occurrence, float]  # score of a term by its length and nearness, the term, its nearness


@dataclass(slots=True)  # fields of a tuple take longer to ask for
class Figure:
    """Everything that is read around one figure before a metric is chosen for it."""

    context: Context
    comparison: Comparison | None  # None for a level
    zones: list[Zone]  # the figure's own
    handed_on: list[Zone]  # those taken over from the figure before; exclusions hold in the own ones only
    readings: tuple[UnitReading, ...]  # base units that the unit as written, or that of the table, allows
    apart: bool  # its words stand apart from it, in a list of names
    target: bool  # a plan, a limit, a task, a forecast
    dates: list[Mention]  # of its sentence
    listed: When | None  # the date that a list gives it


Sums = tuple[tuple[Occurrence, ...], float, float]
"""What the terms of a wording amount to before what speaks against them is weighed: these terms in their order, their score, and
more or less by the words for flow and stock."""


class Gathered(NamedTuple):
    """The words around a figure that speak for some metrics or against them."""

    nearest: dict[str, Held]  # of each term its nearest occurrence
    wordings: list[Wording]  # those whose parts all stand around the figure, and that no exclusion rules out


def gather_terms(text: str, figure: Figure, lexicon: Lexicon, terms: Terms, cues: Cues, weights: Weights) -> Gathered | None:
    """The words around a figure; None where no metric can claim it. `terms` are those of the whole text."""
    wordings = _wordings_for(figure, lexicon)
    if not wordings.count or (not figure.apart and _is_no_result(figure.context, text, cues)):
        return None
    return _find_terms(figure, terms, wordings, weights)


def rank_metrics(text: str, figure: Figure, gathered: Gathered, terms: Terms, cues: Cues, weights: Weights) -> list[Candidate]:
    """The metrics that might claim the figure, best first."""
    here, apart, comparison = figure.context, figure.apart, figure.comparison
    nearest, wordings = gathered
    words = OwnWords(here, text, terms, cues)
    candidates: dict[str, Candidate] = {}
    explained: dict[str, int] = {}  # metric → code points of the own words that its terms explain
    for wording in wordings:
        metric = wording.metric
        if metric.context and not has_context(metric.context, nearest, text, here):
            continue
        sums, rival = _add_up(wording, nearest, words, apart, weights), candidates.get(metric.id)
        if sums is None or (rival is not None and sums[1] + weights.adjacent + sums[2] <= rival.rank):
            continue
        if not apart and metric.id not in explained:
            explained[metric.id] = words.cover(wording.known)
        candidate = _score(wording, sums, words, explained.get(metric.id), weights)
        if (
            (rival is not None and candidate.rank <= rival.rank)
            or (not apart and (_is_barred(candidate, words) or words.counts_other(explained[metric.id])))
            or (comparison is not None and metric.kind != "change" and not is_taken_away(candidate.terms, comparison, words))
            or (not wording.exclusions.isdisjoint(nearest) and is_excluded(candidate, wording.exclusions, terms))
        ):
            continue
        candidates[metric.id] = candidate
    if not candidates:
        return []
    ranked = sorted(candidates.values(), key=_order, reverse=True)
    return _drop_what_counts_other(ranked, here, text, cues)


def _order(candidate: Candidate) -> tuple[float, bool, int]:
    """By rank; of equal ones rather one with words in the own clause, then that whose words come first (拍卖取消车辆: 拍卖)."""
    return candidate.rank, candidate.support.named, -candidate.terms[0][0]


def _is_no_result(here: Context, text: str, cues: Cues) -> bool:
    """Still to be done (6辆应封存车辆), the bound of a class (500吨标准煤以上的单位), or the old value of a change, unless a date
    or a year word stands before it in its clause (由2019年的31%, 上年的46万元).
    """
    until = here.mention.until
    if here.from_value and text.find("年", here.clause_start, here.mention.at) < 0:
        return True
    if "undone" in here.nearby and cues.undone.match(text, until):
        return True
    bounds = "class_bounds" in here.nearby and here.mention.unit_as_written not in SHARES
    return bounds and cues.class_bounds.match(text, until) is not None


def _drop_what_counts_other(ranked: list[Candidate], here: Context, text: str, cues: Cues) -> list[Candidate]:
    """11个市全部建成公物仓 counts the 市, 18个部门的闲置家具 the 部门; 3家单位的10辆公车 tells of the 公车 alone."""
    until = here.mention.until
    place = "places" in here.nearby and cues.places.match(text, until)
    place = place or (here.mention.unit_as_written == "个" and _AREA.match(text, until))
    body = cues.bodies.match(text, until) if "bodies" in here.nearby else None
    if body is not None and here.followers and text[body.end() : here.followers[0].at] == "的":
        return []
    counting = place or body
    return [one for one in ranked if _counts_what_follows(one, here.mention, body is not None)] if counting else ranked


def _find_terms(figure: Figure, terms: Terms, wordings: WordingSet, weights: Weights) -> Gathered | None:
    """Of each term in the figure's zones the nearest occurrence, and the wordings that they make up; None where they make none.

    A table's heading may stand far above its rows.
    """
    here, uses = figure.context, wordings.uses
    inherits = here.goes_on or (here.bare and figure.comparison is not None)  # exclusions too
    limit = _least_anchor(here, figure.apart, weights)
    own_clause, clause_start, examples_end = weights.own_clause, here.clause_start, here.examples_end
    nearest: dict[str, Held] = {}
    parts = anchors = excluded = 0
    zones, near = sorted(figure.zones, key=_NEARNESS, reverse=True), min(limit, own_clause)
    while zones and zones[0][2] >= near:
        start, end, nearness = zones.pop(0)
        for occurrence in terms.between(start, end):
            term = occurrence[2]
            if term not in uses:
                continue
            filled, anchored, ruled_out = uses[term]
            if nearness >= own_clause and (inherits or not clause_start <= occurrence[0] < examples_end):
                excluded |= ruled_out
            if term not in nearest:
                nearest[term] = (len(term) * nearness, occurrence, nearness)
                parts |= filled
                anchors |= anchored if nearness >= limit else 0
    for start, end, nearness in zones:
        for occurrence in terms.between(start, end):
            term = occurrence[2]
            if term in uses and term not in nearest:
                nearest[term] = (len(term) * nearness, occurrence, nearness)
                parts |= uses[term][0]
    for start, end, nearness in figure.handed_on:
        for occurrence in terms.between(start, end):
            term = occurrence[2]
            if term not in uses:
                continue
            filled, anchored, ruled_out = uses[term]
            excluded |= ruled_out if nearness >= own_clause and inherits else 0
            if term not in nearest or nearness > nearest[term][2]:
                nearest[term] = (len(term) * nearness, occurrence, nearness)
                parts |= filled
                anchors |= anchored if nearness >= limit else 0
    if not anchors:
        return None
    possible = wordings.find_whole(parts) & anchors & ~excluded
    if figure.comparison is None:
        possible &= wordings.levels
    return Gathered(nearest, wordings.of_bits(possible)) if possible else None


def _least_anchor(here: Context, apart: bool, weights: Weights) -> float:
    """The nearness that one term of a wording needs at least."""
    return weights.anchor_bare if here.bare and not here.tailed and not apart else weights.anchor


def _choose_term(part: frozenset[str], nearest: dict[str, Held], words: OwnWords, apart: bool) -> Held:
    """The term that fills a part: rather one of the own clause, then the one that scores more, then the later one."""
    there = nearest.keys() & part
    if len(there) == 1:
        return nearest[there.pop()]
    held = [nearest[term] for term in there]
    return max(held) if apart else max(held, key=words.prefer)


def _counts_what_follows(candidate: Candidate, mention: Mention, body: bool) -> bool:
    """The metric counts what stands right behind the figure: a term of it begins there, or it counts bodies."""
    return (body and candidate.metric.unit == "unit") or any(0 <= term.start - mention.until < 3 for term in candidate.terms)


def _wordings_for(figure: Figure, lexicon: Lexicon) -> WordingSet:
    """The wordings of the metrics of the figure's unit; none for what no metric counts."""
    unit = figure.context.mention.unit_as_written
    if unit in RELATIVE:
        return lexicon.wordings_in(frozenset())
    if not figure.readings and not unit:
        return lexicon.wordings_in(UNITLESS)
    return lexicon.wordings_in(frozenset([reading.unit for reading in figure.readings]))


def _add_up(wording: Wording, nearest: dict[str, Held], words: OwnWords, apart: bool, weights: Weights) -> Sums | None:
    """The score of a wording by its terms alone; None where they stand too far away or cannot be meant."""
    here, kind, counted = words.here, wording.metric.kind, wording.counted
    terms: list[Occurrence] = []
    score, anchor = 0.0, OUTSIDE
    for number, part in enumerate(wording.parts):
        worth, term, nearness = _choose_term(part, nearest, words, apart)
        score += worth
        terms.append(term)
        if nearness > anchor if counted is None else number == counted:
            anchor = nearness
    if anchor < _least_anchor(here, apart, weights):
        return None
    if len(terms) > 1 and len(set(terms)) < len(terms):  # one term cannot fill two parts (新增 is both "new" and "built")
        return None
    if kind == "stock" and words.is_addition:
        return None
    lean = 0.0
    if kind in ("flow", "stock") and words.kind is not None:
        lean = weights.lean if words.kind == kind else -weights.lean
    if counted is not None and _is_parted(terms[counted], terms, words.at):
        lean -= 2 * weights.lean
    return tuple(sorted(terms)), score, lean


def _score(wording: Wording, sums: Sums, words: OwnWords, explained: int | None, weights: Weights) -> Candidate:
    """The candidate that a wording makes; `explained` is None where the words stand apart from the figure."""
    terms, score, lean = sums
    support = _weigh(words, explained, terms)
    score += weights.adjacent if support.adjacent else 0.0
    score -= weights.displaced * min(support.displacing, MOST_COUNTED)
    if support.elsewhere:
        score -= weights.unexplained * min(support.unexplained, MOST_COUNTED)
    return Candidate(wording.metric, score, score + lean, wording.text, terms, support)


def _is_parted(counted: Occurrence, terms: Iterable[Occurrence], at: int) -> bool:
    """Another term stands between what is counted and the figure (大院新建充电桩64个): rather that one is counted."""
    return any(counted.end <= term.start < at for term in terms) and counted.start < at


def _weigh(words: OwnWords, explained: int | None, terms: Sequence[Occurrence]) -> Support:
    """The support of a wording by its terms; `explained` is None where the words stand apart from the figure."""
    adjacent = words.goes_on_from(max(map(_END, terms)) if len(terms) > 1 else terms[0][1])
    if explained is None:
        return Support(True, False, 0, 0, adjacent, adjacent)
    begin, end = words.here.clause_start, words.here.tail_end
    elsewhere = [term for term in terms if not begin <= term[0] < end]
    unexplained, displacing = words.count_unexplained(explained, elsewhere), words.count_displacing(explained)
    beside = adjacent or words.stands_beside(explained)
    return Support(len(elsewhere) < len(terms), bool(elsewhere), unexplained, displacing, adjacent, beside)


def _is_barred(candidate: Candidate, words: OwnWords) -> bool:
    """A stage, a single thing and the like are not what a metric counts, unless it says so itself (人均, 申请)."""
    here, metric, terms = words.here, candidate.metric, candidate.terms
    is_change, nearby = metric.kind == "change", here.nearby
    if words.disowns(terms, metric.additive) or ("ones" in nearby and words.one < terms[-1].start < words.at):
        return True
    if words.is_of_budget and (is_change or is_budgeted(metric)):
        return True
    if "body_kinds" in nearby and (is_of_one(metric, words.text, here.sentence[0]) if metric.additive else words.is_of_kind):
        return True  # 学校人均用水量 is not that of all
    under_way = terms[-1].start >= words.until and _UNDER_WAY.match(words.text, terms[-1].end)
    if under_way and not words.cues.results.search(words.text, here.clause_start, terms[-1].start):
        return True
    if not nearby.isdisjoint(NO_WHOLE) and words.names_no_whole:
        for span in (words.stage, None if is_change else words.single, *words.rates):
            if span is not None and not any(term.start <= span[0] and span[1] <= term.end for term in terms):
                return True
    if here.change is not None and words.ends_in_level(terms):
        return True
    if (terms[0].start < here.sentence[0] and words.changes_subject(terms)) or (here.followers and words.tells_of_part(terms)):
        return True
    if candidate.support.named:
        return False
    if words.inherits_nothing(terms):
        return True
    nearest = max((term.end for term in terms if term.end <= words.at), default=words.at)
    return not is_change and words.cues.singles.search(words.text, nearest, words.at) is not None
