"""The server as people start it: a process of its own over a data folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from yearbook.catalogue.files import PROJECT

PATIENCE = 60  # seconds: the machine that tests may be slow


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(PATIENCE)


def find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serve(
    data: Path, log: Path, *flags: str, port: int | None = None, folder: Path = PROJECT, **settings: str
) -> Iterator[Server]:
    """A server that answers, started in `folder` with `settings` in its environment; what it says goes to `log`."""
    port = port or find_port()
    command = [sys.executable, "-m", "yearbook", "serve", "--port", str(port), *flags]
    environment = os.environ | {"YEARBOOK_DATA": str(data), "PYTHONPATH": str(PROJECT)} | settings
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
    server = Server(process, f"http://127.0.0.1:{port}", log)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                server.get("/healthz")
                break
            except OSError:
                assert process.poll() is None, log.read_text(encoding="utf-8")[-2000:]
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()
