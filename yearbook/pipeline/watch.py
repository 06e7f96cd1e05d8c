"""Watch a folder: bring in each file once it is written, publish now and then; what was dealt with is not read again.

The folder is looked at again and again: notices of the system do not come from network drives, which are what offices share.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.documents.archive import is_system_file
from yearbook.pipeline.build import is_up_to_date
from yearbook.pipeline.ingest import take_in
from yearbook.pipeline.preview import Preview
from yearbook.pipeline.publish import FileOutcome, IngestSummary, publish
from yearbook.records.state import Arrival
from yearbook.store.lock import WriterBusy
from yearbook.store.reports import list_reports
from yearbook.store.visits import keep_arrival, list_arrivals

SETTLE = 3.0  # seconds in which a file that is written changes its size or its time
PUBLISH = 60.0  # seconds between two editions
TICK = 1.0
_UNFINISHED = frozenset({".part", ".partial", ".crdownload", ".download", ".tmp", ".opdownload"})  # of browsers and copies


class Watcher:
    """Watches one folder. `on_file` gets what became of each file, `on_edition` each edition, `on_trouble` why it has to wait."""

    def __init__(
        self,
        home: Home,
        folder: Path,
        on_file: Callable[[FileOutcome], object],
        on_edition: Callable[[IngestSummary], object],
        on_trouble: Callable[[str], object],
        settle: float = SETTLE,
        pause: float = PUBLISH,
    ) -> None:
        self._home, self._folder, self._settle, self._pause = home, folder, settle, pause
        self._on_file, self._on_edition, self._on_trouble = on_file, on_edition, on_trouble
        self._done = list_arrivals(home)
        self._seen: dict[Arrival, tuple[Path, float]] = {}  # files that are yet to settle, and since when they are as they are
        self._pending: list[FileOutcome] = []
        self._published_at = float("-inf")
        # a run that was killed may have stored what no edition holds yet
        self._owes = bool(list_reports(home)) and not is_up_to_date(home)

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set; the file at hand is finished and what has come in is published first."""
        trouble = ""
        while not stop.is_set():
            try:
                self.look(stop)
                self.publish()
                trouble = ""
            except (OSError, WriterBusy) as error:  # a full disk, a drive that is gone, another writer
                if str(error) != trouble:
                    self._on_trouble(error.args[0] if isinstance(error, WriterBusy) else str(error))
                trouble = str(error)
            stop.wait(TICK)
        self.publish(now=True)

    def look(self, stop: threading.Event) -> None:
        """Take in the files that have settled. Raises OSError where the folder cannot be read."""
        now = time.monotonic()
        found = {arrival: path for path, arrival in self._scan() if arrival not in self._done}
        self._seen = {arrival: (path, self._seen.get(arrival, (path, now))[1]) for arrival, path in found.items()}
        ready = [(path, arrival) for arrival, (path, since) in self._seen.items() if now - since >= self._settle]
        if ready:
            self._take_in(ready, stop)

    def publish(self, now: bool = False) -> None:
        """Publish what has come in, unless the last edition is too young; `now` whatever its age."""
        waits = self._owes or any(outcome.fate == "added" for outcome in self._pending)
        if waits and (now or time.monotonic() - self._published_at >= self._pause):
            self._published_at = time.monotonic()
            summary = publish(self._home, [one for one in self._pending if one.fate != "refused"], "ingest")
            self._owes, self._pending = False, []
            self._on_edition(summary)

    def _take_in(self, ready: list[tuple[Path, Arrival]], stop: threading.Event) -> None:
        with Preview(self._home) as preview:
            for path, arrival in ready:
                if stop.is_set():
                    return
                for outcome in take_in([path], self._home, preview=preview):
                    self._pending.append(outcome)
                    self._on_file(outcome)
                keep_arrival(self._home, arrival)
                self._done.add(arrival)

    def _scan(self) -> Iterator[tuple[Path, Arrival]]:
        """The files below the folder, as they are now, in order of their names."""
        if not self._folder.is_dir():
            raise FileNotFoundError(Message("commands.watch_missing", folder=self._folder))
        for folder, folders, names in os.walk(self._folder):
            folders[:] = sorted(name for name in folders if not is_system_file([name]))
            for name in sorted(names):
                path = Path(folder, name)
                if is_system_file([name]) or path.suffix.lower() in _UNFINISHED:
                    continue
                try:
                    state = path.stat()
                except OSError:  # gone again, or a link to nowhere
                    continue
                written = os.fsencode(path.absolute()).decode(errors="backslashreplace")
                yield path, Arrival(written, state.st_size, state.st_mtime_ns)
