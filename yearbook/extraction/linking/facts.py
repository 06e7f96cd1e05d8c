"""Facts: the figures of a report that a metric claims, each with an identity that stays the same from edition to edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from hashlib import sha1

from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.documents.document import Document, Note
from yearbook.extraction.linking.report_metadata import ReportMetadata
from yearbook.extraction.mentions.mention import Mention, format_decimal


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure that a metric claims. `value` and `value_max` are in the metric's base unit; changes are signed.

    A day of the period is None where the report does not state it; `scope` is then the one it is compared under, and
    the notes say so.
    """

    fact_id: str
    agency_id: str
    region_code: str
    metric_id: str
    scope: str
    period_start: date | None
    period_end: date | None
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
    """A report as extracted."""

    report: ReportMetadata
    mentions: list[Mention] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    notes: tuple[Note, ...] = ()  # on the report as a whole


def identify_fact(
    agency_id: str,
    metric_id: str,
    scope: str,
    period_start: date,
    period_end: date,
    baseline: str | None,
    value: Decimal,
    value_max: Decimal | None = None,
) -> str:
    """A fact's identity: the same figure of the same body gets the same id from any source, in any edition, and in the record."""
    parts = [agency_id, metric_id, scope, period_start.isoformat(), period_end.isoformat(), baseline or "", format_decimal(value)]
    if value_max is not None:
        parts.append(format_decimal(value_max))
    return "f" + sha1("|".join(parts).encode()).hexdigest()[:10]


def file_period(start: date | None, end: date | None, kind: str, year: int) -> tuple[date, date]:
    """The days that stand for a period in a fact's identity: those not stated are of the report's year, a stock's its last."""
    last = end or max(date(year, 12, 31), start or date.min)
    return start or (last if kind == "stock" else date(last.year, 1, 1)), last


def file_scope(scope: str | None, metric: Metric) -> str:
    """The scope a figure is compared under: where none is stated, the one its metric usually has."""
    return scope or metric.usual_scope or "agency"


CONTRADICTIONS = frozenset({"contradicts_itself", "change_disagrees"})  # the notes that depend on the report's other figures
CHANGE_TOLERANCE = Decimal("0.15")  # percentage points by which a published change may differ from a computed one: rounding
Levels = dict[tuple[str, str, date, date, str | None], list[Fact]]  # by metric, scope, period and baseline
_ROOM = {  # how far the true figure may lie from what is written, as shares of it
    "approx": (Decimal("0.9"), Decimal("1.1")),
    "more_than": (Decimal(1), Decimal("1.3")),
    "at_least": (Decimal(1), Decimal(2)),
    "less_than": (Decimal("0.7"), Decimal(1)),
    "at_most": (Decimal("0.5"), Decimal(1)),
}


def note_contradictions(facts: list[Fact]) -> list[Fact]:
    """The facts of one report, with notes on those that contradict each other."""
    noted: dict[str, set[str]] = defaultdict(set)
    for rule, fact, _ in find_disagreements(facts):
        if rule not in fact.notes:
            noted[fact.fact_id].add(rule)
    return [replace(fact, notes=(*fact.notes, *sorted(noted[fact.fact_id]))) if fact.fact_id in noted else fact for fact in facts]


def find_disagreements(facts: list[Fact]) -> Iterator[tuple[str, Fact, tuple[Fact, ...]]]:
    """Each fact of one report that cannot be right together with others, by the rule that says so."""
    levels: Levels = defaultdict(list)
    for fact in facts:
        if fact.period_start is not None and fact.period_end is not None:  # else they may be of different times
            levels[fact.metric_id, fact.scope, fact.period_start, fact.period_end, fact.baseline].append(fact)
    for same in levels.values():
        if any(not _agree(one, other) for one in same for other in same):
            yield from (("contradicts_itself", fact, tuple(other for other in same if other is not fact)) for fact in same)
    for fact in facts:
        if fact.metric_id.endswith("_change") and fact.baseline == "previous_year" and fact.period_end is not None:
            both = _find_levels(fact, fact.period_end.year, levels)
            computed = (both[0].value / both[1].value - 1) * 100 if both else fact.value
            if both and abs(computed - fact.value) > CHANGE_TOLERANCE:
                yield "change_disagrees", fact, both


def _agree(one: Fact, other: Fact) -> bool:
    """Whether two statements can be of one true figure: 3184 and 3100余 can."""
    (low, high), (floor, ceiling) = _span(one), _span(other)
    return low <= ceiling and floor <= high


def _span(fact: Fact) -> tuple[Decimal, Decimal]:
    low, high = _ROOM.get(fact.qualifier, (Decimal(1), Decimal(1)))
    ends = fact.value * low, (fact.value_max if fact.value_max is not None else fact.value) * high
    return min(ends), max(ends)


def _find_levels(fact: Fact, year: int, levels: Levels) -> tuple[Fact, ...]:
    """The report's own levels of `year` and of the one before, from which a change follows; none where it lacks either."""
    metric = fact.metric_id.removesuffix("_change")
    before = levels.get((metric, fact.scope, date(year - 1, 1, 1), date(year - 1, 12, 31), None), [])
    now = levels.get((metric, fact.scope, date(year, 1, 1), date(year, 12, 31), None), [])
    if len(before) != 1 or len(now) != 1 or before[0].value == 0:
        return ()
    return now[0], before[0]


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
        metric, end, year = catalogue.metrics[mention.metric], mention.period_end, report.report_year
        if end is None and year is None:
            continue
        scope, filed = file_scope(mention.scope, metric), file_period(mention.period_start, end, metric.kind, year or 0)
        fact_id = identify_fact(agency, metric.id, scope, *filed, mention.baseline, mention.value, mention.value_max)
        facts.setdefault(
            fact_id,
            Fact(
                fact_id=fact_id,
                agency_id=agency,
                region_code=report.region_code,
                metric_id=metric.id,
                scope=scope,
                period_start=mention.period_start,
                period_end=end,
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
                confidence=mention.confidence or 0.0,
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
