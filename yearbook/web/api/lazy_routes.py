"""Routes of the HTTP API, bound at the first request: FastAPI, pandas and pyarrow load while the first page is on its way."""

from __future__ import annotations

from starlette.routing import Route
from starlette.types import Receive, Scope, Send

API_PATHS = frozenset(
    {
        "/api",
        "/openapi.json",
        "/manifest.json",
        *(f"/snapshot.{format}" for format in ("csv", "json", "xlsx", "parquet", "zip")),
        *(
            f"/{name}.{format}"
            for name in ("metrics", "agencies", "regions", "changes", "editions")
            for format in ("json", "csv")
        ),
    }
)


class LazyApi:
    """ASGI app that imports the API and hands the request over."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from yearbook.web.api.app import api

        await api(scope, receive, send)


LAZY_ROUTES = [Route(path, LazyApi()) for path in (*sorted(API_PATHS), "/snapshot.{format}")]  # the last: no such format
