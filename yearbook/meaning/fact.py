"""The facts that a report's mentions make: one a figure, with an identity that stays the same from edition to edition."""

from __future__ import annotations

from yearbook.documents.document import Document
from yearbook.language.mention import Mention
from yearbook.meaning.catalogue import Catalogue
from yearbook.meaning.consistency import note_contradictions
from yearbook.meaning.identity import identify_fact
from yearbook.meaning.reading import Fact, ReportMetadata

EVIDENCE = 30  # code points of the report that a fact may carry


def make_facts(document: Document, report: ReportMetadata, mentions: list[Mention], catalogue: Catalogue) -> list[Fact]:
    """The facts of a report, in its order. A figure stated twice is one fact; a report without a region makes none."""
    facts: dict[str, Fact] = {}
    if report.region_code is None:
        return []
    agency = report.agency_id or ""
    for mention in mentions:
        if mention.role != "metric" or mention.metric is None or mention.value is None:
            continue
        if mention.scope == "national" and report.region_code != "100000":
            continue  # quoted for comparison
        period_end = mention.period_end or mention.period_start
        if period_end is None or mention.period_start is None:
            continue
        metric = catalogue.metrics[mention.metric]
        scope = mention.scope or "agency"
        fact_id = identify_fact(
            agency, metric.id, scope, mention.period_start, period_end, mention.baseline, mention.value, mention.value_max
        )
        facts.setdefault(
            fact_id,
            Fact(
                fact_id=fact_id,
                agency_id=agency,
                region_code=report.region_code,
                metric_id=metric.id,
                scope=scope,
                period_start=mention.period_start,
                period_end=period_end,
                baseline=mention.baseline,
                value=mention.value,
                value_max=mention.value_max,
                qualifier=mention.qualifier,
                unit=metric.unit,
                value_as_written=mention.value_as_written,
                unit_as_written=mention.unit_as_written,
                evidence=quote_evidence(document.text, mention.start, mention.end),
                start=mention.start,
                end=mention.end,
                page=document.page_of(mention.start),
                confidence=mention.confidence or 0.5,
                rule=mention.rule,
                notes=tuple(mention.notes),
            ),
        )
    return note_contradictions(list(facts.values()))


def quote_evidence(text: str, start: int, end: int) -> str:
    """At most 30 code points around a figure, rather of what leads to it, without line breaks."""
    room = max(0, EVIDENCE - (end - start) - 4)
    begin = start
    while begin > 0 and start - begin < room and text[begin - 1] not in "。；;！？":
        begin -= 1
    words = "".join(text[begin : end + 4].split())
    cut = next(
        (number for number, mark in enumerate(words) if mark in "。；;" and number >= len("".join(text[begin:end].split()))),
        len(words),
    )
    return words[:cut][-EVIDENCE:]
