"""Bringing reports in: read, understand, keep, publish. What cannot be read is named with its reason, and the rest goes on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from yearbook.data import Home
from yearbook.documents.document import report_id_of
from yearbook.warehouse.disk.lock import PATIENCE
from yearbook.warehouse.reports.inputs import find_inputs
from yearbook.warehouse.reports.keeping import Keepers
from yearbook.warehouse.reports.library import folder_of
from yearbook.warehouse.reports.outcome import FileOutcome, IngestSummary, tell_added, tell_known, tell_refused
from yearbook.warehouse.reports.preview import Preview, say_now
from yearbook.warehouse.reports.publishing import publish
from yearbook.warehouse.reports.readings import Errand, Understand, Understood, Workers, read_reports

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
    errand = Errand(home, "", b"", say_now(), publisher, year, understand)
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
    paths: Sequence[Path], pattern: Errand, preview: Preview, workers: Workers, dry_run: bool
) -> Iterator[tuple[FileOutcome, int]]:
    """The fate of each file, in order, with how many have been found. `pattern` is the errand but for the file."""
    queue: deque[FileOutcome | tuple[str, Errand]] = deque()
    found = 0

    def find_errands() -> Iterator[Errand]:
        nonlocal found
        seen: set[str] = set()
        for given in find_inputs(paths):
            found += 1
            if given.content is None:
                queue.append(tell_refused(given.path, given.refusal.reason if given.refusal else ""))
                continue
            report_id = report_id_of(given.content)
            if report_id in seen or folder_of(pattern.home, report_id).exists():
                queue.append(tell_known(given.path, report_id))
                continue
            seen.add(report_id)
            errand = replace(pattern, name=given.name, content=given.content)
            queue.append((given.path, errand))
            yield errand

    with Keepers(pattern.home) as keepers:
        for outcome in read_reports(find_errands(), workers):
            while isinstance(settled := queue.popleft(), FileOutcome):
                yield from ((told, found) for told in keepers.add(settled))
            path, errand = settled
            prepared = preview.weigh(path, errand, outcome)
            if not isinstance(outcome, Understood):
                told = keepers.add(tell_refused(path, outcome.reason))
            elif dry_run:
                told = keepers.add(tell_added(prepared))
            else:
                told = keepers.keep(prepared, preview)
            yield from ((one, found) for one in told)
        yield from ((one, found) for one in keepers.close())
    yield from ((settled, found) for settled in queue if isinstance(settled, FileOutcome))
