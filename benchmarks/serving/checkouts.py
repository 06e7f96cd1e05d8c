"""Other checkouts of the product to measure against: a folder, or a commit that is laid out and given an environment for now."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from yearbook.catalogue.files import PROJECT, home
from yearbook.catalogue.messages import translate

REQUIREMENTS = ("requirements.txt", "constraints.txt")


@dataclass(frozen=True, slots=True)
class Checkout:
    """Another build of the product: its name in tables, its folder, its interpreter, and the data that it serves."""

    name: str
    folder: Path
    python: Path
    data: Path


def this_checkout() -> Checkout:
    """The build that measures, with the data in use."""
    return Checkout("", PROJECT, Path(sys.executable), home().root)


def run_command(checkout: Checkout, data: Path, *words: object) -> tuple[float, float]:
    """Run a command of a build over a data folder, in a process of its own: the seconds on the clock and of the processor, start
    included. Raises RuntimeError where it fails."""
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(checkout.python), "-m", "yearbook", *map(str, words)]
    _run(*command, folder=checkout.folder, environment=os.environ | {"YEARBOOK_DATA": str(data)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def copy_data(checkout: Checkout, folder: Path) -> Path:
    """A copy of a build's data without its editions, to build and to import in."""
    return Path(shutil.copytree(checkout.data, folder, ignore=shutil.ignore_patterns("editions", ".lock")))


@contextmanager
def open_checkout(named: Sequence[str]) -> Iterator[Checkout]:
    """[FOLDER or COMMIT] or the same with a data folder. Without one its own shipped data are built.

    A commit gets a worktree in a temporary folder, and an environment where it requires other packages than this checkout does.
    Raises RuntimeError where git or pip fails.
    """
    place = Path(named[0])
    with tempfile.TemporaryDirectory() as scratch:
        made = None if place.is_dir() else Path(scratch) / "checkout"
        folder = place.resolve() if made is None else made
        if made is not None:
            _run("git", "-C", str(PROJECT), "worktree", "add", "--quiet", "--detach", str(made), named[0])
        try:
            python = _find_python(folder, Path(scratch) / "environment")
            data = Path(named[1]).resolve() if len(named) > 1 else folder / "data"
            if len(named) == 1:
                environment = os.environ | {"YEARBOOK_DATA": str(data)}
                _run(str(python), "-m", "yearbook", "build", "--if-missing", folder=folder, environment=environment)
            yield Checkout(place.name, folder, python, data)
        finally:
            if made is not None:
                _run("git", "-C", str(PROJECT), "worktree", "remove", "--force", str(made))


def _find_python(checkout: Path, environment: Path) -> Path:
    """The interpreter of the checkout's own .venv; this one where both require the same; else of a new environment."""
    own = checkout / ".venv" / "bin" / "python"
    if own.exists():
        return own
    if all(_read(checkout / name) == _read(PROJECT / name) for name in REQUIREMENTS):
        return Path(sys.executable)
    python = environment / "bin" / "python"
    _run(sys.executable, "-m", "venv", str(environment))
    _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt", folder=checkout)
    return python


def _read(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _run(*command: str, folder: Path = PROJECT, environment: Mapping[str, str] | None = None) -> None:
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", errors="replace")
    if ran.returncode:
        raise RuntimeError(translate("bench.no_checkout", command=" ".join(command), said=ran.stderr.strip()[-300:]))
