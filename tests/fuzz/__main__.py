"""Fuzzing for as long as one likes: `make fuzz FUZZ_SECONDS=600`, or `python -m tests.fuzz --seconds 600 text sql`.

Where atheris is installed (requirements-fuzz.txt) coverage guides it; elsewhere seeds are changed at random. What was found is
kept in .fuzz/: a corpus for each target, which the next run goes on from, and findings/ with the bytes and where they failed.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import pkgutil
import random
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path

from tests.fuzz.mutation import change, write_dictionary

FOLDER = Path(".fuzz")
FINDINGS = FOLDER / "findings"
SLOW = 4.0  # seconds of one processor for one small input
FLOORS = ("documents", "extraction", "warehouse", "web.api")


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=300, help="for all targets together")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        return run_alone(arguments.alone, arguments.seconds)
    from tests.fuzz.targets import TARGETS, built_home

    unknown = set(arguments.targets) - set(TARGETS)
    if unknown:
        parser.error(f"there is no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    FINDINGS.mkdir(parents=True, exist_ok=True)
    before = set(FINDINGS.iterdir())
    targets = arguments.targets or list(TARGETS)
    share = max(5, arguments.seconds // len(targets))
    with built_home() as home:
        for target in targets:
            began = time.monotonic()
            ended = _start(target, share, home.root)
            output = ended.stderr.decode(errors="replace").strip().splitlines()
            tries = next((found[1] for line in output if (found := re.match(r"(?:Done|tries) (\d+)", line))), "?")
            print(f"{target:12} {time.monotonic() - began:6.0f} s  {tries:>9} tries  exit {ended.returncode}", flush=True)
            if ended.returncode:
                (FINDINGS / f"{target}-ended.txt").write_bytes(ended.stderr[-20_000:])
    found = sorted(set(FINDINGS.iterdir()) - before)
    print(f"{len(found)} findings" + "".join(f"\n  {file}" for file in found))
    return 1 if found else 0


def _start(target: str, seconds: int, home: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tests.fuzz", "--alone", target, "--seconds", str(seconds)]
    return subprocess.run(command, env={**os.environ, "YEARBOOK_DATA": str(home)}, stderr=subprocess.PIPE, check=False)


def run_alone(name: str, seconds: int) -> int:
    """One target in this process, until its time is over."""
    guided = importlib.util.find_spec("atheris") is not None
    atheris = importlib.import_module("atheris") if guided else None
    if atheris is not None:
        with atheris.instrument_imports(include=["yearbook"], enable_loader_override=False):
            for floor in FLOORS:
                package = importlib.import_module(f"yearbook.{floor}")
                for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
                    importlib.import_module(module.name)
    from tests.fuzz.targets import TARGETS

    target = TARGETS[name]
    corpus = FOLDER / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (corpus / f"seed-{sha1(seed).hexdigest()[:12]}").write_bytes(seed)
    watched = Watch(name, target.take)
    if atheris is None:
        _change_at_random(watched, [file.read_bytes() for file in corpus.iterdir()], target.words, target.longest, seconds)
    else:
        write_dictionary(FOLDER / f"{name}.dict", target.words)
        limits = {"max_total_time": seconds, "max_len": target.longest, "rss_limit_mb": 3000}
        options = limits | {"timeout": 60, "report_slow_units": 60}  # seconds
        words = {"dict": FOLDER / f"{name}.dict", "artifact_prefix": f"{FINDINGS}/{name}-"}
        atheris.Setup([name, str(corpus), *(f"-{key}={value}" for key, value in (options | words).items())], watched)
        atheris.Fuzz()  # ends the process
    print(f"tries {watched.tries}", file=sys.stderr)
    return 0


class Watch:
    """Gives inputs to a target, and keeps what fails: once for each place where it does."""

    def __init__(self, name: str, take: Callable[[bytes], None]) -> None:
        self.name, self.take, self.tries = name, take, 0

    def __call__(self, content: bytes) -> None:
        self.tries += 1
        began = time.thread_time()
        try:
            self.take(content)
        except Exception as error:
            self._keep(content, error)
        if time.thread_time() - began > SLOW:
            self._keep(content, None)

    def _keep(self, content: bytes, error: Exception | None) -> None:
        frames = traceback.extract_tb(error.__traceback__) if error else []
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno} {type(error).__name__}" if frames else "slow"
        stem = FINDINGS / f"{self.name}-{sha1(place.encode()).hexdigest()[:8]}"
        if not stem.with_suffix(".txt").exists():
            stem.with_suffix(".bin").write_bytes(content)
            report = "".join(traceback.format_exception(error)) if error else f"more than {SLOW} seconds"
            stem.with_suffix(".txt").write_text(f"{place}\n{report}", encoding="utf-8", errors="replace")


def _change_at_random(watched: Watch, corpus: list[bytes], words: tuple[str, ...], longest: int, seconds: int) -> None:
    chance, until = random.Random(time.time_ns()), time.monotonic() + seconds
    while time.monotonic() < until:
        watched(change(chance, chance.choice(corpus), corpus, words, longest))


if __name__ == "__main__":
    sys.exit(main())
