"""From a report to the rows of an edition, remembered so that adding a few reports does the work of a few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha1, sha256
from typing import Any

import orjson

from yearbook.data import PROJECT, Home
from yearbook.documents.document import Document, Refusal
from yearbook.meaning.catalogue import Agency, Catalogue, Region, load_catalogue
from yearbook.meaning.reading import Fact, Reading
from yearbook.warehouse.library import ReportNote
from yearbook.warehouse.rows import FigureRow, MentionRow, ReportRow, fact_id_of
from yearbook.warehouse.samples import add_samples, is_demonstration
from yearbook.words import say

Understand = Callable[[Document, Catalogue, str | None, int | None], Reading]
READERS = ("documents", "language", "meaning")


@dataclass(frozen=True, slots=True)
class Understood:
    """A report as the rows of an edition."""

    report: ReportRow
    mentions: tuple[MentionRow, ...]
    figures: tuple[FigureRow, ...]


@cache
def reader_version() -> str:
    """A name for the code that reads reports: another version may read the same report differently."""
    digest = sha256()
    files = [file for floor in READERS for file in (PROJECT / "yearbook" / floor).rglob("*.py")]
    for file in sorted([*files, PROJECT / "yearbook" / "warehouse" / "readings.py"]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def catalogue_for(home: Home, demonstration: bool) -> Catalogue:
    """The catalogue that reads a report: with the invented bodies only for a report of one of them."""
    catalogue = load_catalogue(home.catalogue)
    return _with_samples(home) if demonstration else catalogue


@cache
def _with_samples(home: Home) -> Catalogue:
    return add_samples(load_catalogue(home.catalogue), home)


def understand_report(
    document: Document,
    home: Home,
    read_at: str,
    publisher: str | None = None,
    year: int | None = None,
    understand: Understand | None = None,
) -> Understood:
    """Read a document's meaning. Raises Refusal where it cannot be told whose report it is, or of which year."""
    if understand is None:
        from yearbook.meaning.understanding import understand  # the extractor is loaded only where it is used
    demonstration = is_demonstration(document.text, publisher, home)
    catalogue = catalogue_for(home, demonstration)
    reading = understand(document, catalogue, publisher, year)
    agency = _find_agency(document, reading, catalogue)
    report = _report_row(document, reading, agency, read_at, year, demonstration)
    return Understood(
        report, _mention_rows(document, reading, agency, catalogue), _figure_rows(report, reading, agency, catalogue)
    )


def agency_of_publisher(publisher: str, region: Region) -> Agency:
    """The entry of a body that agencies.csv does not know: its id is made of its region and its name."""
    agency_id = f"{region.region_code}-{sha1(publisher.encode()).hexdigest()[:6]}"
    return Agency(agency_id, publisher, publisher, publisher, (), region.region_code, region.level, "office_affairs")


def pack_reading(understood: Understood, catalogue_hash: str) -> bytes:
    """What is remembered of a reading, with what it depends on."""
    return orjson.dumps({"reader": reader_version(), "catalogue": catalogue_hash, **asdict(understood)})


def unpack_reading(packed: bytes | None, note: ReportNote, catalogue_hash: str) -> Understood | None:
    """A remembered reading; None where there is none, or the reader or the catalogue has changed since."""
    try:
        content = orjson.loads(packed or b"")
    except orjson.JSONDecodeError:
        return None
    if (content.get("reader"), content.get("catalogue")) != (reader_version(), catalogue_hash):
        return None
    if content["report"]["report_id"] != note.report_id:
        return None
    return Understood(
        ReportRow(**_with_tuples(content["report"])),
        tuple(MentionRow(**row) for row in content["mentions"]),
        tuple(FigureRow(**_with_tuples(row)) for row in content["figures"]),
    )


