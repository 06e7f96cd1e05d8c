"""Versions of one report: which report a new one takes the place of, and what differs between the two."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from yearbook.catalogue.files import Home
from yearbook.pipeline.read import Understand, load_extraction
from yearbook.records.report_note import superseded_ids
from yearbook.records.rows import FigureRow, ReportExtraction, ReportRow
from yearbook.store.reports import find_note, list_reports
from yearbook.warehouse.registry import NoEdition
from yearbook.warehouse.warehouse import open_warehouse

ALIKE = 0.5  # share of runs of characters in common from which two texts are versions of one report
SAME = 0.995  # and from which only the format differs
GRAM = 5  # characters in a run: two reports of one body share set phrases, but few of these
Kind = Literal["added", "removed", "revised"]


@dataclass(frozen=True, slots=True)
class Other:
    """A report kept earlier that the new one is a version of. `likeness` is from ALIKE to 1."""

    reading: ReportExtraction
    likeness: float
    is_newer: bool  # the one kept earlier was published later than the one that comes in

    @property
    def report(self) -> ReportRow:
        return self.reading.report

    @property
    def same_words(self) -> bool:
        """Whether only the format differs."""
        return self.likeness >= SAME


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that two versions state differently, or only one of them states."""

    kind: Kind
    before: FigureRow | None
    after: FigureRow | None


class VersionIndex:
    """The reports that stand, by body and year. Reports that come in are added, so that later ones are compared with them."""

    def __init__(self, home: Home, understand: Understand | None = None) -> None:
        self._home, self._understand = home, understand
        self._notes = {note.report_id: note for note in list_reports(home)}
        self._looked_at: dict[str, ReportExtraction] = {}  # not kept on disk
        self._places: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._place_of: dict[str, tuple[str, int]] = {}
        self._superseded, told = superseded_ids(self._notes.values()), _ask_edition(home)
        for report_id in self._notes.keys() - self._superseded:
            place = told.get(report_id) or self._find_place(report_id)
            if place is not None:
                self._put(report_id, place)

    def find_other(self, extraction: ReportExtraction) -> Other | None:
        """The report of the same body and year whose words are most alike, if they are alike at all; never itself."""
        report = extraction.report
        places = self._places[report.agency_id, report.report_year]
        grams = _grams(report.text) if places else set()
        found: Other | None = None
        for report_id in places:
            reading = None if report_id == report.report_id else self._recall(report_id)
            if reading is None:
                continue
            likeness = _likeness(grams, _grams(reading.report.text))
            if likeness >= max(ALIKE, found.likeness if found else 0):
                found = Other(reading, likeness, _is_later(reading.report, report))
        return found

    def is_superseded(self, report_id: str) -> bool:
        """Whether a newer version had taken the place of a report when the shelf was filled."""
        return report_id in self._superseded

    def add(self, extraction: ReportExtraction) -> None:
        """Take a report onto the shelf; one that stood there under another body or year is moved."""
        report = extraction.report
        if report.report_id in self._place_of:
            self._places[self._place_of[report.report_id]].remove(report.report_id)
        self._put(report.report_id, (report.agency_id, report.report_year))
        self._looked_at[report.report_id] = extraction

    def release(self, report_id: str) -> None:
        """Hold a report no longer in memory: it is kept on disk now."""
        self._looked_at.pop(report_id, None)

    def _put(self, report_id: str, place: tuple[str, int]) -> None:
        self._places[place].append(report_id)
        self._place_of[report_id] = place

    def _find_place(self, report_id: str) -> tuple[str, int] | None:
        reading = self._recall(report_id)
        return (reading.report.agency_id, reading.report.report_year) if reading else None

    def _recall(self, report_id: str) -> ReportExtraction | None:
        """A report as extraction; None where it can no longer be read. What a build would say of it is not for here."""
        looked_at = self._looked_at.get(report_id)
        if looked_at is not None:
            return looked_at
        note = self._notes.get(report_id) or find_note(self._home, report_id)
        found = load_extraction(self._home, note, self._understand) if note else None
        return found if isinstance(found, ReportExtraction) else None


