"""DuckDB errors of a full or read-only disk as OSError, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from yearbook.catalogue.messages import Message

OF_THE_DISK = (duckdb.OperationalError, duckdb.FatalException, duckdb.InternalException)


class DiskWriteError(OSError):
    """The file of an edition cannot be written; the message names it, says why, and what to do."""


@contextmanager
def convert_disk_errors(file: Path) -> Iterator[None]:
    """Raises DiskWriteError where DuckDB says that the disk is full or may not be written."""
    try:
        yield
    except duckdb.Error as error:
        if not isinstance(error, OF_THE_DISK) and type(error) is not duckdb.Error:
            raise
        reason = str(error).partition("\n")[0]
        raise DiskWriteError(Message("keeping.unwritten", folder=file.parent, reason=reason)) from error