def _with_tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _find_agency(document: Document, reading: Reading, catalogue: Catalogue) -> Agency:
    said = reading.report
    if said.agency_id is not None and said.agency_id in catalogue.agencies:
        return catalogue.agencies[said.agency_id]
    if not said.publisher:
        raise Refusal(document.name, say("warehouse.publisher_unknown"))
    if said.region_code is None or said.region_code not in catalogue.regions:
        raise Refusal(document.name, say("warehouse.region_unknown", publisher=said.publisher))
    return agency_of_publisher(said.publisher, catalogue.regions[said.region_code])


def _report_row(
    document: Document, reading: Reading, agency: Agency, read_at: str, year: int | None, demonstration: bool
) -> ReportRow:
    said = reading.report
    report_year = year or said.report_year
    if report_year is None:
        raise Refusal(document.name, say("warehouse.year_unknown"))
    return ReportRow(
        report_id=document.report_id,
        name=document.name,
        title=said.title or document.name,
        agency_id=agency.agency_id,
        publisher=said.publisher or agency.name_zh,
        region_code=agency.region_code,
        report_year=report_year,
        published_on=said.published_on.isoformat() if said.published_on else None,
        document_number=said.document_number,
        index_number=said.index_number,
        source_url=None,
        format=document.format,
        pages=len(document.page_starts),
        page_starts=document.page_starts,
        text=document.text,
        read_at=read_at,
        reader_version=reader_version(),
        demonstration=demonstration,
    )


def _figure_rows(report: ReportRow, reading: Reading, agency: Agency, catalogue: Catalogue) -> tuple[FigureRow, ...]:
    rows = []
    for fact in reading.facts:
        publisher = catalogue.agencies.get(fact.agency_id, agency)
        row = FigureRow(
            fact_id=_identity(fact, publisher),
            origin="report",
            agency_id=publisher.agency_id,
            region_code=publisher.region_code,
            metric_id=fact.metric_id,
            scope=fact.scope,
            period_start=fact.period_start.isoformat(),
            period_end=fact.period_end.isoformat(),
            baseline=fact.baseline,
            value=float(fact.value),
            value_max=_float(fact.value_max),
            qualifier=fact.qualifier,
            value_as_written=fact.value_as_written,
            unit_as_written=fact.unit_as_written,
            evidence=fact.evidence,
            status="extracted",
            confidence=fact.confidence,
            rule=fact.rule,
            report_id=report.report_id,
            page=fact.page,
            span_start=fact.start,
            span_end=fact.end,
            source_title=report.title,
            source_url=report.source_url,
            source_kind="report",
            published_on=report.published_on,
            note=None,
            caveats=fact.notes,
            demonstration=report.demonstration,
        )
        rows.append(row)
    return tuple(rows)


def _mention_rows(document: Document, reading: Reading, agency: Agency, catalogue: Catalogue) -> tuple[MentionRow, ...]:
    facts = {(fact.start, fact.end): fact for fact in reading.facts}
    rows = []
    for ordinal, mention in enumerate(reading.mentions, start=1):
        fact = facts.get((mention.start, mention.end))
        row = MentionRow(
            report_id=document.report_id,
            ordinal=ordinal,
            span_start=mention.start,
            span_end=mention.end,
            page=document.page_of(mention.start),
            text=mention.text,
            role=mention.role,
            value=_float(mention.value),
            value_max=_float(mention.value_max),
            qualifier=mention.qualifier,
            unit=mention.unit,
            value_as_written=mention.value_as_written,
            unit_as_written=mention.unit_as_written,
            metric_id=mention.metric,
            scope=mention.scope,
            period_start=mention.period_start.isoformat() if mention.period_start else None,
            period_end=mention.period_end.isoformat() if mention.period_end else None,
            baseline=mention.baseline,
            confidence=mention.confidence,
            rule=mention.rule or None,
            reason=mention.reason,
            fact_id=_identity(fact, catalogue.agencies.get(fact.agency_id, agency)) if fact else None,
        )
        rows.append(row)
    return tuple(rows)


def _identity(fact: Fact, agency: Agency) -> str:
    start, end = fact.period_start.isoformat(), fact.period_end.isoformat()
    return fact_id_of(agency.agency_id, fact.metric_id, fact.scope, start, end, fact.baseline, fact.value, fact.value_max)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
