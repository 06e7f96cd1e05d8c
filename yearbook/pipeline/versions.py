"""Versions of a report: which one a new report supersedes, what differs between the two, and which decisions it takes over."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import translate
from yearbook.pipeline.read import Understand, load_extraction
from yearbook.records.rows import FigureRow, ReportExtraction, ReportRow
from yearbook.records.state import Decision, find_withdrawn, list_standing_notes
from yearbook.store.decisions import decide_all, standing_decisions
from yearbook.store.reports import find_note, list_reports
from yearbook.warehouse.registry import NoEdition
from yearbook.warehouse.warehouse import open_warehouse

ALIKE = 0.5  # Jaccard similarity of n-grams from which two texts are versions of one report
SAME = 0.995  # and from which only the format differs
GRAM = 5  # characters: two reports of one agency share set phrases, but few runs of this length
WORDS_BEFORE = (24, 12, 6)  # characters before the figure that must be the same in both versions; the longest match is the surest
WORDS_BEHIND = 4  # and characters behind it
MARKS = frozenset("|#*")  # marks of tables and headings, which change with the format

LeftOut = Literal["superseded", "withdrawn"]


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """A stored report that the new one is a version of. `likeness` is from ALIKE to 1."""

    extraction: ReportExtraction
    likeness: float
    is_newer: bool  # the stored one was published later than the one that comes in

    @property
    def report(self) -> ReportRow:
        return self.extraction.report

    @property
    def same_words(self) -> bool:
        """Whether only the format differs."""
        return self.likeness >= SAME


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that two versions state differently, or only one of them states."""

    kind: Literal["added", "removed", "revised"]
    before: FigureRow | None
    after: FigureRow | None


class VersionIndex:
    """The reports of an edition, by agency and year; later ones are compared with those added."""

    def __init__(self, home: Home, understand: Understand | None = None) -> None:
        self._home, self._understand = home, understand
        self._unsaved: dict[str, ReportExtraction] = {}  # by report_id
        self._by_subject: dict[tuple[str, int], dict[str, None]] = defaultdict(dict)  # (agency_id, year) → report_ids, in order
        self._subjects: dict[str, tuple[str, int]] = {}
        notes, decisions, published = list_reports(home), standing_decisions(home), _subjects_of_edition(home)
        standing = {note.report_id for note in list_standing_notes(notes, decisions)}
        withdrawn = find_withdrawn(decisions)
        self._left_out: dict[str, LeftOut] = {
            note.report_id: "withdrawn" if note.report_id in withdrawn else "superseded"
            for note in notes
            if note.report_id not in standing
        }
        for report_id in (note.report_id for note in notes if note.report_id in standing):
            if report_id in published:
                self._add(report_id, published[report_id])
            elif extraction := self._load(report_id):
                self._add(report_id, (extraction.report.agency_id, extraction.report.report_year))

    def find_other(self, new: ReportExtraction) -> OtherVersion | None:
        """The report of the same agency and year whose text is most alike, if it is alike at all; never itself."""
        report, found = new.report, None
        candidates = self._by_subject[report.agency_id, report.report_year]
        grams = _ngrams(report.text) if candidates else set()
        for report_id in candidates:
            extraction = None if report_id == report.report_id else self._load(report_id)
            if extraction is None:
                continue
            likeness = _similarity(grams, _ngrams(extraction.report.text))
            if likeness >= max(ALIKE, found.likeness if found else 0):
                found = OtherVersion(extraction, likeness, _is_later(extraction.report, report))
        return found

    def why_left_out(self, report_id: str) -> LeftOut | None:
        """Why a stored report was in no edition when the index was made; None where it was, or is not stored."""
        return self._left_out.get(report_id)

    def add(self, extraction: ReportExtraction) -> None:
        """Add a report that is not stored yet; one that is indexed under another agency or year is moved."""
        report = extraction.report
        self._add(report.report_id, (report.agency_id, report.report_year))
        self._unsaved[report.report_id] = extraction

    def release(self, report_id: str) -> None:
        """Drop a report from memory after it was stored."""
        self._unsaved.pop(report_id, None)

    def _add(self, report_id: str, subject: tuple[str, int]) -> None:
        self._by_subject[self._subjects.get(report_id, subject)].pop(report_id, None)
        self._by_subject[subject][report_id] = None
        self._subjects[report_id] = subject

    def _load(self, report_id: str) -> ReportExtraction | None:
        """The extraction of a report; None where it can no longer be read, which the next build reports."""
        if report_id in self._unsaved:
            return self._unsaved[report_id]
        note = find_note(self._home, report_id)
        found = load_extraction(self._home, note, self._understand) if note else None
        return found if isinstance(found, ReportExtraction) else None


def compare_figures(before: Iterable[FigureRow], after: Iterable[FigureRow]) -> list[Difference]:
    """What one version states otherwise than another, in the order of the newer text; what it no longer states comes last."""
    old, new = _group(before), _group(after)
    differences = []
    for subject in dict.fromkeys([*new, *old]):
        same = {one.fact_id for one in new.get(subject, ())} & {one.fact_id for one in old.get(subject, ())}
        gone, come = ([one for one in figures.get(subject, ()) if one.fact_id not in same] for figures in (old, new))
        for left, right in zip_longest(gone, come):
            differences.append(Difference("added" if left is None else "removed" if right is None else "revised", left, right))
    return differences


