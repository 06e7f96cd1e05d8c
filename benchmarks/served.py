"""Servers of pages as processes of their own, started as people start them, to be measured from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.viewer import Viewer
from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import translate

PATIENCE = 120.0  # seconds until a server answers
BENCHMARKS = PROJECT / "tests" / "benchmarks"


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers: where, by which process, and the seconds from the start of its process to the first byte."""

    address: str
    process: int
    first_byte: float


@contextmanager
def serve_ours(folder: Path, *flags: str) -> Iterator[Served]:
    """The product over a data folder."""
    with _serve([sys.executable, "-m", "yearbook", "serve", *flags, "--port"], PROJECT, {"YEARBOOK_DATA": str(folder)}) as served:
        yield served


@contextmanager
def serve_script(name: str, **environment: str) -> Iterator[Served]:
    """A script of tests/benchmarks/ as `streamlit run` serves it, with Streamlit's defaults."""
    flags = ["--server.headless=true", "--browser.gatherUsageStats=false", "--server.address=127.0.0.1", "--server.port"]
    command = [sys.executable, "-m", "streamlit", "run", str(BENCHMARKS / name), *flags]
    with tempfile.TemporaryDirectory() as elsewhere, _serve(command, Path(elsewhere), environment) as served:
        yield served  # from a folder where none of our settings lie


def memory_of(process: int) -> float:
    """The resident memory of a process and its children in MB; nan where the system does not tell."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 + sum(memory_of(int(child)) for child in children)


def wait_for_pages(served: Served) -> None:
    """Have a page run once, so that what a first visitor waits for is done."""
    with Viewer(served.address) as viewer:
        viewer.open()


@contextmanager
def _serve(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [*command, str(port)], cwd=folder, env=os.environ | environment, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            while not _answers(address):
                if process.poll() is not None or time.perf_counter() - start > PATIENCE:
                    said.seek(0)
                    tail = said.read().decode("utf-8", "replace")[-500:]
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
