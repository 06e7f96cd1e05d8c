"""Process between the program and LibreOffice for one conversion: limits it, cuts it off the network, ends all of it.

`python -m yearbook.documents.office.supervisor FOLDER SECONDS MEMORY_BYTES FILE_BYTES COMMAND …` leaves with one of the statuses
below. Whoever starts it holds its standard input open: when that ends, nobody waits any more, and folder and processes go.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

ENDED, LATE, TOO_MUCH_MEMORY, NOT_STARTED = 0, 3, 4, 5
_TICK = 0.1  # seconds between looks at time and memory
_MAPPED_BYTES = 4_000_000_000  # of addresses beyond the memory in use that libraries and caches of LibreOffice may map
_KEPT = frozenset(
    {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR"}
)  # secrets may stand in others
_NEW_USERS, _NEW_NETWORK = 0x10000000, 0x40000000  # sched.h: CLONE_NEWUSER, CLONE_NEWNET


def supervise(folder: Path, seconds: float, memory_bytes: int, file_bytes: int, command: list[str]) -> int:
    """Run a command until it ends or breaks a limit; the status says which."""
    _leave_network()
    _limit(seconds, memory_bytes, file_bytes)
    kept = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    environment = {**kept, "HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    silent = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, start_new_session=True, stdin=silent, stdout=silent, stderr=silent
        )
    except OSError:
        return NOT_STARTED
    alone = threading.Event()
    follower = threading.Thread(target=_follow_parent, args=(process.pid, folder, alone), daemon=True)
    follower.start()
    try:
        return _watch(process, time.monotonic() + seconds, memory_bytes)
    finally:
        _end(process.pid)
        process.wait()
        if alone.is_set():
            follower.join()  # which removes the folder


def _watch(process: subprocess.Popen[bytes], deadline: float, memory_bytes: int) -> int:
    while time.monotonic() < deadline:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_TICK)
            return ENDED
        if sum(map(_resident_bytes, _family(process.pid))) > memory_bytes:
            return TOO_MUCH_MEMORY
    return LATE


def _family(leader: int) -> list[psutil.Process]:
    """A process and all that it started and that started others."""
    try:
        process = psutil.Process(leader)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def _resident_bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:  # it has ended
        return 0


def _end(leader: int) -> None:
    """Kill a process with its family and, where there are such, its group: also what an ended parent left behind."""
    for process in _family(leader):
        with suppress(psutil.Error):
            process.kill()
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(leader, 9)


def _follow_parent(leader: int, folder: Path, alone: threading.Event) -> None:
    """End everything once the standard input ends."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    alone.set()
    _end(leader)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(LATE)


def _leave_network() -> None:
    """Move to a network of one's own with nothing in it, where the system (Linux) lets its users do so."""
    if sys.platform != "linux":
        return
    user, group = os.getuid(), os.getgid()
    with suppress(OSError, AttributeError):
        if ctypes.CDLL(None).unshare(_NEW_USERS | _NEW_NETWORK) == 0:
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _limit(seconds: float, memory_bytes: int, file_bytes: int) -> None:
    """Limits of the system for what is started: size of a file, time of the processor, addresses, no image after a crash."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
        processor = int(2 * seconds) + 10  # of all threads together
        resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
        if sys.platform == "linux":
            addresses = memory_bytes + _MAPPED_BYTES
            resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))


if __name__ == "__main__":
    sys.exit(supervise(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:]))
