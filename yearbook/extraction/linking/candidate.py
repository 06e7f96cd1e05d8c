"""A candidate for a figure: a metric whose words stand near it, what speaks for it, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from yearbook.catalogue.catalogue import Metric
from yearbook.catalogue.weights import Weights
from yearbook.extraction.linking.context import Context
from yearbook.extraction.linking.lexicon import Occurrence
from yearbook.extraction.mentions.mention import Mention

MOST_COUNTED = 6  # code points of support that are counted at most


class Support(NamedTuple):
    """What of a figure's own words speaks for a candidate and what against it, in code points."""

    named: int  # of the wording's terms that stand in the own clause, or in the place of a list
    elsewhere: bool  # some of its terms stand in another clause
    unexplained: int  # of the own words that say something else
    displacing: int  # of them between the last term and the figure
    adjacent: bool  # nothing but fillers stands between the last term and the figure


class Candidate(NamedTuple):
    """A metric that might claim a figure."""

    metric: Metric
    score: float  # of its words: the threshold holds for it
    rank: float  # the score, more or less by the words for flow and stock: it only ranks
    wording: str
    terms: tuple[Occurrence, ...]
    support: Support


def measure_confidence(candidates: list[Candidate], weights: Weights) -> float:
    """The probability that the best candidate is right: a logistic sum over its support and its lead over the next one.

    The coefficients are fitted on labelled texts with the rules that refuse left out (tests/gold/fit_weights.py): what is near
    to being refused is doubted.
    """
    support = candidates[0].support
    rival = candidates[1].rank if len(candidates) > 1 else 0.0
    unexplained = weights.sure_unexplained_elsewhere if support.elsewhere else weights.sure_unexplained
    odds = (
        weights.sure_base
        + weights.sure_named * min(support.named, MOST_COUNTED)
        + weights.sure_adjacent * support.adjacent
        + weights.sure_lead * min((candidates[0].rank - rival) / weights.sure_full_lead, 1.0)
        - weights.sure_elsewhere * support.elsewhere
        - unexplained * min(support.unexplained, MOST_COUNTED)
        - weights.sure_displaced * min(support.displacing, MOST_COUNTED)
    )
    return round(1 / (1 + exp(-odds)), 3)


def name_support(candidate: Candidate, apart: bool) -> str:
    """What carried a claim, as a key of the words on screen (interface.because_…), and the terms that did."""
    support = candidate.support
    own = "own_and_earlier_words" if support.elsewhere else "own_words"
    key = "place_in_a_list" if apart else own if support.named else "inherited"
    return " ".join([key, *(term.term for term in candidate.terms)])


def is_of_another(here: Context, candidate: Candidate, linked: Sequence[Mention]) -> bool:
    """Whether a change without words of its own follows a figure of another metric (电费94万元，泔水23万升、降19%: of 泔水)."""
    about: Context | None = here
    for earlier in reversed(linked):
        if about is None or not about.bare or about.previous is None:
            return False
        about = about.previous
        if earlier.metric is not None and not about.bare:
            return max(candidate.terms).start < about.clause_start
    return False
