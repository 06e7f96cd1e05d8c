"""The server as people start it, with the public record and the sample reports, and a browser that looks at it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, sync_playwright

from tests.serving import serve
from tests.system_setup import find_browser
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.ingest import ingest

PATIENCE = 60_000  # ms: the machine that tests may be slow
QUIET = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const seen = app.dataset.testScriptState + document.querySelector('[data-testid="stMain"]').innerHTML.length;
    if (seen !== window.seenBefore) { window.seenBefore = seen; window.seenSince = performance.now(); }
    return app.dataset.testScriptState === 'notRunning' && performance.now() - window.seenSince > 400
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
}"""
HARMLESS = "404"  # a first visit to a page asks for its health below the page's own path, and is refused


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running server."""
    folder = tmp_path_factory.mktemp("data")
    ingest([PROJECT / "data" / "samples"], Home(folder))
    with serve_site(folder) as address:
        yield address


@contextmanager
def serve_site(folder: Path, *flags: str) -> Iterator[str]:
    """A server of its own for a data folder, started there, as an installed package may be from anywhere; its address."""
    with serve(folder, folder / "server.log", *flags, folder=folder) as server:
        yield server.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium is installed; make test installs one where it may")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


class Visitor:
    """A fresh browser window that keeps what went wrong and what left the machine."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._watch(request.url))
        self.page.on("websocket", self._follow)
        self._awaits_answer = False  # the page has sent something to the server, which has sent nothing since

    def open(self, place: str = "") -> Page:
        """Go to a place of the site and wait until the script has run and the charts stand."""
        self.page.goto(f"{self.site}/{place}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the server has taken up what the page sent, its script has ended, nothing has changed for a while, and
        its charts stand."""
        until = time.monotonic() + PATIENCE / 1000
        while self._awaits_answer and time.monotonic() < until:
            self.page.wait_for_timeout(20)
        self.page.wait_for_selector('[data-testid="stHeading"]')
        self.page.wait_for_function(QUIET)
        if self.page.locator('[data-testid="stPlotlyChart"]').count():
            self.page.wait_for_selector(".js-plotly-plot .main-svg")

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and HARMLESS not in text:
            self.errors.append(text)

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda _: self._note_frame(sent=True))
        socket.on("framereceived", lambda _: self._note_frame(sent=False))

    def _note_frame(self, sent: bool) -> None:
        self._awaits_answer = sent

    def _watch(self, url: str) -> None:
        if not url.startswith((self.site, self.site.replace("http", "ws"), "data:", "blob:")):
            self.elsewhere.append(url)


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """Make visitors: `visitor(width=390, dark=True)`."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1440, dark: bool = False, **options: Any) -> Visitor:
        size = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=size, color_scheme="dark" if dark else "light", locale="zh-CN", **options))
        return Visitor(contexts[-1], site)

    yield make
    for context in contexts:
        context.close()
