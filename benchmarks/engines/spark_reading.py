"""Reports read on Spark: each file of a folder becomes a row with its extraction, or with the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from yearbook.catalogue.files import Home
from yearbook.documents.document import Refusal
from yearbook.pipeline.read import ReadJob, read_report
from yearbook.records.rows import FigureRow, MentionRow, ReportRow, arrow_schema
from yearbook.warehouse.extractions import NOTES

NESTED = {"mentions": MentionRow, "figures": FigureRow}
SCHEMA = pa.schema(
    [
        ("path", pa.string()),
        ("refusal", pa.string()),
        ("report", pa.struct(list(arrow_schema(ReportRow)))),
        *((name, pa.list_(pa.struct(list(arrow_schema(kind))))) for name, kind in NESTED.items()),
        ("unread", NOTES),
    ]
)
SPARK_TYPES = {
    pa.string(): "string",
    pa.int32(): "int",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp_ntz",
}
AT_ONCE = 16  # reports whose bytes a worker holds


def read_on_spark(spark: Any, folder: Path, home: Home, read_at: str) -> Any:
    """The extractions of all files below a folder, as a DataFrame of SCHEMA.

    Every executor has the program installed and sees the data folder `home` (its catalogue). The order is Spark's.
    """
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", AT_ONCE)
    files = spark.read.format("binaryFile").option("recursiveFileLookup", True).load(str(folder))
    columns = ", ".join(f"{field.name} {spell_type(field.type)}" for field in SCHEMA)
    return files.select("path", "content").mapInPandas(partial(read_batches, home, read_at), columns)


def read_batches(home: Home, read_at: str, batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """What a worker does: a row of SCHEMA for each row of paths and bytes."""
    for batch in batches:
        rows = (
            read_file(home, read_at, path, bytes(content)) for path, content in zip(batch["path"], batch["content"], strict=True)
        )
        yield pd.DataFrame(rows, columns=SCHEMA.names, dtype=object)


def read_file(home: Home, read_at: str, path: str, content: bytes) -> dict[str, Any]:
    outcome = read_report(ReadJob(home, path.rpartition("/")[2], content, read_at))
    if isinstance(outcome, Refusal):
        return dict.fromkeys(SCHEMA.names) | {"path": path, "refusal": str(outcome)}
    return {
        "path": path,
        "refusal": None,
        "report": _to_dict(outcome.report, ReportRow),
        **{name: [_to_dict(row, kind) for row in getattr(outcome, name)] for name, kind in NESTED.items()},
        "unread": [{"words": note.words, "what": note.what} for note in outcome.unread],
    }


def spell_type(kind: pa.DataType) -> str:
    """An Arrow type in the words of Spark's DDL."""
    if pa.types.is_list(kind):
        return f"array<{spell_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'`{field.name}`: {spell_type(field.type)}' for field in kind)}>"
    return SPARK_TYPES[kind]


def _to_dict(row: object, kind: type) -> dict[str, Any]:
    """A row as Arrow takes it; tuples become lists."""
    cells = ((name, getattr(row, name)) for name in arrow_schema(kind).names)
    return {name: list(cell) if isinstance(cell, tuple) else cell for name, cell in cells}
