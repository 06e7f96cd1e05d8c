"""Reports kept several at a time: each waits for the disk, and while they wait the next ones are read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from types import TracebackType

from yearbook.data import Home
from yearbook.warehouse.reports.outcome import FileOutcome
from yearbook.warehouse.reports.preview import Prepared, Preview
from yearbook.warehouse.reports.publishing import keep_report

AT_ONCE = 4


class Keepers:
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

    def __enter__(self) -> Keepers:
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
