"""Whose requests are answered: no other site reaches this machine's server through a browser, and nobody slow holds it up."""

from __future__ import annotations

import asyncio
import http.client
import json
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from tests.web.client import running
from yearbook.ui.auth.roles import STEWARD_HERE
from yearbook.web import guard
from yearbook.web.guard import HOSTS, ClientTooSlow, Guard, find_refusal, percent_encode
from yearbook.web.server import MIDDLEWARE

HERE, THERE = ("127.0.0.1", 8501), ("10.1.2.3", 8501)
UPLOAD = "/_stcore/upload_file/session/file"


def _scope(host: str = "localhost:8501", server: tuple[str, int] = HERE, **more: Any) -> dict[str, Any]:
    headers = {"host": host} | more.pop("headers", {})
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "GET", "path": "/", "server": server, "client": ("127.0.0.1", 5), "headers": raw} | more


def _status(scope: dict[str, Any]) -> int:
    refusal = find_refusal(scope)
    return 200 if refusal is None else refusal[0]


@pytest.mark.parametrize(
    ("host", "server", "status"),
    [
        ("127.0.0.1:8501", HERE, 200),
        ("localhost", HERE, 200),
        ("LOCALHOST:9", HERE, 200),
        ("[::1]:8501", ("::1", 8501), 200),
        ("evil.example:8501", HERE, 421),  # a name that its owner points to this machine
        ("localhost.evil.example", HERE, 421),
        ("localhost@evil.example", HERE, 421),
        ("127.0.0.1:x", HERE, 200),  # the name is right; no port is believed
        ("", HERE, 421),
        ("[::1", HERE, 421),
        ("yearbook.example.org", THERE, 200),
    ],
)
def test_this_machine_answers_to_its_own_names_only(host: str, server: tuple[str, int], status: int) -> None:
    assert _status(_scope(host, server)) == status


def test_a_name_behind_a_proxy_is_one_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOSTS, "yearbook.example.org, other.example.org")
    assert _status(_scope("yearbook.example.org")) == 200
    assert _status(_scope("third.example.org")) == 421


@pytest.mark.parametrize(
    ("kind", "method", "origin", "status"),
    [
        ("websocket", None, None, 200),  # no browser
        ("websocket", None, "http://localhost:8501", 200),
        ("websocket", None, "http://localhost:9999", 403),
        ("websocket", None, "https://evil.example", 403),
        ("websocket", None, "null", 403),
        ("websocket", None, "file://", 403),
        ("websocket", None, "http://localhost:8501.evil.example", 403),
        ("http", "GET", "https://evil.example", 200),  # reading across sites is the browser's to forbid
        ("http", "PUT", "https://evil.example", 403),
        ("http", "DELETE", "https://evil.example", 403),
    ],
)
def test_another_site_opens_no_session_and_changes_nothing(
    kind: str, method: str | None, origin: str | None, status: int
) -> None:
    told = {} if method is None else {"method": method}
    assert _status(_scope(type=kind, headers={"origin": origin} if origin else {}, **told)) == status


