"""Evaluate the weights of data/catalogue/weights.yaml on labelled texts, and propose better ones; nothing is written.

    python -m tests.gold.fit_weights [GOLD.jsonl …]          what each weight moves, one line a weight
    python -m tests.gold.fit_weights --fit [GOLD.jsonl …]    coordinate ascent: values with more right and fewer wrong claims
    python -m tests.gold.fit_weights --fit-confidence [GOLD.jsonl …]    the coefficients sure_…, and how reliable they are

A claim is a metric given to a labelled figure. The measure is right claims minus wrong ones: a figure left without a metric
counts neither way. Fit on one part of the labelled texts and look at the others before a value is changed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

import numpy as np

from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import home
from yearbook.catalogue.samples import catalogue_for, is_demonstration
from yearbook.catalogue.weights import Weights, load_weights
from yearbook.extraction import extractor
from yearbook.extraction.extractor import Linker, link_passage
from yearbook.extraction.linking.candidate import MOST_COUNTED, Candidate
from yearbook.extraction.linking.cues import load_cues
from yearbook.extraction.linking.metric_scoring import Evidence
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention, mention_to_json
from yearbook.extraction.mentions.passage import Passage, read_passage
from yearbook.pipeline.teaching.scoring import Score, score_case

FILES = tuple(Path(__file__).with_name(name) for name in ("clauses.jsonl", "clauses_2.jsonl", "clauses_3.jsonl", "reports.jsonl"))
NAMES = tuple(field.name for field in fields(Weights))
FACTORS = (0.5, 0.8, 0.9, 1.1, 1.25, 2.0)


@dataclass(frozen=True)
class Case:
    """A labelled text with its numerals found: they do not depend on the weights."""

    label: dict[str, Any]
    passage: Passage
    catalogue: Catalogue

    def link(self, weights: Weights) -> list[Mention]:
        return link_passage(self.passage, self.catalogue, weights, self.label.get("publisher"), self.label.get("year"))[1]


def read_cases(files: Sequence[Path] = FILES) -> list[Case]:
    lines = [line for file in files for line in file.read_text(encoding="utf-8").split("\n") if line]
    cases = []
    for label in map(json.loads, lines):
        demonstration = is_demonstration(label["text"], label.get("publisher"), home())
        cases.append(Case(label, read_passage(label["text"]), catalogue_for(home(), demonstration)))
    return cases


def count_claims(cases: Sequence[Case], weights: Weights) -> tuple[int, int]:
    """Right and wrong claims."""
    score = Score()
    for case in cases:
        score_case(score, case.label, [mention_to_json(mention) for mention in case.link(weights)])
    return score.hits["claims"], score.cases["claims"] - score.hits["claims"]


def vary(weights: Weights, name: str) -> Iterator[Weights]:
    """The weights with one of them changed by each of FACTORS."""
    for factor in FACTORS:
        yield replace(weights, **{name: round(getattr(weights, name) * factor, 4)})


def print_effects(cases: Sequence[Case], weights: Weights) -> None:
    right, wrong = count_claims(cases, weights)
    print(f"as they are: {right} right, {wrong} wrong")
    print("weight".ljust(24), "value".rjust(6), *(f"× {factor}".rjust(10) for factor in FACTORS))
    for name in NAMES:
        cells = []
        for varied in vary(weights, name):
            now = count_claims(cases, varied)
            cells.append(f"{now[0] - right:+d} {now[1] - wrong:+d}".rjust(10))
        print(name.ljust(24), f"{getattr(weights, name):6.2f}", *cells)


def fit(cases: Sequence[Case], weights: Weights) -> Weights:
    """Coordinate ascent over right minus wrong claims; ends where no factor of any weight improves them."""
    best = (lambda counts: counts[0] - counts[1])(count_claims(cases, weights))
    improved = True
    while improved:
        improved = False
        for name in NAMES:
            for varied in vary(weights, name):
                right, wrong = count_claims(cases, varied)
                if right - wrong > best:
                    best, weights, improved = right - wrong, varied, True
                    print(f"{name}: {getattr(varied, name)} ({right} right, {wrong} wrong)")
    return weights


SIGNS = {  # the coefficients of confidence, in the order of _features: for a claim, or against it
    "sure_base": 1,
    "sure_named": 1,
    "sure_adjacent": 1,
    "sure_lead": 1,
    "sure_elsewhere": -1,
    "sure_unexplained": -1,
    "sure_unexplained_elsewhere": -1,
    "sure_displaced": -1,
}


class _Listener(Linker):
    """A linker that keeps the candidates of each figure."""

    heard: ClassVar[list[tuple[Mention, list[Candidate]]]] = []

    def _find_candidates(self, evidence: Evidence) -> list[Candidate]:
        candidates = super()._find_candidates(evidence)
        self.heard.append((evidence.context.mention, candidates))
        return candidates


def _features(candidates: list[Candidate], weights: Weights) -> list[float]:
    support = candidates[0].support
    rival = candidates[1].rank if len(candidates) > 1 else 0.0
    unexplained = min(support.unexplained, MOST_COUNTED)
    return [
        1.0,
        min(support.named, MOST_COUNTED),
        float(support.adjacent),
        min((candidates[0].rank - rival) / weights.sure_full_lead, 1.0),
        float(support.elsewhere),
        0.0 if support.elsewhere else unexplained,
        unexplained if support.elsewhere else 0.0,
        min(support.displacing, MOST_COUNTED),
    ]


def fit_confidence(cases: Sequence[Case], weights: Weights) -> dict[str, float]:
    """The coefficients by logistic regression over all first candidates, those too that the rules would refuse.

    Where everything that is wrong is refused nothing could be learned, so the refusing rules are left out: stages, single things,
    and the malus for words that a wording does not explain.
    """
    never = re.compile("(?!)")
    cues = replace(load_cues(), no_whole=never)
    lenient = replace(weights, unexplained=0.0, displaced=0.0)
    rows, right = [], []
    for case in cases:
        _Listener.heard.clear()
        with patch.object(extractor, "Linker", _Listener), patch.object(extractor, "load_cues", lambda: cues):
            case.link(lenient)
        for mention, candidates in _Listener.heard:
            label = _label_of(case, mention)
            if label is not None and candidates and candidates[0].score >= weights.threshold:
                rows.append(_features(candidates, weights))
                right.append(label.get("metric") == candidates[0].metric.id)
    values, outcomes = np.array(rows), np.array(right, dtype=float)
    coefficients = np.zeros(values.shape[1])
    for _ in range(20_000):
        wrong = 1 / (1 + np.exp(-values @ coefficients)) - outcomes
        coefficients -= 0.4 * (values.T @ wrong + np.r_[0.0, coefficients[1:]]) / len(rows)
    sure = 1 / (1 + np.exp(-values @ coefficients))
    for least, most in pairwise((0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)):
        within = (sure > least) & (sure <= most)
        print(f"{least:.2f} to {most:.2f}: {within.sum():5d} claims, right {outcomes[within].mean() if within.any() else 0:.3f}")
    return {name: round(float(sign * value), 2) for (name, sign), value in zip(SIGNS.items(), coefficients, strict=True)}


def _label_of(case: Case, mention: Mention) -> dict[str, Any] | None:
    """The label of a figure where it decides: a metric, none, or no figure at all."""
    overlapping = [one for one in case.label["gold"] if one["start"] < mention.end and mention.start < one["end"]]
    label = next(iter(overlapping), None)
    if label is None or label.get("optional") or label["role"] == "target":
        return None
    return label if "metric" in label or label["role"] not in FIGURE_ROLES else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--fit-confidence", action="store_true")
    parser.add_argument("gold", nargs="*", type=Path)
    arguments = parser.parse_args()
    load_catalogue()
    cases = read_cases(arguments.gold or FILES)
    if arguments.fit_confidence:
        print(fit_confidence(cases, load_weights()))
    else:
        (fit if arguments.fit else print_effects)(cases, load_weights())


if __name__ == "__main__":
    main()
