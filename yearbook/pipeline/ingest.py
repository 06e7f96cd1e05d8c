"""Ingest: read files, store the reports, publish the edition that holds them. What cannot be read is named with its reason."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from yearbook.catalogue.files import Home
from yearbook.documents.document import report_id_of
from yearbook.pipeline.addresses import find_inputs_at, make_fetcher
from yearbook.pipeline.inputs import Input, find_inputs
from yearbook.pipeline.preview import Prepared, Preview, current_timestamp
from yearbook.pipeline.publish import (
    FileOutcome,
    IngestSummary,
    added_outcome,
    keep_report,
    known_outcome,
    publish,
    refused_outcome,
)
from yearbook.pipeline.read import ReadJob, Understand, Workers, read_reports
from yearbook.records.rows import ReportExtraction
from yearbook.store.lock import PATIENCE
from yearbook.store.reports import find_note
from yearbook.warehouse.extractions import SegmentWriter

AT_ONCE = 4
Progress = Callable[[FileOutcome, int], None]


class ReportWriter:
    """Thread pool that stores reports while the next ones are read; outcomes keep the order in which files were added.

    Both ways of adding give the outcomes that are certain by then; `close` gives the rest. A report that fails to be stored
    raises its error when its turn comes. Extractions go into segments; `preview` holds each in memory until its segment is
    complete.
    """

    def __init__(self, home: Home, preview: Preview) -> None:
        self._home, self._preview = home, preview
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="report writer")
        self._segments = SegmentWriter(home.extractions)
        self._waiting: deque[tuple[FileOutcome | Future[FileOutcome], Prepared | None]] = deque()

    def add(self, outcome: FileOutcome) -> Iterator[FileOutcome]:
        """A file that is not to be stored."""
        self._waiting.append((outcome, None))
        return self._flush(AT_ONCE)

    def store(self, prepared: Prepared) -> Iterator[FileOutcome]:
        """A report to be stored. A version of another waits for all before it."""
        if prepared.other is not None:
            yield from self._flush(0)
        future = self._pool.submit(copy_context().run, keep_report, self._home, prepared)  # on behalf of the same actor
        self._waiting.append((future, prepared))
        yield from self._flush(0 if prepared.other is not None else AT_ONCE)

    def close(self) -> Iterator[FileOutcome]:
        """The outcomes that are left."""
        yield from self._flush(0)
        self._segments.close()

    def __enter__(self) -> ReportWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.shutdown(wait=True, cancel_futures=error is not None)
        self._segments.__exit__(kind, error, trace)

    def _flush(self, left: int) -> Iterator[FileOutcome]:
        """The oldest outcomes until so many files are left."""
        while len(self._waiting) > left:
            oldest, prepared = self._waiting.popleft()
            outcome = oldest.result() if isinstance(oldest, Future) else oldest
            if prepared is not None:
                for report_id in self._segments.add(*prepared.to_stored()):
                    self._preview.release(report_id)
            yield outcome


def ingest(
    paths: Sequence[Path | str],
    home: Home,
    *,
    publisher: str | None = None,
    year: int | None = None,
    workers: Workers = 1,
    dry_run: bool = False,
    understand: Understand | None = None,
    progress: Progress | None = None,
    timeout: float = PATIENCE,
) -> IngestSummary:
    """Bring in files, folders, archives and web addresses (str), and publish the edition that holds them.

    `publisher` and `year` outrank what the texts say. A file whose bytes are stored already adds nothing, a newer version of a
    report takes its place; where nothing is new, no edition is made. Each report is stored as soon as it is read, so that a
    stopped run goes on where it stopped. `progress` gets each outcome, and how many files have been found so far.
    """
    job = ReadJob(home, "", b"", current_timestamp(), publisher, year, understand)
    outcomes: list[FileOutcome] = []
    with Preview(home, understand) as preview:
        for outcome, found in _ingest_files(paths, job, preview, workers, dry_run):
            outcomes.append(outcome)
            if progress is not None:
                progress(outcome, found)
    if dry_run:
        return IngestSummary(tuple(outcomes), None)
    return publish(home, outcomes, "ingest", understand=understand, workers=workers, timeout=timeout)


def take_in(
    paths: Sequence[Path | str], home: Home, publisher: str | None = None, preview: Preview | None = None
) -> Iterator[FileOutcome]:
    """Bring in files, folders, archives and web addresses as `ingest` does, but publish nothing.

    `preview` saves opening one where little comes at a time.
    """
    job = ReadJob(home, "", b"", current_timestamp(), publisher)
    with nullcontext(preview) if preview else Preview(home) as compared:
        for outcome, _ in _ingest_files(paths, job, compared, 1, dry_run=False):
            yield outcome


def _ingest_files(
    paths: Sequence[Path | str], pattern: ReadJob, preview: Preview, workers: Workers, dry_run: bool
) -> Iterator[tuple[FileOutcome, int]]:
    """The outcome of each file, in order, with how many have been found. `pattern` is the job but for the file."""
    queue: deque[FileOutcome | tuple[str, ReadJob]] = deque()
    found = 0

    def find_jobs() -> Iterator[ReadJob]:
        nonlocal found
        seen: set[str] = set()
        for given in _find_all(paths, pattern.home, keeps=not dry_run):
            found += 1
            if given.known is not None:
                queue.append(known_outcome(given.path, given.known))
                continue
            if given.content is None:
                queue.append(refused_outcome(given.path, given.refusal.reason if given.refusal else ""))
                continue
            report_id = report_id_of(given.content)
            if report_id in seen or find_note(pattern.home, report_id):
                queue.append(known_outcome(given.path, report_id))
                continue
            seen.add(report_id)
            job = replace(pattern, name=given.name, content=given.content, source_url=given.source_url)
            queue.append((given.path, job))
            yield job

    with ReportWriter(pattern.home, preview) as writer:
        for outcome in read_reports(find_jobs(), workers):
            while isinstance(settled := queue.popleft(), FileOutcome):
                yield from ((one, found) for one in writer.add(settled))
            path, job = settled
            prepared = preview.compare(path, job, outcome)
            if not isinstance(outcome, ReportExtraction):
                certain = writer.add(refused_outcome(path, outcome.reason))
            elif dry_run:
                certain = writer.add(added_outcome(prepared))
            else:
                certain = writer.store(prepared)
            yield from ((one, found) for one in certain)
        yield from ((one, found) for one in writer.close())
    yield from ((settled, found) for settled in queue if isinstance(settled, FileOutcome))


def _find_all(paths: Sequence[Path | str], home: Home, keeps: bool) -> Iterator[Input]:
    fetcher = make_fetcher()
    for path in paths:
        yield from find_inputs_at(home, path, fetcher, keeps) if isinstance(path, str) else find_inputs([path])
