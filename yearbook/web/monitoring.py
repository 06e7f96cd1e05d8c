"""Health check and Prometheus metrics of the server; nothing about who asked or what for."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psutil
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yearbook.catalogue.files import home
from yearbook.logs import log_event
from yearbook.ui.navigation import PLACES
from yearbook.warehouse.registry import DamagedEdition, NoEdition, read_note, require_edition
from yearbook.web.api.lazy_routes import API_PATHS

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # the folder in which several workers count together
PATHS = API_PATHS | {"/", "/healthz", "/metrics", *(f"/{place.name}" for place in PLACES)}
FOLDERS = ("/_stcore/upload_file", "/_stcore", "/media", "/static", "/app/static", "/component")
_SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)

disable_created_metrics()  # type: ignore[no-untyped-call]
_COUNTED = CollectorRegistry()
_REQUESTS = Counter("yearbook_requests", "Requests answered", ("route", "method", "status"), registry=_COUNTED)
_ANSWERS = Histogram("yearbook_request_seconds", "Time to the last byte", ("route",), buckets=_SECONDS, registry=_COUNTED)
_RERUNS = Histogram("yearbook_rerun_seconds", "Runs of a page's script", ("page",), buckets=_SECONDS, registry=_COUNTED)
_FAILURES = Counter("yearbook_failures", "Runs of a page's script that failed", registry=_COUNTED)
_VIEWERS = Gauge("yearbook_viewers", "Open pages", registry=_COUNTED, multiprocess_mode="livesum")
_MEMORY = Gauge("yearbook_resident_bytes", "Memory of the processes", registry=_COUNTED, multiprocess_mode="livesum")


class Metrics:
    """Counts and logs every HTTP answer by its route, and open pages. Pure ASGI, so that streamed answers stay streamed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            _VIEWERS.inc()
            try:
                await self.app(scope, receive, send)
            finally:
                _VIEWERS.dec()
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, status, sent = time.perf_counter(), 499, 0  # 499: who asked left before there was an answer

        async def send_counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        except Exception:
            status = 500
            raise
        finally:
            route, seconds = route_label(scope["path"]), time.perf_counter() - begun
            method = scope["method"] if scope["method"] in {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"} else "other"
            _REQUESTS.labels(route, method, str(status)).inc()
            _ANSWERS.labels(route).observe(seconds)
            log_event("request", route=route, method=method, status=status, ms=round(seconds * 1000, 1), bytes=sent)


def route_label(path: str) -> str:
    """The label that a path is counted under: few of them (bounded cardinality), whatever is asked for."""
    if path in PATHS:
        return path
    return next((folder for folder in FOLDERS if path.startswith(f"{folder}/")), "other")


@contextmanager
def timed_rerun(page: str, begun: float) -> Iterator[None]:
    """Counts the run of a page's script since `begun`, by time.perf_counter."""
    try:
        yield
    finally:
        _RERUNS.labels(page or PLACES[0].name).observe(time.perf_counter() - begun)


def count_failure() -> None:
    """A run of a page's script ended in an error."""
    _FAILURES.inc()


def measure_memory() -> None:
    """Set the gauge of this process's resident memory."""
    _MEMORY.set(psutil.Process().memory_info().rss)


def answer_health(_: Request) -> JSONResponse:
    """`GET /healthz`: 200 with the edition's number, 503 and why while there is none. Streamlit answers 200 to any other path."""
    try:
        return JSONResponse({"status": "ok", "edition": require_edition(home())})
    except (NoEdition, DamagedEdition) as error:
        return JSONResponse({"status": str(error), "edition": None}, status_code=503)


def answer_metrics(_: Request) -> Response:
    """`GET /metrics`: all counts, of all workers together, in Prometheus' text form."""
    measure_memory()
    registry = CollectorRegistry()
    registry.register(_Editions())
    if os.environ.get(SHARED):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    text = generate_latest(registry)
    if not os.environ.get(SHARED):
        text += generate_latest(_COUNTED)
    return Response(text, media_type=CONTENT_TYPE_LATEST)


class _Editions(Collector):
    """The edition in use, as its note says."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            note = read_note(home(), require_edition(home()))
        except NoEdition:
            return
        built_at = datetime.fromisoformat(note.built_at).timestamp()
        for name, about, value in (
            ("edition", "Number of the edition in use", note.number),
            ("facts", "Facts in the edition in use", note.facts),
            ("reports", "Reports in the edition in use", note.reports),
            ("last_publish_timestamp_seconds", "When the edition in use was built", built_at),
        ):
            yield GaugeMetricFamily(f"yearbook_{name}", about, value=value)
