"""A report that is kept, as understood: remembered where nothing that reads it has changed, else read anew."""

from __future__ import annotations

from yearbook.data import Home
from yearbook.documents.document import Refusal
from yearbook.warehouse.reports.library import ReportNote, read_reading, read_source
from yearbook.warehouse.reports.readings import Errand, Understand, Understood, is_fresh, read_report, unpack_reading
from yearbook.warehouse.samples import catalogue_for


def recall(home: Home, note: ReportNote, understand: Understand | None = None) -> Understood | Refusal:
    """What a kept report says. Raises DataError where its bytes are gone or changed."""
    return remember(home, note) or read_report(make_errand(home, note, understand))


def remember(home: Home, note: ReportNote) -> Understood | None:
    """What is remembered of a report; None where there is nothing, or the reader or the catalogue has changed since."""
    return unpack_reading(read_reading(home, note.report_id), catalogue_for(home, note.demonstration).hash)


def is_remembered(home: Home, note: ReportNote) -> bool:
    """Whether `remember` has what a report says; quicker than to ask it."""
    return is_fresh(read_reading(home, note.report_id), catalogue_for(home, note.demonstration).hash)


def make_errand(home: Home, note: ReportNote, understand: Understand | None = None) -> Errand:
    """The errand that reads a kept report again, with what was said of it when it came in."""
    content = read_source(home, note.report_id)
    return Errand(home, note.name, content, note.read_at, note.publisher, note.year, understand, note.title, note.region_code)
