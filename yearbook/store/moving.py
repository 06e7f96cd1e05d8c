"""The last step of a restore: folders change places by a plan that is on the disk, so that the next writer can finish it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock

from yearbook.catalogue.files import Home
from yearbook.store.files import clear_partials, settle, write_atomic

PLAN = ".restoring.json"
INCOMING = ".restore"
SHARED = ("decisions", "editions")  # folders that keep the locks of writers: only what is in them moves
STAYS = ("writer.json",)  # the note of whoever holds the lock
POINTER = "current"
APPENDED = (".lock", ".audit.lock")  # of the journal and the audit log, in the order in which writers take them


@contextmanager
def hold_journals(home: Home) -> Iterator[None]:
    """Nobody appends to the journal or the audit log meanwhile."""
    home.decisions.mkdir(parents=True, exist_ok=True)
    with ExitStack() as still:
        for lock in APPENDED:
            still.enter_context(FileLock(home.decisions / lock))
        yield


def is_moving(home: Home) -> bool:
    """Whether a restore has still to be finished: what is written into a folder now could be lost."""
    return (home.root / PLAN).exists()


def clear_incoming_folders(home: Home) -> None:
    """Remove what restores that died had unpacked. The caller holds the lock, and no plan is open."""
    for folder in home.root.glob(f"{INCOMING}.*"):
        shutil.rmtree(folder, ignore_errors=True)
    clear_partials(home.root, f".{PLAN}.*.partial")


def plan_moving(home: Home, incoming: Path, aside: Path | None, occupied: list[str]) -> None:
    """From here on `incoming` takes the place of the installation's folders; what stands in `occupied` goes to `aside`."""
    _write_plan(home, {"incoming": incoming.name, "aside": aside.name if aside else None, "occupied": occupied})


def finish_moving(home: Home) -> None:
    """Do what a plan says and was not done yet; nothing where there is none. The caller holds the lock.

    Every step can be repeated. The pointer to the current edition goes out first and comes in last.
    """
    try:
        plan = json.loads((home.root / PLAN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    with hold_journals(home):
        _carry_out(home, plan)


def _carry_out(home: Home, plan: dict[str, Any]) -> None:
    incoming = home.root / plan["incoming"]
    if plan["aside"]:
        for folder in sorted(plan["occupied"], key=lambda name: (name != "editions", name)):
            _move(home.root / folder, home.root / plan["aside"] / folder)
        _write_plan(home, plan | {"aside": None})  # whatever stands there from now on has come in
    for folder in sorted((path.name for path in incoming.glob("*")), key=lambda name: (name == "editions", name)):
        _move(incoming / folder, home.root / folder)
    shutil.rmtree(incoming, ignore_errors=True)
    (home.root / PLAN).unlink()
    settle(home.root)


def _move(source: Path, target: Path) -> None:
    """A folder in the place of one that holds nothing that counts; of a shared one, what is in it."""
    if not source.exists():
        return
    if source.name not in SHARED:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        os.replace(source, target)
        settle(target.parent)
        return
    target.mkdir(parents=True, exist_ok=True)
    going_out = not source.parent.name.startswith(INCOMING)
    names = [path.name for path in source.iterdir() if not path.name.startswith(".") and path.name not in STAYS]
    for name in sorted(names, key=lambda name: (name == POINTER) != going_out):
        os.replace(source / name, target / name)
    settle(target)
    settle(source)


def _write_plan(home: Home, plan: dict[str, Any]) -> None:
    write_atomic(home.root / PLAN, json.dumps(plan).encode())
