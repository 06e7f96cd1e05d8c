"""Tables as Parquet with the column types of the edition and a JSON description in the file metadata."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet

from yearbook.exports.sheets import Batches

GROUP = 65_536  # rows in a row group
PIECE = 1 << 20  # bytes


def write_parquet(head: dict[str, Any], batches: Batches) -> Iterator[bytes]:
    """The file, piece by piece; the metadata entry `yearbook` holds `head` as JSON. An empty piece is a pause."""
    with tempfile.TemporaryFile() as file:
        first = next(batches)
        schema = _plain(first.schema).with_metadata({"yearbook": orjson.dumps(head)})
        with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            held, rows = [first], first.num_rows
            for batch in batches:
                held.append(batch)
                rows += batch.num_rows
                while rows >= GROUP:
                    table = _gather(held, schema)
                    writer.write_table(table.slice(0, GROUP), GROUP)
                    held, rows = table.slice(GROUP).to_batches(), rows - GROUP
                    yield b""
            writer.write_table(_gather(held, schema), GROUP)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _plain(schema: pa.Schema) -> pa.Schema:
    """The schema with dictionary columns as text, which every reader of Parquet knows."""
    kinds = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in schema.types]
    return pa.schema([field.with_type(kind) for field, kind in zip(schema, kinds, strict=True)])


def _gather(batches: list[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    tables = [pa.Table.from_batches([batch]).cast(schema) for batch in batches]
    return pa.concat_tables(tables) if tables else schema.empty_table()
