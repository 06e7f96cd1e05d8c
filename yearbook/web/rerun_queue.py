"""Page runs in turn: a fair queue that lets one script run at a time.

Python computes in one thread at a time (GIL). Scripts that run concurrently hand that right to and fro at each of a page's some
hundred elements, five milliseconds at a time, so that all of them end late: of 40 visitors' page runs the slowest twentieth
took a second and more; in turn, less than half a second.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MAX_TURN = 0.5  # seconds; a run that takes longer (an import, millions of figures) no longer holds up the others


@dataclass(eq=False, slots=True)
class _Turn:
    started: threading.Event = field(default_factory=threading.Event)
    started_at: float = 0.0


class RerunQueue:
    """One turn at a time, first come first served; after `longest` seconds the next starts too. Thread-safe."""

    def __init__(self, longest: float = MAX_TURN) -> None:
        self._longest = longest
        self._lock = threading.Lock()
        self._waiting: deque[_Turn] = deque()
        self._current: _Turn | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it until the end of the block, however that ends."""
        mine = _Turn()
        with self._lock:
            self._waiting.append(mine)
            if self._current is None:
                self._start_next()
        while not mine.started.wait(self._longest):
            with self._lock:
                if self._current is None or time.monotonic() - self._current.started_at >= self._longest:
                    self._start_next()
        try:
            yield
        finally:
            with self._lock:
                if self._current is mine:
                    self._start_next()

    def _start_next(self) -> None:
        self._current = self._waiting.popleft() if self._waiting else None
        if self._current is not None:
            self._current.started_at = time.monotonic()
            self._current.started.set()


PAGES = RerunQueue()  # in which the pages of this process run
