"""A candidate for a figure: a metric whose words stand near it, what speaks for it, and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import exp
from typing import NamedTuple, Protocol

from yearbook.catalogue.catalogue import Metric
from yearbook.catalogue.weights import Weights
from yearbook.extraction.linking.context import Context
from yearbook.extraction.linking.cues import Cues
from yearbook.extraction.linking.lexicon import Occurrence, Terms
from yearbook.extraction.linking.marks import end_of_last, last_of

MOST_COUNTED = 6  # code points of support that are counted at most
BUDGET = "预算"
BUDGET_REACH = 200  # code points before a sentence in which a budget may be opened that it is an item of
_LAST_STOP = last_of("。!?\n")
_ONE_BODY = re.compile("[^,。;:、等和及各全]{1,8}(?:医院|中学|小学|大学|学院|学校|幼儿园)(?![、等和及与的])")


class Support(NamedTuple):
    """What of a figure's own words speaks for a candidate and what against it, in code points."""

    named: bool  # whether a term of the wording stands in the own clause, or in the place of a list
    elsewhere: bool  # some of its terms stand in another clause
    unexplained: int  # of the own words that say something else
    displacing: int  # of them between the last term and the figure
    adjacent: bool  # nothing but fillers stands between the last term and the figure
    beside: bool  # of all that says something what is nearest to the figure is of the metric, before it or behind it


class Candidate(NamedTuple):
    """A metric that might claim a figure."""

    metric: Metric
    score: float  # of its words: the threshold holds for it
    rank: float  # the score, more or less by the words for flow and stock: it only ranks
    wording: str
    terms: tuple[Occurrence, ...]
    support: Support


class Signs(NamedTuple):
    """What speaks for a claim, and what against it; each times its coefficient in weights.yaml (sure_…) are the log odds."""

    lead: float  # share of a full lead over the next candidate
    elsewhere: float
    unexplained: float  # where the wording stands right beside the figure …
    unexplained_apart: float  # … where it does not …
    unexplained_elsewhere: float  # … and where words of it stand in another clause
    displaced: float
    planned: float  # a word of plans stands before the figure, though no rule makes a target of it


def read_signs(candidates: Sequence[Candidate], near_plan: bool, weights: Weights) -> Signs:
    """The signs of the first of some candidates."""
    support = candidates[0].support
    rival = candidates[1].rank if len(candidates) > 1 else 0.0
    unexplained, elsewhere = float(min(support.unexplained, MOST_COUNTED)), support.elsewhere
    return Signs(
        min((candidates[0].rank - rival) / weights.sure_full_lead, 1.0),
        float(elsewhere),
        unexplained if support.beside and not elsewhere else 0.0,
        unexplained if not support.beside and not elsewhere else 0.0,
        unexplained if elsewhere else 0.0,
        float(min(support.displacing, MOST_COUNTED)),
        float(near_plan),
    )


def measure_confidence(signs: Signs, weights: Weights) -> float:
    """The probability that a claim is right, by coefficients fitted on how texts were read for the first time, before any rule
    was made for them (tests/gold/fit_weights.py): on texts that the rules were tuned on all that is wrong is refused already.
    """
    lead, elsewhere, unexplained, unexplained_apart, unexplained_elsewhere, displaced, planned = signs
    odds = (
        weights.sure_base
        + weights.sure_lead * lead
        - weights.sure_elsewhere * elsewhere
        - weights.sure_unexplained * unexplained
        - weights.sure_unexplained_apart * unexplained_apart
        - weights.sure_unexplained_elsewhere * unexplained_elsewhere
        - weights.sure_displaced * displaced
        - weights.sure_planned * planned
    )
    return round(1 / (1 + exp(-odds)), 3)


def name_support(candidate: Candidate, apart: bool) -> str:
    """What carried a claim, as a key of the words on screen (interface.because_…), and the terms that did."""
    support = candidate.support
    own = "own_and_earlier_words" if support.elsewhere else "own_words"
    key = "place_in_a_list" if apart else own if support.named else "inherited"
    return " ".join([key, *(term.term for term in candidate.terms)])


def is_excluded(candidate: Candidate, exclusions: frozenset[str], terms: Terms) -> bool:
    """规章 within 规章制度 does not count as 规章."""
    return any(
        outer.term in exclusions and inner.end <= outer.end and len(outer.term) > len(inner.term)
        for inner in candidate.terms
        for outer in terms.between(inner.end - max(map(len, exclusions)), inner.start + 1)
    )


def has_context(context: Iterable[str], nearest: Mapping[str, object], text: str, here: Context) -> bool:
    """What must stand around a figure does, among the terms near it or in its sentence."""
    return not nearest.keys().isdisjoint(context) or any(text.find(word, *here.surroundings) >= 0 for word in context)


def is_budgeted(metric: Metric) -> bool:
    """Whether a part of a budget is held against a metric of what was spent: one that excludes budgets."""
    return metric.dimension == "money" and any(word.endswith(BUDGET) for word in metric.exclusions)


def opens_with_part(text: str, here: Context) -> bool:
    """Whether the sentence goes on with parts of what the one before it told of (…预算96万元。其中公务接待费12万元)."""
    return text.startswith("其中", here.sentence[0])


def is_of_budget(text: str, here: Context, cues: Cues) -> bool:
    """Whether the last word for either, before the figure in its list of ;, is of a budget and not of accounts."""
    at, opening = here.mention.at, here.sentence[0]
    before = opening - 1 if opens_with_part(text, here) else at
    start = end_of_last(_LAST_STOP, text, max(0, opening - BUDGET_REACH), before)
    last = None
    for match in cues.budgets.finditer(text, start, at):
        last = match
    return last is not None and cues.accounts.search(text, last.end(), at) is None


def is_of_one(metric: Metric, text: str, start: int) -> bool:
    """Whether the sentence from `start`, which opens with one school or hospital, is held against a metric of a region."""
    return metric.usual_scope == "region_wide" and _ONE_BODY.match(text, start) is not None


class Claimed(Protocol):
    """What claims a figure; no metric where nothing does."""

    @property
    def metric(self) -> Metric | None: ...


def is_of_another(text: str, here: Context, candidate: Candidate, claims: Sequence[Claimed]) -> bool:
    """Whether a change without words of its own follows a figure of another metric (电费94万元，泔水23万升、降19%: of 泔水) or a
    share (占“三公”经费的35%，降12%: not that of the whole), or what things are worth follows their number of another kind
    (调剂资产216台，价值185万元: not that of what is in store).

    `claims` are those of the figures before it.
    """
    if here.worth and here.previous is not None:
        counted, before = claims[-1].metric, (here.previous.clause_start, here.mention.at)
        excluded = any(text.find(word, *before) >= 0 for word in candidate.metric.exclusions)
        return counted is None or counted.kind != candidate.metric.kind or excluded
    about: Context | None = here
    for earlier in reversed(claims):
        if about is None or not about.bare or about.previous is None:
            return False
        about = about.previous
        if not about.bare:
            last = max(candidate.terms).start
            if earlier.metric is not None:
                return last < about.clause_start
            return text.find("占", about.clause_start, last) >= 0
    return False
