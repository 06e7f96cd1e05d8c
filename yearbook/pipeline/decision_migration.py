"""Decision migration: decisions about an older version of a report, repeated where the newer version says the same words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import translate
from yearbook.records.rows import ReportRow
from yearbook.records.state import Decision
from yearbook.store.decisions import decide_all, standing_decisions

BEFORE = (24, 12, 6)  # characters before the figure that must be the same in both versions; the longest match is the surest
BEHIND = 4  # and characters behind it
IGNORED = frozenset("|#*")  # marks of tables and headings, which change with the format


class _PlainText:
    """A text without blanks and marks of format; `places` are the positions of its characters in the text as it stands."""

    def __init__(self, text: str) -> None:
        kept = [
            (plain, place)
            for place, mark in enumerate(text)
            for plain in unicodedata.normalize("NFKC", mark)
            if not plain.isspace() and plain not in IGNORED
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
    for lead in BEFORE:
        begin = max(0, first - lead)
        words = old.text[begin : last + BEHIND]
        here, there = list(old.find_all(words)), list(new.find_all(words))
        if there and len(there) == len(here):
            at = there[here.index(begin)] + first - begin
            return new.places[at], new.places[at + last - first - 1] + 1
    return None
