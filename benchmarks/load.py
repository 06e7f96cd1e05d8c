"""Many viewers at once, each acting every five seconds on average: how long the slow ones of their page runs take, and memory.

People look at what others look at: the first page and the first options are chosen most often, the second half as often, the
third a third as often, and so on. What somebody has looked at is kept for the others, so that the same views are measured twice:
while nobody has seen them yet, and again. Last, one edition after another comes out while they look: no run may fail, and no page
may show figures of two editions.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from benchmarks.marked import editions_in, marked_home, publishing
from benchmarks.measure import Measure, Settings, generated_folder, generated_home
from benchmarks.pages import MANY
from benchmarks.serving.servers import PATIENCE, Served, memory_of, serve_checkout, serve_ours
from benchmarks.serving.viewer import PageRun, Viewer
from yearbook.catalogue.files import Home, home
from yearbook.catalogue.messages import translate

PAUSE = 5.0  # seconds between the actions of a viewer, on average
FEW, CROWD, TWICE = 5, 40, 60  # viewers: a few, on one process, on two
SHORT_FEW, SHORT_CROWD = 3, 8
SECONDS, SHORT_SECONDS = 60.0, 6.0
LIMIT, SPREAD = 0.7, 3.0  # seconds of the slowest twentieth, and how often that of a few viewers
PAGES = ("", "vehicles", "energy", "comparison", "year_on_year", "profile", "coverage", "explore")
CHOICES = ("region", "section", "metric", "year", "bodies", "group", "topic")  # widgets that a viewer turns, by their keys
DEFAULT = "default edition"
SIZES = (1_000_000, MANY)  # facts
WARMERS = 8  # visitors for each of two processes to have met one
REST = 10.0  # seconds between editions that are published while others read
TURNS = 0.7  # of the actions turn a widget, the others go to another page


@dataclass(frozen=True, slots=True)
class Load:
    """The seconds of all page runs under a number of viewers, their failures, and the server's memory afterwards in MB.

    `mixed` are the pages that named several editions, `editions` those that were seen.
    """

    viewers: int
    seconds: tuple[float, ...]
    failures: tuple[str, ...]
    memory: float
    mixed: int = 0
    editions: frozenset[int] = frozenset()

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def slow(self) -> float:
        """The 95th percentile."""
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1]


def measure_load(settings: Settings) -> Iterator[Measure]:
    """On the edition in use; unless in short, by two processes too; unless against another build, on generated editions too."""
    if settings.short:
        yield from _measure_home(home(), DEFAULT, SHORT_FEW, {1: SHORT_CROWD}, SHORT_SECONDS, settings)
        yield from _measure_publishing(SHORT_CROWD, SHORT_SECONDS)
        return
    crowds = {1: CROWD, 2: TWICE}
    yield from _measure_home(home(), DEFAULT, FEW, crowds, SECONDS, settings)
    if settings.against:
        return
    yield from _measure_publishing(CROWD, SECONDS)
    for facts in (number for number in SIZES if number <= settings.most):
        with generated_folder() as folder:
            yield from _measure_home(generated_home(folder, facts), f"{facts:,} facts", FEW, crowds, SECONDS, settings)


def _measure_home(
    where: Home, edition: str, few: int, crowds: Mapping[int, int], seconds: float, settings: Settings
) -> Iterator[Measure]:
    """Each crowd, by the number of processes it is on, against a few viewers of one process, on views as new to them."""
    serve = partial(serve_ours, where.root)
    calm = _load_twice(serve, few, 1, seconds)
    for processes, crowd in crowds.items():
        loads = _load_twice(serve, crowd, processes, seconds)
        older = _load_twice(partial(serve_checkout, settings.against), crowd, processes, seconds) if settings.against else ()
        views_of = ("views nobody had seen", "views seen before")
        for at, (views, load, few_load) in enumerate(zip(views_of, loads, calm, strict=True)):
            before = older[at : at + 1]
            on = f"{processes} process{'es' * (processes > 1)}, {views}"
            name = f"{crowd} viewers on {on}"
            slow = (load.slow, few_load.slow, *(one.slow for one in before))
            yield Measure(f"p95 of {name}", f"of {few} on 1", edition, (slow,), SPREAD)
            yield from _measure_runs(load, name, edition, before)


def _load_twice(
    serve: Callable[..., AbstractContextManager[Served]], viewers: int, processes: int, seconds: float
) -> tuple[Load, Load]:
    """A server as it is once all pages have been opened: under viewers whose views nobody has seen yet, then the same again."""
    flags = ("--workers", str(processes)) if processes > 1 else ()
    with serve(*flags) as served:
        for _ in range(WARMERS if processes > 1 else 1):
            with Viewer(served.address) as first:
                for page in PAGES:
                    first.open(page)
        return load_server(served, viewers, seconds), load_server(served, viewers, seconds)


def _measure_publishing(crowd: int, seconds: float) -> Iterator[Measure]:
    """Raises RuntimeError where a run failed or a page mixed editions: that is no matter of how fast."""
    with marked_home() as where, serve_ours(where.root) as served:
        calm = load_server(served, crowd, seconds)
        with publishing(where, REST) as published:
            load = load_server(served, crowd, seconds)
    if load.failures or load.mixed or calm.mixed:
        raise RuntimeError(translate("bench_pages.mixed", failed=len(load.failures), mixed=load.mixed, failure=load.failures[:1]))
    amount = f"{_amount(load)}, {load.mixed} mixed, {published.editions} editions published, {len(load.editions)} seen"
    name = f"p95 of {crowd} viewers while editions are published"
    yield Measure(name, "the same while none is", amount, ((load.slow, calm.slow),))


def _measure_runs(load: Load, name: str, edition: str, before: Sequence[Load]) -> Iterator[Measure]:
    amount = f"{edition}, {_amount(load)}"
    yield Measure(f"p95 of {name}", f"{LIMIT} s", amount, ((load.slow, LIMIT),), 1.0)
    yield Measure(f"median of {name}", "their p95", amount, ((load.median, load.slow),))
    memory = (load.memory, load.memory / load.viewers, *(one.memory for one in before))
    yield Measure(f"memory after {name}", "a viewer each", amount, (memory,), unit="MB")


def _amount(load: Load) -> str:
    return f"{len(load.seconds)} page runs, {len(load.failures)} failed"


def load_server(served: Served, viewers: int, seconds: float) -> Load:
    """Let so many viewers act for so long, each in a rhythm of its own. Raises RuntimeError where no run succeeded."""
    until = time.perf_counter() + seconds
    with ThreadPoolExecutor(viewers) as people:
        visits = [people.submit(_visit, served.address, number, until) for number in range(viewers)]
        runs = [run for visit in visits for run in visit.result()]
    failures = tuple(failure for run in runs for failure in run.failures)
    if len(runs) < 2 or len(failures) == len(runs):
        raise RuntimeError(translate("bench_pages.failed_run", page="", failure=failures[:1]))
    named = [figures | sidebar for figures, sidebar in map(editions_in, runs)]
    mixed, seen = sum(len(editions) > 1 for editions in named), frozenset[int]().union(*named)
    return Load(viewers, tuple(run.seconds for run in runs), failures, memory_of(served.process), mixed, seen)


def _visit(address: str, number: int, until: float) -> list[PageRun]:
    """One viewer: arrives some time within the first pause, turns widgets and goes from page to page until the end.

    Whoever gets no answer goes away; that run counts as failed.
    """
    mood = random.Random(number)
    runs = []
    time.sleep(mood.uniform(0, min(PAUSE, max(0.0, until - time.perf_counter()))))
    try:
        with Viewer(address) as viewer:
            runs.append(viewer.open(_pick(mood, PAGES)))
            while (pause := mood.expovariate(1 / PAUSE)) < until - time.perf_counter():
                time.sleep(pause)
                runs.append(_act(viewer, mood))
    except TimeoutError as error:
        runs.append(PageRun(PATIENCE, 0, b"", (str(error),)))
    return runs


def _act(viewer: Viewer, mood: random.Random) -> PageRun:
    offered = [(key, options) for key in CHOICES if len(options := viewer.options(key)) > 1]
    if offered and mood.random() < TURNS:
        key, options = mood.choice(offered)
        return viewer.choose(key, _pick(mood, options))
    return viewer.open(_pick(mood, PAGES))


def _pick(mood: random.Random, offered: Sequence[str]) -> str:
    """One of what is offered, the earlier the likelier."""
    return mood.choices(offered, [1 / (place + 1) for place in range(len(offered))])[0]
