"""The writer lock of an installation, and the folder swap of a restore, undone by the next writer after a crash."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.store.files import name_file, settle, write_atomic
from yearbook.store.state import AUDIT, copy_state, read_state, state_file

PLAN = ".restoring.json"
INCOMING = ".restore"  # begins the names of folders that are unpacked before a swap
FOLDERS = ("reports", "decisions", "editions", "own_catalogue", "catalogue", "record", "samples")
SOURCES = "sources.csv"  # the list of pages that are collected
SHARED = ("decisions", "editions")  # hold locks and the database: what is in them moves, not they
STAYS = ("writer.json", "state.sqlite", "state.sqlite-journal")
POINTER = "editions/current"
RECOVERY = 5.0  # seconds that a reader waits for a restore to end


def is_swapping(home: Home) -> bool:
    """Whether a swap is going on, or was killed and has still to be undone."""
    return (home.root / PLAN).exists()


def list_movable(root: Path, folders: Iterable[str] = (*FOLDERS, SOURCES)) -> list[str]:
    """What is moved as one below `root`, as relative names; the pointer to the current edition first."""
    found = []
    for folder in folders:
        if folder in SHARED:
            names = (path.name for path in (root / folder).glob("[!.]*"))
            found += [f"{folder}/{name}" for name in names if name not in STAYS]
        elif (root / folder).exists():
            found.append(folder)
    return sorted(found, key=lambda name: name != POINTER)


def swap_folders(home: Home, incoming: Path, aside: Path, occupied: list[str], swap_id: str) -> None:
    """Move all that lies in `incoming` to its place; what stands there or in the folders `occupied`, and the state, to `aside`.

    The caller holds the writer lock and a transaction of the state, and commits it with an audit entry that names `swap_id`.
    """
    names = list_movable(incoming)
    outgoing = list_movable(home.root, {*occupied, *(name.partition("/")[0] for name in names)})
    plan = {"id": swap_id, "aside": aside.name, "outgoing": outgoing, "incoming": names}
    write_atomic(home.root / PLAN, json.dumps(plan).encode())
    (aside / "decisions").mkdir(parents=True)
    copy_state(home, state_file(Home(aside)))
    if POINTER in outgoing:  # stays until the new one takes its place, so that readers always find one
        (aside / POINTER).parent.mkdir(exist_ok=True)
        shutil.copy2(home.root / POINTER, aside / POINTER)
    _move([name for name in outgoing if name != POINTER], home.root, aside)
    _move(names[::-1], incoming, home.root)  # the pointer comes last
    if POINTER not in names:
        (home.root / POINTER).unlink(missing_ok=True)


def finish_swap(home: Home) -> None:
    """To be called after the commit: from here on nothing is undone."""
    (home.root / PLAN).unlink()
    settle(home.root)


def undo_swap(home: Home) -> None:
    """Put everything back where a swap was killed before its commit. The caller holds the writer lock."""
    for leftover in home.root.glob(f".{PLAN}.*.partial"):
        leftover.unlink()
    if is_swapping(home):
        plan = json.loads((home.root / PLAN).read_text(encoding="utf-8"))
        with read_state(home) as connection:
            restores = AUDIT.select(connection, where="act = 'restore'")
        if not any(entry.what.get("id") == plan["id"] for entry in restores):
            aside = home.root / plan["aside"]
            for name in plan["incoming"]:
                if name not in plan["outgoing"] or ((aside / name).exists() and name != POINTER):
                    _remove(home.root / name)
            _move([name for name in plan["outgoing"][::-1] if (aside / name).exists()], aside, home.root)
            _remove(aside)
        finish_swap(home)
    for folder in home.root.glob(f"{INCOMING}.*"):
        _remove(folder)


def recover_swap(home: Home, timeout: float = RECOVERY) -> None:
    """Undo a restore that was killed, where this process may write; wait for one that goes on."""
    if is_swapping(home):
        with suppress(OSError, WriterBusy), writer_lock(home, timeout):
            pass


def _move(names: list[str], source: Path, target: Path) -> None:
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(source / name, target / name)
    for folder in sorted({(root / name).parent for root in (source, target) for name in names}):
        settle(folder)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


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
        with name_file(note):
            note.write_text(json.dumps(_describe_self(), ensure_ascii=False), encoding="utf-8")
        undo_swap(home)
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _describe_self() -> dict[str, str | int]:
    words = (os.fsencode(word).decode(errors="replace") for word in (Path(sys.argv[0]).name, *sys.argv[1:]))  # names in GBK, too
    command = " ".join(words)[:200]
    since = datetime.now().astimezone().isoformat(" ", "seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": since, "command": command}


def _describe_holder(note: Path) -> str:
    try:
        return Message("warehouse.writer_busy", **json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError):  # the holder is just coming or going
        return Message("warehouse.writer_unknown")
