"""Request guard: rejects cross-origin writes (CSRF), foreign Host headers (DNS rebinding) and uploads without the right to
import, and times out slow clients (slowloris).

Starlette's TrustedHostMiddleware does not do: which names are right depends on the address that a request came to and on
secrets.toml, and the refusal is in words.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yearbook.catalogue.files import DataError
from yearbook.catalogue.messages import LANGUAGES, translate
from yearbook.ui.auth.roles import is_forwarded, local_user, read_rules, recognise
from yearbook.ui.auth.visitor import is_login_configured, list_signed_out, read_secrets
from yearbook.web.streamlit_internals import UPLOAD_PATH, read_user_cookie

HOSTS = "YEARBOOK_HOSTS"  # names under which a proxy on this machine is asked, with commas between
OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
ASCII = "".join(map(chr, range(0x21, 0x7F)))
BODY_IDLE = 30.0  # seconds without a byte of a request's body
BODY_TOTAL = 600.0  # seconds in which the whole body must have come
SEND_TIMEOUT = 120.0  # seconds in which a client must take the next piece of a response


class ClientTooSlow(OSError):
    """A client takes nothing of its response; the connection is given up."""


class Guard:
    """Pure ASGI middleware, so that streamed responses stay streamed; sees HTTP and websockets alike."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        scope["query_string"] = percent_encode(scope.get("query_string", b""))
        refusal = find_refusal(scope)
        if refusal is None and scope["type"] == "http":
            return await self.app(scope, _limit_receive(receive), _limit_send(send))
        if refusal is None:
            return await self.app(scope, receive, send)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})  # before it is accepted: the browser gets 403
        status, words = refusal
        lines = (translate(f"roles.{words}", language, setting=HOSTS) + "\n" for language in LANGUAGES)
        return await PlainTextResponse("".join(lines), status, {"Connection": "close"})(scope, receive, send)


def percent_encode(query: bytes) -> bytes:
    """The query string with each byte beyond ASCII written as %XX (RFC 3986, 2.1): some of it may be no UTF-8."""
    return query if query.isascii() else quote(query, safe=ASCII).encode()


def find_refusal(scope: Scope) -> tuple[int, str] | None:
    """The HTTP status and the words (roles.<key>) with which a request is refused; None for one that is let in."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if _is_loopback((scope.get("server") or ("",))[0]) and _host_name(host) not in OWN_NAMES | _proxied_names():
        return 421, "guard_host"
    writes = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD", "OPTIONS")
    origin = headers.get("origin")
    if writes and origin is not None and not _is_same_origin(origin, host):
        return 403, "guard_origin"
    if writes and UPLOAD_PATH in scope["path"] and not _may_upload(scope, headers):
        return 403, "guard_upload"
    return None


def _is_same_origin(origin: str, host: str) -> bool:
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and (parts.netloc == host or _host_name(parts.netloc) in _proxied_names())


def _may_upload(scope: Scope, headers: Headers) -> bool:
    """Whether the sender of a file may import or have drafts reviewed: the pages that take files are drawn for nobody else."""
    secrets = read_secrets()
    if not is_login_configured(secrets):
        here = _is_loopback((scope.get("client") or ("",))[0]) and not is_forwarded(headers)
        return local_user("", local=here).may("check")
    try:
        claims = read_user_cookie(headers.get("cookie", ""))
        return recognise(claims, read_rules(secrets), time.time(), list_signed_out()).may("check")
    except DataError:
        return False


def _proxied_names() -> frozenset[str]:
    """Host names of a proxy in front of this server: those of YEARBOOK_HOSTS and of the sign-in's redirect_uri."""
    named = {one.strip().casefold() for one in os.environ.get(HOSTS, "").split(",")}
    auth = read_secrets().get("auth")
    redirect = str(auth.get("redirect_uri", "")) if isinstance(auth, Mapping) else ""
    return frozenset({*named, _host_name(urlsplit(redirect).netloc)} - {""})


def _host_name(netloc: str) -> str:
    """The name in `name:port`, lower case; empty where there is none."""
    try:
        return (urlsplit(f"//{netloc}").hostname or "").rstrip(".") if "@" not in netloc else ""
    except ValueError:
        return ""


def _is_loopback(address: object) -> bool:
    try:
        return ip_address(str(address)).is_loopback
    except ValueError:
        return False


def _limit_receive(receive: Receive) -> Receive:
    """The body as it comes; a timeout reads as if the client had disconnected. Waiting for a disconnect has no limit."""
    complete, deadline = False, time.monotonic() + BODY_TOTAL

    async def receive_in_time() -> Message:
        nonlocal complete
        if complete:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), min(BODY_IDLE, max(0.01, deadline - time.monotonic())))
        except TimeoutError:
            return {"type": "http.disconnect"}
        complete = not message.get("more_body", False)
        return message

    return receive_in_time


def _limit_send(send: Send) -> Send:
    async def send_in_time(message: Message) -> None:
        try:
            await asyncio.wait_for(send(message), SEND_TIMEOUT)
        except TimeoutError:
            raise ClientTooSlow("a client took nothing") from None

    return send_in_time
