"""The peers that we are measured against, and other checkouts of ours, in a process and an environment of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from benchmarks.measure import Timer
from benchmarks.serving.checkouts import Checkout
from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import translate

_HOME = PROJECT / ".venv-peers"
SCRIPTS = Path(__file__).parent / "scripts"


@contextmanager
def start_peers(text: str) -> Iterator[dict[str, Timer]]:
    """A timer of each peer over `text`, in seconds of processor time; none, with a note, where none are installed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.txt"
        file.write_text(text, encoding="utf-8")
        with start_script("peers.py", file) as timers:
            yield timers


@contextmanager
def start_script(script: str, *arguments: object) -> Iterator[dict[str, Timer]]:
    """A timer of all that a script of scripts/ has ready: it prints the names as JSON, and then, for each line that
    names one of them, the seconds that it took once. None, with a note on stderr, where no peers are installed.
    """
    python = find_peer_python()
    if python is None:
        yield {}
        return
    with _start([str(python), str(SCRIPTS / script), *map(str, arguments)], None) as timers:
        yield timers


def find_peer_python() -> Path | None:
    """The interpreter of the peers' environment; None, with a note on stderr, where they are not installed."""
    python = next((path for path in (_HOME / "bin" / "python", _HOME / "Scripts" / "python.exe") if path.exists()), None)
    if python is None:
        print(translate("commands.no_peers"), file=sys.stderr)
    return python


@contextmanager
def start_checkout(checkout: Checkout, texts: Sequence[str]) -> Iterator[Timer]:
    """A timer of the extractor of a checkout over some texts, by its own code and catalogue, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.json"
        file.write_text(json.dumps(texts), encoding="utf-8")
        command = [str(checkout.python), str(SCRIPTS / "understand.py"), str(checkout.folder), str(file)]
        with _start(command, os.environ | {"YEARBOOK_DATA": str(checkout.data)}) as timers:
            yield timers["extraction"]


@contextmanager
def _start(command: list[str], environment: Mapping[str, str] | None) -> Iterator[dict[str, Timer]]:
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors, encoding="utf-8", env=environment) as process,
    ):
        try:
            ready = json.loads(_read_answer(process) or "[]")
            if not ready:
                errors.seek(0)
                print(errors.read().decode(errors="replace").strip()[-300:], file=sys.stderr)
            yield {name: _timer(process, name, errors) for name in ready}
        finally:
            process.kill()


def _timer(process: subprocess.Popen[str], name: str, errors: IO[bytes]) -> Timer:
    def take() -> float:
        assert process.stdin is not None
        print(name, file=process.stdin, flush=True)
        answer = _read_answer(process)
        if not answer:
            errors.seek(0)
            raise RuntimeError(f"{name}: {errors.read().decode(errors='replace').strip()[-300:]}")
        return float(answer)

    return take


def _read_answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()
