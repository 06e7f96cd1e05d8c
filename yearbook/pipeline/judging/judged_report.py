"""One report under judgement: its mentions and figures as the decisions about it have them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from yearbook.catalogue.catalogue import Catalogue
from yearbook.extraction.linking.facts import CONTRADICTIONS, Fact, note_contradictions, quote_evidence
from yearbook.pipeline.judging.statement import Statement, find_fault, identify, is_equivalent, read_statement, see
from yearbook.pipeline.read import ReportExtraction
from yearbook.records.decision import Decision
from yearbook.records.rows import DecisionRow, FigureRow, MentionRow, ReportRow

Span = tuple[int, int]
POSITIVE = {"confirm": "confirmed", "correct": "corrected", "claim": "corrected"}  # action → status of the fact
NEGATIVE = {"reject": "quantity", "not_a_figure": "name"}  # action → role of the mention
FATAL = ("fault_metric", "fault_agency")  # what even a confirmed figure cannot do without
ASSUMED = "_assumed"  # ends the notes on what the words leave open: a person has answered them


class JudgedReport:
    """A report whose mentions are judged one after the other."""

    def __init__(self, reading: ReportExtraction, catalogue: Catalogue) -> None:
        self.report = reading.report
        self.catalogue = catalogue
        self.mentions: dict[Span, MentionRow] = {(row.span_start, row.span_end): row for row in reading.mentions}
        self.figures: dict[Span, FigureRow] = {}
        for figure in reading.figures:
            if figure.span_start is not None and figure.span_end is not None:
                self.figures[figure.span_start, figure.span_end] = figure
        self.settled: dict[Span, tuple[str, Statement]] = {}  # the status and the words of figures that a person settled

    def judge(self, decision: Decision) -> DecisionRow:
        """Carry out one decision about this report."""
        assert decision.span_start is not None
        assert decision.span_end is not None
        span = decision.span_start, decision.span_end
        if span[1] > len(self.report.text):
            return describe_outcome(decision, "void", fault="fault_place")
        found = self.mentions.get(span) or self._find_overlapping(span)
        now = see(asdict(found)) if found else {}
        before = found.fact_id if found else None
        if decision.action in NEGATIVE:
            if found:
                self._leave_out(found, decision.action)
            return describe_outcome(decision, _compare(decision, now, Statement()), before, before, now)
        meant = read_statement({**now, **decision.seen}).with_change(decision.change, self.catalogue)
        fault = find_fault(meant, self.catalogue)
        if fault is not None and not (decision.action == "confirm" and fault not in FATAL):
            return describe_outcome(decision, "void", before, before, now, fault)
        fact_id = self._put(decision.action, span, found, meant)
        return describe_outcome(decision, _compare(decision, now, meant), fact_id, before, now)

    def close(self) -> ReportExtraction:
        """The report with all that was decided."""
        mentions = sorted(self.mentions.values(), key=lambda mention: mention.span_start)
        figures = [self._make_figure(mention) for mention in mentions if mention.fact_id is not None]
        numbered = tuple(replace(mention, ordinal=number) for number, mention in enumerate(mentions, start=1))
        return ReportExtraction(self.report, numbered, tuple(_note_contradictions(figures)))

    def _leave_out(self, mention: MentionRow, action: str) -> None:
        nothing: dict[str, Any] = {"metric_id": None, "fact_id": None, "confidence": None, "rule": None}
        span = mention.span_start, mention.span_end
        self.mentions[span] = replace(mention, role=NEGATIVE[action], reason=f"decided_{action}", **nothing)

    def _put(self, action: str, span: Span, found: MentionRow | None, meant: Statement) -> str:
        """Make the mention at `span` say what is meant; the fact that it makes. Mentions that overlap it give way."""
        for other in [other for other in self.mentions if other[0] < span[1] and span[0] < other[1]]:
            del self.mentions[other]
        mention = found if found is not None and (found.span_start, found.span_end) == span else self._make_mention(span)
        unchanged = meant.agency_id is None and is_equivalent(read_statement(see(asdict(mention))), meant)
        fact_id = mention.fact_id if unchanged and mention.fact_id else identify(meant, self.report.agency_id)
        self.settled[span] = POSITIVE[action], meant
        self.mentions[span] = replace(
            mention,
            role="metric",
            value=_float(meant.value),
            value_max=_float(meant.value_max),
            qualifier=meant.qualifier or "exact",
            unit=self.catalogue.metrics[meant.metric_id or ""].unit,
            metric_id=meant.metric_id,
            scope=meant.scope,
            period_start=meant.period_start,
            period_end=meant.period_end,
            baseline=meant.baseline,
            confidence=mention.confidence if unchanged else None,
            rule=mention.rule if unchanged else None,
            reason=mention.reason if unchanged else f"decided_{action}",
            notes=tuple(note for note in mention.notes if not note.endswith(ASSUMED)),
            fact_id=fact_id,
        )
        return fact_id

    def _find_overlapping(self, span: Span) -> MentionRow | None:
        """Where the numeral is cut out differently now: the mention that shares most with it."""

        def share(mention: MentionRow) -> int:
            return min(mention.span_end, span[1]) - max(mention.span_start, span[0])

        best = max(self.mentions.values(), key=share, default=None)
        return best if best is not None and share(best) > 0 else None

    def _make_mention(self, span: Span) -> MentionRow:
        """A mention of words that the extraction no longer takes for one numeral."""
        words = self.report.text[slice(*span)]
        page = bisect_right(self.report.page_starts, span[0])
        return MentionRow(
            self.report.report_id, 0, *span, page, words, "metric", None, None, "exact", None, words, "",
            None, None, None, None, None, None, None, "", (), (), None,
        )  # fmt: skip

    def _make_figure(self, mention: MentionRow) -> FigureRow:
        """The figure of a mention: as extracted where nobody touched it."""
        span = mention.span_start, mention.span_end
        extracted = self.figures.get(span)
        if span not in self.settled and extracted is not None:
            return extracted
        status, meant = self.settled.get(span, ("extracted", read_statement(see(asdict(mention)))))
        return make_figure(self.report, mention, meant, status, self.catalogue)


def make_figure(report: ReportRow, mention: MentionRow, meant: Statement, status: str, catalogue: Catalogue) -> FigureRow:
    """The figure that a mention makes of what is meant."""
    agency = catalogue.agencies.get(meant.agency_id or "")
    return FigureRow(
        fact_id=mention.fact_id or "",
        origin="report",
        agency_id=agency.agency_id if agency else report.agency_id,
        region_code=agency.region_code if agency else report.region_code,
        **meant.columns(),
        value_as_written=mention.value_as_written,
        unit_as_written=mention.unit_as_written,
        evidence=quote_evidence(report.text, mention.span_start, mention.span_end),
        status=status,
        confidence=mention.confidence,
        rule=mention.rule,
        report_id=report.report_id,
        page=mention.page,
        span_start=mention.span_start,
        span_end=mention.span_end,
        source_title=report.title,
        source_url=report.source_url,
        source_kind="report",
        published_on=report.published_on,
        note=None,
        caveats=mention.notes,
        demonstration=report.demonstration,
    )


def describe_outcome(
    decision: Decision,
    state: str,
    fact_id: str | None = None,
    fact_before: str | None = None,
    now: Mapping[str, Any] | None = None,
    fault: str | None = None,
) -> DecisionRow:
    """The row of a decision: what it made of which fact."""
    return DecisionRow(
        decision_id=decision.decision_id,
        decided_at=decision.decided_at,
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


def _compare(decision: Decision, now: Mapping[str, Any], meant: Statement) -> str:
    """Whether the extraction still says what it said when it was decided, or by now what was decided."""
    if not decision.seen:
        return "holds"
    said, saw = read_statement(now), read_statement(decision.seen)
    return "holds" if is_equivalent(said, saw) or is_equivalent(said, meant) else "conflict"


def _note_contradictions(figures: list[FigureRow]) -> list[FigureRow]:
    """The figures with the notes that they now earn by each other: a corrected one no longer contradicts the rest."""
    bodies: dict[str, dict[str, Fact]] = {}
    for figure in figures:
        bodies.setdefault(figure.agency_id, {}).setdefault(figure.fact_id, _as_fact(figure))
    noted = {fact.fact_id: fact.notes for facts in bodies.values() for fact in note_contradictions(list(facts.values()))}
    return [
        replace(figure, caveats=(*_own_notes(figure), *(note for note in noted[figure.fact_id] if note in CONTRADICTIONS)))
        for figure in figures
    ]


def _own_notes(figure: FigureRow) -> tuple[str, ...]:
    return tuple(note for note in figure.caveats if note not in CONTRADICTIONS)


def _as_fact(figure: FigureRow) -> Fact:
    return Fact(
        figure.fact_id, figure.agency_id, figure.region_code, figure.metric_id, figure.scope,
        date.fromisoformat(figure.period_start), date.fromisoformat(figure.period_end), figure.baseline,
        Decimal(repr(figure.value)), None if figure.value_max is None else Decimal(repr(figure.value_max)), figure.qualifier,
        "", figure.value_as_written, figure.unit_as_written, "", 0, 0, 0, 0.0, "",
    )  # fmt: skip


def _float(number: str | None) -> float | None:
    return None if number is None else float(number)
