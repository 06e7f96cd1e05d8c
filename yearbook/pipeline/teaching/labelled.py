"""Labelled texts (gold cases), and how a catalogue edit would change how well they are read.

They stand in tests/gold/ of the project and in gold/ of the data folder: one case a line, as tests/gold/README.md describes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from yearbook.catalogue.files import PROJECT, DataError, Home
from yearbook.catalogue.samples import is_demonstration
from yearbook.extraction.mentions.mention import Mention, mention_to_json
from yearbook.pipeline.teaching.catalogue_edit import CatalogueEdit
from yearbook.pipeline.teaching.impact import Reader, StoredText, find_affected, make_text, quote
from yearbook.pipeline.teaching.scoring import Score, score_case

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


def read_labelled(file: Path, home: Home) -> tuple[LabelledText, ...]:
    """The cases of a labelled file. Raises DataError naming the line that is none."""
    return _read_labelled((file, file.stat().st_mtime_ns), home)


def analyse_label_impact(edit: CatalogueEdit, file: Path, reader: Reader) -> LabelImpact:
    """What an edit would do to one labelled file. Raises DataError where the file is not sound."""
    labelled = read_labelled(file, reader.home)
    affected = {text.text_id for text in find_affected(edit, (case.stored for case in labelled))}
    read, before, after = reader.with_edit(edit), Score(), Score()
    changes: list[LabelChange] = []
    for case in labelled:
        was = _score(case, reader.read(case.stored))
        now = _score(case, read(case.stored)) if case.stored.text_id in affected else was
        for total, part in ((before, was), (after, now)):
            total.hits += part.hits
            total.cases += part.cases
        changes += _compare(case, was, now, edit)
    return LabelImpact(file.name, len(labelled), before.rates().get("metric"), after.rates().get("metric"), tuple(changes))


def _score(case: LabelledText, mentions: list[Mention]) -> Score:
    score = Score()
    score_case(score, case.case, [mention_to_json(mention) for mention in mentions])
    return score


def _compare(case: LabelledText, was: Score, now: Score, edit: CatalogueEdit) -> list[LabelChange]:
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
def _read_labelled(file_and_time: tuple[Path, int], home: Home) -> tuple[LabelledText, ...]:
    file, _ = file_and_time
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
