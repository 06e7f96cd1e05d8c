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
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from benchmarks.serving.servers import serve_ours
from yearbook.catalogue.files import Home, home
from yearbook.pipeline.build import build_edition
from yearbook.warehouse.registry import POINTER, DamagedEdition, NoEdition, check_edition, current_number

ASKED = "/snapshot.json?metric=vehicles.fleet"
SEEN_WITHIN = 2.0  # seconds from the pointer's last change to the end of a server's first answer from that edition
PAUSE = 0.05  # seconds between two looks of a reader
BETWEEN = 1.0  # seconds between two editions
PATIENCE = 120.0  # seconds that an answer may take
IMAGE = 256 << 20  # bytes of the file system


@dataclass(slots=True)
class Seen:
    """What the readers saw: when each server first answered from an edition, the answers by edition, and what was wrong."""

    first: dict[tuple[str, int], float] = field(default_factory=dict)
    answers: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    asked: int = 0
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


def ask_server(name: str, address: str, seen: Seen, ended: threading.Event) -> None:
    """Ask for a snapshot again and again: all answers that name one edition must be the same bytes."""
    while not ended.wait(PAUSE):
        try:
            with urllib.request.urlopen(address + ASKED, timeout=PATIENCE) as answer:
                content = answer.read()
        except OSError as error:
            seen.faults.append(f"{name}: {error}")
            continue
        number = int(json.loads(content)["edition"])
        seen.first.setdefault((name, number), time.time())
        seen.answers[number].add(sha256(content).hexdigest())
        seen.asked += 1


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
    waits = [_find_wait(name, number, at, seen) for number, at in published.items() if number > 1 for name in served]
    torn = [number for number, answers in seen.answers.items() if len(answers) > 1]
    print(f"{how}: {len(published) - 1} new editions, {seen.asked:,} answers, {seen.summed:,} checksums of files")
    print(f"seen by both servers after {sorted(waits)[len(waits) // 2]:.2f} s (median), {max(waits):.2f} s (longest)")
    for fault in [*seen.faults, *(f"edition {number}: answers differ" for number in torn)]:
        print(f"  {fault}")
    whole = writer.exitcode == 0 and len(published) == editions + 1 and not seen.faults and not torn
    return whole and max(waits) <= SEEN_WITHIN


def _find_wait(name: str, number: int, published: float, seen: Seen) -> float:
    """Seconds until a server answered from an edition or a later one; infinite where it never did."""
    return (
        min((at for (who, later), at in seen.first.items() if who == name and later >= number), default=float("inf")) - published
    )


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
