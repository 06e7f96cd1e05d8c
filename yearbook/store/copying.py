"""Taking the sum of an edition's file, and copying it, beside other work."""

from __future__ import annotations

import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

PIECE = 1 << 26
SUMMED = 1 << 24  # bytes at a time: after each the thread waits for its turn in Python, which the caller's work holds


class Summing:
    """The sum of a file that nobody changes, on its way beside the caller's work until `finish` or the end of the `with`."""

    def __init__(self, source: Path) -> None:
        self._stopped = Event()
        self._pool = ThreadPoolExecutor(1)
        self._sum = self._pool.submit(_sum, source, self._stopped)

    def finish(self) -> str:
        """Wait for it: the sha-256, hexadecimal. Raises OSError where the file cannot be read."""
        return self._sum.result()

    def __enter__(self) -> Summing:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._pool.shutdown()


class Copying:
    """A file that is on its way to be a copy, where there is a target. It goes on beside the caller's work until `finish` or the
    end of the `with`."""

    def __init__(self, source: Path, target: Path | None) -> None:
        self.copies = target is not None
        self._stopped = Event()
        self._pool = ThreadPoolExecutor(1)
        self._copied = self._pool.submit(_copy, source, target, self._stopped) if target else None

    def finish(self) -> None:
        """Wait for the copy. Raises OSError where it cannot be made."""
        if self._copied is not None:
            self._copied.result()

    def __enter__(self) -> Copying:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._pool.shutdown()


def _sum(source: Path, stopped: Event) -> str:
    digest, piece = hashlib.sha256(), memoryview(bytearray(SUMMED))
    with source.open("rb", buffering=0) as stream:
        while (length := stream.readinto(piece)) and not stopped.is_set():
            digest.update(piece[:length])
    return digest.hexdigest()


def _copy(source: Path, target: Path, stopped: Event) -> None:
    """A copy by the system itself, which shares the blocks of the two files where the file system can."""
    if not hasattr(os, "copy_file_range"):
        shutil.copyfile(source, target)
        return
    with source.open("rb") as given, target.open("wb") as taken:
        left = os.fstat(given.fileno()).st_size
        try:
            while left > 0 and not stopped.is_set():
                done = os.copy_file_range(given.fileno(), taken.fileno(), min(left, PIECE))
                if done == 0:
                    raise OSError(f"{source} ended early")
                left -= done
        except OSError as error:
            if taken.tell() or error.errno is None:
                raise
            shutil.copyfileobj(given, taken, PIECE)  # a file system that cannot
