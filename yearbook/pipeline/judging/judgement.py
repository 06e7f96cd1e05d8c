"""Decisions carried out: what people decided is laid over what the extraction and the record say, in every edition anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from yearbook.catalogue.catalogue import Catalogue
from yearbook.pipeline.judging.judged_report import NEGATIVE, JudgedReport, describe_outcome
from yearbook.pipeline.judging.statement import find_fault, find_fault_of_source, identify, read_statement, see
from yearbook.pipeline.read import ReportExtraction
from yearbook.records.decision import Decision
from yearbook.records.rows import DecisionRow, FigureRow


@dataclass(frozen=True, slots=True)
class Judged:
    """What an edition is made of after the decisions, and what became of each of them, oldest first."""

    readings: list[ReportExtraction]
    record: list[FigureRow]
    decisions: list[DecisionRow]


def apply_decision(
    decisions: Iterable[Decision], readings: list[ReportExtraction], record: list[FigureRow], catalogue: Catalogue
) -> Judged:
    """Lay the standing decisions over the readings and the record. `catalogue` knows the bodies of all the readings."""
    judging = Judging(decisions, catalogue)
    judged = [judging.judge(reading) for reading in readings]
    return Judged(judged, *judging.close(record))


class Judging:
    """The standing decisions, laid over one report after the other.

    A decision outlasts what it was about. Where the extraction now says something else it still holds, as a conflict; where
    it names what the catalogue no longer has it is void, and the extraction's word stands; where its report is not among
    the readings it is absent.
    """

    def __init__(self, decisions: Iterable[Decision], catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._about_reports: dict[str, list[Decision]] = defaultdict(list)
        self._about_record: dict[str, Decision] = {}
        self._rows: list[DecisionRow] = []
        for decision in decisions:
            if decision.report_id is not None:
                self._about_reports[decision.report_id].append(decision)
            elif decision.fact_id is not None:
                self._about_record[decision.fact_id] = decision

    def judge(self, reading: ReportExtraction) -> ReportExtraction:
        """A report as decided."""
        mine = self._about_reports.pop(reading.report.report_id, None)
        if mine is None:
            return reading
        report = JudgedReport(reading, self._catalogue)
        self._rows.extend(report.judge(decision) for decision in mine)
        return report.close()

    def close(self, record: Iterable[FigureRow]) -> tuple[list[FigureRow], list[DecisionRow]]:
        """The record as decided, and what became of every decision, oldest first. No report comes after it."""
        kept = []
        for figure in record:
            about = self._about_record.pop(figure.fact_id, None)
            after, row = (figure, None) if about is None else _judge_record(figure, about, self._catalogue)
            kept.extend([after] if after is not None else [])
            self._rows.extend([row] if row is not None else [])
        left = [*self._about_record.values(), *(decision for several in self._about_reports.values() for decision in several)]
        self._rows.extend(describe_outcome(decision, "absent", decision.fact_id) for decision in left)
        return kept, sorted(self._rows, key=lambda row: row.decided_at)


def _judge_record(figure: FigureRow, decision: Decision, catalogue: Catalogue) -> tuple[FigureRow | None, DecisionRow]:
    """A figure of the record as decided, None where it is left out, and what became of the decision."""
    before = figure.fact_id
    now = see({**asdict(figure), "unit": catalogue.metrics[figure.metric_id].unit, "role": "metric"})

    def tell(state: str, fact_id: str, fault: str | None = None) -> DecisionRow:
        return describe_outcome(decision, state, fact_id, before, now, fault)

    if decision.action in NEGATIVE:
        return None, tell("holds", before)
    if decision.action == "verify":
        fault = find_fault_of_source(decision.change)
        if fault is not None:
            return figure, tell("void", before, fault)
        source = {"source_kind": "official", "published_on": None} | dict(decision.change)
        return replace(figure, status="verified", **source), tell("holds", before)
    meant = read_statement(now).with_change(decision.change, catalogue)
    fault = find_fault(meant, catalogue)
    if decision.action == "confirm" or fault is not None:
        return figure, tell("void" if fault else "holds", before, fault)
    agency = catalogue.agencies[meant.agency_id or figure.agency_id]
    changed = replace(
        figure,
        fact_id=identify(meant, figure.agency_id),
        agency_id=agency.agency_id,
        region_code=agency.region_code,
        **meant.columns(),
        status="corrected",
    )
    return changed, tell("holds", changed.fact_id)
