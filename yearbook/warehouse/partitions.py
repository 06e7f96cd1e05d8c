"""An edition as a folder of Parquet for other engines: facts by topic and year, every other table a file, and a manifest.

Coded columns come as text, lists as lists, days and times as they are, so that whatever reads Parquet reads them alike. The
folders are named as Hive names them (facts/topic=vehicles/year=2020/facts.parquet); topic and year stand in the names alone.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.store.files import settle, sum_of, write_atomic
from yearbook.warehouse.registry import check_edition, edition_file, require_edition

MANIFEST = "manifest.json"
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"  # as Hive names the folder of rows that lack the value
PARTS = ("topic", "year")
ORDER = "metric_id, region_code, period_start, period_end, scope, baseline nulls first, value, fact_id"
ROWS = 122_880  # in a group of rows, which an engine skips or reads as one
_SAFE = re.compile(r"[\w.-]+")


class FolderTaken(RuntimeError):
    """There is something at the place where the folder is to appear; the message names it."""


def write_partitions(home: Home, folder: Path, number: int | None = None) -> dict[str, Any]:
    """Write an edition, by default the current one, as a folder that appears whole or not at all; what its manifest says.

    Raises NoEdition, DamagedEdition, and FolderTaken where `folder` is there already.
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
            tables = {table: _write_table(connection, table, unfinished) for table in _list_tables(connection)}
        told = {
            "edition": note.number,
            "built_at": note.built_at,
            "sha256": note.sha256,
            "partitioned_by": {"facts": PARTS},
            "tables": tables,
        }
        write_atomic(unfinished / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1).encode())
        unfinished.rename(folder)
        settle(folder.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return told


def _write_table(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> dict[str, Any]:
    """The files of one table, and what the manifest says of them: the columns, and the rows and sum of each file."""
    kinds = {name: str(kind) for name, kind, *_ in connection.execute(f'describe "{table}"').fetchall()}
    kept = {name: kind for name, kind in kinds.items() if table != "facts" or name not in PARTS}
    shown = ", ".join(f'"{name}"::varchar as "{name}"' if _is_coded(kind) else f'"{name}"' for name, kind in kept.items())
    files = []
    for place, condition, order in _find_parts(connection) if table == "facts" else [(f"{table}.parquet", "true", "all")]:
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        chosen = f'select * from "{table}" where {condition} order by {order}'
        form = f"format parquet, compression zstd, row_group_size {ROWS}"
        [[rows]] = connection.execute(f"copy (select {shown} from ({chosen})) to '{_quoted(file)}' ({form})").fetchall()
        settle(file)
        files.append({"path": place, "rows": rows, "bytes": file.stat().st_size, "sha256": sum_of(file)})
    columns = {name: "VARCHAR" if _is_coded(kind) else kind for name, kind in kinds.items()}
    return {"rows": sum(file["rows"] for file in files), "columns": columns, "files": files}


def _find_parts(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, str]]:
    """Each topic and year that facts are of: the file, the condition and the order of its rows."""
    found = connection.execute("select distinct topic::varchar, year from facts order by all").fetchall()
    for topic, year in found:
        if topic is not None and not _SAFE.fullmatch(topic):
            raise ValueError(f"{topic!r} is no name for a folder")
        values = dict(zip(PARTS, (topic, year), strict=True))
        names = [f"{part}={NO_VALUE if value is None else value}" for part, value in values.items()]
        conditions = [f"{part} is null" if value is None else f"{part} = '{value}'" for part, value in values.items()]
        yield "/".join(("facts", *names, "facts.parquet")), " and ".join(conditions), ORDER


def _list_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(name) for (name,) in connection.execute("select table_name from duckdb_tables() order by all").fetchall()]


def _is_coded(kind: str) -> bool:
    return kind.startswith("ENUM(")


def _quoted(file: Path) -> str:
    return str(file.resolve()).replace("'", "''")
