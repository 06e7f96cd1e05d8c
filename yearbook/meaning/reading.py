"""What a report says: its metadata, its mentions, and the facts they make."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yearbook.language.mention import Mention


@dataclass(frozen=True, slots=True)
class ReportMetadata:
    """What the text itself says of the report; None where it does not say."""

    title: str | None = None
    publisher: str | None = None  # the name as written
    agency_id: str | None = None  # None for a body that agencies.csv does not know
    region_code: str | None = None
    report_year: int | None = None  # the year reported on, never the year of publication
    published_on: date | None = None
    document_number: str | None = None
    index_number: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure that a metric claims. `value` and `value_max` are in the metric's base unit; changes are signed."""

    fact_id: str
    agency_id: str
    region_code: str
    metric_id: str
    scope: str
    period_start: date
    period_end: date
    baseline: str | None
    value: Decimal
    value_max: Decimal | None
    qualifier: str
    unit: str
    value_as_written: str
    unit_as_written: str
    evidence: str  # at most 30 characters of the report around the figure
    start: int
    end: int
    page: int
    confidence: float
    rule: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as understood."""

    report: ReportMetadata
    mentions: list[Mention] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
