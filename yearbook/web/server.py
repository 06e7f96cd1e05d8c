"""The server: Streamlit's ASGI app around app.py, with compression, security headers, a health check, and counts of itself."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, suppress
from secrets import token_hex
from socket import socket
from typing import Any

import streamlit as st
from prometheus_client.multiprocess import mark_process_dead
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

from yearbook import logs
from yearbook.catalogue.files import PROJECT, home
from yearbook.catalogue.messages import Language, localize, translate
from yearbook.ui.navigation import PLACES
from yearbook.warehouse.registry import DamagedEdition, NoEdition, current_number, require_edition
from yearbook.web import metrics as metering
from yearbook.web.api.lazy_routes import LazyRoutes
from yearbook.web.guard import Guard
from yearbook.web.html_preload import HtmlPreload
from yearbook.web.preload import begin_loading
from yearbook.web.static_cache import StaticCache

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
AsgiApp = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

# Everything comes from this server. Streamlit's page has inline scripts and styles; Plotly compiles functions and draws to blobs.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


PACKED = (  # compressed already
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.apache.parquet",
)


class PortTaken(RuntimeError):
    """The port cannot be had; the message says so in words."""


class SecurityHeaders:
    """Adds HEADERS to every HTTP response. Pure ASGI, so that streamed answers stay streamed."""

    def __init__(self, app: AsgiApp) -> None:
        self.app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


TIDY = 10.0  # seconds between collections of garbage
FIRST_ANSWER = 0.1  # seconds in which whoever waited for the start is answered, before pages are loaded
GRACE = 30  # seconds that answers under way have to end in, once the server is told to stop

COOKIE_SECRET = "STREAMLIT_SERVER_COOKIE_SECRET"

MIDDLEWARE = [
    Middleware(metering.Metrics),
    Middleware(SecurityHeaders),
    Middleware(Guard),
    Middleware(StaticCache),
    Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6, exclude_content_types=PACKED),
    Middleware(HtmlPreload),
]


def answer_health(_: Request) -> JSONResponse:
    """`GET /healthz`: 200 with the edition's number, 503 and why while there is none. Streamlit answers 200 to any other path."""
    try:
        return JSONResponse({"status": "ok", "edition": require_edition(home())})
    except (NoEdition, DamagedEdition) as error:
        return JSONResponse({"status": str(error), "edition": None}, status_code=503)


def open_front_page(request: Request) -> RedirectResponse:
    """Streamlit serves the front page at / only; a link that names it leads there, its filters kept."""
    return RedirectResponse(request.url.replace(path="/"))


def show_failure(error: Exception) -> bool:
    """An error of a page, in words on the page and in full in the log; True, as nothing else need be shown."""
    from yearbook.ui.stale_edition import show_old_edition  # loaded by then, with the page
    from yearbook.warehouse.warehouse import StaleEdition

    language: Language = "en" if st.session_state.get("lang") == "en" else "zh"
    if isinstance(error, StaleEdition):
        show_old_edition(language)
        return True
    if isinstance(error, DamagedEdition):
        st.error(localize(error, language), icon=":material/error:")
        return True
    metering.count_failure()
    logging.getLogger(__name__).error("a page failed", exc_info=error)
    st.error(translate("interface.failed", language), icon=":material/error:")
    return True


def make_app(announcement: str = "") -> Any:
    """The ASGI app; `announcement` is printed once it answers."""
    logs.set_up()

    @asynccontextmanager
    async def live(_: Any) -> AsyncIterator[None]:
        metering.note_memory()
        if announcement:
            print(announcement, flush=True)
        logs.tell("started", process=os.getpid())
        asyncio.get_running_loop().call_later(FIRST_ANSWER, begin_loading)
        tidying = asyncio.create_task(_tidy())
        yield
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying
        if os.environ.get(metering.SHARED):
            mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]
        logs.tell("stopped", process=os.getpid())

    # Pages stand in pages/<section>/. Until a first run of app.py says otherwise, Streamlit takes the folder for its old kind of
    # multipage app, and answers the first visitor who follows a link with "Page not found".
    PagesManager.uses_pages_directory = False
    return st.App(
        PROJECT / "app.py",
        lifespan=live,
        on_script_error=show_failure,
        routes=[
            Route("/healthz", answer_health),
            Route("/metrics", metering.answer_metrics),
            Route(f"/{PLACES[0].name}", open_front_page),
            LazyRoutes(),
        ],
        middleware=MIDDLEWARE,
    )


async def _tidy() -> None:
    """Collect garbage now and then. Streamlit would after every run of every page (runner.postScriptGC), and everybody waits."""
    while True:
        await asyncio.sleep(TIDY)
        gc.collect()


def serve(host: str = "127.0.0.1", port: int = 8501, workers: int = 1) -> None:
    """Serve until stopped, by so many processes behind one port; builds the first edition where there is none.

    Prints one line that says where to look. Told to stop (SIGTERM, Ctrl-C), it takes no new requests and lets answers under
    way end, for GRACE seconds at most.
    """
    import uvicorn

    if current_number(home()) is None:
        from yearbook.pipeline.build import build_edition  # takes long to load, and is needed once

        build_edition(home())
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    announcement = translate("interface.serving", "zh", address=f"http://{shown}:{port}")
    several = workers > 1
    config = uvicorn.Config(
        "yearbook.web.server:make_app" if several else make_app(announcement),
        factory=several,
        workers=workers,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        log_config=None if os.environ.get(logs.CHOSEN) else uvicorn.config.LOGGING_CONFIG,
        ws_max_size=200 * 1024 * 1024,
        timeout_graceful_shutdown=GRACE,
    )
    try:
        port_held = config.bind_socket()
    except SystemExit:
        raise PortTaken(translate("interface.port_taken", "zh", address=f"{shown}:{port}")) from None
    try:
        if several:
            _serve_together(config, port_held, announcement)
        else:
            uvicorn.Server(config).run(sockets=[port_held])
    except KeyboardInterrupt:  # uvicorn passes on the signal that it obeyed
        pass


def _serve_together(config: Any, port_held: socket, announcement: str) -> None:
    """Several processes that take requests from one port, and count together."""
    from uvicorn.supervisors import Multiprocess

    with tempfile.TemporaryDirectory(prefix="yearbook-counts-") as folder:
        os.environ[metering.SHARED] = folder
        os.environ.setdefault(COOKIE_SECRET, token_hex(32))  # one for all: what a worker signs, another must know
        print(announcement, flush=True)  # the port is held: who comes before the workers are ready waits for them
        Multiprocess(config, sockets=[port_held]).run()
