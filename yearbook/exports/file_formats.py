"""File formats of a snapshot: Parquet with metadata, and a streamed ZIP with checksums of its members."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet

from yearbook.exports.sheets import Batches
from yearbook.store.files import name_file

PIECE = 1 << 20  # bytes
GROUP = 65_536  # rows in a row group


def write_parquet(head: dict[str, Any], batches: Batches) -> Iterator[bytes]:
    """The file, piece by piece; the metadata entry `yearbook` holds `head` as JSON. An empty piece is a pause."""
    with name_file(Path(tempfile.gettempdir())), tempfile.TemporaryFile() as file:
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


FIXED = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes, whenever it is packed


@dataclass(slots=True)
class Checksum:
    """Byte length and SHA-256 of the pieces added so far."""

    length: int = 0
    _digest: Any = field(default_factory=sha256)

    def add(self, piece: bytes) -> None:
        self.length += len(piece)
        self._digest.update(piece)

    def describe(self) -> dict[str, Any]:
        return {"bytes": self.length, "sha256": self._digest.hexdigest()}


Files = dict[str, Iterable[bytes]]
Checksums = dict[str, Checksum]


def write_zip(files: Files, last: str, make_last: Callable[[Checksums], bytes], large: bool = False) -> Iterator[bytes]:
    """The archive, piece by piece; the same files give the same bytes.

    The member `last` is made by `make_last` from the checksums of the others. `large` is for a member that may pass 2 GiB.
    """
    sink, sums = _Sink(), {name: Checksum() for name in files}
    with zipfile.ZipFile(sink, "w") as archive:
        for name, pieces in files.items():
            with archive.open(_member(name), "w", force_zip64=large) as member:
                for piece in pieces:
                    member.write(piece)
                    sums[name].add(piece)
                    yield sink.drain()
        archive.writestr(_member(last), make_last(sums))
    yield sink.drain()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, FIXED)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


class _Sink(io.RawIOBase):
    """An unseekable file: what the archive writes is handed on at once."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def drain(self) -> bytes:
        """What was written since the last call."""
        drained, self._pieces = b"".join(self._pieces), []
        return drained
