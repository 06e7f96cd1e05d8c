"""The notes of all stored reports as an Arrow table, for the build of editions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import sha256

import orjson
import pyarrow as pa

from yearbook.catalogue.files import Home
from yearbook.records.report_note import ReportNote, superseded_ids
from yearbook.store.reports import list_reports

COLUMNS = pa.schema([("report_id", pa.string()), ("state", pa.string()), ("note", pa.binary())])


@dataclass(frozen=True, slots=True)
class Inventory:
    """All stored reports, by hash: a row each, with the columns of COLUMNS."""

    table: pa.Table

    def standing(self) -> pa.Table:
        """Those that no newer version has taken the place of."""
        left_out = superseded_ids(self.notes())
        return self.table.filter(pa.array([one not in left_out for one in self.table["report_id"].to_pylist()], pa.bool_()))

    def notes(self) -> list[ReportNote]:
        return read_notes(self.table)


def read_notes(table: pa.Table) -> list[ReportNote]:
    """The notes of some rows of an inventory."""
    return [ReportNote(**orjson.loads(note)) for note in table["note"].to_pylist()]


def list_stored_reports(home: Home) -> Inventory:
    """What is stored now."""
    notes = list_reports(home)
    content = [orjson.dumps(asdict(note)) for note in notes]
    states = [sha256(one).hexdigest()[:16] for one in content]
    return Inventory(pa.table([[note.report_id for note in notes], states, content], schema=COLUMNS))
