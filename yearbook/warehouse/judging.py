"""Decisions applied to what was extracted from a report, and to the figures of the public record.

A decision outlasts what it was about. Where the extraction now says something else it still holds, as a conflict; where it names
what the catalogue no longer has it is void, and the extraction stands; where its report or figure is not among the sources it is
absent. A report with decisions is judged as a whole, because what was decided about one place changes its neighbours: mentions
that overlap give way, a figure stated again stands for a rejected one, a corrected one no longer contradicts the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

import orjson

from yearbook.catalogue.catalogue import Catalogue
from yearbook.extraction.linking.facts import CONTRADICTIONS, Fact, note_contradictions, quote_evidence
from yearbook.records.rows import DecisionRow, FigureRow, MentionRow, ReportExtraction, parse_timestamp
from yearbook.records.state import Decision
from yearbook.warehouse.statement import (
    Statement,
    file_statement,
    find_fault,
    find_fault_of_source,
    identify,
    is_equivalent,
    read_day,
    read_statement,
    see,
)

Span = tuple[int, int]
POSITIVE = {"confirm": "confirmed", "correct": "corrected", "claim": "corrected"}  # action → status of the fact
NEGATIVE = {"reject": "quantity", "not_a_figure": "name"}  # action → role of the mention
FATAL = ("fault_metric", "fault_agency")  # faults that even a confirmed figure cannot have
FACT = (
    "fact_id", "agency_id", "region_code", "metric_id", "scope", "period_start", "period_end", "baseline", "qualifier",
    "value_as_written", "unit_as_written",
)  # fmt: skip


def judge_report(
    extraction: ReportExtraction, decisions: Iterable[Decision], catalogue: Catalogue
) -> tuple[ReportExtraction, list[DecisionRow]]:
    """A report as the decisions about it, oldest first, have it; and what became of each. `catalogue` knows its agency."""
    report = _JudgedReport(extraction, catalogue)
    rows = [report.judge(decision) for decision in decisions]
    return report.close(), rows


def judge_record(
    figures: Iterable[FigureRow], decisions: Iterable[Decision], catalogue: Catalogue
) -> tuple[list[FigureRow], list[DecisionRow]]:
    """The record as the decisions about its figures have it, and what became of each; those about no figure are absent."""
    about = {str(decision.fact_id): decision for decision in decisions}
    kept, rows = [], []
    for figure in figures:
        decision = about.pop(figure.fact_id, None)
        after: FigureRow | None = figure
        if decision is not None:
            after, row = _judge_recorded(figure, decision, catalogue)
            rows.append(row)
        kept += [after] if after is not None else []
    return kept, rows + [describe_outcome(decision, "absent", decision.fact_id) for decision in about.values()]


def describe_outcome(
    decision: Decision,
    state: str,
    fact_id: str | None = None,
    fact_before: str | None = None,
    now: Mapping[str, Any] | None = None,
    fault: str | None = None,
) -> DecisionRow:
    """The row of a decision: its state, and the fact that it made of which."""
    return DecisionRow(
        decision_id=decision.decision_id,
        decided_at=parse_timestamp(decision.decided_at),
        who=decision.who,
        action=decision.action,
        why=decision.why,
        report_id=decision.report_id,
        span_start=decision.span_start,
        span_end=decision.span_end,
        fact_id=fact_id,
        fact_before=fact_before,
        change=orjson.dumps(dict(decision.change)).decode(),
        seen=orjson.dumps(dict(decision.seen)).decode(),
        now=orjson.dumps(dict(now or {})).decode(),
        state=state,
        fault=fault,
    )


class _JudgedReport:
    """A report whose mentions are judged one after the other."""

    def __init__(self, extraction: ReportExtraction, catalogue: Catalogue) -> None:
        self.extraction, self.report, self.catalogue = extraction, extraction.report, catalogue
        self.mentions: dict[Span, MentionRow] = {(row.span_start, row.span_end): row for row in extraction.mentions}
        self.figures = {(figure.span_start, figure.span_end): figure for figure in extraction.figures}
        self.settled: dict[Span, tuple[str, Statement]] = {}  # status and statement of figures that a person settled

    def judge(self, decision: Decision) -> DecisionRow:
        span = decision.span_start or 0, decision.span_end or 0
        if span[1] > len(self.report.text):
            return describe_outcome(decision, "void", fault="fault_place")
        found = self.mentions.get(span) or self._find_overlapping(span)
        now = see(asdict(found)) if found else {}
        before = found.fact_id if found else None
        if decision.action in NEGATIVE:
            if found:
                self._reject(found, decision.action)
            return describe_outcome(decision, self._compare(decision, now, Statement()), before, before, now)
        meant = read_statement({**now, **decision.seen}).with_change(decision.change, self.catalogue)
        fault = find_fault(meant, self.catalogue)
        if fault is not None and not (decision.action == "confirm" and fault not in FATAL):
            return describe_outcome(decision, "void", before, before, now, fault)
        fact_id = self._settle(decision.action, span, found, meant)
        return describe_outcome(decision, self._compare(decision, now, meant), fact_id, before, now)

    def close(self) -> ReportExtraction:
        """The report with all that was decided."""
        mentions = sorted(self.mentions.values(), key=lambda mention: mention.span_start)
        figures = [self._make_figure(mention) for mention in mentions if mention.fact_id is not None]
        numbered = [replace(mention, ordinal=number) for number, mention in enumerate(mentions, start=1)]
        read = {(mention.span_start, mention.span_end): mention.notes for mention in mentions}
        return replace(self.extraction, mentions=numbered, figures=_update_contradictions(figures, read))

    def _reject(self, mention: MentionRow, action: str) -> None:
        nothing: dict[str, Any] = {"metric_id": None, "fact_id": None, "confidence": None, "rule": None}
        span = mention.span_start, mention.span_end
        self.mentions[span] = replace(mention, role=NEGATIVE[action], reason=f"decided_{action}", **nothing)

    def _settle(self, action: str, span: Span, found: MentionRow | None, meant: Statement) -> str:
        """Make the mention at `span` state what is meant; the fact that it makes. Mentions that overlap it give way."""
        for other in [other for other in self.mentions if other[0] < span[1] and span[0] < other[1]]:
            del self.mentions[other]
        mention = found if found is not None and (found.span_start, found.span_end) == span else self._make_mention(span)
        read = read_statement(see(asdict(mention)))
        unchanged = meant.agency_id is None and is_equivalent(self._file(read), self._file(meant))
        own_id = mention.fact_id if unchanged else None
        fact_id = own_id or identify(meant, self.report.agency_id, self.catalogue, self.report.report_year)
        self.settled[span] = POSITIVE[action], meant
        self.mentions[span] = replace(
            mention,
            role="metric",
            unit=self.catalogue.metrics[meant.metric_id or ""].unit,
            confidence=mention.confidence if unchanged else None,
            rule=mention.rule if unchanged else None,
            reason=mention.reason if unchanged else f"decided_{action}",
            notes=tuple(note for note in mention.notes if note not in _answered(meant)),
            fact_id=fact_id,
            **meant.columns(),
        )
        return fact_id

    def _file(self, statement: Statement) -> Statement:
        return file_statement(statement, self.catalogue, self.report.report_year)

    def _compare(self, decision: Decision, now: Mapping[str, Any], meant: Statement) -> str:
        """Whether the extraction still states what it stated when it was decided, or what was decided.

        What it only assumed then and leaves open now is filed alike, and no conflict.
        """
        if not decision.seen:
            return "holds"
        extracted = self._file(read_statement(now))
        stated = (self._file(one) for one in (read_statement(decision.seen), meant))
        return "holds" if any(is_equivalent(extracted, one) for one in stated) else "conflict"

    def _find_overlapping(self, span: Span) -> MentionRow | None:
        """Where the numeral is cut out differently now: the mention that shares most with it."""

        def overlap(mention: MentionRow) -> int:
            return min(mention.span_end, span[1]) - max(mention.span_start, span[0])

        best = max(self.mentions.values(), key=overlap, default=None)
        return best if best is not None and overlap(best) > 0 else None

    def _make_mention(self, span: Span) -> MentionRow:
        """A mention of words that the extraction no longer takes for one numeral."""
        words = self.report.text[slice(*span)]
        page = bisect_right(self.report.page_starts, span[0])
        return MentionRow(
            self.report.report_id, 0, *span, page, words, "metric", None, None, "exact", None, words, "",
            None, None, None, None, None, None, None, "", (), (), (), None,
        )  # fmt: skip

    def _make_figure(self, mention: MentionRow) -> FigureRow:
        """The figure of a mention: as extracted where nobody settled it."""
        report, span = self.report, (mention.span_start, mention.span_end)
        if span not in self.settled and span in self.figures:
            return self.figures[span]
        status, meant = self.settled.get(span, ("extracted", read_statement(see(asdict(mention)))))
        agency = self.catalogue.agencies.get(meant.agency_id or "")
        return FigureRow(
            fact_id=mention.fact_id or "",
            agency_id=agency.agency_id if agency else report.agency_id,
            region_code=agency.region_code if agency else report.region_code,
            **report.figure_columns(),
            **meant.columns() | {"scope": self._file(meant).scope},
            value_as_written=mention.value_as_written,
            unit_as_written=mention.unit_as_written,
            evidence=quote_evidence(report.text, *span),
            status=status,
            confidence=mention.confidence,
            rule=mention.rule,
            page=mention.page,
            span_start=mention.span_start,
            span_end=mention.span_end,
            caveats=mention.notes,
        )


def _judge_recorded(figure: FigureRow, decision: Decision, catalogue: Catalogue) -> tuple[FigureRow | None, DecisionRow]:
    """A figure of the record as decided, None where it is left out, and what became of the decision."""
    before = figure.fact_id
    now = see({**asdict(figure), "unit": catalogue.metrics[figure.metric_id].unit, "role": "metric"})
    after: FigureRow | None = figure
    fault: str | None = None
    if decision.action in NEGATIVE:
        after = None
    elif decision.action == "verify":
        fault = find_fault_of_source(decision.change)
        if fault is None:
            source = {"source_kind": "official"} | dict(decision.change)
            source["published_on"] = read_day(source.get("published_on"))
            after = replace(figure, status="verified", **source)
    else:
        meant = read_statement(now).with_change(decision.change, catalogue)
        fault = find_fault(meant, catalogue, recorded=True)
        if decision.action != "confirm" and fault is None:
            agency = catalogue.agencies[meant.agency_id or figure.agency_id]
            own: dict[str, Any] = {"agency_id": agency.agency_id, "region_code": agency.region_code, "status": "corrected"}
            fact_id = identify(meant, figure.agency_id, catalogue, 0)  # its period is complete: no year is needed
            after = replace(figure, fact_id=fact_id, **own, **meant.columns())
    fact_id = before if after is None else after.fact_id
    return after, describe_outcome(decision, "void" if fault else "holds", fact_id, before, now, fault)


def _answered(meant: Statement) -> set[str]:
    """The notes on what a report leaves open that a statement answers."""
    open_parts = {"period_assumed": meant.period_end, "scope_assumed": meant.scope}
    return {note for note, stated in open_parts.items() if stated is not None}


def _update_contradictions(figures: list[FigureRow], read: Mapping[Any, Sequence[str]]) -> list[FigureRow]:
    """The figures with the caveats that they earn by each other now, beside those that their own words earned in the report."""
    bodies: dict[str, dict[str, Fact]] = {}
    for figure in figures:
        bodies.setdefault(figure.agency_id, {}).setdefault(figure.fact_id, _make_fact(figure))
    noted = {fact.fact_id: fact.notes for facts in bodies.values() for fact in note_contradictions(list(facts.values()))}
    judged = []
    for figure in figures:
        words = read.get((figure.span_start, figure.span_end), ())
        own = [caveat for caveat in figure.caveats if caveat not in CONTRADICTIONS or caveat in words]
        judged.append(replace(figure, caveats=tuple(dict.fromkeys((*own, *noted[figure.fact_id])))))
    return judged


def _make_fact(figure: FigureRow) -> Fact:
    """What the rule of contradictions looks at; it has no notes of its own."""
    largest = None if figure.value_max is None else Decimal(repr(figure.value_max))
    values: dict[str, Any] = {"value": Decimal(repr(figure.value)), "value_max": largest}
    nothing: dict[str, Any] = {"unit": "", "evidence": "", "start": 0, "end": 0, "page": 0, "confidence": 0.0, "rule": ""}
    return Fact(**{name: getattr(figure, name) for name in FACT}, **values, **nothing)
