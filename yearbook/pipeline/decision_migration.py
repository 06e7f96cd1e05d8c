"""Decisions about an older version of a report, carried over to where the newer one says the same words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import translate
from yearbook.records.decision import Decision
from yearbook.records.rows import ReportRow
from yearbook.store.decisions import decide_all, standing_decisions

BEFORE = (24, 12, 6)  # characters that must lead to the figure in both versions: the most that are found, for the surest place
BEHIND = 4
UNCOUNTED = frozenset("|#*")  # marks of tables and headings, which change with the format


@dataclass(frozen=True, slots=True)
class _Bare:
    """A text without blanks and marks of format, and for each of its characters the place in the text."""

    text: str
    places: tuple[int, ...]


def migrate_decisions(home: Home, before: ReportRow, after: ReportRow) -> list[Decision]:
    """Repeat the standing decisions about one version for the other, wherever their words stand there too.

    A figure whose words changed is not carried over: it is another figure. Places already decided about are left alone.
    """
    standing = standing_decisions(home)
    settled = {decision.place for decision in standing}
    moved = move_decisions([decision for decision in standing if decision.report_id == before.report_id], before, after)
    return decide_all(home, [decision for decision in moved if decision.place not in settled])


def move_decisions(decisions: Iterable[Decision], before: ReportRow, after: ReportRow) -> list[Decision]:
    """The decisions as they are about the other version; those without a place there are left out."""
    old, new = _strip(before.text), _strip(after.text)
    moved = []
    for decision in decisions:
        if decision.span_start is None or decision.span_end is None:
            continue
        place = _find_again(old, new, decision.span_start, decision.span_end)
        if place is not None:
            why = " ".join((decision.why, translate("import.carried_over", title=before.title))).strip()
            start, end = place
            moved.append(replace(decision, report_id=after.report_id, span_start=start, span_end=end, why=why, fact_id=None))
    return moved


def _find_again(old: _Bare, new: _Bare, start: int, end: int) -> tuple[int, int] | None:
    """Where the words about a figure stand in the new text: once, or as often as in the old one and then at the same turn."""
    inside = [number for number, place in enumerate(old.places) if start <= place < end]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    for lead in BEFORE:
        begin = max(0, first - lead)
        words = old.text[begin : last + BEHIND]
        there, here = _find_all(new.text, words), _find_all(old.text, words)
        if there and len(there) == len(here):
            at = there[here.index(begin)] + first - begin
            return new.places[at], new.places[at + last - first - 1] + 1
    return None


def _find_all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _strip(text: str) -> _Bare:
    marks, places = [], []
    for place, mark in enumerate(text):
        for plain in unicodedata.normalize("NFKC", mark):
            if not plain.isspace() and plain not in UNCOUNTED:
                marks.append(plain)
                places.append(place)
    return _Bare("".join(marks), tuple(places))
