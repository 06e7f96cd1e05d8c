"""Evaluate the weights of data/catalogue/weights.yaml on labelled texts, and propose better ones; nothing is written.

    python -m tests.gold.fit_weights [GOLD.jsonl …]          what each weight moves, one line a weight
    python -m tests.gold.fit_weights --fit [GOLD.jsonl …]    coordinate ascent: values with more right and fewer wrong claims

A claim is a metric given to a labelled figure. The measure is right claims minus wrong ones: a figure left without a metric
counts neither way. Fit on one part of the labelled texts and look at the others before a value is changed. The coefficients of
confidence are fitted by fit_confidence.py.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import home
from yearbook.catalogue.samples import catalogue_for, is_demonstration
from yearbook.catalogue.weights import Weights, load_weights
from yearbook.extraction.extractor import link_passage
from yearbook.extraction.mentions.mention import Mention, mention_to_json
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("gold", nargs="*", type=Path)
    arguments = parser.parse_args()
    load_catalogue()
    cases = read_cases(arguments.gold or FILES)
    (fit if arguments.fit else print_effects)(cases, load_weights())


if __name__ == "__main__":
    main()