def compare_words(before: str, after: str) -> list[tuple[str, str]]:
    """The sentences that differ, as (before, after) in the order of the texts; either is empty where the other has no match.

    Line breaks, blanks and the bars of tables do not count.
    """
    old, new = list(_split_sentences(before)), list(_split_sentences(after))
    matcher = SequenceMatcher(None, [_normalize(one) for one in old], [_normalize(one) for one in new], autojunk=False)
    return [
        ("".join(old[first:last]), "".join(new[start:end]))
        for kind, first, last, start, end in matcher.get_opcodes()
        if kind != "equal"
    ]


def subject_of(figure: FigureRow) -> tuple[object, ...]:
    """What a figure is about, whatever its value: agency, metric, scope, period, baseline."""
    period = (figure.period_start, figure.period_end)
    return (figure.agency_id, figure.metric_id, figure.scope, *period, figure.baseline or "")


def _subjects_of_edition(home: Home) -> dict[str, tuple[str, int]]:
    """Agency and year of the reports in the current edition, so that their extractions need not be loaded."""
    try:
        with open_warehouse(home) as warehouse:
            reports = warehouse.ask("reports")[["report_id", "agency_id", "report_year"]]
    except NoEdition:
        return {}
    return {str(report_id): (str(agency_id), int(year)) for report_id, agency_id, year in reports.itertuples(index=False)}


def _is_later(stored: ReportRow, incoming: ReportRow) -> bool:
    """Whether the stored one states a later day of publication; where a day is missing, what comes in last is the newer."""
    return bool(stored.published_on and incoming.published_on and stored.published_on > incoming.published_on)


def _group(figures: Iterable[FigureRow]) -> dict[tuple[object, ...], list[FigureRow]]:
    groups: dict[tuple[object, ...], list[FigureRow]] = defaultdict(list)
    for figure in figures:
        groups[subject_of(figure)].append(figure)
    return groups


def _ngrams(text: str) -> set[str]:
    bare = _normalize(text)
    return {bare[at : at + GRAM] for at in range(max(1, len(bare) - GRAM + 1))}


def _similarity(one: set[str], other: set[str]) -> float:
    """Jaccard: the n-grams in common among all of both."""
    return len(one & other) / len(one | other)


def _normalize(text: str) -> str:
    """The text without what a change of format changes: blanks, line breaks, bars of tables, wide and narrow forms (NFKC)."""
    return re.sub(r"[\s|#*]", "", unicodedata.normalize("NFKC", text)).lower()


def _split_sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with the mark that ends it, and the rows of its tables; other line breaks end none."""
    passage = ""
    for line in (*text.splitlines(), ""):
        is_row = "|" in line
        if not is_row and line.strip():
            passage += line
            continue
        yield from (sentence.strip() for sentence in re.split(r"(?<=[。；！？])", passage) if _normalize(sentence))
        passage = ""
        if is_row and _normalize(line):
            yield line.strip()


class _PlainText:
    """A text without blanks and marks of format; `places` are the positions of its characters in the text as it stands."""

    def __init__(self, text: str) -> None:
        kept = [
            (plain, place)
            for place, mark in enumerate(text)
            for plain in unicodedata.normalize("NFKC", mark)
            if not plain.isspace() and plain not in MARKS
        ]
        self.text = "".join(plain for plain, _ in kept)
        self.places = [place for _, place in kept]

    def find_all(self, words: str) -> Iterator[int]:
        at = self.text.find(words)
        while at >= 0:
            yield at
            at = self.text.find(words, at + 1)


def migrate_decisions(home: Home, before: ReportRow, after: ReportRow) -> list[Decision]:
    """Repeat the standing decisions about one version for the other, wherever their words stand there too.

    A figure whose words changed keeps no decision: it is another figure. Places already decided about are left alone.
    """
    standing = standing_decisions(home)
    decided = {decision.place for decision in standing}
    moved = move_decisions([decision for decision in standing if decision.report_id == before.report_id], before, after)
    return decide_all(home, [decision for decision in moved if decision.place not in decided])


def move_decisions(decisions: Iterable[Decision], before: ReportRow, after: ReportRow) -> list[Decision]:
    """The decisions as they are about the other version; those without a place there are left out."""
    old, new = _PlainText(before.text), _PlainText(after.text)
    moved = []
    for decision in decisions:
        span = None
        if decision.span_start is not None and decision.span_end is not None:
            span = _find_span(old, new, decision.span_start, decision.span_end)
        if span is not None:
            why = " ".join((decision.why, translate("import.carried_over", title=before.title))).strip()
            start, end = span
            moved.append(replace(decision, report_id=after.report_id, span_start=start, span_end=end, why=why, fact_id=None))
    return moved


def _find_span(old: _PlainText, new: _PlainText, start: int, end: int) -> tuple[int, int] | None:
    """The span in the new text of a figure's words, which must occur as often as in the old one: the same occurrence."""
    inside = [number for number, place in enumerate(old.places) if start <= place < end]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    for lead in WORDS_BEFORE:
        begin = max(0, first - lead)
        words = old.text[begin : last + WORDS_BEHIND]
        here, there = list(old.find_all(words)), list(new.find_all(words))
        if there and len(there) == len(here):
            at = there[here.index(begin)] + first - begin
            return new.places[at], new.places[at + last - first - 1] + 1
    return None
