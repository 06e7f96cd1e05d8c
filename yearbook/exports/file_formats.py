"""File formats of a snapshot: XLSX, Parquet with metadata, and a streamed ZIP with checksums of its members."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet

from yearbook.catalogue.messages import Language, all_messages, translate
from yearbook.exports.csv_format import join_list
from yearbook.exports.sheets import Batches, list_values

MAX_ROWS = 1_048_575  # of a sheet below its heading (Excel specifications and limits)
WIDTHS = {"evidence": 40, "source_title": 40, "metric_zh": 26, "metric_en": 36, "agency_zh": 28, "about_zh": 60, "about_en": 60}
PIECE = 1 << 20  # bytes


def write_xlsx(sheets: dict[str, Batches], about: list[str], built_at: datetime, language: Language) -> Iterator[bytes]:
    """The workbook, piece by piece; the same sheets give the same bytes. An empty piece is a pause.

    `sheets` are named as words/snapshot.yaml says (sheet_<name>); `about` fills the last sheet, a line a row.
    """
    import xlsxwriter  # takes long to import, and no page needs it before somebody asks for a workbook

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "snapshot.xlsx"
        options = {
            "constant_memory": True,  # rows go to the disk as they come
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(file, options) as book:
            book.set_properties({"title": about[0], "created": built_at})
            formats = {
                "head": book.add_format({"bold": True, "bottom": 1}),
                "day": book.add_format({"num_format": "yyyy-mm-dd"}),
                "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            }
            for name, batches in sheets.items():
                for _ in _write_sheet(
                    book.add_worksheet(translate(f"snapshot.sheet_{name}", language)), batches, formats, language
                ):
                    yield b""
            sheet = book.add_worksheet(translate("snapshot.sheet_about", language))
            sheet.set_column(0, 0, 100)
            for row, line in enumerate(about):
                sheet.write_string(row, 0, line, formats["head"] if row == 0 else None)
        with file.open("rb") as stream:
            while piece := stream.read(PIECE):
                yield piece


def _write_sheet(sheet: Any, batches: Batches, formats: dict[str, Any], language: Language) -> Iterator[None]:
    """Write one sheet, yielding after each batch. Constant-memory mode takes rows in their order only."""
    row = 0
    for batch in batches:
        if row == 0:
            _write_heading(sheet, batch.schema.names, formats["head"], language)
        writers = [_cell_writer(sheet, kind, formats) for kind in batch.schema.types]
        for values in zip(*map(list_values, batch.columns), strict=True):
            row += 1
            for number, (value, write) in enumerate(zip(values, writers, strict=True)):
                if value is not None:
                    write(row, number, value)
        columns = len(batch.schema.names)
        yield
    if row:
        sheet.autofilter(0, 0, row, columns - 1)


def _write_heading(sheet: Any, names: list[str], format: Any, language: Language) -> None:
    sheet.freeze_panes(1, 0)
    for number, name in enumerate(names):
        sheet.set_column(number, number, WIDTHS.get(name, 14))
    for number, name in enumerate(names):
        heading = translate(f"columns.{name}", language) if f"columns.{name}" in all_messages() else name
        sheet.write_string(0, number, heading, format)


def _cell_writer(sheet: Any, kind: pa.DataType, formats: dict[str, Any]) -> Callable[[int, int, Any], object]:
    """The function that writes a cell of a column: numbers stay numbers, dates stay dates, no text becomes a formula."""
    if pa.types.is_boolean(kind):
        return lambda row, number, value: sheet.write_boolean(row, number, value)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return lambda row, number, value: sheet.write_number(row, number, value)
    if pa.types.is_date(kind):
        return lambda row, number, value: sheet.write_datetime(row, number, value, formats["day"])
    if pa.types.is_timestamp(kind):
        return lambda row, number, value: sheet.write_datetime(row, number, value, formats["time"])
    if pa.types.is_list(kind):
        return lambda row, number, value: sheet.write_string(row, number, join_list(value))
    return lambda row, number, value: sheet.write_string(row, number, value)


GROUP = 65_536  # rows in a row group


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
