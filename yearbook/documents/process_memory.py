"""How much memory another process holds, asked of the system it runs on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SYSTEM = str(sys.platform)
_PAGE = 4096  # bytes; where pages are larger, the watch is only milder


def resident_bytes(pid: int) -> int | None:
    """The bytes of memory that a process holds; None where it is gone or the system does not say."""
    try:
        if _SYSTEM == "linux":
            return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * _PAGE
        if _SYSTEM == "win32":
            return _ask_windows(pid)
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=False, timeout=5)
        return int(said.stdout) * 1024
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


def _ask_windows(pid: int) -> int | None:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("page_fault_count", wintypes.DWORD),
            ("peak_working_set_size", ctypes.c_size_t),
            ("working_set_size", ctypes.c_size_t),
            ("quotas", ctypes.c_size_t * 4),
            ("pagefile_usage", ctypes.c_size_t),
            ("peak_pagefile_usage", ctypes.c_size_t),
        )

    kernel = ctypes.cdll.LoadLibrary("kernel32")
    process = kernel.OpenProcess(0x1000 | 0x0010, False, pid)  # to ask, and to read
    if not process:
        return None
    counters = Counters(cb=ctypes.sizeof(Counters))
    answered = kernel.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)
    kernel.CloseHandle(process)
    return int(counters.working_set_size) if answered else None
