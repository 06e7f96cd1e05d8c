"""In-memory cache of static files, compressed: what a browser fetches before it shows anything."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_FILES = 800  # Streamlit's page is made of some three hundred
CONDITIONS = ("range", "if-none-match", "if-modified-since", "if-match", "if-unmodified-since")


class StaticCache:
    """Keeps responses marked immutable as they went out, in front of the file reader and GZipMiddleware.

    Reading a file takes a thread, and compressing the largest blocks the event loop for a quarter of a second; a visitor asks
    for a hundred of them. Pure ASGI middleware.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_plain_request(scope):
            await self.app(scope, receive, send)
            return
        kept = self._kept.get(scope["path"])
        if kept is None:
            await self.app(scope, receive, self._keep(scope["path"], send))
            return
        headers, body = kept
        await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
        await send({"type": "http.response.body", "body": body})

    def _keep(self, path: str, send: Send) -> Send:
        """A `send` that keeps a whole response, if it is one that never changes."""
        headers: list[tuple[bytes, bytes]] = []
        parts: list[bytes] = []

        async def send_and_keep(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200 and _is_immutable(message):
                headers.extend(message["headers"])
            await send(message)
            if message["type"] == "http.response.body" and headers:
                parts.append(message.get("body", b""))
                if not message.get("more_body") and len(self._kept) < MAX_FILES:
                    body, whole = b"".join(parts), MutableHeaders(raw=list(headers))
                    whole["content-length"] = str(len(body))
                    self._kept[path] = whole.raw, body

        return send_and_keep


def _is_plain_request(scope: Scope) -> bool:
    """Whether a whole file is asked for, by a client that takes gzip."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    return "gzip" in headers.get("accept-encoding", "") and not any(one in headers for one in CONDITIONS)


def _is_immutable(start: Message) -> bool:
    return "immutable" in Headers(raw=start["headers"]).get("cache-control", "")
