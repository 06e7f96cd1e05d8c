"""Publish prepared reports: store, settle decisions, build the edition; the outcome of each file and their summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message, translate
from yearbook.documents.document import Refusal
from yearbook.logs import log_event
from yearbook.pipeline.build import is_up_to_date, update_edition
from yearbook.pipeline.preview import Prepared, Preview
from yearbook.pipeline.read import Understand, Workers
from yearbook.pipeline.versions import compare_figures, migrate_decisions
from yearbook.records.state import Decision
from yearbook.store.decisions import decide_all, standing_decisions
from yearbook.store.lock import PATIENCE
from yearbook.store.reports import amend_note, store_report
from yearbook.warehouse.extractions import SegmentWriter
from yearbook.warehouse.registry import EditionNote
from yearbook.warehouse.statement import see
from yearbook.warehouse.warehouse import open_warehouse

Fate = Literal["added", "known", "refused"]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file. The counts are of an added report; `reason` says why a file was refused."""

    path: str
    fate: Fate
    reason: str = ""
    report_id: str | None = None
    agency: str = ""
    year: int | None = None
    title: str = ""
    format: str = ""
    mentions: int = 0
    figures: int = 0
    unclaimed: int = 0  # measurements that no metric claims
    contradictions: int = 0  # figures for which the edition holds another value
    joined: int = 0  # figures that the edition holds already from another source
    replaces: str | None = None  # the report_id of the older version whose place it takes
    replaced_by: str | None = None  # the report_id of the newer version that is kept already: this one stays out of the edition
    likeness: float | None = None  # to that other version: 1 is the same words
    figures_added: int = 0  # against the other version
    figures_revised: int = 0
    figures_removed: int = 0
    demonstration: bool = False
    unread: tuple[str, ...] = ()  # what its source shows and its text lacks, in words


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What bringing in did. `edition` is the one it published, None where nothing was new."""

    files: tuple[FileOutcome, ...]
    edition: EditionNote | None
    gone: tuple[Refusal, ...] = ()  # reports of earlier days that can no longer be read
    joined: int = 0  # figures of the added reports that the edition before held already

    def of(self, fate: Fate) -> list[FileOutcome]:
        return [file for file in self.files if file.fate == fate]

    def to_json(self) -> dict[str, Any]:
        """All of it as plain values for JSON; the keys are those of FileOutcome and EditionNote."""
        fates = Counter(file.fate for file in self.files)
        return {
            "files": [asdict(file) for file in self.files],
            "counts": {fate: fates[fate] for fate in ("added", "known", "refused")},
            "edition": asdict(self.edition) if self.edition else None,
            "joined": self.joined,
            "gone": [{"name": refusal.name, "reason": refusal.reason} for refusal in self.gone],
        }


def refused_outcome(path: str, reason: str) -> FileOutcome:
    """The outcome of a file that cannot be read. The log gets its name: the reason may quote the report."""
    log_event("refusal", file=path.rpartition("/")[2])
    return FileOutcome(path, "refused", reason)


def known_outcome(path: str, report_id: str) -> FileOutcome:
    """The outcome of a file whose bytes are kept already."""
    return FileOutcome(path, "known", report_id=report_id)


def added_outcome(prepared: Prepared, replaces: bool = True) -> FileOutcome:
    """The outcome of a report that was, or would be, added; `replaces`: as the version that it is."""
    assert prepared.extraction is not None
    extraction, other = prepared.extraction, prepared.other if replaces else None
    report = extraction.report
    kinds: Counter[str] = Counter()
    if other is not None:
        kinds.update(difference.kind for difference in compare_figures(other.extraction.figures, extraction.figures))
    return FileOutcome(
        prepared.path,
        "added",
        report_id=report.report_id,
        agency=report.publisher,
        year=report.report_year,
        title=report.title,
        format=report.format,
        mentions=len(extraction.mentions),
        figures=len({figure.fact_id for figure in extraction.figures}),
        unclaimed=prepared.unclaimed,
        contradictions=len({one.figure.fact_id for one in prepared.contradictions}),
        joined=len(prepared.joined),
        replaces=other.report.report_id if other and not other.is_newer else None,
        replaced_by=other.report.report_id if other and other.is_newer else None,
        likeness=round(other.likeness, 3) if other else None,
        figures_added=kinds["added"],
        figures_revised=kinds["revised"],
        figures_removed=kinds["removed"],
        demonstration=report.demonstration,
        unread=tuple(translate(note.words, what=note.what) for note in extraction.unread),
    )


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a figure before it comes in: `change` as of a decision (see proposal.list_differences)."""

    span_start: int
    span_end: int
    change: Mapping[str, str | None]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A prepared report as a person accepts it: without the facts of `left_out`, with `corrections` of others; it `replaces` its
    other version or does not."""

    prepared: Prepared
    left_out: frozenset[str] = frozenset()
    replaces: bool = True
    corrections: tuple[Correction, ...] = ()


def publish_prepared(
    accepted: Sequence[Accepted],
    home: Home,
    who: str,
    *,
    understand: Understand | None = None,
    timeout: float = PATIENCE,
) -> IngestSummary:
    """Store the accepted reports and publish them as one new edition; where nothing is new, no edition is made.

    What was not accepted of a report is rejected, and what was corrected is decided, before the report is stored, so that a crash
    in between never publishes it as it was read. Raises ValueError for a correction of what is no numeral of the report.
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
            _settle_corrections(home, prepared, one, who)
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
    if (outcomes and all(outcome.fate == "refused" for outcome in outcomes)) or (not added and is_up_to_date(home)):
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


def _settle_corrections(home: Home, prepared: Prepared, accepted: Accepted, who: str) -> None:
    """Decide what was corrected and is not left out."""
    assert prepared.extraction is not None
    mentions = {(mention.span_start, mention.span_end): mention for mention in prepared.extraction.mentions}
    decisions = []
    for one in accepted.corrections:
        mention = mentions.get((one.span_start, one.span_end))
        if mention is None:
            raise ValueError(Message("import.correct_gone", file=prepared.path, start=one.span_start, end=one.span_end))
        if mention.fact_id not in accepted.left_out:
            place = mention.report_id, mention.span_start, mention.span_end
            decisions.append(Decision(who, "correct", *place, change=dict(one.change), seen=see(asdict(mention)), why=one.why))
    if decisions:
        decide_all(home, decisions)


def _rejections(home: Home, report_id: str) -> list[Decision]:
    standing = standing_decisions(home)
    return [decision for decision in standing if decision.action == "reject" and decision.report_id == report_id]
