"""Cost of a page against plain Streamlit: a rerun on the server, the first chart in a browser, a cold start."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.measure import Measure, Settings, Timer, generated_folder, generated_home, take_pairs
from benchmarks.served import PageRun, Served, Viewer, serve_ours, serve_script, wait_for_pages
from yearbook.catalogue.files import PROJECT, Home, home
from yearbook.catalogue.messages import translate

PAGES = (
    "",
    "vehicles",
    "energy",
    "comparison",
    "year_on_year",
    "profile",
    "coverage",
    "explore",
    "reports",
    "dictionary",
    "editions",
)
FOUR_CHARTS = "year_on_year"  # a line of three bodies, the changes of each, and their table
MANY = 10_000_000  # facts
RERUN_TARGET, CHART_TARGET = 0.35, 1.15


def measure_pages(settings: Settings) -> Iterator[Measure]:
    """The default edition; unless in short, a generated one of ten million facts too."""
    yield from _measure_home(home(), settings)
    if not settings.short and settings.most >= MANY:
        with generated_folder() as folder:
            yield from _measure_home(generated_home(folder, MANY), settings)


def _measure_home(where: Home, settings: Settings) -> Iterator[Measure]:
    from yearbook.warehouse.registry import current_number, edition_file, read_note

    number = current_number(where)
    assert number is not None
    amount = f"{read_note(where, number).facts:,} facts"
    runs = 3 * settings.runs
    with (
        serve_ours(where.root) as ours,
        serve_script("express_page.py", EDITION=str(edition_file(where, number))) as express,
        serve_script("no_chart.py") as floor,
        serve_script("one_chart.py") as chart,
    ):
        with Viewer(ours.address) as viewer, Viewer(express.address) as other:
            pairs = take_pairs(_rerun(viewer, FOUR_CHARTS), _rerun(other, ""), runs)
            yield Measure(f"rerun of {FOUR_CHARTS}", "plotly.express", f"{amount}, 4 charts, a table", pairs, RERUN_TARGET)
        for page in PAGES:
            with Viewer(ours.address) as viewer, Viewer(floor.address) as other:
                pairs = take_pairs(_rerun(viewer, page), _rerun(other, ""), runs)
                yield Measure(f"rerun of {page or 'overview'}", "an empty script", amount, pairs)
        wait_for_pages(chart)
        with _start_browser() as see:
            if see is not None:
                warm = take_pairs(lambda: see(f"{ours.address}/{FOUR_CHARTS}"), lambda: see(chart.address), settings.runs)
                yield Measure("first chart in a browser", "one chart in plain Streamlit", amount, warm, CHART_TARGET)
                with serve_ours(where.root, module="benchmarks.scripts.without_preload") as bare:
                    wait_for_pages(bare)
                    pages = [f"{served.address}/{FOUR_CHARTS}" for served in (ours, bare)]
                    preloaded = take_pairs(lambda: see(pages[0]), lambda: see(pages[1]), settings.runs)
                yield Measure("first chart in a browser", "the same without preloads", amount, preloaded)
    yield from _measure_start(where, settings, amount)


def _rerun(viewer: Viewer, page: str) -> Timer:
    """A timer of one more run of a page that is open."""
    _check(viewer.open(page), page)
    return lambda: _check(viewer.run_again(), page).seconds


def _check(run: PageRun, page: str) -> PageRun:
    if run.failures:
        raise RuntimeError(translate("bench_pages.failed_run", page=page, failure=run.failures[0]))
    return run


def _measure_start(where: Home, settings: Settings, amount: str) -> Iterator[Measure]:
    """From the start of a process to its first byte, and on to the first chart in a browser."""
    bytes_taken, charts_taken = [], []
    with _start_browser() as see:

        def start(served: Served, page: str) -> tuple[float, float]:
            begin = time.perf_counter()
            if see is not None:
                see(f"{served.address}/{page}")
            return served.first_byte, served.first_byte + time.perf_counter() - begin

        for _ in range(max(1, settings.runs // 2)):
            with serve_ours(where.root) as served:
                ours = start(served, FOUR_CHARTS)
            with serve_script("one_chart.py") as served:
                other = start(served, "")
            bytes_taken.append((ours[0], other[0]))
            charts_taken.append((ours[1], other[1]))
    yield Measure("cold start to the first byte", "one chart in plain Streamlit", amount, tuple(bytes_taken))
    if see is not None:
        yield Measure("cold start to the first chart", "one chart in plain Streamlit", amount, tuple(charts_taken))


@contextmanager
def _start_browser() -> Iterator[Callable[[str], float] | None]:
    """A function that measures the seconds until the first chart of an address; None, with a note, where there is no browser."""
    command = [sys.executable, "-m", "benchmarks.scripts.first_chart"]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answers = process.stdin, process.stdout

        def see(address: str) -> float:
            print(address, file=asked, flush=True)
            return float(answers.readline())

        try:
            if answers.readline().strip() == "ready":
                yield see
            else:
                print(translate("bench_pages.no_browser"), file=sys.stderr)
                yield None
        finally:
            asked.close()
