"""The texts that the catalogue is tried on: the stored reports as they were read when they came in."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from yearbook.catalogue.files import Home
from yearbook.documents.document import Refusal
from yearbook.extraction.mentions.normalize import normalize_text
from yearbook.extraction.tables.flat_tables import find_flat_cells
from yearbook.pipeline.extraction_cache import load_extraction
from yearbook.pipeline.read import reader_version
from yearbook.store.reports import ReportNote, list_reports, read_reading, superseded_ids

AROUND = 40  # code points quoted on either side of a figure


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text that a lesson is tried on. `publisher` and `year` outrank what it says of itself."""

    text_id: str
    title: str
    text: str
    folded: str
    tabular: bool  # some of it is laid out as a table
    publisher: str | None
    year: int | None
    demonstration: bool


def make_text(text_id: str, title: str, text: str, publisher: str | None, year: int | None, demonstration: bool) -> StoredText:
    """A text with what is looked up in it again and again."""
    folded = normalize_text(text)
    tabular = "|" in folded.text or bool(find_flat_cells(text, folded))
    return StoredText(text_id, title, text, folded.text, tabular, publisher, year, demonstration)


def list_texts(home: Home) -> tuple[StoredText, ...]:
    """The reports that stand, as they were read when they came in. One that can no longer be read is left out."""
    notes = list_reports(home)
    left_out = superseded_ids(notes)
    read = ((note, _recall_text(home, note)) for note in notes if note.report_id not in left_out)
    return tuple(
        make_text(note.report_id, title, text, note.publisher, note.year, note.demonstration)
        for note, found in read
        if found is not None
        for title, text in [found]
    )


def quote(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words before a figure, the figure, and those behind it, on one line."""
    parts = (text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])
    before, figure, behind = ("".join(part.split("\n")) for part in parts)
    return before, figure, behind


def _recall_text(home: Home, note: ReportNote) -> tuple[str, str] | None:
    """Title and text of a report; as remembered also where the catalogue has changed since, for it has no part in the text."""
    try:
        packed = orjson.loads(read_reading(home, note.report_id) or b"{}")
    except orjson.JSONDecodeError:
        packed = {}
    if packed.get("reader") == reader_version():
        return packed["report"]["title"], packed["report"]["text"]
    understood = load_extraction(home, note)
    return None if isinstance(understood, Refusal) else (understood.report.title, understood.report.text)
