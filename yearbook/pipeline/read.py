"""From a report's bytes to its rows: one report, or many by processes of this machine or of a Dask cluster."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from multiprocessing import connection, get_context, parent_process

import orjson
from pyarrow import ArrowException

from yearbook.catalogue.agencies import Agency
from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.code_version import READERS, code_version
from yearbook.catalogue.files import DataError, Home
from yearbook.catalogue.messages import Message
from yearbook.catalogue.samples import catalogue_for, is_demonstration
from yearbook.documents.document import Document, Refusal
from yearbook.extraction.linking.facts import Reading
from yearbook.extraction.linking.report_metadata import ReportMetadata
from yearbook.pipeline.extraction_rows import make_rows
from yearbook.records.rows import ReportExtraction, parse_timestamp
from yearbook.records.state import ReportNote
from yearbook.store.reports import read_source
from yearbook.warehouse.dimensions import unlisted_agency
from yearbook.warehouse.extractions import find_extractions, read_extractions

Understand = Callable[[Document, Catalogue, str | None, int | None], Reading]
Workers = int | str  # so many processes of this machine, or the address of a Dask cluster's scheduler
Outcome = ReportExtraction | Refusal
AHEAD = 4  # jobs a process that wait to be read or to be fetched


@dataclass(frozen=True, slots=True)
class ReadJob:
    """A report to be read.

    `source_url` is the web address that gave the bytes.
    `publisher`, `year`, `title` and `region_code` (of a publisher that the catalogue does not know) are what the person who
    brings it says, None to take the text's word. `document` is given where the bytes have been read already.
    """

    home: Home
    name: str
    content: bytes
    read_at: str
    publisher: str | None = None
    year: int | None = None
    understand: Understand | None = None
    title: str | None = None
    region_code: str | None = None
    document: Document | None = None
    source_url: str | None = None


class Unplaced(Refusal):
    """A report that can be read, but without its agency or year. `metadata` is from its text."""

    def __init__(self, name: str, reason: str, document: Document, metadata: ReportMetadata) -> None:
        super().__init__(name, reason)
        self.args = (name, reason, document, metadata)  # all of them, so that it passes between processes
        self.document, self.metadata = document, metadata


def reader_version() -> str:
    """Version of the code that reads reports: another one may read the same report differently."""
    return code_version(*READERS, "records", "pipeline/extraction_rows.py")


def make_read_job(home: Home, note: ReportNote, understand: Understand | None = None) -> ReadJob:
    """The job that reads a stored report again, with what was given when it came in. Raises DataError for changed bytes."""
    content = read_source(home, note.report_id)
    given = note.publisher, note.year, understand, note.title, note.region_code
    return ReadJob(home, note.name, content, note.read_at, *given, source_url=note.source_url)


def read_reports(jobs: Iterable[ReadJob], workers: Workers = 1) -> Iterator[Outcome]:
    """The outcome of each job in the order given: an extraction, or the refusal with its reason.

    Jobs are fetched only as they are needed, so that the bytes of few reports are held at once. Raises ClusterError where a
    cluster cannot carry them out.
    """
    if isinstance(workers, str):
        from yearbook.pipeline.cluster import read_on_cluster

        yield from read_on_cluster(jobs, workers)
    elif workers <= 1:
        yield from map(read_report, jobs)
    else:
        # The caller may have threads, which a fork would not survive.
        with ProcessPoolExecutor(workers, get_context("spawn"), end_with_parent) as pool:
            yield from read_ahead(jobs, lambda job: pool.submit(read_report, job).result, lambda: workers)


def read_ahead(
    jobs: Iterable[ReadJob], submit: Callable[[ReadJob], Callable[[], Outcome]], count_workers: Callable[[], int]
) -> Iterator[Outcome]:
    """The outcomes in the order of the jobs; `submit` starts one and returns what waits for its outcome."""
    waiting: deque[Callable[[], Outcome]] = deque()
    for job in jobs:
        waiting.append(submit(job))
        if len(waiting) > AHEAD * count_workers():
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


def read_report(job: ReadJob) -> Outcome:
    """A report's extraction. One that cannot be read, or whose agency or year is unknown, is refused in words."""
    from yearbook.documents.reader import read_bytes  # what reads reports is loaded only where one is read

    try:
        return extract_document(job.document or read_bytes(job.name, job.content), job)
    except Refusal as refusal:
        return refusal
    except DataError:
        raise
    except Exception as error:  # a fault of ours on one report must not keep the others out
        return Refusal(job.name, Message("warehouse.understanding_failed", reason=f"{type(error).__name__}: {error}"))


