"""A Dask scheduler and its workers as processes of this machine, each with the program of a checkout."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving import find_port
from yearbook.catalogue.files import PROJECT

PATIENCE = 60.0  # seconds: the machine may be slow
HERE = ("--no-dashboard", "--host", "127.0.0.1")


@contextmanager
def start_scheduler(failures: int = 3) -> Iterator[str]:
    """The address of a scheduler without workers, which gives a task up once more workers than `failures` died with it."""
    address = f"tcp://127.0.0.1:{find_port()}"
    with _start("distributed.cli.dask_scheduler", "--port", address.rpartition(":")[2], *HERE, failures=failures):
        _wait_until_it_listens(address)
        yield address


@contextmanager
def start_worker(address: str, nanny: bool = False, project: Path = PROJECT) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of one thread; a nanny starts it anew when it dies."""
    kind = "--nanny" if nanny else "--no-nanny"
    arguments = [address, kind, "--nthreads", "1", "--death-timeout", str(int(PATIENCE)), *HERE]
    with _start("distributed.cli.dask_worker", *arguments, project=project) as process:
        yield process


@contextmanager
def _start(module: str, *arguments: str, project: Path = PROJECT, failures: int = 3) -> Iterator[subprocess.Popen[bytes]]:
    settings = {"DASK_LOGGING__DISTRIBUTED": "critical", "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures)}
    environment = {**os.environ, **settings, "PYTHONPATH": str(project)}
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, env=environment, cwd=project, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE / 6)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_it_listens(address: str) -> None:
    """Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)
