"""Preview of reports before anything is stored: what each says, and how that compares with what is known already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

import pandas as pd

from yearbook.catalogue.files import DataError, Home
from yearbook.catalogue.messages import Message
from yearbook.documents.document import Document, Refusal, report_id_of
from yearbook.pipeline.read import ReadJob, Understand, Unplaced, extract_document, extraction_key
from yearbook.pipeline.versions import LeftOut, OtherVersion, VersionIndex, subject_of
from yearbook.records.rows import FigureRow, ReportExtraction, parse_timestamp
from yearbook.records.state import ReportNote
from yearbook.store.reports import find_note
from yearbook.warehouse.registry import NoEdition
from yearbook.warehouse.warehouse import Warehouse, open_warehouse

State = Literal["new", "version", "known", "unplaced", "refused"]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A figure of a report, and another value that the edition holds for the same body, metric, scope, period and baseline."""

    figure: FigureRow
    known: Mapping[str, Any]  # a row of queries/pages/known_figures.sql


@dataclass(frozen=True, slots=True)
class Prepared:
    """One report as it would come in. Nothing of it is stored.

    new: it is not stored · version: another version of it is stored, `other` · known: the same bytes are stored, `note` ·
    unplaced: its agency or year is unknown, which a person may give · refused: it cannot be read. `reason` is of the last two.
    """

    path: str  # as shown to people
    job: ReadJob
    state: State
    reason: str = ""
    extraction: ReportExtraction | None = None
    document: Document | None = None
    suggestion: Mapping[str, Any] | None = None  # of an unplaced report, from its text: title, publisher, report_year
    note: ReportNote | None = None
    left_out: LeftOut | None = None  # why a report that is stored is in no edition
    other: OtherVersion | None = None
    contradictions: tuple[Contradiction, ...] = ()
    joined: frozenset[str] = frozenset()  # its fact_ids that the edition holds already from another source

    @property
    def report_id(self) -> str:
        return report_id_of(self.job.content)

    def to_stored(self) -> tuple[ReportExtraction, str]:
        """Its extraction as it is stored, with its key."""
        assert self.extraction is not None
        note = self.to_note()
        report = replace(self.extraction.report, name=note.name, read_at=parse_timestamp(note.read_at))
        return replace(self.extraction, report=report), extraction_key(self.job.home, note)

    def to_note(self) -> ReportNote:
        """How it comes in; of a stored report, with what is given now. Which version it supersedes is left open."""
        assert self.extraction is not None
        report, job, old = self.extraction.report, self.job, self.note
        name, read_at = (old.name, old.read_at) if old else (job.name, job.read_at)
        given = job.publisher, job.year, report.demonstration, job.title, job.region_code
        source_url = old.source_url if old else job.source_url
        return ReportNote(report.report_id, name, read_at, *given, source_url=source_url)

    @property
    def unclaimed(self) -> int:
        """How many measurements no metric claims."""
        return sum(mention.role == "quantity" for mention in self.extraction.mentions) if self.extraction else 0


