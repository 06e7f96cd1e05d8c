#!/usr/bin/env bash
# One would guess: urllib3's own connections raise urllib3's exceptions (HTTPError), as its pools do.
# What happens: a connection used by itself, as one must to name a host in TLS apart from the address that was checked, lets
# http.client's exceptions through: no HTTPError, no OSError. `except (OSError, HTTPError)` misses an answer that is none.
# Seen 2026-11-30 with urllib3 2.8.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" urllib3==2.8.0
cat > expected <<'EXPECTED'
pool ProtocolError HTTPError
connection BadStatusLine HTTPException
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import socket
import threading
from http.client import HTTPException

import urllib3
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]


def answer() -> None:
    for _ in range(2):
        client, _ = server.accept()
        client.recv(4096)
        client.sendall(b"no answer of HTTP\r\n\r\n")
        client.close()


threading.Thread(target=answer, daemon=True).start()


def ask(how: str, get) -> None:
    try:
        get()
    except Exception as error:
        kinds = [kind.__name__ for kind in (HTTPError, OSError, HTTPException) if isinstance(error, kind)]
        print(how, type(error).__name__, *kinds)


def by_itself() -> None:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/")
    connection.getresponse()


ask("pool", lambda: urllib3.HTTPConnectionPool("127.0.0.1", port, retries=False).request("GET", "/"))
ask("connection", by_itself)
PYTHON
