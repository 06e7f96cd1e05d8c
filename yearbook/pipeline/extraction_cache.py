"""A report that is kept, as understood: remembered where nothing that reads it has changed, else read anew."""

from __future__ import annotations

from yearbook.catalogue.files import Home
from yearbook.catalogue.samples import catalogue_for
from yearbook.documents.document import Refusal
from yearbook.pipeline.read import ReadJob, ReportExtraction, Understand, is_fresh, read_report, unpack_reading
from yearbook.records.report_note import ReportNote
from yearbook.store.reports import read_reading, read_source


def load_extraction(home: Home, note: ReportNote, understand: Understand | None = None) -> ReportExtraction | Refusal:
    """What a kept report says. Raises DataError where its bytes are gone or changed."""
    return memoize(home, note) or read_report(make_read_job(home, note, understand))


def memoize(home: Home, note: ReportNote) -> ReportExtraction | None:
    """What is remembered of a report; None where there is nothing, or the reader or the catalogue has changed since."""
    return unpack_reading(read_reading(home, note.report_id), catalogue_for(home, note.demonstration).hash)


def is_remembered(home: Home, note: ReportNote) -> bool:
    """Whether `memoize` has what a report says; quicker than to ask it."""
    return is_fresh(read_reading(home, note.report_id), catalogue_for(home, note.demonstration).hash)


def make_read_job(home: Home, note: ReportNote, understand: Understand | None = None) -> ReadJob:
    """The errand that reads a kept report again, with what was said of it when it came in."""
    content = read_source(home, note.report_id)
    return ReadJob(home, note.name, content, note.read_at, note.publisher, note.year, understand, note.title, note.region_code)
