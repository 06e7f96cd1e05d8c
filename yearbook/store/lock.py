"""Writer lock: one writer an installation at a time, with a note of who holds it. Taking it undoes a restore that was killed."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.store.folder_swap import undo_swap

PATIENCE = 120.0  # seconds a writer waits for its turn


class WriterBusy(RuntimeError):
    """Another writer holds the lock; the message says who."""


@contextmanager
def writer_lock(home: Home, timeout: float = PATIENCE) -> Iterator[None]:
    """Be the only writer of an installation. Raises WriterBusy, naming the holder, after `timeout` seconds of waiting.

    The operating system frees the lock when its holder dies, so that no crash leaves it behind.
    """
    home.editions.mkdir(parents=True, exist_ok=True)
    note = home.editions / "writer.json"
    lock = FileLock(home.editions / ".lock")
    try:
        lock.acquire(timeout=timeout)
    except Timeout:
        raise WriterBusy(_describe_holder(note)) from None
    try:
        note.write_text(json.dumps(_describe_self(), ensure_ascii=False), encoding="utf-8")
        undo_swap(home)
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _describe_self() -> dict[str, str | int]:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
    since = datetime.now().astimezone().isoformat(" ", "seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": since, "command": command}


def _describe_holder(note: Path) -> str:
    try:
        return Message("warehouse.writer_busy", **json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError):  # the holder is just coming or going
        return Message("warehouse.writer_unknown")
