"""Messages of a page arrive as they were sent, compressed over more than uvicorn's 4 KB."""

from __future__ import annotations

import random

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, PerMessageDeflate
from websockets.sync.client import connect

from tests.web.client import running
from yearbook.web.websocket import PageSocket

MESSAGE = random.Random(1).randbytes(20_000)


async def send_twice(socket: WebSocket) -> None:
    await socket.accept()
    for _ in range(2):
        await socket.send_bytes(MESSAGE)


def test_messages_are_compressed_over_all_that_a_browser_remembers() -> None:
    extensions = [ClientPerMessageDeflateFactory(client_max_window_bits=True)]  # what browsers offer
    with (
        running(Starlette(routes=[WebSocketRoute("/", send_twice)]), ws=PageSocket) as client,
        connect(f"ws://127.0.0.1:{client.port}/", compression=None, extensions=extensions) as socket,
    ):
        assert [socket.recv(), socket.recv()] == [MESSAGE, MESSAGE]
        [deflate] = socket.protocol.extensions
        assert isinstance(deflate, PerMessageDeflate)
        assert deflate.remote_max_window_bits == 15
