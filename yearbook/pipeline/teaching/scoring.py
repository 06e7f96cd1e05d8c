"""How well extracted mentions agree with a gold file: what was found, what was made up, and whether it was understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

FIGURES = frozenset({"metric", "quantity"})
COMPARED = ("qualifier", "unit", "metric", "scope", "agency", "period_start", "period_end", "baseline")
UNSET = ("period_start", "period_end", "scope", "baseline")  # a gold null says that the text does not state it
CONFIDENT = 0.9  # `claims_90` counts the claims from this confidence
TOLERANCE = Decimal("1e-6")  # of the larger value

Mention = Mapping[str, Any]


@dataclass
class Score:
    """Counts by measure, and what went wrong, in the order of the gold file."""

    hits: Counter[str] = field(default_factory=Counter)
    cases: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, Mention]] = field(default_factory=list)  # case, measure, gold or found mention
    claims: list[tuple[float, bool]] = field(default_factory=list)  # confidence, whether right; only where a label decides

    def count(self, measure: str, hit: bool) -> bool:
        self.cases[measure] += 1
        self.hits[measure] += hit
        return hit

    def count_claim(self, mention: Mention, right: bool) -> None:
        """A metric claimed where a label decides."""
        confidence = float(mention.get("confidence") or 0)
        self.claims.append((confidence, right))
        self.count("claims", right)
        if confidence >= CONFIDENT:
            self.count("claims_90", right)

    def reliability(self) -> list[tuple[float, float, int, int]]:
        """By confidence, in tenths: from, to, how many figures a metric claimed, how many of them rightly."""
        table = []
        for tenth in range(10):
            low, high = tenth / 10, (tenth + 1) / 10
            within = [right for confidence, right in self.claims if low <= confidence < high or (confidence == high == 1)]
            if within:
                table.append((low, high, len(within), sum(within)))
        return table

    def confusions(self) -> list[tuple[tuple[str | None, str | None], int]]:
        """(metric wanted, metric given) of the figures with a wrong metric, with their numbers, the most frequent first."""
        pairs = ((gold.get("metric"), gold.get("got")) for _, measure, gold in self.wrong if measure == "metric")
        return Counter(pairs).most_common()

    def rates(self) -> dict[str, float]:
        return {measure: self.hits[measure] / number for measure, number in self.cases.items()}


def score_case(score: Score, case: Mapping[str, Any], found: Sequence[Mention]) -> None:
    """Add one gold text and what was found in it.

    A gold figure is recalled where a figure overlaps it; among several the one with its value is taken, and none serves
    twice. A gold non-figure must not overlap a figure, and must overlap something. A figure that belongs to no gold figure,
    nor to an optional mention, is made up, where the case says that its gold is complete.
    """
    taken: set[int] = set()
    for gold in case["gold"]:
        over = [number for number, mention in enumerate(found) if number not in taken and _overlap(mention, gold)]
        figures = [number for number in over if found[number]["role"] in FIGURES]
        if gold["role"] in FIGURES:
            if not score.count("recall", bool(figures)):
                score.wrong.append((case["id"], "missed", gold))
                continue
            best = next((number for number in figures if _equal(found[number].get("value"), gold.get("value"))), figures[0])
            taken.add(best)
            _compare(score, case, gold, found[best])
        elif not gold.get("optional"):
            if not score.count("refused", not figures):
                score.wrong.append((case["id"], "taken for a figure", {**gold, "got": found[figures[0]]}))
            for number in figures:
                if found[number]["role"] == "metric":
                    score.count_claim(found[number], False)
            score.count("accounted", bool(over))
    if not case.get("complete", True):
        return
    optional = [gold for gold in case["gold"] if gold.get("optional")]
    for number, mention in enumerate(found):
        if mention["role"] in FIGURES:
            known = number in taken or any(_overlap(mention, gold) for gold in optional)
            if not score.count("precision", known):
                score.wrong.append((case["id"], "extra", mention))


def _compare(score: Score, case: Mapping[str, Any], gold: Mention, mention: Mention) -> None:
    """Value always; the rest where the gold is certain of it. A gold metric, scope, period or baseline of None forbids one."""
    text = case["text"][gold["start"] : gold["end"]]
    both = all(_equal(mention.get(end), gold.get(end)) for end in ("value", "value_max"))
    verdicts = {"value": both}
    for key in COMPARED:
        if gold.get(key) is not None or (key == "metric" and key in gold):
            verdicts[key] = (mention.get(key) or None) == gold[key]
    for key, right in verdicts.items():
        if not score.count(key, right):
            score.wrong.append((case["id"], key, {**gold, "got": mention.get(key), "text": text}))
    for key in UNSET:
        if key in gold and gold[key] is None and not score.count("unset", mention.get(key) is None):
            score.wrong.append((case["id"], f"{key} is not said", {**gold, "got": mention.get(key), "text": text}))
    if gold.get("metric"):
        score.count("metric_found", mention.get("metric") == gold["metric"])
    if mention["role"] == "metric" and "metric" in gold:
        score.count_claim(mention, mention.get("metric") == gold["metric"])


def _overlap(one: Mention, other: Mention) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _equal(one: object, other: object) -> bool:
    first, second = _number(one), _number(other)
    if first is None or second is None:
        return first is None and second is None
    return abs(first - second) <= TOLERANCE * max(Decimal(1), abs(first), abs(second))


def _number(value: object) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
