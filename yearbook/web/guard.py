"""What stands before everything else: whose requests are answered at all, and for how long somebody slow is waited for.

A page on another site must not reach a server on this machine through its reader's browser, neither under a name of its own
that it points here (so the Host is looked at), nor across sites (so the Origin is). Nobody who may not import uploads.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http.cookies import SimpleCookie
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from yearbook.catalogue.files import DataError
from yearbook.catalogue.messages import LANGUAGES, translate
from yearbook.ui.auth.roles import local_user, read_rules, recognise
from yearbook.ui.auth.sign_in import is_login_configured, read_secrets

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Scope = MutableMapping[str, Any]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

HOSTS = "YEARBOOK_HOSTS"  # names under which a proxy on this machine is asked, with commas between
OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
UPLOADS = "/_stcore/upload_file"
ASCII = "".join(map(chr, range(0x21, 0x7F)))
SILENCE = 30.0  # seconds without a byte of a request's body
SENDING = 600.0  # seconds in which the whole body must have come
READING = 120.0  # seconds in which a reader must take the next piece of an answer


class TooSlow(OSError):
    """Whoever reads an answer takes nothing of it; the connection is given up."""


class Guard:
    """Pure ASGI, so that streamed answers stay streamed; sees HTTP and websockets alike."""

    def __init__(self, app: AsgiApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        scope["query_string"] = spell_out(scope.get("query_string", b""))
        refusal = find_refusal(scope)
        if refusal is not None:
            await _refuse(scope, receive, send, *refusal)
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self.app(scope, _patient_receive(receive), _patient_send(send))


def spell_out(query: bytes) -> bytes:
    """What stands behind the question mark, each byte beyond ASCII written as %XX: some of it may be no text at all."""
    return query if query.isascii() else quote(query, safe=ASCII).encode()


def find_refusal(scope: Scope) -> tuple[int, str] | None:
    """The status and the words (roles.<key>) with which a request is turned away; None for one that is let in."""
    headers = Headers(scope=scope)
    named = _host_of(headers.get("host", ""))
    if _is_loopback((scope.get("server") or ("",))[0]) and named not in OWN_NAMES and named not in _proxied_names():
        return 421, "guard_host"
    changes = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD", "OPTIONS")
    origin = headers.get("origin")
    if changes and origin is not None and not _is_same_origin(origin, headers.get("host", "")):
        return 403, "guard_origin"
    if UPLOADS in scope["path"] and changes and not _may_upload(scope, headers):
        return 403, "guard_upload"
    return None


def _is_same_origin(origin: str, host: str) -> bool:
    asked = urlsplit(origin)
    return asked.scheme in ("http", "https") and (asked.netloc == host or _host_of(asked.netloc) in _proxied_names())


def _may_upload(scope: Scope, headers: Headers) -> bool:
    """Whether whoever sends a file may import: the page that asks for it is drawn for nobody else."""
    secrets = read_secrets()
    if not is_login_configured(secrets):
        return local_user("", local=_is_loopback((scope.get("client") or ("",))[0])).may("import")
    try:
        return recognise(_claims_of(headers), read_rules(secrets), time.time()).may("import")
    except DataError:
        return False


def _claims_of(headers: Headers) -> Mapping[str, Any]:
    """What the cookie of Streamlit's sign-in says, where its signature is right; nothing else is believed."""
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
    from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

    cookies = {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    signed = _get_signed_cookie_with_chunks(cookies, USER_COOKIE_NAME)
    try:
        told = json.loads(signed) if signed else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _proxied_names() -> frozenset[str]:
    """The names that others know this server by: as the environment says, and where sign-in leads back to."""
    named = {one.strip().casefold() for one in os.environ.get(HOSTS, "").split(",") if one.strip()}
    auth = read_secrets().get("auth")
    led_back = str(auth.get("redirect_uri", "")) if isinstance(auth, Mapping) else ""
    return frozenset({*named, _host_of(urlsplit(led_back).netloc)} - {""})


def _host_of(netloc: str) -> str:
    """The name in `name:port`, in small letters; empty for what is none."""
    try:
        return (urlsplit(f"//{netloc}").hostname or "").rstrip(".") if "@" not in netloc else ""
    except ValueError:
        return ""


def _is_loopback(address: object) -> bool:
    try:
        return ip_address(str(address)).is_loopback
    except ValueError:
        return False


def _patient_receive(receive: Receive) -> Receive:
    """The body as it comes, until it has taken too long; then it is as if the sender had gone."""
    whole, until = False, time.monotonic() + SENDING

    async def receive_in_time() -> Message:
        nonlocal whole
        if whole:  # what comes now is only that the reader has gone, whenever that may be
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), min(SILENCE, max(0.01, until - time.monotonic())))
        except TimeoutError:
            return {"type": "http.disconnect"}
        whole = not message.get("more_body", False)
        return message

    return receive_in_time


def _patient_send(send: Send) -> Send:
    async def send_in_time(message: Message) -> None:
        try:
            await asyncio.wait_for(send(message), READING)
        except TimeoutError:
            raise TooSlow("a reader took nothing") from None

    return send_in_time


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, words: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: the browser gets 403
        return
    told = "\n".join(translate(f"roles.{words}", language, setting=HOSTS) for language in LANGUAGES)
    await PlainTextResponse(f"{told}\n", status, {"Connection": "close"})(scope, receive, send)
