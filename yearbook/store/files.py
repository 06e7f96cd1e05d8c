"""Writing files so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from yearbook.catalogue.files import is_abandoned


def write_atomic(file: Path, content: bytes | Iterable[bytes]) -> None:
    """Put `content`, whole or in pieces, in place of a file in one step that survives a crash; an error leaves the old file."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        with name_file(file, partial), partial.open("wb") as stream:
            for piece in (content,) if isinstance(content, bytes) else content:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(partial, file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    settle(file.parent)


@contextmanager
def name_file(file: Path, partial: Path | None = None) -> Iterator[None]:
    """An OSError of the block names `file` where it names none, as that of a write to an open file does (a full disk), or where
    it names `partial`, which people do not know."""
    try:
        yield
    except OSError as error:
        if error.filename is None or (partial is not None and error.filename == str(partial)):
            error.filename = str(file)
        raise


def settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk. (Windows keeps folders by itself.)"""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unused_path(path: Path) -> Path:
    """The path, or where that is taken the first of `stem-2`, `stem-3` … with its suffix that is not."""
    names = (path, *(path.with_name(f"{path.stem}-{turn}{path.suffix}") for turn in range(2, 10_000)))
    return next(name for name in names if not name.exists())


def sum_of(file: Path) -> str:
    """The sha-256 of a file, hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def clear_partials(folder: Path, pattern: str = ".*.partial") -> None:
    """Remove what writers that died had begun to write in the place of the files of `pattern`."""
    for partial in folder.glob(pattern):
        owner = re.search(r"\.(\d+)\.partial$", partial.name)
        if owner and is_abandoned(partial, int(owner[1])):
            partial.unlink(missing_ok=True)
