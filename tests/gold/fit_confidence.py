"""Fit the confidence of claims on how texts were read for the first time, before any rule was made for what they show.

    python -m tests.gold.fit_confidence                        the coefficients sure_… of weights.yaml, and how reliable they are
    python -m tests.gold.fit_confidence --record GOLD.jsonl    append the claims of a labelled set that is read for the first time

On texts that the rules were tuned on nearly all that is wrong is refused: confidence learned there is too high. first_runs.csv
keeps what a first reading showed: a claim a line, its set, whether it was right, the signs that spoke for it or against it.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import numpy as np

from tests.gold.fit_weights import Case, read_cases
from yearbook.catalogue.catalogue import Scope, load_catalogue
from yearbook.catalogue.weights import load_weights
from yearbook.extraction import extractor
from yearbook.extraction.linker import Claim, Figure, Linker
from yearbook.extraction.linking.candidate import Signs
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention
from yearbook.extraction.periods.binding import Period

FIRST_RUNS = Path(__file__).with_name("first_runs.csv")
NAMES = ("sure_base", *(f"sure_{name}" for name in Signs._fields))
FOR_A_CLAIM = ("base", "lead")  # the other signs speak against it
PENALTY = 1.0  # how much a coefficient that leaves its present value costs: few claims show the rare signs
STEPS = 20_000
Row = tuple[str, bool, Signs]


class _Listener(Linker):
    """A linker that keeps the claims and their signs."""

    heard: ClassVar[list[tuple[Mention, Signs]]] = []

    def _link(self, figure: Figure, claim: Claim, period: Period, scope: Scope | None) -> Mention:
        mention = super()._link(figure, claim, period, scope)
        if mention.role == "metric" and claim.signs is not None:
            self.heard.append((mention, claim.signs))
        return mention


def read_claims(case: Case) -> Iterator[tuple[bool, Signs]]:
    """Of each claim that a label decides whether it is right, and its signs."""
    _Listener.heard.clear()
    with patch.object(extractor, "Linker", _Listener):
        case.link(load_weights())
    for mention, signs in _Listener.heard:
        overlapping = [label for label in case.label["gold"] if label["start"] < mention.end and mention.start < label["end"]]
        label = next(iter(overlapping), None)
        if label is None or label.get("optional") or (label["role"] in FIGURE_ROLES and "metric" not in label):
            continue
        yield label["role"] in FIGURE_ROLES and label["metric"] == mention.metric, signs


def read_rows() -> list[Row]:
    with FIRST_RUNS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["set"], row["right"] == "1", Signs(*(float(row[name]) for name in Signs._fields))) for row in rows]


def record(gold: Path) -> None:
    with FIRST_RUNS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for case in read_cases([gold]):
            for right, signs in read_claims(case):
                writer.writerow([gold.stem, int(right), *(f"{sign:g}" for sign in signs)])


def fit(rows: list[Row]) -> np.ndarray:
    """The coefficients by logistic regression: that of any claim, then one a sign."""
    values, outcomes = _values(rows), np.array([right for _, right, _ in rows], dtype=float)
    present = np.array([getattr(load_weights(), name) for name in NAMES])
    coefficients = present.copy()
    for _ in range(STEPS):
        wrong = 1 / (1 + np.exp(-values @ coefficients)) - outcomes
        coefficients -= 0.1 * (values.T @ wrong + PENALTY * (coefficients - present)) / len(rows)
    return coefficients


def _values(rows: list[Row]) -> np.ndarray:
    """A row a claim: 1, then its signs, those against it negative."""
    values = np.array([[1.0, *signs] for *_, signs in rows])
    values[:, [not name.endswith(FOR_A_CLAIM) for name in NAMES]] *= -1
    return values


def print_reliability(rows: list[Row]) -> None:
    """How many claims of a set are right at the confidence that the other sets give them."""
    sure, right = np.zeros(len(rows)), np.array([right for _, right, _ in rows])
    for name in sorted({name for name, *_ in rows}):
        within = np.array([row[0] == name for row in rows])
        others = fit([row for row in rows if row[0] != name])
        sure[within] = 1 / (1 + np.exp(-_values([row for row in rows if row[0] == name]) @ others))
    for least, most in (*pairwise((0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)), (0.9, 1.0)):
        within = (sure > least) & (sure <= most)
        print(f"{least:.2f} to {most:.2f}: {within.sum():5d} claims, right {right[within].mean() if within.any() else 0:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path, metavar="GOLD.jsonl")
    arguments = parser.parse_args()
    load_catalogue()
    if arguments.record:
        record(arguments.record)
        return
    rows = read_rows()
    print_reliability(rows)
    print({name: round(float(value), 2) for name, value in zip(NAMES, fit(rows), strict=True)})


if __name__ == "__main__":
    main()
