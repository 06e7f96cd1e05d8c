"""Visitors' pages are worked out one after another, in the order in which they were asked for.

Python computes in one thread at a time. Scripts that run beside each other hand that right to and fro at each of a page's some
hundred elements, five milliseconds at a time, so that all of them end late: of 40 visitors' page runs the slowest twentieth
took a second and more; one after another, less than half a second.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

LONGEST = 0.5  # seconds; who works for longer (on an import, on millions of figures) no longer holds up the others


@dataclass(eq=False, slots=True)
class _Turn:
    has_come: threading.Event = field(default_factory=threading.Event)
    begun: float = 0.0


class RerunQueue:
    """One turn at a time; beside those that last longer than `longest` seconds the next goes on. Safe between threads."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._lock = threading.Lock()
        self._waiting: deque[_Turn] = deque()
        self._current: _Turn | None = None

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for one's turn and have it until the end of the block, however that ends."""
        mine = _Turn()
        with self._lock:
            self._waiting.append(mine)
            if self._current is None:
                self._call_next()
        while not mine.has_come.wait(self._longest):
            with self._lock:
                if self._current is None or time.monotonic() - self._current.begun >= self._longest:
                    self._call_next()
        try:
            yield
        finally:
            with self._lock:
                if self._current is mine:
                    self._call_next()

    def _call_next(self) -> None:
        self._current = self._waiting.popleft() if self._waiting else None
        if self._current is not None:
            self._current.begun = time.monotonic()
            self._current.has_come.set()


_PAGES = RerunQueue()


def wait_turn() -> AbstractContextManager[None]:
    """Wait until this visitor's page may be worked out."""
    return _PAGES.take()
