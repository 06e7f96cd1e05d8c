"""One measure of a benchmark: ours against another way to the same end, timed side by side."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.serving.checkouts import Checkout
from yearbook.catalogue.files import Home

Timer = Callable[[], float]  # does something once or several times and gives the seconds of one

MOST = 50_000_000  # facts


@dataclass(frozen=True, slots=True)
class Settings:
    """How to measure: so many runs of each by turns; in short, over amounts that take seconds; over which texts; with how many
    facts at the most; and against which other build, too."""

    runs: int
    short: bool = False
    texts: tuple[Path, ...] = ()
    most: int = MOST
    against: Checkout | None = None


@contextmanager
def generated_folder() -> Iterator[Path]:
    """Where generated editions stand, a folder each named by its facts: for this time, or kept where YEARBOOK_GENERATED says."""
    kept = os.environ.get("YEARBOOK_GENERATED")
    if kept:
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def generated_home(folder: Path, facts: int) -> Home:
    """A home with so many invented facts, made where it is not there yet."""
    from benchmarks.generated import publish_generated

    home = Home(folder / str(facts))
    if not home.editions.exists():
        publish_generated(home, facts)
    return home


@dataclass(frozen=True, slots=True)
class Measure:
    """Ours and the other, pair by pair: what else the machine did just then weighs on both of a pair. A third of each is what
    an older build took for the same, where one is measured.

    `target` is the ratio of ours to the other that must not be exceeded. A limit that is no ratio (so many MB) is one with the
    limit as the other and the target 1.
    """

    name: str
    against: str
    amount: str
    pairs: tuple[tuple[float, ...], ...]
    target: float | None = None
    unit: Literal["s", "KB", "MB", "figures"] = "s"

    @property
    def ours(self) -> float:
        return statistics.median(pair[0] for pair in self.pairs)

    @property
    def other(self) -> float:
        return statistics.median(pair[1] for pair in self.pairs)

    @property
    def ratio(self) -> float:
        """Ours over the other, the median of the pairs: below 1 ours is faster."""
        return statistics.median(self._ratios())

    @property
    def than_before(self) -> float | None:
        """Ours over the older build's, the median of the turns; None where none was measured."""
        ratios = [pair[0] / pair[2] for pair in self.pairs if len(pair) > 2]
        return statistics.median(ratios) if ratios else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.target is None else self.ratio <= self.target

    @property
    def spread(self) -> tuple[float, float]:
        """Between which ratios the middle half of the pairs lies."""
        ratios = self._ratios()
        if len(ratios) < 2:
            return ratios[0], ratios[0]
        low, _, high = statistics.quantiles(ratios, n=4, method="inclusive")
        return low, high

    def _ratios(self) -> list[float]:
        return [pair[0] / pair[1] for pair in self.pairs]


def time_of(act: Callable[[], object], clock: Timer = time.perf_counter, times: int = 1) -> Timer:
    """A timer of `act`: the median of so many times in seconds, by the clock on the wall unless another is given."""

    def take() -> float:
        taken = []
        for _ in range(times):
            start = clock()
            act()
            taken.append(clock() - start)
        return statistics.median(taken)

    return take


def take_pairs(ours: Timer, other: Timer, runs: int, before: Timer | None = None) -> tuple[tuple[float, ...], ...]:
    """Ours, the other and, where it is given, an older build's by turns, so many times each, after one of each that warms up."""
    timers = [ours, other, *([before] if before else [])]
    for take in timers:
        take()
    return tuple(tuple(take() for take in timers) for _ in range(max(1, runs)))
