"""Bringing reports in: read, understand, keep, publish. What cannot be read is named with its reason, and the rest goes on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from yearbook.data import Home
from yearbook.documents.document import Refusal, report_id_of
from yearbook.warehouse.build import build_edition, is_up_to_date
from yearbook.warehouse.editions import EditionNote
from yearbook.warehouse.inputs import find_files, read_file
from yearbook.warehouse.library import ReportNote, folder_of, store_report
from yearbook.warehouse.lock import PATIENCE
from yearbook.warehouse.readings import Errand, Understand, Understood, pack_reading, read_reports
from yearbook.warehouse.samples import catalogue_for

Fate = Literal["added", "known", "refused"]
Progress = Callable[["FileOutcome", int], None]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file. The counts are of an added report; `reason` says why a file was refused."""

    path: str
    fate: Fate
    reason: str = ""
    report_id: str | None = None
    agency: str = ""
    year: int | None = None
    mentions: int = 0
    figures: int = 0
    unclaimed: int = 0  # measurements that no metric claims
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What an ingest did. `edition` is the one it published, None where nothing was new."""

    files: tuple[FileOutcome, ...]
    edition: EditionNote | None
    gone: tuple[Refusal, ...] = ()  # reports of earlier days that can no longer be read

    def of(self, fate: Fate) -> list[FileOutcome]:
        return [file for file in self.files if file.fate == fate]


def ingest(
    paths: Sequence[Path],
    home: Home,
    *,
    publisher: str | None = None,
    year: int | None = None,
    workers: int = 1,
    dry_run: bool = False,
    understand: Understand | None = None,
    progress: Progress | None = None,
    timeout: float = PATIENCE,
) -> IngestSummary:
    """Bring in files and folders, and publish the edition that holds them.

    `publisher` and `year` outrank what the texts say. A file whose bytes are kept already adds nothing; where nothing is
    new, no edition is made. Each report is kept as soon as it is understood, so that a stopped run goes on where it stopped.
    """
    files = list(find_files(paths))
    outcomes: list[FileOutcome] = []
    errand = Errand(home, "", b"", _now(), publisher, year, understand)
    for outcome in _take_in(files, errand, workers if len(files) > 1 else 1, dry_run):
        outcomes.append(outcome)
        if progress is not None:
            progress(outcome, len(files))
    if dry_run or all(outcome.fate == "refused" for outcome in outcomes) or is_up_to_date(home):
        return IngestSummary(tuple(outcomes), None)
    built = build_edition(home, summary="ingest", understand=understand, workers=workers, timeout=timeout)
    return IngestSummary(tuple(outcomes), built.note, built.refusals)


def _take_in(files: list[Path], pattern: Errand, workers: int, dry_run: bool) -> Iterator[FileOutcome]:
    """The fate of each file, in order. `pattern` is the errand but for the file."""
    queue: deque[FileOutcome | tuple[str, Errand]] = deque()

    def find_errands() -> Iterator[Errand]:
        seen: set[str] = set()
        for file in files:
            try:
                content = read_file(file)
            except Refusal as refusal:
                queue.append(FileOutcome(str(file), "refused", refusal.reason))
                continue
            report_id = report_id_of(content)
            if report_id in seen or folder_of(pattern.home, report_id).exists():
                queue.append(FileOutcome(str(file), "known", report_id=report_id))
                continue
            seen.add(report_id)
            errand = replace(pattern, name=file.name, content=content)
            queue.append((str(file), errand))
            yield errand

    for understood in read_reports(find_errands(), workers):
        while isinstance(settled := queue.popleft(), FileOutcome):
            yield settled
        yield _settle(*settled, understood, dry_run)
    yield from (settled for settled in queue if isinstance(settled, FileOutcome))


def _settle(path: str, errand: Errand, understood: Understood | Refusal, dry_run: bool) -> FileOutcome:
    if isinstance(understood, Refusal):
        return FileOutcome(path, "refused", understood.reason)
    report = understood.report
    outcome = FileOutcome(
        path,
        "added",
        report_id=report.report_id,
        agency=report.publisher,
        year=report.report_year,
        mentions=len(understood.mentions),
        figures=len({figure.fact_id for figure in understood.figures}),
        unclaimed=sum(mention.role == "quantity" for mention in understood.mentions),
        demonstration=report.demonstration,
    )
    if dry_run:
        return outcome
    note = ReportNote(report.report_id, errand.name, errand.read_at, errand.publisher, errand.year, report.demonstration)
    packed = pack_reading(understood, catalogue_for(errand.home, report.demonstration).hash)
    return outcome if store_report(errand.home, note, errand.content, packed) else replace(outcome, fate="known")


def _now() -> str:
    return f"{datetime.now(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
