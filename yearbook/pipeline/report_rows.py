"""What a reading says as the rows of an edition: the report, its mentions, its figures."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from yearbook.catalogue.agencies import Agency
from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.messages import Message
from yearbook.documents.document import Document, Refusal
from yearbook.extraction.linking.facts import Fact, Reading, identify_fact
from yearbook.extraction.mentions.mention import Mention
from yearbook.records.rows import FigureRow, MentionRow, ReportRow


def make_report(
    document: Document, reading: Reading, agency: Agency, read_at: str, year: int | None, reader: str, demonstration: bool
) -> ReportRow:
    """The row of a report. Raises Refusal where neither the text nor the person who brings it says its year."""
    said = reading.report
    report_year = year or said.report_year
    if report_year is None:
        raise Refusal(document.name, Message("warehouse.year_unknown"))
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
        reader_version=reader,
        demonstration=demonstration,
    )


def make_figures(report: ReportRow, reading: Reading, agency: Agency, catalogue: Catalogue) -> tuple[FigureRow, ...]:
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


def make_mentions(document: Document, reading: Reading, figures: Iterable[FigureRow], agency: Agency) -> tuple[MentionRow, ...]:
    """The rows of all numerals. One that states a figure again names the same fact as the first."""
    facts = {(figure.span_start, figure.span_end): figure.fact_id for figure in figures}
    known = set(facts.values())
    rows = []
    for ordinal, mention in enumerate(reading.mentions, start=1):
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
            runners_up=tuple(mention.runners_up),
            notes=tuple(mention.notes),
            fact_id=facts.get((mention.start, mention.end)) or _find_stated(mention, agency, known),
        )
        rows.append(row)
    return tuple(rows)


def _find_stated(mention: Mention, agency: Agency, known: set[str]) -> str | None:
    """The fact that a mention states again, None where it states none."""
    if mention.role != "metric" or mention.metric is None or mention.value is None or mention.period_start is None:
        return None
    period = mention.period_start, mention.period_end or mention.period_start
    scope = mention.scope or "agency"
    fact_id = identify_fact(agency.agency_id, mention.metric, scope, *period, mention.baseline, mention.value, mention.value_max)
    return fact_id if fact_id in known else None


def _identity(fact: Fact, agency: Agency) -> str:
    """Of the body that the edition knows: one that agencies.csv does not know has got its id here."""
    period = (fact.period_start, fact.period_end)
    return identify_fact(agency.agency_id, fact.metric_id, fact.scope, *period, fact.baseline, fact.value, fact.value_max)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
