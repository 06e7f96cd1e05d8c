"""An edition as a folder of Parquet for other engines: facts by topic and year, every other table a file, and a manifest.

Coded columns come as text, lists as lists, days and times as they are, so that whatever reads Parquet reads them alike. The
folders are named as Hive names them (facts/topic=vehicles/year=2020/facts.parquet); topic and year stand in the names alone.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.store.files import settle, sum_of, write_atomic
from yearbook.warehouse.questions import quote
from yearbook.warehouse.registry import check_edition, edition_file, require_edition

MANIFEST = "manifest.json"
PARTS = ("topic", "year")
FORM = "format parquet, compression zstd, row_group_size 122880"  # rows that an engine skips or reads as one


class FolderTaken(RuntimeError):
    """There is something at the place where the folder is to appear; the message names it."""


def write_partitions(home: Home, folder: Path, number: int | None = None) -> dict[str, Any]:
    """Write an edition, by default the current one, as a folder that appears whole or not at all; its manifest.

    Raises NoEdition, DamagedEdition, FolderTaken where `folder` is there already, and OSError that names it
    where the disk refuses.
    """
    note = check_edition(home, require_edition(home, number))
    if folder.exists():
        raise FolderTaken(Message("machines.folder_taken", folder=folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir()
        with duckdb.connect(str(edition_file(home, note.number)), read_only=True) as connection:
            names = connection.execute("select table_name from information_schema.tables order by all").fetchall()
            tables = {table: _write_table(connection, table, unfinished) for (table,) in names}
        manifest = {
            "edition": note.number,
            "built_at": note.built_at,
            "sha256": note.sha256,
            "partitioned_by": {"facts": PARTS},
            "tables": tables,
        }
        write_atomic(unfinished / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        unfinished.rename(folder)
        settle(folder.parent)
    except (OSError, duckdb.IOException) as error:  # the folder that they name, people do not know
        told = re.search(r'"errno":"(\d+)"', str(error))
        number_of_error = getattr(error, "errno", None) or (int(told[1]) if told else errno.EIO)
        raise OSError(number_of_error, os.strerror(number_of_error), str(folder)) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return manifest


def _write_table(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> dict[str, Any]:
    """The files of one table, and what the manifest says of them: the columns, and the rows and checksum of each file.

    Not by COPY … PARTITION_BY: it loses the order of the rows inside a file, also with one thread (DuckDB 2.0.0).
    """
    types = {name: str(type_) for name, type_, *_ in connection.execute(f'describe "{table}"').fetchall()}
    types = {name: "VARCHAR" if type_.startswith("ENUM(") else type_ for name, type_ in types.items()}
    columns = ", ".join(f'"{name}"::{type_} as "{name}"' for name, type_ in types.items())
    parts = {f"{table}.parquet": f'select {columns} from "{table}"'}
    if table == "facts":
        parts = {}
        for topic, year in connection.execute("select distinct topic::varchar, year from facts order by all").fetchall():
            chosen = f"topic = '{topic}' and year = {year}" if year is not None else f"topic = '{topic}' and year is null"
            year = "__HIVE_DEFAULT_PARTITION__" if year is None else year  # as Hive names the folder of rows without the value
            query = f"select {columns} from facts where {chosen}"
            parts[f"facts/topic={topic}/year={year}/facts.parquet"] = f"select * exclude (topic, year) from ({query})"
    files = []
    for path, query in parts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        [[rows]] = connection.execute(f"copy ({query}) to '{quote(file.resolve())}' ({FORM})").fetchall()
        settle(file)
        files.append({"path": path, "rows": rows, "bytes": file.stat().st_size, "sha256": sum_of(file)})
    return {"rows": sum(file["rows"] for file in files), "columns": types, "files": files}
