"""Two servers and one writer, each on a mount of its own of one file system: python -m benchmarks.engines.shared_folder fails
where a new edition is seen late by a server, or any reader gets an edition that is not whole."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from benchmarks.serving.servers import serve_ours
from yearbook.catalogue.files import Home, home
from yearbook.pipeline.build import build_edition
from yearbook.warehouse.registry import POINTER, DamagedEdition, NoEdition, check_edition, current_number

ASKED = "/snapshot.json?metric=vehicles.fleet"
SEEN_WITHIN = 2.0  # seconds after the pointer's change from which on no server, when asked, answers from an older edition
PAUSE = 0.05  # seconds between two looks of a reader
BETWEEN = 1.0  # seconds between two editions
PATIENCE = 120.0  # seconds that an answer may take
START = 600.0  # seconds that a server's first may take: it loads the API for it, which a busy machine draws out to minutes
IMAGE = 256 << 20  # bytes of the file system


class Answer(NamedTuple):
    """What a server answered: when it was asked and had answered, from which edition, and the checksum of the bytes."""

    server: str
    asked: float
    answered: float
    edition: int
    digest: str


@dataclass(slots=True)
class Seen:
    """What the readers saw, how many files they summed, and what was wrong."""

    answers: list[Answer] = field(default_factory=list)
    summed: int = 0
    faults: list[str] = field(default_factory=list)


@contextmanager
def share_folder(scratch: Path) -> Iterator[tuple[Path, list[Path], str]]:
    """The writer's folder, those of two readers, and how they are one: a file system in a loop device that readers have mounted
    read-only, where this process may mount; else symbolic links."""
    own, others = scratch / "writer", [scratch / "server-1", scratch / "server-2"]
    for folder in (own, *others):
        folder.mkdir()
    image = scratch / "image"
    with image.open("wb") as file:
        file.truncate(IMAGE)
    with ExitStack() as stack:
        try:
            _run("mkfs.ext4", "-q", image)
            _mount(stack, own, "-o", "loop", image)
            for folder in others:
                _mount(stack, folder, "--bind", own)
                _run("mount", "-o", "remount,ro,bind", folder)
            yield own, others, "one ext4 in a loop device, servers read-only"
        except (OSError, subprocess.CalledProcessError):
            for folder in others:
                folder.rmdir()
                folder.symlink_to(own)
            yield own, others, "symbolic links (mounting is not allowed here)"


def write_editions(folder: Path, count: int) -> None:
    """Publish so many editions, each of another record: every so-many-th figure is left out."""
    made = Home(folder)
    heading, *rows = (home().record / "figures.csv").read_text(encoding="utf-8").splitlines()
    for number in range(count):
        kept = [row for place, row in enumerate(rows) if place % (count + 1) != number]
        (made.record / "figures.csv").write_text("\n".join([heading, *kept]) + "\n", encoding="utf-8")
        build_edition(made)
        time.sleep(BETWEEN)


def ask_once(name: str, address: str, patience: float) -> Answer:
    """What a server answers to a request for a snapshot. Raises OSError, TimeoutError where it takes longer than `patience`."""
    asked = time.time()
    with urllib.request.urlopen(address + ASKED, timeout=patience) as answer:
        content = answer.read()
    return Answer(name, asked, time.time(), json.loads(content)["edition"], sha256(content).hexdigest())


def ask_server(name: str, address: str, seen: Seen, ended: threading.Event) -> None:
    """Ask again and again: all answers that name one edition must be the same bytes."""
    while not ended.wait(PAUSE):
        asked = time.time()
        try:
            seen.answers.append(ask_once(name, address, PATIENCE))
        except OSError as error:
            seen.faults.append(f"{name}, after {time.time() - asked:.0f} s and {len(seen.answers)} answers: {error}")


def sum_files(folder: Path, seen: Seen, ended: threading.Event) -> None:
    """Check again and again that the file of the current edition has the checksum of its note."""
    made = Home(folder)
    while not ended.wait(PAUSE):
        number = current_number(made)
        try:
            check_edition(made, number or 0)
            seen.summed += 1
        except (DamagedEdition, NoEdition, OSError) as error:
            seen.faults.append(f"{folder.name}, edition {number}: {error}")


def measure_sharing(scratch: Path, editions: int) -> bool:
    """Print what was seen; whether all of it was whole and in time."""
    seen, ended, published = Seen(), threading.Event(), dict[int, float]()
    with share_folder(scratch) as (own, others, how), ExitStack() as stack:
        shutil.copytree(home().record, own / "record")
        build_edition(Home(own))
        served = {folder.name: stack.enter_context(serve_ours(folder)).address for folder in others}
        begun = [ask_once(name, address, START) for name, address in served.items()]
        readers = [threading.Thread(target=ask_server, args=(name, address, seen, ended)) for name, address in served.items()]
        readers += [threading.Thread(target=sum_files, args=(folder, seen, ended)) for folder in others]
        for reader in readers:
            reader.start()
        writer = get_context("spawn").Process(target=write_editions, args=(own, editions))
        writer.start()
        while writer.is_alive():
            published.setdefault(current_number(Home(own)) or 0, os.stat(own / "editions" / POINTER).st_mtime)
            time.sleep(PAUSE / 10)
        time.sleep(SEEN_WITHIN)
        ended.set()
        for reader in readers:
            reader.join()
    late, first = zip(
        *(_find_waits(name, number, at, seen) for number, at in published.items() if number > 1 for name in served), strict=True
    )
    kinds = {(answer.edition, answer.digest) for answer in seen.answers}
    torn = sorted({number for number, _ in kinds if sum(number == other for other, _ in kinds) > 1})
    print(f"{how}: {len(published) - 1} new editions, {len(seen.answers):,} answers, {seen.summed:,} checksums of files")
    print(f"the first answer of a server took {max(one.answered - one.asked for one in begun):.2f} s")
    print(
        f"a server asked later than {max(late):.2f} s after a new edition answered from it; "
        f"first answers from it were there after {sorted(first)[len(first) // 2]:.2f} s (median), {max(first):.2f} s (longest)"
    )
    for fault in [*seen.faults, *(f"edition {number}: answers differ" for number in torn)]:
        print(f"  {fault}")
    whole = writer.exitcode == 0 and len(published) == editions + 1 and not seen.faults and not torn
    return whole and max(late) <= SEEN_WITHIN


def _find_waits(name: str, number: int, published: float, seen: Seen) -> tuple[float, float]:
    """How long after an edition a server was asked last and still answered from an older one; and when its first answer came."""
    answers = [answer for answer in seen.answers if answer.server == name]
    late = max((answer.asked - published for answer in answers if answer.edition < number), default=0.0)
    first = min((answer.answered - published for answer in answers if answer.edition >= number), default=float("inf"))
    return max(late, 0.0), max(first, 0.0)


def _mount(stack: ExitStack, folder: Path, *how: object) -> None:
    _run("mount", *how, folder)
    stack.callback(_run, "umount", "--lazy", folder)


def _run(*command: object) -> None:
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, default=20, metavar="N")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        return 0 if measure_sharing(Path(scratch), arguments.editions) else 1


if __name__ == "__main__":
    sys.exit(main())
