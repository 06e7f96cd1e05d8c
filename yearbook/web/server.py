"""The web server: Streamlit's ASGI app around app.py with the HTTP API, compression, security headers, health and metrics."""

from __future__ import annotations

import ast
import asyncio
import ctypes
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from itertools import count
from secrets import token_hex
from socket import socket
from threading import Thread
from typing import Any

import streamlit as st
from prometheus_client.multiprocess import mark_process_dead
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yearbook import logs
from yearbook.catalogue.files import PROJECT, home, temporary_folder
from yearbook.catalogue.installation import read_embedding_sites
from yearbook.catalogue.messages import Language, all_messages, localize, translate
from yearbook.store.lock import recover_swap
from yearbook.ui.auth.roles import guarded
from yearbook.ui.navigation import PLACES
from yearbook.warehouse.registry import DamagedEdition, current_number, list_numbers
from yearbook.web import monitoring
from yearbook.web.api.lazy_routes import LAZY_ROUTES
from yearbook.web.guard import Guard
from yearbook.web.static_cache import StaticCache
from yearbook.web.streamlit_internals import answer_page, keep_theme, turn_off_component_discovery, turn_off_page_discovery

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
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
COMPRESSED = (  # already: not compressed again
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.apache.parquet",
)
LEVELS = 6, 8  # of zlib: for what is made anew each time, and for static files
COLLECT_EVERY = 10.0  # seconds between garbage collections
ALL_EVERY = 30  # collections, of which one goes through all objects and the others through those made since the last
YOUNG = 50_000  # objects made and not freed after which Python collects by itself; by default 700, seven times a page run
PRELOAD_AFTER = 0.1  # seconds in which requests that waited for the start are answered, before pages are loaded
M_ARENA_MAX, ARENAS = -8, 2  # a parameter of mallopt (malloc.h), and how many heaps threads share
GRACE = 30  # seconds that responses under way have to end in, after SIGTERM
COOKIE_SECRET = "STREAMLIT_SERVER_COOKIE_SECRET"


class PortTaken(RuntimeError):
    """The port is in use; the message says so in words."""


def make_headers(sites: Sequence[str]) -> dict[str, str]:
    """HEADERS, and who may show pages in a frame: this server, and the sites that an installation allows; X-Frame-Options, for
    old browsers, cannot name sites."""
    framing = {} if sites else {"X-Frame-Options": "SAMEORIGIN"}
    return HEADERS | framing | {"Content-Security-Policy": " ".join((f"{POLICY}; frame-ancestors 'self'", *sites))}


def compress(app: ASGIApp) -> ASGIApp:
    """Compresses responses, static files harder: StaticCache keeps them, and each visitor fetches 5 KB less."""
    usual, hard = (
        GZipMiddleware(app, minimum_size=1000, compresslevel=level, exclude_content_types=COMPRESSED) for level in LEVELS
    )

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await (hard if "/static/" in scope.get("path", "") else usual)(scope, receive, send)

    return answer


class SecurityHeaders:
    """Adds security headers to every HTTP response. Pure ASGI, so that streamed responses stay streamed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = make_headers(read_embedding_sites())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


MIDDLEWARE = [
    Middleware(monitoring.Metrics),
    Middleware(SecurityHeaders),
    Middleware(Guard),
    Middleware(StaticCache),
    Middleware(compress),
]


def redirect_front_page(request: Request) -> RedirectResponse:
    """Streamlit serves the front page at / only; a link that names it leads there, its filters kept."""
    return RedirectResponse(request.url.replace(path="/"))


def show_failure(error: Exception) -> bool:
    """An error of a page, in words on the page and in full in the log; True, as Streamlit need not show it."""
    from yearbook.ui.edition_choice import show_stale_edition  # loaded by then, with the page
    from yearbook.warehouse.warehouse import StaleEdition

    language: Language = "en" if st.session_state.get("lang") == "en" else "zh"
    if isinstance(error, StaleEdition):
        show_stale_edition(language)
        return True
    if isinstance(error, DamagedEdition):
        st.error(localize(error, language), icon=":material/error:")
        return True
    monitoring.count_failure()
    logging.getLogger(__name__).error("a page failed", exc_info=error)
    st.error(translate("interface.failed", language), icon=":material/error:")
    return True


def make_app(announcement: str = "") -> Any:
    """The ASGI app; `announcement` is printed once it answers."""
    logs.configure_logging()
    limit_arenas()

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        monitoring.measure_memory()
        if announcement:
            print(announcement, flush=True)
        logs.log_event("started", process=os.getpid())
        asyncio.get_running_loop().call_later(PRELOAD_AFTER, start_preload)
        collecting = asyncio.create_task(_collect_garbage())
        yield
        collecting.cancel()
        with suppress(asyncio.CancelledError):
            await collecting
        if os.environ.get(monitoring.SHARED):
            mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]
        logs.log_event("stopped", process=os.getpid())

    turn_off_page_discovery()
    turn_off_component_discovery()
    keep_theme()
    guarded.set()
    return st.App(
        PROJECT / "app.py",
        lifespan=lifespan,
        on_script_error=show_failure,
        routes=[
            Route("/healthz", monitoring.answer_health),
            Route("/metrics", monitoring.answer_metrics),
            Route(f"/{PLACES[0].name}", redirect_front_page),
            *(Route(path, answer_page) for path in ("/", *(f"/{place.name}" for place in PLACES[1:]))),
            *LAZY_ROUTES,
        ],
        middleware=MIDDLEWARE,
    )


def limit_arenas() -> None:
    """Has threads share heaps where malloc is glibc's, which would give each of some twenty its own, with gaps of its own."""
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(M_ARENA_MAX, ARENAS)


