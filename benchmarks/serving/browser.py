"""A browser that visits pages as somebody does who comes for the first time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

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

    def time_first_chart(self, address: str) -> float:
        """Seconds from asking for a page until marks of data stand in it."""
        page = self._open()
        start = time.perf_counter()
        _go(page, address)
        taken = time.perf_counter() - start
        page.context.close()
        return taken

    @contextmanager
    def visit(self, address: str) -> Iterator[Page]:
        """A page of a new visitor, its first chart drawn."""
        page = self._open()
        _go(page, address)
        yield page
        page.context.close()

    def _open(self) -> Page:
        return self.chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()


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
