"""From a report's bytes to the rows of an edition, remembered so that adding a few reports does the work of a few."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha1
from multiprocessing import get_context
from typing import Any

import orjson

from yearbook.catalogue.agencies import Agency, Region
from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.code_version import READERS, code_version
from yearbook.catalogue.files import DataError, Home
from yearbook.catalogue.messages import Message
from yearbook.catalogue.samples import catalogue_for, is_demonstration
from yearbook.documents.document import Document, Note, Refusal
from yearbook.extraction.linking.facts import Reading
from yearbook.extraction.linking.report_metadata import ReportMetadata
from yearbook.pipeline.report_rows import make_figures, make_mentions, make_report
from yearbook.records.packed_rows import PackedRows, split
from yearbook.records.rows import FigureRow, MentionRow, ReportRow
from yearbook.store.parent_watchdog import end_with_parent

Understand = Callable[[Document, Catalogue, str | None, int | None], Reading]
Workers = int | str  # so many processes of this machine, or the address of a Dask cluster's scheduler
ROWS = "columns"  # how a reading is remembered; of what an older program remembered otherwise, nothing is known
AHEAD = 4  # reports a process that wait to be read or taken


@dataclass(frozen=True, slots=True)
class ReportExtraction:
    """A report as the rows of an edition; `unread` is what its source shows and its text lacks."""

    report: ReportRow
    mentions: Sequence[MentionRow]
    figures: Sequence[FigureRow]
    unread: tuple[Note, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Between processes rows go as columns: whoever gets them often asks for a column or two."""
        rows = PackedRows.of(MentionRow, self.mentions), PackedRows.of(FigureRow, self.figures)
        return ReportExtraction, (self.report, *rows, self.unread)


@dataclass(frozen=True, slots=True)
class ReadJob:
    """A report to be read.

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


class Unplaced(Refusal):
    """A report that can be read, but not whose or of which year it is. `said` is what it does say of itself."""

    def __init__(self, name: str, reason: str, document: Document, said: ReportMetadata) -> None:
        super().__init__(name, reason)
        self.args = (name, reason, document, said)  # all of them, so that it passes between processes
        self.document, self.said = document, said


def reader_version() -> str:
    """Version of the code that reads reports: another one may read the same report differently."""
    return code_version(*READERS, "records")


def read_reports(errands: Iterable[ReadJob], workers: Workers = 1) -> Iterator[ReportExtraction | Refusal]:
    """Each report as understood, or why it is refused, in the order given; by processes or machines where `workers` says so.

    Errands are taken up only as they are needed, so that the bytes of few are held at once. Raises ClusterError where a
    cluster cannot carry them out.
    """
    if isinstance(workers, str):
        from yearbook.pipeline.cluster import read_on_cluster

        yield from read_on_cluster(errands, workers)
        return
    if workers <= 1:
        yield from map(read_report, errands)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), end_with_parent) as pool:  # the caller may have threads: no fork
        waiting: deque[Future[ReportExtraction | Refusal]] = deque()
        for errand in errands:
            waiting.append(pool.submit(read_report, errand))
            if len(waiting) > AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def read_report(errand: ReadJob) -> ReportExtraction | Refusal:
    """A report as understood. One that cannot be read, or whose agency or year cannot be told, is refused in words."""
    from yearbook.documents.reader import read_bytes  # what reads reports is loaded only where one is read

    try:
        return understand_document(errand.document or read_bytes(errand.name, errand.content), errand)
    except Refusal as refusal:
        return refusal
    except DataError:
        raise
    except Exception as error:  # a fault of ours on one report must not keep the others out
        return Refusal(errand.name, Message("warehouse.understanding_failed", reason=f"{type(error).__name__}: {error}"))


def understand_document(document: Document, errand: ReadJob) -> ReportExtraction:
    """What a document says, with the word of the person who brings it. Raises Unplaced where agency or year cannot be told."""
    understand = errand.understand or _load_reader()
    demonstration = is_demonstration(document.text, errand.publisher, errand.home)
    catalogue = _add_publisher(catalogue_for(errand.home, demonstration), errand)
    reading = understand(document, catalogue, errand.publisher, errand.year)
    try:
        agency = _find_agency(document, reading, catalogue)
        report = make_report(document, reading, agency, errand.read_at, errand.year, reader_version(), demonstration)
    except Refusal as refusal:
        raise Unplaced(refusal.name, refusal.reason, document, reading.report) from refusal
    if errand.title is not None:
        report = replace(report, title=errand.title)
    figures = make_figures(report, reading, agency, catalogue)
    return ReportExtraction(report, make_mentions(document, reading, figures, agency), figures, document.notes)


def _add_publisher(catalogue: Catalogue, errand: ReadJob) -> Catalogue:
    """The catalogue with the body that the person who brings a report names and places; what it claims stays the same."""
    region = catalogue.regions.get(errand.region_code or "")
    if region is None or errand.publisher is None or errand.publisher in catalogue.agencies_by_name:
        return catalogue
    agency = agency_of_publisher(errand.publisher, region)
    return replace(catalogue, agencies={**catalogue.agencies, agency.agency_id: agency})


def _load_reader() -> Understand:
    from yearbook.extraction.extractor import understand

    return understand


def agency_of_publisher(publisher: str, region: Region) -> Agency:
    """The entry of a body that agencies.csv does not know: its id is made of its region and its name."""
    agency_id = f"{region.region_code}-{sha1(publisher.encode()).hexdigest()[:6]}"
    return Agency(agency_id, publisher, publisher, publisher, (), region.region_code, region.level, "office_affairs")


def pack_reading(understood: ReportExtraction, catalogue_hash: str) -> bytes:
    """What is remembered of a reading, with what it depends on."""
    rows = {"mentions": split(MentionRow, understood.mentions), "figures": split(FigureRow, understood.figures)}
    return orjson.dumps(_depends(catalogue_hash) | {"report": understood.report, "unread": understood.unread} | rows)


def is_fresh(packed: bytes | None, catalogue_hash: str) -> bool:
    """Whether there is a remembered reading, and neither the reader nor the catalogue has changed since."""
    return packed is not None and packed.startswith(orjson.dumps(_depends(catalogue_hash))[:-1])


def unpack_reading(packed: bytes | None, catalogue_hash: str) -> ReportExtraction | None:
    """A remembered reading; None where there is none, or the reader or the catalogue has changed since."""
    if packed is None or not is_fresh(packed, catalogue_hash):
        return None
    try:
        content = orjson.loads(packed)
    except orjson.JSONDecodeError:
        return None
    report = content["report"]
    return ReportExtraction(
        ReportRow(**report | {"page_starts": tuple(report["page_starts"])}),
        PackedRows.of_json(MentionRow, content["mentions"]),
        PackedRows.of_json(FigureRow, content["figures"]),
        tuple(Note(**row) for row in content["unread"]),
    )


def _depends(catalogue_hash: str) -> dict[str, str]:
    """What a remembered reading depends on; it begins with that."""
    return {"rows": ROWS, "reader": reader_version(), "catalogue": catalogue_hash}


def _find_agency(document: Document, reading: Reading, catalogue: Catalogue) -> Agency:
    said = reading.report
    if said.agency_id is not None and said.agency_id in catalogue.agencies:
        return catalogue.agencies[said.agency_id]
    if not said.publisher:
        raise Refusal(document.name, Message("warehouse.publisher_unknown"))
    if said.region_code is None or said.region_code not in catalogue.regions:
        raise Refusal(document.name, Message("warehouse.region_unknown", publisher=said.publisher))
    return agency_of_publisher(said.publisher, catalogue.regions[said.region_code])
