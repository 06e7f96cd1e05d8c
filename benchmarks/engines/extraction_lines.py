"""Extractions as lines of JSON, one a report, to be held against each other byte by byte wherever they were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
from pyarrow import parquet

from yearbook.catalogue.files import Home
from yearbook.warehouse.extractions import SCHEMAS, list_segments

OF_THE_RUN = ("read_at", "key")  # when a report was read, and what hangs on it
PARTS = ("mentions", "figures")


def list_stored_lines(home: Home) -> list[bytes]:
    """The extractions that an installation keeps, by their reports: all columns, rows in their order."""
    tables = {name: _read_segments(home, name) for name in SCHEMAS}
    rows: dict[str, defaultdict[str, list[Any]]] = {name: defaultdict(list) for name in PARTS}
    for name in PARTS:
        for row in tables[name].to_pylist():
            rows[name][row["report_id"]].append(row)
    return _sort_lines(
        _make_line(report, report.pop("unread"), *(rows[name][report["report_id"]] for name in PARTS))
        for report in tables["reports"].to_pylist()
    )


def list_spark_lines(folder: Path) -> list[bytes]:
    """The same of what spark_reading wrote as Parquet. Raises ValueError naming the first file that was refused."""
    lines = []
    for file in sorted(folder.rglob("*.parquet")):
        for row in parquet.read_table(file, partitioning=None).to_pylist():
            if row["refusal"]:
                raise ValueError(row["refusal"])
            lines.append(_make_line(row["report"], row["unread"], *(row[name] for name in PARTS)))
    return _sort_lines(lines)


def sum_lines(lines: Iterable[bytes]) -> str:
    digest = sha256()
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def _make_line(report: dict[str, Any], unread: list[Any], mentions: list[Any], figures: list[Any]) -> bytes:
    kept = {name: cell for name, cell in report.items() if name not in OF_THE_RUN}
    return orjson.dumps({"report": kept, "unread": unread, "mentions": mentions, "figures": figures}, option=orjson.OPT_SORT_KEYS)


def _sort_lines(lines: Iterable[bytes]) -> list[bytes]:
    return sorted(lines, key=lambda line: orjson.loads(line)["report"]["report_id"])


def _read_segments(home: Home, name: str) -> pa.Table:
    return pa.concat_tables(parquet.read_table(segment / f"{name}.parquet") for segment in list_segments(home))
