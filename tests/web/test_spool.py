"""Answers of the HTTP API by way of the disk: made once for all who ask, dropped in time, refused in words beyond the limits."""

from __future__ import annotations

import errno
import gzip
import http.client
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.waiting import wait_until
from tests.web.client import Answer, Client, running
from yearbook.web import guard
from yearbook.web.api import spool
from yearbook.web.api.responses import respond
from yearbook.web.api.spool import Content
from yearbook.web.server import MIDDLEWARE

Make = Callable[[], Iterator[bytes]]
BLOCK = random.Random(1).randbytes(1 << 20)
MANY = 40  # blocks: more than the buffers on the way to a client hold


def answer(make: Make, tag: str = "tag", lane: spool.Lane = "small") -> Route:
    def endpoint(request: Request) -> Response:
        return respond(request, Content(make, request.query_params.get("tag", tag), "text/csv", lane), pinned=False)

    return Route("/answer", endpoint)


def serve(*routes: Route) -> Starlette:
    return Starlette(routes=routes, middleware=MIDDLEWARE)


def begin(client: Client, address: str = "/answer") -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    """A client that has the head of its answer and takes no more of it."""
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=60)
    connection.request("GET", address)
    return connection, connection.getresponse()


def test_all_who_ask_for_the_same_answer_at_a_time_share_one() -> None:
    made, go = [], threading.Event()

    def make() -> Iterator[bytes]:
        made.append(1)
        yield BLOCK
        go.wait(60)
        yield b"end"

    with running(serve(answer(make))) as client, ThreadPoolExecutor(20) as people:
        asked = [people.submit(client.get, "/answer") for _ in range(20)]
        wait_until(lambda: len(made) == 1)
        go.set()
        answers: list[Answer] = [one.result(60) for one in asked]
    assert {one.status for one in answers} == {200}
    assert {one.content for one in answers} == {BLOCK + b"end"}
    assert len(made) < len(answers)  # who came after the first had gone may have begun another


def test_stopped_readers_keep_no_answer_from_being_made_and_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SEND_TIMEOUT", 0.5)
    made: list[int] = []

    def make() -> Iterator[bytes]:
        yield from (BLOCK for _ in range(MANY))
        made.append(1)

    short = Route("/short", lambda request: respond(request, Content(lambda: iter([b"here"]), "short", "text/csv"), pinned=False))
    with running(serve(answer(make, lane="large"), short)) as client:
        stopped = [begin(client, f"/answer?tag={number}") for number in range(10)]
        wait_until(lambda: len(made) == len(stopped))
        assert client.get("/short").text == "here"
        time.sleep(10 * guard.SEND_TIMEOUT)
        for connection, response in stopped:
            with pytest.raises(http.client.IncompleteRead):
                response.read()  # given up meanwhile
            connection.close()


@pytest.mark.parametrize(
    ("rows", "workbook", "lane"),
    [(0, False, "small"), (2_000, False, "small"), (2_001, False, "medium"), (200, True, "small"), (201, True, "medium"),
     (200_000, False, "medium"), (200_001, False, "large"), (20_000, True, "medium"), (20_001, True, "workbook")],
)  # fmt: skip
def test_an_answer_waits_for_others_that_are_as_much_work(rows: int, workbook: bool, lane: spool.Lane) -> None:
    assert spool.choose_lane(rows, workbook) == lane


@pytest.mark.parametrize("lane", ["medium", "large", "workbook"])
def test_a_small_answer_is_made_while_larger_ones_wait_for_each_other(lane: spool.Lane) -> None:
    go = threading.Event()

    def make() -> Iterator[bytes]:
        go.wait(60)
        yield BLOCK

    short = Route("/short", lambda request: respond(request, Content(lambda: iter([b"here"]), "short", "text/csv"), pinned=False))
    with running(serve(answer(make, lane=lane), short)) as client, ThreadPoolExecutor(4) as people:
        larger = [people.submit(client.get, f"/answer?tag={number}") for number in range(4)]
        assert client.get("/short").text == "here"
        assert not any(one.done() for one in larger)
        go.set()
        assert {one.result(60).status for one in larger} == {200}


def test_an_answer_that_nobody_waits_for_any_more_is_not_made_further() -> None:
    closed = threading.Event()

    def make() -> Iterator[bytes]:
        try:
            while True:
                time.sleep(0.01)
                yield b"x" * 1000
        finally:
            closed.set()

    with running(serve(answer(make))) as client:
        connection, response = begin(client)
        assert response.read(10)
        response.close()
        connection.close()
        assert closed.wait(60)


@pytest.mark.parametrize("limit", ["MAX_ANSWERS", "MAX_CLIENTS"])
def test_beyond_the_limits_an_answer_is_refused_with_the_time_to_ask_again(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(spool, limit, 2)
    go = threading.Event()

    def make() -> Iterator[bytes]:
        yield b"first"
        go.wait(60)

    with running(serve(answer(make))) as client:
        held = [begin(client, f"/answer?tag={number}")[0] for number in range(2)]
        refused = client.get("/answer?tag=3")
        go.set()
        for connection in held:
            connection.close()
        assert (refused.status, refused.headers["retry-after"]) == (503, str(spool.RETRY_AFTER))
        assert "再试" in refused.json()["zh"]
        assert "try again" in refused.json()["en"]
        wait_until(lambda: client.get("/answer?tag=4").status == 200)


@pytest.mark.parametrize(
    ("error", "words"),
    [(MemoryError("no more"), "not enough memory"), (OSError(errno.ENOSPC, "full"), "disk is full")],
)
def test_an_answer_that_fails_before_its_first_byte_is_refused_in_words(error: Exception, words: str) -> None:
    def make() -> Iterator[bytes]:
        raise error
        yield b""

    with running(serve(answer(make))) as client:
        refused = client.get("/answer")
    assert refused.status == 503
    assert words in refused.json()["en"]


def test_an_answer_that_fails_on_the_way_does_not_look_whole() -> None:
    def make() -> Iterator[bytes]:
        yield BLOCK
        raise MemoryError("no more")

    with running(serve(answer(make))) as client, pytest.raises(http.client.IncompleteRead):
        begin(client)[1].read()


def test_an_answer_travels_compressed_to_who_takes_it_so() -> None:
    with running(serve(answer(lambda: iter([b"a,b\r\n" * 5000, b"end"])))) as client:
        plain, packed = client.get("/answer"), client.get("/answer", accept_encoding="gzip")
        raw = http.client.HTTPConnection("127.0.0.1", client.port, timeout=60)
        raw.request("GET", "/answer", headers={"Accept-Encoding": "gzip"})
        sent = raw.getresponse().read()
        raw.close()
    assert plain.content == packed.content == gzip.decompress(sent)
    assert len(sent) < len(plain.content) / 10
    assert plain.headers["etag"] != packed.headers["etag"]
