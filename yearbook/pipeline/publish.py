"""Storing examined reports with what a person said of them, and publishing the edition that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import translate
from yearbook.pipeline.build import is_up_to_date, update_edition
from yearbook.pipeline.decision_migration import migrate_decisions
from yearbook.pipeline.outcome import FileOutcome, IngestSummary, added_outcome, known_outcome
from yearbook.pipeline.preview import Prepared, Preview
from yearbook.pipeline.read import Understand, Workers
from yearbook.records.decision import Decision
from yearbook.store.decisions import decide_all, standing_decisions
from yearbook.store.lock import PATIENCE
from yearbook.store.reports import amend_note, store_report
from yearbook.warehouse.extractions import SegmentWriter
from yearbook.warehouse.statement import see
from yearbook.warehouse.warehouse import open_warehouse


@dataclass(frozen=True, slots=True)
class Accepted:
    """A prepared report as a person accepts it: without the facts of `left_out`; it `replaces` its other version or does not."""

    prepared: Prepared
    left_out: frozenset[str] = frozenset()
    replaces: bool = True


def publish_prepared(
    accepted: Sequence[Accepted],
    home: Home,
    who: str,
    *,
    understand: Understand | None = None,
    timeout: float = PATIENCE,
) -> IngestSummary:
    """Store the accepted reports and publish them as one new edition; where nothing is new, no edition is made.

    What was not accepted of a report is rejected before the report is stored, so that a crash in between never publishes it.
    Raises WriterBusy, DataError and Unsound as update_edition does; the reports are stored then, and the next edition holds
    them.
    """
    outcomes = []
    with Preview(home, understand) as preview, SegmentWriter(home.extractions) as segments:
        for one in accepted:
            prepared = one.prepared
            if prepared.extraction is None:
                raise ValueError(f"{prepared.path} cannot be accepted: it is {prepared.state}")
            if prepared.note is None:  # other reports may have come in since it was examined
                prepared = preview.compare(prepared.path, prepared.job, prepared.extraction)
            _settle_left_out(home, prepared, one.left_out, who)
            outcomes.append(keep_report(home, prepared, one.replaces))
            segments.add(*prepared.to_stored())
    return publish(home, outcomes, "import", understand=understand, timeout=timeout)


def keep_report(home: Home, prepared: Prepared, replaces: bool = True) -> FileOutcome:
    """Store a report in one step; of one that is stored already, what is given with it now.

    Decisions about the version that it replaces are repeated for it.
    """
    job, old, extraction = prepared.job, prepared.note, prepared.extraction
    assert extraction is not None
    report = extraction.report
    outcome = added_outcome(prepared, replaces)
    note = replace(prepared.to_note(), supersedes=outcome.replaces, superseded_by=outcome.replaced_by)
    if old is not None:
        note = replace(note, supersedes=old.supersedes, superseded_by=old.superseded_by)
        if note != old:
            amend_note(home, note)
        return known_outcome(prepared.path, report.report_id)
    if outcome.replaces and prepared.other is not None:
        migrate_decisions(home, prepared.other.report, report)
    return outcome if store_report(home, note, job.content) else known_outcome(prepared.path, report.report_id)


def publish(
    home: Home,
    outcomes: Sequence[FileOutcome],
    summary: str,
    *,
    understand: Understand | None = None,
    workers: Workers = 1,
    timeout: float = PATIENCE,
) -> IngestSummary:
    """Publish the edition that holds all stored reports, unless the current one does or everything was refused."""
    added = [outcome.report_id for outcome in outcomes if outcome.fate == "added"]
    if all(outcome.fate == "refused" for outcome in outcomes) or (not added and is_up_to_date(home)):
        return IngestSummary(tuple(outcomes), None)
    built = update_edition(home, summary=summary, understand=understand, workers=workers, timeout=timeout)
    if built is None:
        return IngestSummary(tuple(outcomes), None)
    with open_warehouse(home, built.note.number) as warehouse:
        joined = int(warehouse.ask("joined_figures", reports=added)["figures"].iloc[0])
    return IngestSummary(tuple(outcomes), built.note, built.refusals, joined)


def rejected_facts(home: Home, prepared: Prepared) -> frozenset[str]:
    """The facts of a report that somebody rejected before, when it was examined or stored."""
    decided = {decision.place for decision in _rejections(home, prepared.report_id)}
    mentions = prepared.extraction.mentions if prepared.extraction else ()
    places = ((mention.report_id, mention.span_start, mention.span_end, mention.fact_id) for mention in mentions)
    return frozenset(fact_id for *place, fact_id in places if fact_id is not None and tuple(place) in decided)


def _settle_left_out(home: Home, prepared: Prepared, left_out: frozenset[str], who: str) -> None:
    """Reject what was not accepted, and undo earlier rejections of what is accepted now."""
    assert prepared.extraction is not None
    rejected = {decision.place: decision for decision in _rejections(home, prepared.report_id)}
    decisions = []
    for mention in prepared.extraction.mentions:
        place = mention.report_id, mention.span_start, mention.span_end
        before = rejected.get(place)
        if mention.fact_id in left_out and before is None:
            why = translate("import.left_out")
            decisions.append(Decision(who, "reject", *place, seen=see(asdict(mention)), why=why))
        elif mention.fact_id is not None and mention.fact_id not in left_out and before is not None:
            change = {"decision_id": before.decision_id}
            decisions.append(Decision(who, "undo", *place, change=change, why=translate("import.taken_in")))
    if decisions:
        decide_all(home, decisions)


def _rejections(home: Home, report_id: str) -> list[Decision]:
    standing = standing_decisions(home)
    return [decision for decision in standing if decision.action == "reject" and decision.report_id == report_id]
