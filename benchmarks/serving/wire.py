"""What goes over the network: a way to a server that counts the bytes of its answers as they are sent, headers and frames too.

Chromium's own tools tell the size of a websocket's messages after they are unpacked.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PIECE = 2**16


@dataclass(slots=True)
class Wire:
    """An address that leads to a server, the bytes that came from it so far, and when the last of them came."""

    port: int
    address: str = ""
    received: int = 0
    changed_at: float = field(default_factory=time.perf_counter)

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what a browser and the server say until either ends."""
        there, back = await asyncio.open_connection("127.0.0.1", self.port)
        with suppress(asyncio.CancelledError):  # the wire is cut while a browser is still connected
            await asyncio.gather(_pass_on(reader, back, None), _pass_on(there, writer, self))


@contextmanager
def tap_wire(address: str) -> Iterator[Wire]:
    """A wire to the server at an address of this machine, on a port of its own."""
    wire = Wire(urlsplit(address).port or 80)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(wire.join, "127.0.0.1", 0), loop).result()
    wire.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield wire
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    """Close the door, and leave all who are still connected."""
    server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter, counted: Wire | None) -> None:
    with suppress(OSError):
        while piece := await source.read(PIECE):
            if counted is not None:
                counted.received += len(piece)
                counted.changed_at = time.perf_counter()
            target.write(piece)
            await target.drain()
    target.close()
