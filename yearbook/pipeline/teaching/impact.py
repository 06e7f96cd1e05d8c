"""Impact analysis of a catalogue edit: every figure of the stored reports that would be read otherwise.

Only texts in which the new wording can occur are read again, under the catalogue in use and with the edit; readings under the
catalogue in use are memoized.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.files import Home
from yearbook.catalogue.samples import catalogue_for
from yearbook.catalogue.wordings import load_groups, parse_wording
from yearbook.documents.document import Refusal
from yearbook.extraction.extractor import understand_text
from yearbook.extraction.grids.layout import Layout
from yearbook.extraction.linking.coordination import TRIGGER
from yearbook.extraction.mentions.mention import Mention
from yearbook.extraction.mentions.normalize import normalize_text
from yearbook.extraction.mentions.numerals import widen_to_numerals
from yearbook.pipeline.read import load_extraction, reader_version, stored_extraction
from yearbook.pipeline.teaching.catalogue_edit import CatalogueEdit
from yearbook.records.rows import MentionRow
from yearbook.records.state import ReportNote, list_standing_notes
from yearbook.store.decisions import standing_decisions
from yearbook.store.reports import find_note, list_reports
from yearbook.warehouse.extractions import read_texts

AROUND = 40  # code points quoted on either side of a figure
ChangeKind = Literal["gained", "lost", "moved", "changed"]


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text that an edit is tried on. `publisher` and `year` outrank what the text says of itself."""

    text_id: str
    title: str
    text: str
    normalized: str
    tabular: bool  # some of it is laid out as a table
    publisher: str | None
    year: int | None
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What a figure was read as; `metric_id` is None where no metric claims it."""

    role: str
    metric_id: str | None
    value: float | None
    value_max: float | None
    qualifier: str
    unit: str | None
    scope: str | None
    period_start: date | None
    period_end: date | None
    baseline: str | None


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A figure that would be read otherwise. `ordinal` is its number among the mentions of its text."""

    text_id: str
    title: str
    ordinal: int
    start: int
    end: int
    words: tuple[str, str, str]  # before the figure, the figure, behind it
    before: Claim
    after: Claim
    decided: bool  # a person decided on it, which holds whatever is read

    @property
    def kind(self) -> ChangeKind:
        """gained: a metric claims what none claimed · lost: the reverse · moved: to another metric · changed: in another way."""
        if self.before.metric_id == self.after.metric_id:
            return "changed"
        if self.before.metric_id is None:
            return "gained"
        return "lost" if self.after.metric_id is None else "moved"


@dataclass(frozen=True, slots=True)
class Impact:
    """What an edit would do to the stored reports: `reread` of `texts` could be affected at all."""

    changes: tuple[ClaimChange, ...]
    texts: int
    reread: int

    def of_kind(self, *kinds: ChangeKind) -> list[ClaimChange]:
        return [change for change in self.changes if change.kind in kinds]

    @property
    def breaks(self) -> list[ClaimChange]:
        """The figures that a metric claims now and that would say something else, but for those that a person decided on."""
        return [change for change in self.of_kind("lost", "moved", "changed") if not change.decided]


