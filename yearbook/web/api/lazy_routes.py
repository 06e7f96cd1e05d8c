"""Routes of the HTTP API, imported at its first request: no page waits for FastAPI, and who never asks the API never loads it."""

from __future__ import annotations

from importlib import import_module

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

LISTED = ("metrics", "agencies", "regions", "changes", "targets", "editions")
API_PATHS = frozenset(
    {
        "/api",
        "/api/answer",
        "/brief.docx",
        "/brief.html",
        "/feed.atom",
        "/openapi.json",
        "/manifest.json",
        *(f"/snapshot.{format}" for format in ("csv", "json", "xlsx", "parquet", "zip")),
        *(f"/{name}.{format}" for name in LISTED for format in ("csv", "json")),
    }
)


class LazyApi:
    """ASGI app that imports the API in a worker thread, and hands requests over."""

    def __init__(self) -> None:
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            self._app = (await run_in_threadpool(import_module, "yearbook.web.api.app")).api
        await self._app(scope, receive, send)


_api = LazyApi()
LAZY_ROUTES = [Route(path, _api) for path in (*sorted(API_PATHS), "/snapshot.{format}")]  # the last: no such format
