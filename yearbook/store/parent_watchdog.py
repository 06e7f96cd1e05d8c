"""A process that works for another ends when that one does, even where nobody could tell it to."""

from __future__ import annotations

import os
import threading
from multiprocessing import connection, parent_process


def end_with_parent() -> None:
    """To be called first in a process of a pool. Its pipes stay open when its parent is killed: it would wait for ever."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent.sentinel,), daemon=True, name="lifeline").start()


def _wait_for(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
