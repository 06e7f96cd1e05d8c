"""How a stored report came in, and what the person who brought it said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportNote:
    """One stored report; `report_id` is the SHA-256 of its bytes.

    `publisher`, `year`, `title` and `region_code` (of a body that the catalogue does not know) are given by the person who
    imports it, None where the text says it. A newer version `supersedes` an older one by its report_id; an older version that
    came in late is `superseded_by` the newer one.
    """

    report_id: str
    name: str
    read_at: str  # ISO 8601, UTC
    publisher: str | None
    year: int | None
    demonstration: bool
    title: str | None = None
    region_code: str | None = None
    supersedes: str | None = None
    superseded_by: str | None = None


def superseded_ids(notes: Iterable[ReportNote]) -> frozenset[str]:
    """The reports that a newer version replaces: stored, but not in an edition."""
    by_id = {note.report_id: note for note in notes}
    older = {note.supersedes for note in by_id.values() if note.supersedes in by_id}
    late = {note.report_id for note in by_id.values() if note.superseded_by in by_id}
    return frozenset(older | late)
