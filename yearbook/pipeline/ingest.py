"""Bringing reports in: read, understand, keep, publish. What cannot be read is named with its reason, and the rest goes on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from yearbook.catalogue.files import Home
from yearbook.documents.document import report_id_of
from yearbook.pipeline.inputs import find_inputs
from yearbook.pipeline.outcome import FileOutcome, IngestSummary, added_outcome, known_outcome, refused_outcome
from yearbook.pipeline.preview import Prepared, Preview, current_timestamp
from yearbook.pipeline.publish import keep_report, publish
from yearbook.pipeline.read import ReadJob, ReportExtraction, Understand, Workers, read_reports
from yearbook.store.lock import PATIENCE
from yearbook.store.reports import find_note

AT_ONCE = 4


class ReportWriter:
    """Keeps prepared reports and gives the outcome of each file in the order in which the files were added.

    Both ways of adding give the outcomes that stand by then; `close` gives the rest. A report that fails to be kept raises
    its error when its turn comes.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="keeper")
        self._waiting: deque[FileOutcome | Future[FileOutcome]] = deque()

    def add(self, outcome: FileOutcome) -> Iterator[FileOutcome]:
        """A file whose fate stands already."""
        self._waiting.append(outcome)
        return self._take(AT_ONCE)

    def keep(self, prepared: Prepared, preview: Preview) -> Iterator[FileOutcome]:
        """A report to be kept; `preview` holds it in memory until it is. A version of another waits for all before it."""
        if prepared.other is not None:
            yield from self._take(0)
        self._waiting.append(self._pool.submit(copy_context().run, self._keep, prepared, preview))  # on behalf of whoever acts
        yield from self._take(0 if prepared.other is not None else AT_ONCE)

    def close(self) -> Iterator[FileOutcome]:
        """The outcomes that are left."""
        return self._take(0)

    def __enter__(self) -> ReportWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.shutdown(wait=True, cancel_futures=error is not None)

    def _keep(self, prepared: Prepared, preview: Preview) -> FileOutcome:
        told = keep_report(self._home, prepared)
        preview.let_go(prepared.report_id)
        return told

    def _take(self, left: int) -> Iterator[FileOutcome]:
        """The oldest outcomes until so many files are left."""
        while len(self._waiting) > left:
            oldest = self._waiting.popleft()
            yield oldest.result() if isinstance(oldest, Future) else oldest


Progress = Callable[[FileOutcome, int], None]


def ingest(
    paths: Sequence[Path],
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
    """Bring in files, folders and archives, and publish the edition that holds them.

    `publisher` and `year` outrank what the texts say. A file whose bytes are kept already adds nothing, a newer version of a
    report takes its place; where nothing is new, no edition is made. Each report is kept as soon as it is understood, so
    that a stopped run goes on where it stopped. `progress` gets each outcome, and how many files have been found so far.
    """
    errand = ReadJob(home, "", b"", current_timestamp(), publisher, year, understand)
    outcomes: list[FileOutcome] = []
    with Preview(home, understand) as preview:
        for outcome, found in _take_in(paths, errand, preview, workers, dry_run):
            outcomes.append(outcome)
            if progress is not None:
                progress(outcome, found)
    if dry_run:
        return IngestSummary(tuple(outcomes), None)
    return publish(home, outcomes, "ingest", understand=understand, workers=workers, timeout=timeout)


def _take_in(
    paths: Sequence[Path], pattern: ReadJob, preview: Preview, workers: Workers, dry_run: bool
) -> Iterator[tuple[FileOutcome, int]]:
    """The fate of each file, in order, with how many have been found. `pattern` is the errand but for the file."""
    queue: deque[FileOutcome | tuple[str, ReadJob]] = deque()
    found = 0

    def find_errands() -> Iterator[ReadJob]:
        nonlocal found
        seen: set[str] = set()
        for given in find_inputs(paths):
            found += 1
            if given.content is None:
                queue.append(refused_outcome(given.path, given.refusal.reason if given.refusal else ""))
                continue
            report_id = report_id_of(given.content)
            if report_id in seen or find_note(pattern.home, report_id):
                queue.append(known_outcome(given.path, report_id))
                continue
            seen.add(report_id)
            errand = replace(pattern, name=given.name, content=given.content)
            queue.append((given.path, errand))
            yield errand

    with ReportWriter(pattern.home) as keepers:
        for outcome in read_reports(find_errands(), workers):
            while isinstance(settled := queue.popleft(), FileOutcome):
                yield from ((told, found) for told in keepers.add(settled))
            path, errand = settled
            prepared = preview.weigh(path, errand, outcome)
            if not isinstance(outcome, ReportExtraction):
                told = keepers.add(refused_outcome(path, outcome.reason))
            elif dry_run:
                told = keepers.add(added_outcome(prepared))
            else:
                told = keepers.keep(prepared, preview)
            yield from ((one, found) for one in told)
        yield from ((one, found) for one in keepers.close())
    yield from ((settled, found) for settled in queue if isinstance(settled, FileOutcome))
