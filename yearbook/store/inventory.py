"""The reports that are kept, as one table: a note is opened only where its file is not as it was when the table was made."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from yearbook.catalogue.files import DataError, Home
from yearbook.store.files import write_atomic
from yearbook.store.reports import NOTE, ReportNote, read_note_file

INDEX = ".notes.arrow"  # in the folder of the editions; derived; may be deleted at any time
SHARE = 0.01  # of the notes that the file may lack or have too many of before it is written anew
FRESH = 3_000_000_000  # nanoseconds: a file as young as that may change again without its time telling
MARKS = (("report_id", pa.string()), ("changed_at", pa.int64()), ("size", pa.int64()), ("inode", pa.uint64()))
COLUMNS = pa.schema(
    [
        *MARKS,
        ("listed_at", pa.int64()),
        ("state", pa.string()),  # a name for what the note says
        ("note", pa.binary()),  # JSON
        ("supersedes", pa.string()),
        ("superseded_by", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Inventory:
    """All reports that are kept, by hash: a row each, with the columns of COLUMNS."""

    table: pa.Table

    def standing(self) -> pa.Table:
        """Those that no newer version has taken the place of."""
        ids = self.table["report_id"]
        older = pc.drop_null(self.table["supersedes"])
        late = pc.and_kleene(pc.is_valid(self.table["superseded_by"]), pc.is_in(self.table["superseded_by"], value_set=ids))
        left_out = pc.or_kleene(pc.is_in(ids, value_set=older), late)
        return self.table.filter(pc.invert(left_out))

    def notes(self) -> list[ReportNote]:
        return read_notes(self.table)


def read_notes(table: pa.Table) -> list[ReportNote]:
    """The notes of some rows of an inventory."""
    return [ReportNote(**orjson.loads(note)) for note in table["note"].to_pylist()]


def list_stored_reports(home: Home) -> Inventory:
    """What is kept now. Raises DataError where a note cannot be read.

    What was seen last time is remembered in a file beside the editions. It only spares work: a note counts as seen where its
    file has the same time, size and place on the disk, and had them for a while when it was read.
    """
    now = time.time_ns()
    marks = _list_marks(home.reports)
    remembered = _read_index(home.editions / INDEX)
    found = remembered.take(_find_rows(marks, remembered))
    kept = pc.is_valid(found["report_id"])
    opened = [_read_row(home.reports, mark, now) for mark in marks.filter(pc.invert(kept)).to_pylist()]
    if not opened and len(marks) == len(remembered):
        return Inventory(remembered)
    found = found.filter(kept)
    table = pa.concat_tables([found, pa.Table.from_pylist(opened, COLUMNS)]).sort_by("report_id").combine_chunks()
    if len(opened) + len(remembered) - len(found) > SHARE * len(marks):
        _write_index(home.editions / INDEX, table)
    return Inventory(table)


def _list_marks(folder: Path) -> pa.Table:
    """The marks of every report's note, by hash."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if not entry.name.startswith(".") and entry.is_dir())
    except FileNotFoundError:
        names = []
    states = []
    for name in names:
        file = f"{folder}{os.sep}{name}{os.sep}{NOTE}"
        try:
            states.append(os.stat(file))
        except OSError:
            read_note_file(Path(file))  # says why, and what to do
            raise
    columns = [names, *([getattr(state, of) for state in states] for of in ("st_mtime_ns", "st_size", "st_ino"))]
    arrays = [pa.array(values, kind) for values, (_, kind) in zip(columns, MARKS, strict=True)]
    return pa.table(arrays, schema=pa.schema(MARKS))


def _find_rows(marks: pa.Table, remembered: pa.Table) -> pa.Array:
    """The row in which each report is remembered as it is, none where it must be opened."""
    rows = pc.index_in(marks["report_id"], value_set=remembered["report_id"].combine_chunks())
    there = remembered.take(rows)
    same = _settled(there)
    for name, _ in MARKS:
        same = pc.and_(same, pc.equal(there[name], marks[name]))
    return pc.if_else(same, rows, pa.scalar(None, pa.int32()))


def _settled(remembered: pa.Table) -> pa.ChunkedArray:
    age = pc.subtract(remembered["listed_at"], remembered["changed_at"])
    return pc.greater(age, FRESH)


def _read_row(folder: Path, mark: dict[str, Any], now: int) -> dict[str, Any]:
    file = folder / mark["report_id"] / NOTE
    note = read_note_file(file)
    said = orjson.dumps(asdict(note))
    if note.report_id != mark["report_id"]:
        raise DataError(file, "report_id", "is not the name of the folder; ingest the report again")
    state = sha256(said).hexdigest()[:16]
    return {
        **mark,
        "listed_at": now,
        "state": state,
        "note": said,
        "supersedes": note.supersedes,
        "superseded_by": note.superseded_by,
    }


def _read_index(file: Path) -> pa.Table:
    """What was remembered; nothing where that cannot be read or is not whole."""
    try:
        content = file.read_bytes()
        if sha256(content[32:]).digest() == content[:32]:
            table = pa.ipc.open_file(pa.py_buffer(content[32:])).read_all()
            if table.schema == COLUMNS:
                return table.combine_chunks()
    except (OSError, pa.ArrowException):
        pass
    return COLUMNS.empty_table()


def _write_index(file: Path, table: pa.Table) -> None:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, COLUMNS) as writer:
        writer.write_table(table)
    content = sink.getvalue().to_pybytes()
    with suppress(OSError):  # a folder that cannot be written, or a full disk: it is only slower next time
        write_atomic(file, sha256(content).digest() + content)
