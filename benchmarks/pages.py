"""Cost of a page on the server against plain Streamlit: reruns of pages that are open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.measure import Measure, Settings, Timer, generated_folder, generated_home, take_pairs
from benchmarks.serving.servers import Served, serve_checkout, serve_ours, serve_script
from benchmarks.serving.viewer import PageRun, Viewer
from yearbook.catalogue.files import Home, home
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
RERUN_TARGET = 0.35


def measure_pages(settings: Settings) -> Iterator[Measure]:
    """The edition in use; unless in short or against another build, a generated one of ten million facts too."""
    yield from _measure_home(home(), settings)
    if not settings.short and not settings.against and settings.most >= MANY:
        with generated_folder() as folder:
            yield from _measure_home(generated_home(folder, MANY), settings)


def _measure_home(where: Home, settings: Settings) -> Iterator[Measure]:
    from yearbook.warehouse.registry import edition_file, read_note, require_edition

    number = require_edition(where)
    amount = f"{read_note(where, number).facts:,} facts"
    with ExitStack() as stack:
        ours = stack.enter_context(serve_ours(where.root))
        express = stack.enter_context(serve_script("express_page.py", EDITION=str(edition_file(where, number))))
        floor = stack.enter_context(serve_script("no_chart.py"))
        before = stack.enter_context(serve_checkout(settings.against)) if settings.against else None

        def take(page: str, other: Served) -> tuple[tuple[float, ...], ...]:
            with ExitStack() as viewers:
                timers = [
                    _rerun(viewers.enter_context(Viewer(served.address)), own)
                    for served, own in ((ours, page), (other, ""), (before, page))
                    if served is not None
                ]
                return take_pairs(timers[0], timers[1], 3 * settings.runs, *timers[2:])

        four = take(FOUR_CHARTS, express)
        yield Measure(f"rerun of {FOUR_CHARTS}", "plotly.express", f"{amount}, 4 charts, a table", four, RERUN_TARGET)
        for page in PAGES:
            yield Measure(f"rerun of {page or 'overview'}", "an empty script", amount, take(page, floor))


def _rerun(viewer: Viewer, page: str) -> Timer:
    """A timer of one more run of a page that is open."""
    _check(viewer.open(page), page)
    return lambda: _check(viewer.run_again(), page).seconds


def _check(run: PageRun, page: str) -> PageRun:
    if run.failures:
        raise RuntimeError(translate("bench_pages.failed_run", page=page, failure=run.failures[0]))
    return run