def _run(waited: Coroutine[Any, Any, Any]) -> None:
    """Run to the end in a thread of its own: where a browser is under test, this thread has a loop already."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, waited).result()


def test_a_websocket_of_another_site_is_closed_before_it_is_open() -> None:
    sent: list[Any] = []

    async def never(*_: Any) -> None:
        raise AssertionError("let in")

    async def keep(message: Any) -> None:
        sent.append(message)

    scope = _scope(type="websocket", headers={"origin": "https://evil.example"})
    _run(Guard(never)(scope, never, keep))
    assert [message["type"] for message in sent] == ["websocket.close"]


@pytest.mark.parametrize(
    ("turned_on", "client", "status"),
    [("1", "127.0.0.1", 200), ("1", "10.9.9.9", 403), ("0", "127.0.0.1", 403)],
)
def test_files_come_from_those_who_may_import(monkeypatch: pytest.MonkeyPatch, turned_on: str, client: str, status: int) -> None:
    monkeypatch.setenv(STEWARD_HERE, turned_on)
    assert _status(_scope(path=UPLOAD, method="PUT", client=(client, 5))) == status
    assert _status(_scope(path=f"/base{UPLOAD}", method="POST", client=(client, 5))) == status


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip"])
def test_files_that_a_proxy_hands_on_are_not_from_this_machine(monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    monkeypatch.setenv(STEWARD_HERE, "1")
    assert _status(_scope(path=UPLOAD, method="PUT", headers={header: "127.0.0.1"})) == 403


SECRET = "s" * 40
SECRETS = {
    "auth": {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": SECRET, "client_id": "i"},
    "roles": {"people": {"li@example.org": "steward"}},
}


@pytest.mark.parametrize(
    ("signed_with", "email", "status"),
    [(SECRET, "li@example.org", 200), (SECRET, "wang@example.org", 403), ("f" * 40, "li@example.org", 403), (None, "", 403)],
)
def test_where_people_sign_in_the_signed_cookie_decides(
    monkeypatch: pytest.MonkeyPatch, signed_with: str | None, email: str, status: int
) -> None:
    from streamlit.web.server.starlette import starlette_websocket
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    monkeypatch.setattr(guard, "read_secrets", lambda: SECRETS)
    monkeypatch.setattr(starlette_websocket, "get_cookie_secret", lambda: SECRET)
    monkeypatch.setenv(STEWARD_HERE, "1")  # means nothing here
    claims = {"is_logged_in": True, "sub": "1", "email": email, "email_verified": True, "iat": time.time()}
    headers = {}
    if signed_with is not None:
        value = create_signed_value(signed_with, "_streamlit_user", json.dumps(claims)).decode()
        headers = {"cookie": f"_streamlit_user={value}"}
    assert _status(_scope(path=UPLOAD, method="PUT", headers=headers)) == status


def test_bytes_of_a_query_that_are_no_text_are_spelled_out() -> None:
    assert percent_encode(b"metric=\xa7\x93&text=%20a+b%") == b"metric=%A7%93&text=%20a+b%"
    assert percent_encode("text=节约".encode()) == b"text=%E8%8A%82%E7%BA%A6"
    assert percent_encode(b"a='1'&b=<x>") == b"a='1'&b=<x>"


def test_a_refusal_is_in_words_in_both_languages() -> None:
    def answer(_: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    with running(Starlette(routes=[Route("/", answer)], middleware=[Middleware(Guard)])) as client:
        assert client.get("/").text == "ok"
        refused = client.get("/", host="evil.example")
    assert refused.status == 421
    chinese, english = refused.text.splitlines()
    assert "127.0.0.1" in chinese
    assert HOSTS in english


UPGRADE = {
    "upgrade": "websocket",
    "connection": "Upgrade",
    "sec_websocket_version": "13",
    "sec_websocket_key": "MDEyMzQ1Njc4OWFiY2RlZg==",
}


def test_the_server_as_it_is_opens_websockets_for_its_own_pages_only() -> None:
    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    with running(Starlette(routes=[WebSocketRoute("/_stcore/stream", talk)], middleware=MIDDLEWARE)) as client:
        own = f"http://127.0.0.1:{client.port}"
        asked = {origin: _open_websocket(client.port, origin) for origin in (own, "https://evil.example", "null")}
    assert asked == {own: 101, "https://evil.example": 403, "null": 403}


def _open_websocket(port: int, origin: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {name.replace("_", "-"): value for name, value in UPGRADE.items()}
    connection.request("GET", "/_stcore/stream", headers=headers | {"Origin": origin})
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_body_that_does_not_come_ends_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_IDLE", 0.05)
    got: list[Any] = []

    async def take_all(_scope: Any, receive: Any, _send: Any) -> None:
        while (message := await receive())["type"] != "http.disconnect":
            got.append(message)

    first = iter([{"type": "http.request", "body": b"a", "more_body": True}])

    async def receive() -> Any:
        for message in first:
            return message
        return await asyncio.sleep(60)

    _run(asyncio.wait_for(Guard(take_all)(_scope(), receive, receive), 5))
    assert [message["body"] for message in got] == [b"a"]


def test_a_reader_who_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SEND_TIMEOUT", 0.05)
    ended: list[str] = []

    async def answer(_scope: Any, _receive: Any, send: Any) -> None:
        try:
            await send({"type": "http.response.body", "body": b"x", "more_body": True})
        finally:
            ended.append("given back")

    async def never(*_: Any) -> Any:
        await asyncio.sleep(60)

    with pytest.raises(ClientTooSlow):
        _run(asyncio.wait_for(Guard(answer)(_scope(), never, never), 5))
    assert ended == ["given back"]


def test_waiting_for_news_of_a_whole_request_has_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_IDLE", 0.05)
    messages = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Any:
        for message in messages:
            return message
        await asyncio.sleep(0.2)
        return {"type": "http.disconnect", "late": True}

    seen: list[Any] = []

    async def wait(_scope: Any, receive: Any, _send: Any) -> None:
        seen.extend([await receive(), await receive()])

    _run(Guard(wait)(_scope(), receive, receive))
    assert seen[1].get("late")