class Reader:
    """Reads texts under the catalogue in use, each once, and with an edit."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._known: dict[str, tuple[str, list[Mention]]] = {}  # text_id → the catalogue's hash, what was read

    def read(self, text: StoredText) -> list[Mention]:
        """The mentions of a text under the catalogue in use."""
        catalogue = catalogue_for(self.home, text.demonstration)
        known = self._known.get(text.text_id)
        if known is None or known[0] != catalogue.hash:
            known = self._known[text.text_id] = catalogue.hash, _read(text, catalogue)
        return known[1]

    def claims(self, text: StoredText) -> dict[tuple[int, int], Claim]:
        """What each figure of a text says under the catalogue in use, by span; from the stored extraction where it is fresh."""
        note = find_note(self.home, text.text_id)
        stored = stored_extraction(self.home, note) if note else None
        if stored is None:
            return _claims_of(self.read(text))
        return {(row.span_start, row.span_end): _claim_of(row, row.metric_id) for row in stored.mentions}

    def with_edit(self, edit: CatalogueEdit) -> Callable[[StoredText], list[Mention]]:
        """A function that reads a text with the edit."""
        changed = {kind: catalogue_for(self.home, kind).with_metric(edit.metric) for kind in (False, True)}
        return lambda text: _read(text, changed[text.demonstration])


def make_text(text_id: str, title: str, text: str, publisher: str | None, year: int | None, demonstration: bool) -> StoredText:
    normalized = normalize_text(text, Layout().mark_cells)
    tabular = "|" in normalized.text
    return StoredText(text_id, title, text, normalized.text, tabular, publisher, year, demonstration)


def list_texts(home: Home) -> tuple[StoredText, ...]:
    """The texts of the reports of an edition; one that can no longer be read is left out."""
    notes = list_standing_notes(list_reports(home), standing_decisions(home))
    stored = read_texts(home, reader_version())
    read = ((note, stored.get(note.report_id) or _load_text(home, note)) for note in notes)
    return tuple(make_text(note.report_id, *text, note.publisher, note.year, note.demonstration) for note, text in read if text)


def analyse_impact(edit: CatalogueEdit, texts: Iterable[StoredText], reader: Reader) -> Impact:
    """Every figure of `texts` that would be read otherwise, in their order."""
    texts = list(texts)
    affected = find_affected(edit, texts)
    decided = {decision.place for decision in standing_decisions(reader.home)}
    read = reader.with_edit(edit)
    changes = []
    for text in affected:
        after = _claims_of(read(text))
        for ordinal, (span, was) in enumerate(reader.claims(text).items(), start=1):
            now = after.get(span, was)
            if now != was and (was.metric_id or now.metric_id):
                words, place = quote(text.text, *span), (text.text_id, *span)
                changes.append(ClaimChange(text.text_id, text.title, ordinal, *span, words, was, now, place in decided))
    return Impact(tuple(changes), len(texts), len(affected))


def find_affected(edit: CatalogueEdit, texts: Iterable[StoredText]) -> list[StoredText]:
    """The texts that an edit could change: a superset, so that reading only these finds every change.

    The words around a figure lie within its paragraph, but for tables: so all parts of a new wording must stand in one. Where
    names and figures are listed apart, any new word may be taken for a name.
    """
    groups = load_groups()
    wordings = [parse_wording(wording, groups).parts for wording in edit.wordings]
    return [text for text in texts if any(_could_affect(parts, text) for parts in wordings)]


def quote(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words before a figure, the figure, and those behind it, without line breaks; no numeral among them is cut."""
    first, last = widen_to_numerals(text, max(0, start - AROUND), min(len(text), end + AROUND))
    parts = (text[first:start], text[start:end], text[end:last])
    before, figure, behind = (part.replace("\n", "") for part in parts)
    return before, figure, behind


def _could_affect(parts: tuple[frozenset[str], ...], text: StoredText) -> bool:
    present = [{term for term in part if term in text.normalized} for part in parts]
    if not any(present):
        return False
    if all(present) and (text.tabular or len(parts) == 1):
        return True
    return any(_could_affect_line(present, line) for line in text.normalized.split("\n"))


def _could_affect_line(parts: list[set[str]], line: str) -> bool:
    standing = [any(term in line for term in part) for part in parts]
    return all(standing) or (any(standing) and TRIGGER.search(line) is not None)


def _load_text(home: Home, note: ReportNote) -> tuple[str, str] | None:
    """Title and text of a report whose extraction is not stored; None where it can no longer be read."""
    extraction = load_extraction(home, note)
    return None if isinstance(extraction, Refusal) else (extraction.report.title, extraction.report.text)


def _read(text: StoredText, catalogue: Catalogue) -> list[Mention]:
    return understand_text(text.text, catalogue, text.publisher, text.year)[1]


def _claims_of(mentions: list[Mention]) -> dict[tuple[int, int], Claim]:
    return {(mention.start, mention.end): _claim_of(mention, mention.metric) for mention in mentions}


def _claim_of(read: Mention | MentionRow, metric_id: str | None) -> Claim:
    value, largest = (None if end is None else float(end) for end in (read.value, read.value_max))
    period = read.period_start, read.period_end
    return Claim(read.role, metric_id, value, largest, read.qualifier, read.unit, read.scope, *period, read.baseline)
