"""From what extraction hands out (Decimal, its own objects) to the rows that are kept: the report, its mentions, its figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from yearbook.catalogue.agencies import Agency
from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.documents.document import Document
from yearbook.extraction.linking.facts import Fact, Reading, file_period, file_scope, identify_fact
from yearbook.extraction.mentions.mention import Contradiction, Mention
from yearbook.records.rows import FigureRow, MentionRow, ReportExtraction, ReportRow

SHARED = ("scope", "period_start", "period_end", "baseline", "qualifier", "value_as_written", "unit_as_written", "confidence")
DOUBTFUL = 0.5  # what a figure is worth that was recognised in a doubtful line, at most
FigureOrMention = TypeVar("FigureOrMention", FigureRow, MentionRow)


def make_rows(
    document: Document, reading: Reading, agency: Agency, catalogue: Catalogue, title: str | None, year: int, **kept: Any
) -> ReportExtraction:
    """The rows of a report of `agency` and `year`; `kept` are its columns read_at, reader_version, demonstration, source_url.

    A mention that states a figure again names the same fact as the first.
    """
    read = reading.report
    report = ReportRow(
        report_id=document.report_id,
        name=document.name,
        title=title or read.title or document.name,
        agency_id=agency.agency_id,
        publisher=read.publisher or agency.name_zh,
        region_code=agency.region_code,
        report_year=year,
        published_on=read.published_on,
        document_number=read.document_number,
        index_number=read.index_number,
        format=document.format,
        pages=len(document.page_starts),
        page_starts=document.page_starts,
        text=document.text,
        **kept,
    )
    bodies = ((fact, catalogue.agencies.get(fact.agency_id, agency)) for fact in reading.facts)
    made = (_make_figure(report, fact, body, catalogue.metrics[fact.metric_id]) for fact, body in bodies)
    figures = [_doubt(figure, document, "caveats") for figure in made]
    facts = {(figure.span_start, figure.span_end): figure.fact_id for figure in figures}
    known = set(facts.values())
    mentions = []
    for ordinal, mention in enumerate(reading.mentions, start=1):
        fact_id = facts.get((mention.start, mention.end)) or _find_restated(mention, agency, catalogue, year, known)
        mentions.append(_doubt(_make_mention(document, ordinal, mention, fact_id), document, "notes"))
    return ReportExtraction(report, mentions, figures, (*document.notes, *reading.notes))


def _doubt(row: FigureOrMention, document: Document, notes: str) -> FigureOrMention:
    """The row, where it stands in doubtful lines of a scanned page noted so and never surer than those: a person judges it."""
    if row.span_start is None or row.span_end is None:
        return row
    scores = [line.score for line in document.find_scanned(row.span_start, row.span_end) if line.doubtful]
    if not scores:
        return row
    confidence = None if row.confidence is None else min(row.confidence, DOUBTFUL, *scores)
    changed: dict[str, Any] = {"confidence": confidence, notes: (*getattr(row, notes), "doubtful_scan")}
    return replace(row, **changed)


def _make_figure(report: ReportRow, fact: Fact, agency: Agency, metric: Metric) -> FigureRow:
    """`agency` is the body that the edition knows: one that agencies.csv lacks has another id there than in the extraction."""
    period = file_period(fact.period_start, fact.period_end, metric.kind, report.report_year)
    return FigureRow(
        fact_id=identify_fact(agency.agency_id, fact.metric_id, fact.scope, *period, fact.baseline, fact.value, fact.value_max),
        agency_id=agency.agency_id,
        region_code=agency.region_code,
        metric_id=fact.metric_id,
        value=float(fact.value),
        value_max=_float(fact.value_max),
        evidence=fact.evidence,
        status="extracted",
        rule=fact.rule,
        page=fact.page,
        span_start=fact.start,
        span_end=fact.end,
        caveats=fact.notes,
        **report.figure_columns(),
        **{name: getattr(fact, name) for name in SHARED},
    )


def _make_mention(document: Document, ordinal: int, mention: Mention, fact_id: str | None) -> MentionRow:
    return MentionRow(
        report_id=document.report_id,
        ordinal=ordinal,
        span_start=mention.start,
        span_end=mention.end,
        page=document.page_of(mention.start),
        text=mention.text,
        role=mention.role,
        value=_float(mention.value),
        value_max=_float(mention.value_max),
        unit=mention.unit,
        metric_id=mention.metric,
        rule=mention.rule or None,
        reason=mention.reason,
        runners_up=tuple(mention.runners_up),
        notes=tuple(mention.notes),
        contradictions=tuple(map(_write_contradiction, mention.contradictions)),
        fact_id=fact_id,
        corners=tuple(way for line in document.find_scanned(mention.start, mention.end) for way in line.corners),
        **{name: getattr(mention, name) for name in SHARED},
    )


def _write_contradiction(contradiction: Contradiction) -> str:
    return " ".join((contradiction.rule, *(str(offset) for place in contradiction.places for offset in place)))


def _find_restated(mention: Mention, agency: Agency, catalogue: Catalogue, year: int, known: set[str]) -> str | None:
    """The fact that a mention states again; None where it states none."""
    if mention.role != "metric" or mention.metric is None or mention.value is None:
        return None
    metric = catalogue.metrics[mention.metric]
    scope, period = file_scope(mention.scope, metric), file_period(mention.period_start, mention.period_end, metric.kind, year)
    fact_id = identify_fact(agency.agency_id, metric.id, scope, *period, mention.baseline, mention.value, mention.value_max)
    return fact_id if fact_id in known else None


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
