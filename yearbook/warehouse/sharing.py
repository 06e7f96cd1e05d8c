"""A large edition made out of the one before shares its file: what differs stands in a log beside it.

The log is DuckDB's own, which it applies wherever the edition is opened. A small edition is a file of its own, for that is as
quick, and then damage to one does not touch the other; so is one that was built from all sources, or whose log would get long.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import duckdb

from yearbook.store.files import sum_of

LARGE = 64 << 20  # bytes of a file that is shared
LONGEST_LOG = 16 << 20  # bytes; applying them takes some 0.2 s of processor
MOST_ROWS = 50_000  # that may come at once: DuckDB writes as many as 122,880 into the file before they are committed
HEAD = 3 * 4096  # bytes before the first block
KEEPING_LOG = ("set wal_autocheckpoint = '1TB'", "pragma disable_checkpoint_on_shutdown")


class NotShared(Exception):
    """The file cannot be shared: what the message says stands against it."""


def log_of(file: Path) -> Path:
    """Where the log of an edition's file stands, if it has one."""
    return file.with_name(f"{file.name}.wal")


def sum_with_log(file: Path, of_file: str | None = None) -> str:
    """The sha-256 of an edition: of its file, and where a log stands beside it, of both sums. `of_file` where it is known."""
    told = of_file or sum_of(file)
    log = log_of(file)
    return sha256((told + sum_of(log)).encode()).hexdigest() if log.exists() else told


def is_worth_sharing(file: Path) -> bool:
    log = log_of(file)
    return file.stat().st_size >= LARGE and (not log.exists() or log.stat().st_size <= LONGEST_LOG)


def share(connection: duckdb.DuckDBPyConnection, before: Path, file: Path, write: Callable[[Path], None]) -> bool:
    """Make `file` the edition `before`, which `connection` has attached under that name, with what `write` changes in it.

    False where no file can stand under two names here; nothing is done then. `write` attaches the file that it gets as `next`,
    and commits what it puts in. Nobody may write a file that others read; so it gets one
    of the same length with the blocks in which DuckDB looks where everything stands, and nothing else. Should DuckDB want to
    read any other block, its sum does not fit, and the error is the caller's. Raises NotShared.
    """
    bare = file.with_name(file.name.replace(".partial", ".bare.partial"))
    try:
        os.link(before, file)
    except OSError:
        return False
    try:
        _lay_out(connection, before, bare)
        if log_of(before).exists():
            shutil.copyfile(log_of(before), log_of(bare))
        laid_out = bare.stat()
        for statement in KEEPING_LOG:
            connection.execute(statement)
        write(bare)
        connection.execute("detach next")
        if (bare.stat().st_mtime_ns, bare.stat().st_size) != (laid_out.st_mtime_ns, laid_out.st_size):
            raise NotShared("something was written past the log")
        os.replace(log_of(bare), log_of(file))
    finally:
        bare.unlink(missing_ok=True)
        log_of(bare).unlink(missing_ok=True)
    return True


def _lay_out(connection: duckdb.DuckDBPyConnection, before: Path, bare: Path) -> None:
    [(size,)] = connection.execute("select block_size from pragma_database_size() where database_name = 'before'").fetchall()
    blocks = connection.execute("select distinct block_id from pragma_metadata_info('before') order by block_id").fetchall()
    with before.open("rb") as given, bare.open("wb") as taken:
        taken.truncate(before.stat().st_size)
        for start, length in ((0, HEAD), *((HEAD + block * size, size) for (block,) in blocks)):
            given.seek(start)
            taken.seek(start)
            taken.write(given.read(length))