def start_preload() -> Thread:
    """Import what pages need in a background thread, while the first visitor's browser fetches its files."""
    thread = Thread(target=_preload, name="preload", daemon=True)
    thread.start()
    return thread


def _preload() -> None:
    try:
        for name in dict.fromkeys(_page_modules()):
            import_module(name)
        from yearbook.catalogue.catalogue import load_catalogue

        load_catalogue()
        all_messages()
    except Exception:
        # A page that fails to import says so itself; here only the log does.
        logging.getLogger(__name__).exception("pages are not loaded")


def _page_modules() -> Iterator[str]:
    """The product's modules that app.py and the pages import, the front page's first."""
    for script in ("app.py", *(place.script for place in PLACES)):
        for line in ast.parse((PROJECT / script).read_text("utf-8")).body:
            if isinstance(line, ast.ImportFrom) and line.module and line.module.startswith("yearbook."):
                yield line.module


async def _collect_garbage() -> None:
    """Now and then. Streamlit would after every run of every page (runner.postScriptGC), and all viewers wait.

    What is left has outlived a page run: results that are kept, sessions. To go through them again takes 60 ms.
    """
    gc.set_threshold(YOUNG)
    for turn in count(1):
        await asyncio.sleep(COLLECT_EVERY)
        if turn % ALL_EVERY == 0:
            gc.unfreeze()
        gc.collect()
        gc.freeze()


def serve(host: str = "127.0.0.1", port: int = 8501, workers: int = 1, language: Language = "zh") -> None:
    """Serve until stopped, by several worker processes behind one port; builds the first edition where there is none.

    Prints one line in `language` that says where to look. Told to stop (SIGTERM, Ctrl-C), it takes no new requests and lets
    responses under way end, for GRACE seconds at most. Raises PortTaken.
    """
    import uvicorn

    from yearbook.web.websocket import PageSocket

    recover_swap(home())
    if current_number(home()) is None and not list_numbers(home()):
        from yearbook.pipeline.build import build_edition  # takes long to load, and is needed once

        build_edition(home())
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    announcement = translate("interface.serving", language, address=f"http://{shown}:{port}")
    several = workers > 1
    config = uvicorn.Config(
        "yearbook.web.server:make_app" if several else make_app(announcement),
        factory=several,
        workers=workers,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        log_config=None if os.environ.get(logs.VARIABLE) else uvicorn.config.LOGGING_CONFIG,
        ws=PageSocket,
        ws_max_size=200 * 1024 * 1024,
        timeout_graceful_shutdown=GRACE,
    )
    try:
        bound = config.bind_socket()
    except SystemExit:
        raise PortTaken(translate("interface.port_taken", language, address=f"{shown}:{port}")) from None
    try:
        if several:
            _serve_workers(config, bound, announcement)
        else:
            uvicorn.Server(config).run(sockets=[bound])
    except KeyboardInterrupt:  # uvicorn raises again the signal that it obeyed
        pass


def _serve_workers(config: Any, bound: socket, announcement: str) -> None:
    """Several processes that accept from one socket, and share Prometheus counters."""
    from uvicorn.supervisors import Multiprocess

    with temporary_folder("counts") as folder:
        os.environ[monitoring.SHARED] = str(folder)
        os.environ.setdefault(COOKIE_SECRET, token_hex(32))  # one for all: what a worker signs, another must verify
        print(announcement, flush=True)  # requests that come before the workers are ready wait in the socket's backlog
        Multiprocess(config, sockets=[bound]).run()
