"""What a lesson would do before it is taken: every figure of the stored reports that would be read otherwise.

Only texts in which the new wording could come about are read again, each under both catalogues; what they say under the
catalogue in use is remembered from one lesson to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import orjson

from yearbook.data import Home
from yearbook.documents.document import Refusal
from yearbook.language.folding import fold
from yearbook.language.mention import Mention, Role
from yearbook.meaning.catalogue import Catalogue
from yearbook.meaning.lesson import Lesson, apply_lesson
from yearbook.meaning.lexicon import load_groups, read_wording
from yearbook.meaning.listing import TRIGGER
from yearbook.meaning.understanding import understand_text
from yearbook.warehouse.decisions import standing_decisions
from yearbook.warehouse.library import ReportNote, list_reports, read_reading, superseded_ids
from yearbook.warehouse.readings import reader_version
from yearbook.warehouse.recollection import recall
from yearbook.warehouse.samples import catalogue_for

AROUND = 40  # code points quoted on either side of a figure

Fate = Literal["gained", "lost", "moved", "changed"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text that a lesson is tried on. `publisher` and `year` outrank what it says of itself."""

    text_id: str
    title: str
    text: str
    folded: str
    publisher: str | None
    year: int | None
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What a figure was taken to say; `metric_id` is None where no metric claims it."""

    role: Role
    metric_id: str | None
    value: Decimal | None
    value_max: Decimal | None
    qualifier: str
    unit: str | None
    scope: str | None
    period_start: date | None
    period_end: date | None
    baseline: str | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A figure that would be read otherwise. `ordinal` is its number among the mentions of its text."""

    text_id: str
    title: str
    ordinal: int
    start: int
    end: int
    words: tuple[str, str, str]  # before the figure, the figure, behind it
    before: Claim
    after: Claim
    decided: bool  # a person decided on it: that holds, whatever is read

    @property
    def fate(self) -> Fate:
        """gained: a metric claims what none claimed · lost: the reverse · moved: to another metric · changed: in another way."""
        if self.before.metric_id == self.after.metric_id:
            return "changed"
        if self.before.metric_id is None:
            return "gained"
        return "lost" if self.after.metric_id is None else "moved"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a lesson would do to the stored reports: `reread` of `texts` could be touched at all."""

    shifts: tuple[Shift, ...]
    texts: int
    reread: int

    def of(self, *fates: Fate) -> list[Shift]:
        return [shift for shift in self.shifts if shift.fate in fates]

    @property
    def breaks(self) -> list[Shift]:
        """The figures that a metric claims now and that would say something else."""
        return self.of("lost", "moved", "changed")


class Reader:
    """Reads texts under the catalogue in use, each once, and under a changed one."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._known: dict[str, tuple[str, list[Mention]]] = {}  # by text: the catalogue's hash, what was read

    def read(self, text: StoredText) -> list[Mention]:
        """What a text says under the catalogue in use."""
        catalogue = catalogue_for(self.home, text.demonstration)
        known = self._known.get(text.text_id)
        if known is None or known[0] != catalogue.hash:
            known = catalogue.hash, _read(text, catalogue)
            self._known[text.text_id] = known
        return known[1]

    def try_out(self, lesson: Lesson) -> Callable[[StoredText], list[Mention]]:
        """What a text would say with the lesson."""
        changed = {kind: apply_lesson(catalogue_for(self.home, kind), lesson) for kind in (False, True)}
        return lambda text: _read(text, changed[text.demonstration])


def list_texts(home: Home) -> tuple[StoredText, ...]:
    """The reports that stand, as they were read when they came in. One that can no longer be read is left out."""
    notes = list_reports(home)
    left_out = superseded_ids(notes)
    read = ((note, _recall_text(home, note)) for note in notes if note.report_id not in left_out)
    return tuple(
        StoredText(note.report_id, title, text, fold(text).text, note.publisher, note.year, note.demonstration)
        for note, found in read
        if found is not None
        for title, text in [found]
    )


def weigh_lesson(lesson: Lesson, texts: Iterable[StoredText], reader: Reader, progress: Progress | None = None) -> Effect:
    """Every figure of `texts` that would be read otherwise, in their order."""
    texts = list(texts)
    touched = find_touched(lesson, texts)
    decided = {decision.place for decision in standing_decisions(reader.home)}
    read_anew = reader.try_out(lesson)
    shifts: list[Shift] = []
    for number, text in enumerate(touched, start=1):
        shifts += _compare(text, reader.read(text), read_anew(text), decided)
        if progress is not None:
            progress(number, len(touched))
    return Effect(tuple(shifts), len(texts), len(touched))


def find_touched(lesson: Lesson, texts: Iterable[StoredText]) -> list[StoredText]:
    """The texts that a lesson could change: those with a word for every part of a new wording, or with names and figures
    listed apart, where any new word may be taken for a name."""
    groups = load_groups()
    wordings = [read_wording(lesson.metric, wording, groups).parts for wording in lesson.wordings]
    touched = []
    for text in texts:
        enough = any if TRIGGER.search(text.folded) else all
        if any(enough(any(term in text.folded for term in part) for part in parts) for parts in wordings):
            touched.append(text)
    return touched


def _compare(
    text: StoredText, before: list[Mention], after: list[Mention], decided: set[tuple[str, int, int] | str]
) -> list[Shift]:
    read = {(mention.start, mention.end): mention for mention in after}
    shifts = []
    for ordinal, mention in enumerate(before, start=1):
        now = read.get((mention.start, mention.end))
        if now is None or not (mention.metric or now.metric) or _claim_of(mention) == _claim_of(now):
            continue
        place = (text.text_id, mention.start, mention.end)
        words = quote(text.text, mention.start, mention.end)
        claims = _claim_of(mention), _claim_of(now)
        shifts.append(Shift(text.text_id, text.title, ordinal, mention.start, mention.end, words, *claims, place in decided))
    return shifts


def quote(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words before a figure, the figure, and those behind it, on one line."""
    parts = (text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])
    before, figure, behind = ("".join(part.split("\n")) for part in parts)
    return before, figure, behind


def _read(text: StoredText, catalogue: Catalogue) -> list[Mention]:
    return understand_text(text.text, catalogue, text.publisher, text.year)[1]


def _claim_of(mention: Mention) -> Claim:
    return Claim(
        mention.role,
        mention.metric,
        mention.value,
        mention.value_max,
        mention.qualifier,
        mention.unit,
        mention.scope,
        mention.period_start,
        mention.period_end,
        mention.baseline,
    )


def _recall_text(home: Home, note: ReportNote) -> tuple[str, str] | None:
    """Title and text of a report; as remembered also where the catalogue has changed since, for it has no part in the text."""
    try:
        packed = orjson.loads(read_reading(home, note.report_id) or b"{}")
    except orjson.JSONDecodeError:
        packed = {}
    if packed.get("reader") == reader_version():
        return packed["report"]["title"], packed["report"]["text"]
    understood = recall(home, note)
    return None if isinstance(understood, Refusal) else (understood.report.title, understood.report.text)
