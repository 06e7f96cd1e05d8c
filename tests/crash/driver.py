"""One command of the program in a process of its own, which ends itself with SIGKILL at a chosen call that changes files.

    python -m tests.crash.driver MOMENT COMMAND …

MOMENT is JSON: `call` (which of the calls that match `sign`, from 0; -1 for none; calls that change files, and those that begin
and commit a transaction), `side` (before, after, or later: `delay` seconds after it), `trace` (the number of an open file that
gets a line a call). COMMAND is one of `python -m yearbook`, or `decide TIMES`, which prints the id of each decision as it is
acknowledged.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

WATCHED = ("fsync", "replace", "rename", "unlink", "truncate", "mkdir", "rmdir", "link")
TRANSACTIONS = ("begin immediate", "commit")
WRITING = os.O_WRONLY | os.O_RDWR


class Watch:
    """Counts and tells the calls that change files of the installation, and ends the process at the chosen one."""

    def __init__(self, root: Path, call: int, sign: str, side: str, delay: float, trace: int) -> None:
        self.root, self.call, self.sign, self.side, self.delay, self.trace = str(root), call, sign, side, delay, trace
        self.count = -1
        self.inside = False

    def start(self) -> None:
        for name in WATCHED:
            setattr(os, name, self._watched(name, getattr(os, name)))
        sys.addaudithook(self._see_open)
        sqlite3.connect = partial(sqlite3.connect, factory=self._make_connection())  # type: ignore[assignment]

    def _make_connection(self) -> type[sqlite3.Connection]:
        """Connections of SQLite whose transactions are calls that change files: what they write, Python does not see."""
        watch = self

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                if sql not in TRANSACTIONS:
                    return super().execute(sql, *values)
                chosen = watch._is_chosen(f"{sql} /decisions/state.sqlite")
                if chosen and watch.side == "before":
                    _die()
                if chosen and watch.side == "later":
                    watch._die_afterwards()  # within the commit, too
                cursor = super().execute(sql, *values)
                if chosen:
                    _die()
                return cursor

        return Connection

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            place = self._place_of(given[-1] if name in ("replace", "rename", "link") else given[0])
            mine = place.startswith(self.root) or "dir_fd" in named
            chosen = mine and self._is_chosen(f"{name} {place.removeprefix(self.root)}")
            if chosen and self.side == "before":
                _die()
            result = real(*given, **named)
            if chosen:
                self._die_afterwards()
            return result

        return watched

    def _see_open(self, event: str, given: tuple[Any, ...]) -> None:
        if event != "open" or self.inside or not isinstance(given[0], str | bytes | os.PathLike):
            return
        _, mode, flags = given
        place = self._place_of(given[0])
        writes = any(sign in mode for sign in "wax+") if isinstance(mode, str) else bool(flags & WRITING)
        if writes and place.startswith(self.root) and self._is_chosen(f"open {place.removeprefix(self.root)}"):
            self._die_afterwards()  # killed `later`, a file that is just made is half written

    def _place_of(self, given: Any) -> str:
        self.inside = True
        try:
            return os.readlink(f"/proc/self/fd/{given}") if isinstance(given, int) else os.path.abspath(os.fsdecode(given))
        except OSError:
            return self.root  # no /proc: a call on an open file counts as ours
        finally:
            self.inside = False

    def _is_chosen(self, said: str) -> bool:
        os.write(self.trace, f"{said}\n".encode())
        if re.search(self.sign, said) is None:
            return False
        self.count += 1
        return self.count == self.call

    def _die_afterwards(self) -> None:
        if self.side == "later":
            threading.Thread(target=self._die_later, daemon=True).start()
        else:
            _die()

    def _die_later(self) -> None:
        time.sleep(self.delay)
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def decide_often(times: int) -> int:
    """Decisions one by one and by threes; each id is printed once it is acknowledged."""
    from yearbook.catalogue.files import home
    from yearbook.records.state import Decision
    from yearbook.store.decisions import decide_all

    for turn in range(times):
        many = 3 if turn % 4 == 3 else 1
        batch = [
            Decision("王审核", "reject", "b" * 64, turn * 10 + one, turn * 10 + one + 1, why="越" * 400) for one in range(many)
        ]
        for kept in decide_all(home(), batch):
            print(kept.decision_id, flush=True)
    return 0


def main() -> int:
    moment, command = json.loads(sys.argv[1]), sys.argv[2:]
    watch = Watch(Path(os.environ["YEARBOOK_DATA"]).resolve(), **moment)
    if command[0] == "decide":
        watch.start()
        return decide_often(int(command[1]))
    from yearbook.__main__ import main as run

    watch.start()
    return run(command)


if __name__ == "__main__":
    sys.exit(main())