def extract_document(document: Document, job: ReadJob) -> ReportExtraction:
    """The rows of a document, with what the person who brings it says. Raises Unplaced where agency or year is unknown."""
    understand = job.understand or _load_extractor()
    demonstration = is_demonstration(document.text, job.publisher, job.home)
    catalogue = _add_publisher(catalogue_for(job.home, demonstration), job)
    reading = understand(document, catalogue, job.publisher, job.year)
    metadata = reading.report
    try:
        agency = _find_agency(document, metadata, catalogue)
        year = job.year or metadata.report_year
        if year is None:
            raise Refusal(document.name, Message("warehouse.year_unknown"))
    except Refusal as refusal:
        raise Unplaced(refusal.name, refusal.reason, document, metadata) from refusal
    kept = {"read_at": parse_timestamp(job.read_at), "reader_version": reader_version(), "demonstration": demonstration}
    kept["source_url"] = job.source_url
    return make_rows(document, reading, agency, catalogue, job.title, year, **kept)


def _load_extractor() -> Understand:
    from yearbook.extraction.extractor import understand

    return understand


def _add_publisher(catalogue: Catalogue, job: ReadJob) -> Catalogue:
    """The catalogue with the body that the person who brings a report names and places; what it claims stays the same."""
    region = catalogue.regions.get(job.region_code or "")
    if region is None or job.publisher is None or job.publisher in catalogue.agencies_by_name:
        return catalogue
    agency = unlisted_agency(job.publisher, region)
    return replace(catalogue, agencies={**catalogue.agencies, agency.agency_id: agency})


def _find_agency(document: Document, metadata: ReportMetadata, catalogue: Catalogue) -> Agency:
    if metadata.agency_id is not None and metadata.agency_id in catalogue.agencies:
        return catalogue.agencies[metadata.agency_id]
    if not metadata.publisher:
        raise Refusal(document.name, Message("warehouse.publisher_unknown"))
    if metadata.region_code is None or metadata.region_code not in catalogue.regions:
        raise Refusal(document.name, Message("warehouse.region_unknown", publisher=metadata.publisher))
    return unlisted_agency(metadata.publisher, catalogue.regions[metadata.region_code])


def extraction_key(home: Home, note: ReportNote) -> str:
    """What a stored extraction of a report depends on: reader, catalogue, and what was given when the report came in."""
    given = (note.report_id, note.name, note.read_at, note.publisher, note.year, note.title, note.region_code, note.source_url)
    depends = (reader_version(), catalogue_for(home, note.demonstration).hash, *given)
    return sha256(orjson.dumps(depends)).hexdigest()[:24]


def stored_extraction(home: Home, note: ReportNote) -> ReportExtraction | None:
    """A report's stored extraction; None where there is none of this reader and catalogue."""
    places = find_extractions(home, {note.report_id: extraction_key(home, note)})
    with suppress(OSError, ArrowException):  # a segment that was just merged into another
        return next(read_extractions(places.items()), None)
    return None


def load_extraction(home: Home, note: ReportNote, understand: Understand | None = None) -> Outcome:
    """A report's extraction, stored or read again. Raises DataError where its bytes are gone or changed."""
    return stored_extraction(home, note) or read_report(make_read_job(home, note, understand))


def end_with_parent() -> None:
    """Exit this pool worker when its parent dies, even by SIGKILL: its pipes stay open then, and it would wait for ever."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent.sentinel,), daemon=True, name="parent watchdog").start()


def _exit_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