def compare_figures(before: Iterable[FigureRow], after: Iterable[FigureRow]) -> list[Difference]:
    """What one version states otherwise than another, in the order of the newer text; what it no longer states comes last."""
    old, new = _by_subject(before), _by_subject(after)
    differences = []
    for subject in [*new, *(subject for subject in old if subject not in new)]:
        here = {figure.fact_id for figure in new.get(subject, ())} & {figure.fact_id for figure in old.get(subject, ())}
        gone = [figure for figure in old.get(subject, ()) if figure.fact_id not in here]
        come = [figure for figure in new.get(subject, ()) if figure.fact_id not in here]
        for left, right in zip_longest(gone, come):
            kind: Kind = "added" if left is None else "removed" if right is None else "revised"
            differences.append(Difference(kind, left, right))
    return differences


def compare_words(before: str, after: str) -> list[tuple[str, str]]:
    """The sentences that differ, as (before, after) in the order of the texts; either is empty where the other has no match.

    Line breaks, blanks and the bars of tables do not count.
    """
    old, new = list(_sentences(before)), list(_sentences(after))
    matcher = SequenceMatcher(None, [_bare(one) for one in old], [_bare(one) for one in new], autojunk=False)
    return [
        ("".join(old[first:last]), "".join(new[start:end]))
        for kind, first, last, start, end in matcher.get_opcodes()
        if kind != "equal"
    ]


def subject_of(figure: FigureRow) -> tuple[object, ...]:
    """What a figure is about, whatever its value: body, metric, scope, period, baseline."""
    period = (figure.period_start, figure.period_end)
    return (figure.agency_id, figure.metric_id, figure.scope, *period, figure.baseline or "")


def _ask_edition(home: Home) -> dict[str, tuple[str, int]]:
    """Body and year of the reports in the current edition, so that their readings need not be opened to find them."""
    try:
        with open_warehouse(home) as warehouse:
            reports = warehouse.ask("reports")
    except NoEdition:
        return {}
    rows = zip(reports["report_id"], reports["agency_id"], reports["report_year"], strict=True)
    return {str(report_id): (str(agency_id), int(year)) for report_id, agency_id, year in rows}


def _is_later(kept: ReportRow, incoming: ReportRow) -> bool:
    """Whether the one kept says a later day of publication; where a day is missing, what comes in last is the newer."""
    return bool(kept.published_on and incoming.published_on and kept.published_on > incoming.published_on)


def _by_subject(figures: Iterable[FigureRow]) -> dict[tuple[object, ...], list[FigureRow]]:
    sorted_in: dict[tuple[object, ...], list[FigureRow]] = {}
    for figure in figures:
        sorted_in.setdefault(subject_of(figure), []).append(figure)
    return sorted_in


def _grams(text: str) -> set[str]:
    bare = _bare(text)
    return {bare[at : at + GRAM] for at in range(max(1, len(bare) - GRAM + 1))}


def _likeness(one: set[str], other: set[str]) -> float:
    """The share of runs in common among all runs of both (Jaccard)."""
    return len(one & other) / len(one | other)


def _bare(text: str) -> str:
    """The words without what a change of format changes: blanks, line breaks, bars of tables, wide and narrow forms."""
    return re.sub(r"[\s|#*]", "", unicodedata.normalize("NFKC", text)).lower()


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with the mark that ends it, and the rows of its tables; other line breaks end none."""
    passage = ""
    for line in (*text.splitlines(), ""):
        is_row = "|" in line
        if not is_row and line.strip():
            passage += line
            continue
        yield from (sentence.strip() for sentence in re.split(r"(?<=[。；！？])", passage) if _bare(sentence))
        passage = ""
        if is_row and _bare(line):
            yield line.strip()
