"""What a browser fetches before it shows anything: kept as it was sent."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 800  # files; Streamlit's page is made of some three hundred
ONCE = "immutable"  # in Cache-Control: the file's name changes with what it holds
CONDITIONS = ("range", "if-none-match", "if-modified-since", "if-match", "if-unmodified-since")
PACKING = "gzip"


class StaticCache:
    """Keeps answers that never change, packed as they went out, in front of whoever reads and packs them.

    Reading a file takes a thread and packing the greatest holds up everybody for a quarter of a second; a visitor asks for a
    hundred of them. Pure ASGI.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_plain_question(scope):
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
        """A `send` that keeps a whole answer, if it is one that never changes."""
        headers: list[tuple[bytes, bytes]] = []
        parts: list[bytes] = []

        async def send_and_keep(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                if ONCE in Headers(raw=message["headers"]).get("cache-control", ""):
                    headers.extend(message["headers"])
            elif message["type"] == "http.response.body" and headers:
                parts.append(message.get("body", b""))
            await send(message)
            if message["type"] == "http.response.body" and headers and not message.get("more_body") and len(self._kept) < MOST:
                whole = MutableHeaders(raw=list(headers))
                body = b"".join(parts)
                whole["content-length"] = str(len(body))
                self._kept[path] = whole.raw, body

        return send_and_keep


def _is_plain_question(scope: Scope) -> bool:
    """Whether a whole file is asked for by one who takes it packed."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    return PACKING in headers.get("accept-encoding", "") and not any(one in headers for one in CONDITIONS)
