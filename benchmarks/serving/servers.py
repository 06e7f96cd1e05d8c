"""Servers of pages as processes of their own: the product, another checkout of it, Streamlit scripts, and peers."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.peers import SCRIPTS, find_peer_python
from benchmarks.serving.checkouts import Checkout
from tests.serving import find_port
from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import translate

PATIENCE = 120.0  # seconds until a server answers
TICK = 1 / os.sysconf("SC_CLK_TCK")  # seconds


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers: where, by which process, and the seconds from the start of its process to the first byte."""

    address: str
    process: int
    first_byte: float


@contextmanager
def serve_ours(folder: Path, *flags: str) -> Iterator[Served]:
    """The product over a data folder."""
    command = [sys.executable, "-m", "yearbook", "serve", *flags, "--port"]
    with _serve(command, PROJECT, {"YEARBOOK_DATA": str(folder)}) as served:
        yield served


@contextmanager
def serve_checkout(checkout: Checkout, *flags: str) -> Iterator[Served]:
    """Another build of the product, by its own code and environment, over its data."""
    command = [str(checkout.python), "-m", "yearbook", "serve", *flags, "--port"]
    with _serve(command, checkout.folder, {"YEARBOOK_DATA": str(checkout.data)}) as served:
        yield served


@contextmanager
def serve_script(name: str, **environment: str) -> Iterator[Served]:
    """A script of scripts/ as `streamlit run` serves it, with Streamlit's defaults."""
    flags = ["--server.headless=true", "--browser.gatherUsageStats=false", "--server.address=127.0.0.1", "--server.port"]
    command = [sys.executable, "-m", "streamlit", "run", str(SCRIPTS / name), *flags]
    with tempfile.TemporaryDirectory() as elsewhere, _serve(command, Path(elsewhere), environment) as served:
        yield served  # from a folder where none of our settings lie


@contextmanager
def serve_peer(name: str, **environment: str) -> Iterator[Served | None]:
    """A script of scripts/ that serves pages with a peer, in the peers' environment; None, with a note, where there is none."""
    python = find_peer_python()
    if python is None:
        yield None
        return
    with _serve([str(python), str(SCRIPTS / name)], PROJECT, environment) as served:
        yield served


def memory_of(process: int) -> float:
    """The resident memory of a process and its children in MB."""
    parent = psutil.Process(process)
    held = 0
    for one in (parent, *parent.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # a child that has ended meanwhile
            held += one.memory_info().rss
    return held / 2**20


def cpu_of(served: Served) -> float:
    """User and system time of a process in seconds, its ended threads' too, in clock ticks."""
    times = psutil.Process(served.process).cpu_times()
    return float(times.user + times.system)


@contextmanager
def _serve(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Iterator[Served]:
    port = find_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            [*command, str(port)], cwd=folder, env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            while not _answers(address):
                if process.poll() is not None or time.perf_counter() - start > PATIENCE:
                    output.seek(0)
                    tail = output.read().decode("utf-8", "replace")[-500:]
                    raise RuntimeError(translate("bench_pages.no_server", command=" ".join(command), said=tail))
                time.sleep(0.02)
            yield Served(address, process.pid, time.perf_counter() - start)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.read(1))
    except (urllib.error.URLError, OSError):
        return False
