"""A small invented report language for tests: `metric=value` lines, so that ingesting can be tested without the extractor."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yearbook.catalogue.catalogue import Catalogue
from yearbook.documents.document import Document
from yearbook.extraction.linking.facts import Fact, Reading
from yearbook.extraction.linking.report_metadata import ReportMetadata
from yearbook.extraction.mentions.mention import Mention


def understand(document: Document, catalogue: Catalogue, publisher: str | None = None, year: int | None = None) -> Reading:
    """A text like `湖南省机关事务管理局 2020\\nvehicles.withdrawn=12 辆`; a line `metric=value` is a figure of that year,
    a quantity where there is no such metric."""
    if "boom" in document.text:
        raise ZeroDivisionError("boom")
    head, _, body = document.text.partition("\n")
    name, _, said_year = head.partition(" ")
    name, report_year = publisher or name, year or (int(said_year) if said_year.isdecimal() else None)
    agency = catalogue.agencies_by_name.get(name)
    region = agency.region_code if agency else "430100" if name.startswith("长沙市") else None
    mentions, facts = [], []
    offset = len(head) + 1
    for line in body.splitlines(keepends=True):
        metric_id, equals, value = line.strip().partition("=")
        if equals and report_year:
            start = offset + line.index("=") + 1
            end = start + len(value)
            if metric_id not in catalogue.metrics:
                mentions.append(
                    Mention(start, end, "quantity", Decimal(value), value_as_written=value, start=start, end=end, text=value)
                )
                offset += len(line)
                continue
            metric = catalogue.metrics[metric_id]
            first = date(report_year, 12, 31) if metric.kind == "stock" else date(report_year, 1, 1)
            mention = Mention(
                start,
                end,
                "metric",
                Decimal(value),
                value_as_written=value,
                start=start,
                end=end,
                text=value,
                unit=metric.unit,
                metric=metric_id,
                scope=metric.usual_scope or "direct_units",
                period_start=first,
                period_end=date(report_year, 12, 31),
                confidence=0.9,
                notes=["scope_assumed"],
            )
            mentions.append(mention)
            facts.append(
                Fact(
                    "",
                    agency.agency_id if agency else "",
                    region or "",
                    metric_id,
                    metric.usual_scope or "direct_units",
                    first,
                    date(report_year, 12, 31),
                    None,
                    Decimal(value),
                    None,
                    "exact",
                    metric.unit,
                    value,
                    "",
                    line.strip(),
                    start,
                    end,
                    1,
                    0.9,
                    "test",
                    ("scope_assumed",),
                )
            )
        offset += len(line)
    said = ReportMetadata(f"{name}{report_year}年度报告", name, agency.agency_id if agency else None, region, report_year)
    return Reading(said, mentions, facts)
