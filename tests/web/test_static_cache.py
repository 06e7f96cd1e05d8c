"""What a browser fetches first is kept packed and answered alike every time."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.web.client import Client, running
from yearbook.web.server import compress
from yearbook.web.static_cache import StaticCache

LASTING = {"cache-control": "public, immutable, max-age=31536000", "etag": '"1"'}
LETTERS = "".join(random.Random(1).choices("ab", k=30_000))  # with many ways to repeat what came before
asked: list[str] = []


def answer_script(request: Request) -> Response:
    asked.append("script")
    if request.headers.get("if-none-match") == LASTING["etag"]:
        return Response(status_code=304)
    return Response("let a = 1;\n" * 5000, media_type="application/javascript", headers=LASTING)


def answer_page(_: Request) -> Response:
    asked.append("page")
    return HTMLResponse("<p>页</p>" * 500, headers={"cache-control": "no-cache"})


def answer_letters(_: Request) -> Response:
    return PlainTextResponse(LETTERS)


def answer_missing(_: Request) -> Response:
    asked.append("missing")
    return PlainTextResponse("?", 404, headers=LASTING)


@pytest.fixture
def client() -> Iterator[Client]:
    asked.clear()
    routes = [Route("/a.js", answer_script), Route("/", answer_page), Route("/missing.js", answer_missing)]
    routes += [Route(path, answer_letters) for path in ("/static/letters.js", "/letters.csv")]
    middleware = [Middleware(StaticCache), Middleware(compress)]
    with running(Starlette(routes=routes, middleware=middleware)) as client:
        yield client


def test_a_file_that_never_changes_is_read_and_packed_once(client: Client) -> None:
    first, second, third = (client.get("/a.js", accept_encoding="gzip") for _ in range(3))
    assert asked == ["script"]
    assert first.content == second.content == third.content == b"let a = 1;\n" * 5000
    for name in ("content-encoding", "content-type", "cache-control", "etag", "vary"):
        assert first.headers[name] == second.headers[name]
    assert 0 < int(second.headers["content-length"]) < 1000
    assert len(second.headers.get_all("content-length", [])) == 1


def test_static_files_are_packed_harder_than_what_is_made_anew(client: Client) -> None:
    static, made = (client.get(path, accept_encoding="gzip") for path in ("/static/letters.js", "/letters.csv"))
    assert static.content == made.content == LETTERS.encode()
    assert int(static.headers["content-length"]) < int(made.headers["content-length"])


def test_who_takes_no_packed_file_gets_it_as_it_is(client: Client) -> None:
    client.get("/a.js", accept_encoding="gzip")
    plain = client.get("/a.js")
    assert plain.headers["content-encoding"] is None
    assert plain.content == b"let a = 1;\n" * 5000


def test_who_has_the_file_already_is_told_so(client: Client) -> None:
    client.get("/a.js", accept_encoding="gzip")
    assert client.get("/a.js", accept_encoding="gzip", if_none_match=LASTING["etag"]).status == 304


@pytest.mark.parametrize(("address", "name"), [("/", "page"), ("/missing.js", "missing")])
def test_what_may_change_and_what_is_not_there_is_asked_anew_every_time(client: Client, address: str, name: str) -> None:
    client.get(address, accept_encoding="gzip")
    client.get(address, accept_encoding="gzip")
    assert asked == [name, name]
