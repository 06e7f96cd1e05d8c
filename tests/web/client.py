"""A running server with the addresses for programs, and a client that asks it as programs do."""

from __future__ import annotations

import gzip
import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Answer:
    """What came back; `content` is as it was before it was compressed."""

    status: int
    headers: Message
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True)
class Client:
    """Asks the server at a port."""

    port: int

    def ask(self, address: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, quote(address, safe="/?&=%:;+"), headers={"accept-encoding": "identity", **named})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.headers.get("content-encoding") == "gzip" and content:
            content = gzip.decompress(content)
        return Answer(response.status, response.headers, content)

    def get(self, address: str, **headers: str) -> Answer:
        return self.ask(address, **headers)

    def head(self, address: str, **headers: str) -> Answer:
        return self.ask(address, "HEAD", **headers)


@contextmanager
def running(app: Starlette, **settings: Any) -> Iterator[Client]:
    """The app behind a port of its own, in a thread, with settings of uvicorn.Config."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", access_log=False, **settings)
    held = config.bind_socket()
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [held]}, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield Client(held.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
