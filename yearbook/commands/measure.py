"""One measure of a benchmark: ours against another way to the same end, timed in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """Medians in seconds of ours and of the other."""

    name: str
    against: str
    amount: str
    ours: float
    other: float

    @property
    def ratio(self) -> float:
        """Ours over the other: below 1 ours is faster."""
        return self.ours / self.other


def take_time(act: Callable[[], object], runs: int) -> float:
    """The median of several runs in seconds, after one that warms up."""
    act()
    taken = []
    for _ in range(max(1, runs)):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
