"""Score an extraction against labelled texts (gold cases), and the effect of a catalogue edit on that score."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import isclose
from pathlib import Path
from typing import Any, Literal

from yearbook.catalogue.files import PROJECT, DataError, Home
from yearbook.catalogue.samples import is_demonstration
from yearbook.extraction.mentions.mention import Mention, mention_to_json
from yearbook.pipeline.teaching.catalogue_edit import CatalogueEdit
from yearbook.pipeline.teaching.impact import Reader, StoredText, find_affected, make_text, quote

FIGURES = frozenset({"metric", "quantity"})
COMPARED = ("qualifier", "unit", "metric", "scope", "agency", "period_start", "period_end", "baseline")
UNSET = ("period_start", "period_end", "scope", "baseline")  # a gold null says that the text does not state it
CONFIDENT = 0.9  # `claims_90` counts the claims from this confidence
TOLERANCE = 1e-6  # of the larger value, or of 1

MentionFields = Mapping[str, Any]  # a gold or an extracted mention as JSON


@dataclass
class Score:
    """Counts by measure, and what went wrong, in the order of the gold file."""

    hits: Counter[str] = field(default_factory=Counter)
    cases: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, MentionFields]] = field(default_factory=list)  # case, measure, gold or found mention
    claims: list[tuple[float, bool]] = field(default_factory=list)  # confidence, whether right; only where a label decides

    def count(self, measure: str, hit: bool) -> bool:
        self.cases[measure] += 1
        self.hits[measure] += hit
        return hit

    def count_claim(self, mention: MentionFields, right: bool) -> None:
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


def score_case(score: Score, case: Mapping[str, Any], found: Sequence[MentionFields]) -> None:
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
            _score_mention(score, case, gold, found[best])
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


def _score_mention(score: Score, case: Mapping[str, Any], gold: MentionFields, mention: MentionFields) -> None:
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


def _overlap(one: MentionFields, other: MentionFields) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _equal(one: object, other: object) -> bool:
    first, second = _number(one), _number(other)
    if first is None or second is None:
        return first is None and second is None
    return isclose(first, second, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):  # None, or no figure
        return None


LabelChangeKind = Literal["fixed", "broken", "unforeseen"]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A case of a labelled file: its text, and its labels as they stand in the file."""

    stored: StoredText
    case: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LabelChange:
    """A label that an edit would meet or miss: what it wants by `measure`, and what is read before and after.

    unforeseen: it was labelled as of no metric before there was one that claims it.
    """

    case_id: str
    measure: str
    kind: LabelChangeKind
    words: tuple[str, str, str]
    wanted: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class LabelImpact:
    """What an edit would do to one file: the share of metrics that are right before and after, and the labels that change."""

    file: str
    cases: int
    before: float | None  # None where no label names a metric
    after: float | None
    changes: tuple[LabelChange, ...]

    def of_kind(self, kind: LabelChangeKind) -> list[LabelChange]:
        return [change for change in self.changes if change.kind == kind]


def find_labelled(home: Home) -> list[Path]:
    """The labelled files of the project and of the installation."""
    return [file for folder in (PROJECT / "tests" / "gold", home.root / "gold") for file in sorted(folder.glob("*.jsonl"))]


def analyse_label_impact(edit: CatalogueEdit, file: Path, reader: Reader) -> LabelImpact:
    """What an edit would do to one labelled file. Raises DataError where the file is not sound."""
    labelled = _read_labelled(file, file.stat().st_mtime_ns, reader.home)
    affected = {text.text_id for text in find_affected(edit, (case.stored for case in labelled))}
    read, before, after = reader.with_edit(edit), Score(), Score()
    changes: list[LabelChange] = []
    for case in labelled:
        was = _score(case, reader.read(case.stored))
        now = _score(case, read(case.stored)) if case.stored.text_id in affected else was
        for total, part in ((before, was), (after, now)):
            total.hits += part.hits
            total.cases += part.cases
        changes += _compare_scores(case, was, now, edit)
    return LabelImpact(file.name, len(labelled), before.rates().get("metric"), after.rates().get("metric"), tuple(changes))


def _score(case: LabelledText, mentions: list[Mention]) -> Score:
    score = Score()
    score_case(score, case.case, [mention_to_json(mention) for mention in mentions])
    return score


def _compare_scores(case: LabelledText, was: Score, now: Score, edit: CatalogueEdit) -> list[LabelChange]:
    """The labels that are missed now and were not, and the reverse; of one label its metric, where that is what differs."""
    old, new = _missed(was), _missed(now)
    changes: dict[tuple[int, int], LabelChange] = {}
    for place in sorted(old.keys() ^ new.keys(), key=lambda place: (place[2] == "metric", place in new)):
        start, end, measure = place
        wanted = (new.get(place) or old[place]).get(measure)
        kind: LabelChangeKind = "fixed" if place in old else "broken"
        if kind == "broken" and edit.is_new and measure == "metric" and wanted is None:
            kind = "unforeseen"
        before, after = (_read_instead(old[place]), wanted) if place in old else (wanted, _read_instead(new[place]))
        words = quote(case.stored.text, start, end)
        changes[start, end] = LabelChange(case.stored.text_id, measure, kind, words, wanted, before, after)
    return [changes[place] for place in sorted(changes)]


def _missed(score: Score) -> dict[tuple[int, int, str], Mapping[str, Any]]:
    return {(entry["start"], entry["end"], measure): entry for _, measure, entry in score.wrong}


def _read_instead(entry: Mapping[str, Any]) -> str | None:
    """What was read where a label was missed."""
    got = entry.get("got", entry.get("metric"))
    return None if got is None else str(got.get("text") if isinstance(got, Mapping) else got)


@lru_cache(maxsize=16)
def _read_labelled(file: Path, _modified: int, home: Home) -> tuple[LabelledText, ...]:
    """The cases of a labelled file as of a modification. Raises DataError naming the line that is none."""
    read = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                read.append(_read_case(file, json.loads(line), home))
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(file, f"line {number}", "is no labelled case: it needs id, text and gold") from error
    return tuple(read)


def _read_case(file: Path, case: Mapping[str, Any], home: Home) -> LabelledText:
    text, publisher = case["text"], case.get("publisher")
    if not all(isinstance(label["start"], int) and isinstance(label["end"], int) and label["role"] for label in case["gold"]):
        raise ValueError("gold")
    text_id = f"{file.name}:{case['id']}"
    demonstration = is_demonstration(text, publisher, home)
    return LabelledText(make_text(text_id, str(case["id"]), text, publisher, case.get("year"), demonstration), case)
