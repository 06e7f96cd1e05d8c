"""Writing files so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Put `content` in place of a file in one step that survives a crash."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(partial, file)
    settle(file.parent)


def settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk. (Windows keeps folders by itself.)"""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sum_of(file: Path) -> str:
    """The sha-256 of a file, hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
