"""A browser that visits pages as somebody does who comes for the first time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from benchmarks.serving.servers import Served, cpu_of
from benchmarks.serving.wire import Wire
from yearbook.catalogue.messages import translate

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import Page

PATIENCE = 120_000  # ms
DRAWN = ".js-plotly-plot g.trace path"  # a mark of a chart's data
QUIET = 1.0  # seconds without a byte from the server and without work of its own: it has answered


@dataclass(frozen=True, slots=True)
class Browser:
    """Each visit has a window and a cache of its own; the browser itself runs already."""

    chromium: Chromium

    def wait_for_chart(self, served: Served, path: str) -> tuple[float, float]:
        """Seconds from asking for a page until marks of data stand in it, and those of processor that browser and server took.

        The second number says the same on a machine that others use.
        """
        page = self._open()
        start, worked, served_worked = time.perf_counter(), _measure_chromium(), cpu_of(served)
        _go(page, f"{served.address}/{path}")
        taken = time.perf_counter() - start
        own = sum(now - worked.get(process, 0.0) for process, now in _measure_chromium().items())
        processor = own + cpu_of(served) - served_worked
        page.context.close()
        return taken, processor

    @contextmanager
    def visit(self, address: str) -> Iterator[Page]:
        """A page of a new visitor, its first chart drawn."""
        page = self._open()
        _go(page, address)
        yield page
        page.context.close()

    def _open(self) -> Page:
        return self.chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()


def _measure_chromium() -> dict[int, float]:
    """Seconds of processor of each process of the browser, which is a child of this one, so far."""
    taken = {}
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if "chrom" in process.name():
                times = process.cpu_times()
                taken[process.pid] = times.user + times.system
    return taken


def _go(page: Page, address: str) -> None:
    page.goto(address, wait_until="commit", timeout=PATIENCE)
    page.wait_for_selector(DRAWN, state="attached", timeout=PATIENCE)


@contextmanager
def start_browser() -> Iterator[Browser | None]:
    """None, with a note on stderr, where there is no browser."""
    from tests.system_setup import find_browser

    path = find_browser()
    if path is None:
        print(translate("bench_pages.no_browser"), file=sys.stderr)
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield Browser(chromium)
        chromium.close()


def wait_until_quiet(page: Page, served: Served, wire: Wire) -> None:
    """Wait until a server has answered all that a page asked for."""
    since, worked = time.perf_counter(), cpu_of(served)
    until = since + PATIENCE / 1000
    while time.perf_counter() < until:
        page.wait_for_timeout(50)
        if (now := cpu_of(served)) != worked:
            since, worked = time.perf_counter(), now
        if time.perf_counter() - max(since, wire.changed_at) > QUIET:
            return
