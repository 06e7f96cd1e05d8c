"""A web site on the loopback address for tests: addresses with their answers, and a note of what was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"


@dataclass
class Answer:
    """`fields` may hold bytes as latin-1; `behave` writes something else than an answer, given the handler."""

    body: bytes = b""
    status: int = 200
    fields: dict[str, str] = field(default_factory=dict)
    behave: Callable[[BaseHTTPRequestHandler], None] | None = None


def html(body: str, charset: str = "utf-8", kind: str = "text/html") -> Answer:
    return Answer(body.encode(charset), fields={"Content-Type": kind})


def moved(place: str, status: int = 302) -> Answer:
    return Answer(status=status, fields={"Location": place})


@dataclass
class Site:
    """`answers` by path and query; `asked` are the paths in order, `seen` the fields of each request."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)

    def at(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"


@contextmanager
def serve_site(host: str = HOST) -> Iterator[Site]:
    """A site that answers 404 to what it does not know, and 304 to who knows its ETag."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.seen.append({name.lower(): value for name, value in self.headers.items()})
            answer = site.answers.get(self.path, Answer(b"no", 404))
            if answer.behave is not None:
                answer.behave(self)
                self.close_connection = True
                return
            tag = answer.fields.get("ETag")
            known = tag is not None and self.headers.get("If-None-Match") == tag
            self.send_response(304 if known else answer.status)
            for name, value in answer.fields.items():
                self.send_header(name, value)
            body = b"" if known else answer.body
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    site = Site(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
