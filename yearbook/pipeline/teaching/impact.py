"""What a lesson would do before it is taken: every figure of the stored reports that would be read otherwise.

Only texts in which the new wording could come about are read again, each under both catalogues; what they say under the
catalogue in use is remembered from one lesson to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Literal

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.files import Home
from yearbook.catalogue.samples import catalogue_for
from yearbook.extraction.catalogue_edit import CatalogueEdit
from yearbook.extraction.extractor import understand_text
from yearbook.extraction.linking.coordination import TRIGGER
from yearbook.extraction.linking.lexicon import load_groups, read_wording
from yearbook.extraction.mentions.mention import Mention
from yearbook.pipeline.read import unpack_reading
from yearbook.pipeline.teaching.stored_texts import StoredText, quote
from yearbook.store.decisions import standing_decisions
from yearbook.store.reports import read_reading

Fate = Literal["gained", "lost", "moved", "changed"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a figure was taken to say; `metric_id` is None where no metric claims it. Dates are ISO 8601."""

    role: str
    metric_id: str | None
    value: float | None
    value_max: float | None
    qualifier: str
    unit: str | None
    scope: str | None
    period_start: str | None
    period_end: str | None
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
class Impact:
    """What a lesson would do to the stored reports: `reread` of `texts` could be touched at all."""

    shifts: tuple[Shift, ...]
    texts: int
    reread: int

    def of(self, *fates: Fate) -> list[Shift]:
        return [shift for shift in self.shifts if shift.fate in fates]

    @property
    def breaks(self) -> list[Shift]:
        """The figures that a metric claims now and that would say something else, but for those that a person decided on."""
        return [shift for shift in self.of("lost", "moved", "changed") if not shift.decided]


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

    def claims(self, text: StoredText) -> dict[tuple[int, int], Claim]:
        """What each figure of a text says under the catalogue in use, by its span: as remembered, else as read anew."""
        kept = read_reading(self.home, text.text_id)
        remembered = unpack_reading(kept, catalogue_for(self.home, text.demonstration).hash) if kept else None
        if remembered is None:
            return _claims_of(self.read(text))
        return {(row.span_start, row.span_end): Claim(*(getattr(row, part) for part in _PARTS)) for row in remembered.mentions}

    def try_out(self, lesson: CatalogueEdit) -> Callable[[StoredText], list[Mention]]:
        """What a text would say with the lesson."""
        changed = {kind: catalogue_for(self.home, kind).with_metric(lesson.metric) for kind in (False, True)}
        return lambda text: _read(text, changed[text.demonstration])


def analyse_impact(
    lesson: CatalogueEdit, texts: Iterable[StoredText], reader: Reader, progress: Progress | None = None
) -> Impact:
    """Every figure of `texts` that would be read otherwise, in their order."""
    texts = list(texts)
    touched = find_touched(lesson, texts)
    decided = {decision.place for decision in standing_decisions(reader.home)}
    read_anew = reader.try_out(lesson)
    shifts: list[Shift] = []
    for number, text in enumerate(touched, start=1):
        shifts += _compare(text, reader.claims(text), _claims_of(read_anew(text)), decided)
        if progress is not None:
            progress(number, len(touched))
    return Impact(tuple(shifts), len(texts), len(touched))


def find_touched(lesson: CatalogueEdit, texts: Iterable[StoredText]) -> list[StoredText]:
    """The texts that a lesson could change.

    The words around a figure lie within its paragraph, but for tables: so all parts of a new wording must stand in one. Where
    names and figures are listed apart, any new word may be taken for a name.
    """
    groups = load_groups()
    wordings = [read_wording(lesson.metric, wording, groups).parts for wording in lesson.wordings]
    return [text for text in texts if any(_could_touch(parts, text) for parts in wordings)]


def _could_touch(parts: tuple[frozenset[str], ...], text: StoredText) -> bool:
    present = [{term for term in part if term in text.folded} for part in parts]
    if not any(present):
        return False
    if all(present) and (text.tabular or len(parts) == 1):
        return True
    return any(_could_touch_line(present, line) for line in text.folded.split("\n"))


def _could_touch_line(parts: list[set[str]], line: str) -> bool:
    standing = [any(term in line for term in part) for part in parts]
    return all(standing) or (any(standing) and TRIGGER.search(line) is not None)


def _compare(
    text: StoredText,
    before: dict[tuple[int, int], Claim],
    after: dict[tuple[int, int], Claim],
    decided: set[tuple[str, int, int] | str],
) -> list[Shift]:
    shifts = []
    for ordinal, ((start, end), was) in enumerate(before.items(), start=1):
        now = after.get((start, end), was)
        if now != was and (was.metric_id or now.metric_id):
            words, place = quote(text.text, start, end), (text.text_id, start, end)
            shifts.append(Shift(text.text_id, text.title, ordinal, start, end, words, was, now, place in decided))
    return shifts


def _read(text: StoredText, catalogue: Catalogue) -> list[Mention]:
    return understand_text(text.text, catalogue, text.publisher, text.year)[1]


_PARTS = tuple(part.name for part in fields(Claim))


def _claims_of(mentions: list[Mention]) -> dict[tuple[int, int], Claim]:
    return {(mention.start, mention.end): _claim_of(mention) for mention in mentions}


def _claim_of(mention: Mention) -> Claim:
    return Claim(
        mention.role,
        mention.metric,
        None if mention.value is None else float(mention.value),
        None if mention.value_max is None else float(mention.value_max),
        mention.qualifier,
        mention.unit,
        mention.scope,
        mention.period_start.isoformat() if mention.period_start else None,
        mention.period_end.isoformat() if mention.period_end else None,
        mention.baseline,
    )