class Preview:
    """Examines reports one after the other; each is also compared with those examined before.

    It queries `warehouse`, the caller's own, or opens the current edition itself, to be closed.
    """

    def __init__(self, home: Home, understand: Understand | None = None, warehouse: Warehouse | None = None) -> None:
        self.home = home
        self._understand = understand
        self._versions = VersionIndex(home, understand)
        self._own = None if warehouse else _open(home)
        self._warehouse = warehouse or self._own

    def __enter__(self) -> Preview:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._own is not None:
            self._own.close()

    def examine(
        self,
        path: str,
        name: str,
        content: bytes,
        *,
        publisher: str | None = None,
        year: int | None = None,
        title: str | None = None,
        region_code: str | None = None,
        document: Document | None = None,
        source_url: str | None = None,
    ) -> Prepared:
        """What would become of a file. What is given outranks its text; `document` saves reading the bytes again.

        A file that is known is examined with what was given when it came in, unless something else is given now.
        """
        note = find_note(self.home, report_id_of(content))
        if note is not None and (publisher, year, title, region_code) == (None, None, None, None):
            publisher, year, title, region_code = note.publisher, note.year, note.title, note.region_code
        given = publisher, year, self._understand, title, region_code, document
        job = ReadJob(self.home, name, content, current_timestamp(), *given, note.source_url if note else source_url)
        try:
            document = document or _read(job)
            return self.compare(path, replace(job, document=document), extract_document(document, job), note)
        except Refusal as refusal:
            return self.compare(path, job, refusal, note)
        except DataError:
            raise
        except Exception as error:  # a fault of ours on one report must not keep the others out
            reason = Message("warehouse.understanding_failed", reason=f"{type(error).__name__}: {error}")
            return self.compare(path, job, Refusal(name, reason), note)

    def compare(self, path: str, job: ReadJob, outcome: ReportExtraction | Refusal, note: ReportNote | None = None) -> Prepared:
        """What would become of a report that has been read: against the edition and the stored reports."""
        if isinstance(outcome, Unplaced):
            read = outcome.metadata
            suggestion = {"title": read.title, "publisher": read.publisher, "report_year": read.report_year}
            job = replace(job, document=outcome.document)
            return Prepared(path, job, "unplaced", outcome.reason, document=outcome.document, suggestion=suggestion)
        if isinstance(outcome, Refusal):
            return Prepared(path, job, "refused", outcome.reason)
        other = None if note else self._versions.find_other(outcome)
        own = {outcome.report.report_id, *([other.report.report_id] if other else [])}
        known = self._ask({figure.agency_id for figure in outcome.figures}, own)
        self._versions.add(outcome)
        return Prepared(
            path,
            job,
            "known" if note else "version" if other else "new",
            extraction=outcome,
            document=job.document,
            note=note,
            left_out=self._versions.why_left_out(outcome.report.report_id),
            other=other,
            contradictions=tuple(_find_contradictions(outcome, known)),
            joined=frozenset({figure.fact_id for figure in outcome.figures} & {row["fact_id"] for row in known}),
        )

    def release(self, report_id: str) -> None:
        """Hold a report no longer in memory: its extraction is stored now."""
        self._versions.release(report_id)

    def _ask(self, agencies: set[str], own: set[str]) -> list[dict[str, Any]]:
        """What the edition holds of some bodies from other sources than `own` reports."""
        if self._warehouse is None or not agencies:
            return []
        rows = self._warehouse.ask("known_figures", agencies=sorted(agencies)).to_dict("records")
        return [{str(name): value for name, value in row.items()} for row in rows if row["recorded"] or set(row["reports"]) - own]


def current_timestamp() -> str:
    """The time, ISO 8601, UTC."""
    return f"{datetime.now(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _open(home: Home) -> Warehouse | None:
    try:
        return open_warehouse(home)
    except NoEdition:
        return None


def _read(job: ReadJob) -> Document:
    from yearbook.documents.reader import read_bytes  # what reads reports is loaded only where one is read

    return read_bytes(job.name, job.content)


def _find_contradictions(extraction: ReportExtraction, known: list[dict[str, Any]]) -> list[Contradiction]:
    """The figures for which the edition holds another value, in the order of the text."""
    by_subject: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for row in known:
        by_subject.setdefault(_subject_of(row), []).append(row)
    return [
        Contradiction(figure, row)
        for figure in (extraction.figures if by_subject else ())
        if figure.period_end is not None  # else the two may be of different times
        for row in by_subject.get(subject_of(figure), ())
        if row["value"] != figure.value
    ]


def _subject_of(row: Mapping[str, Any]) -> tuple[object, ...]:
    """As versions.subject_of, of a row of an edition."""
    period = (None if pd.isna(row[name]) else row[name].date() for name in ("period_start", "period_end"))
    baseline = row["baseline"]
    return (row["agency_id"], row["metric_id"], row["scope"], *period, baseline if isinstance(baseline, str) else "")
