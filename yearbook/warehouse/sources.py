"""What an edition is made from, piece by piece, so that the next one can be made from what differs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from hashlib import sha256

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from yearbook.catalogue.code_version import code_version
from yearbook.catalogue.files import Home
from yearbook.catalogue.samples import catalogue_for
from yearbook.pipeline.read import reader_version
from yearbook.records.decision import Decision
from yearbook.store.decisions import standing_decisions
from yearbook.store.inventory import Inventory, list_stored_reports
from yearbook.warehouse.questions import QUERIES

COLUMNS = pa.schema([(name, pa.string()) for name in ("kind", "id", "about", "state")])


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources as they are: `parts` are what every fact depends on, each with a name for its state."""

    parts: dict[str, str]
    inventory: Inventory
    decisions: list[Decision]  # those that stand, oldest first

    @property
    def hash(self) -> str:
        """A name for the state of all sources and of what reads them: equal names make equal facts."""
        told = sorted((name, state) for name, state in self.parts.items() if name != "maker")
        digest = sha256(orjson.dumps(told))
        digest.update("\0".join(self.inventory.table["state"].to_pylist()).encode())
        for decision in self.decisions:
            digest.update(f"\0{decision.decision_id}".encode())
        return digest.hexdigest()

    def origins(self, left_out: Collection[str] = ()) -> pa.Table:
        """The rows of an edition's table origins; without the reports of `left_out`, which could not be read.

        kind: part, report or decision · about: the report of a decision about one · state: equal states make equal rows.
        """
        reports = self.inventory.standing()
        if left_out:
            reports = reports.filter(pc.invert(pc.is_in(reports["report_id"], value_set=pa.array(sorted(left_out), pa.string()))))
        ids = reports["report_id"]
        kinds = pa.repeat(pa.scalar("report"), len(reports))
        rows = [{"kind": "part", "id": name, "about": None, "state": state} for name, state in self.parts.items()]
        rows += [
            {"kind": "decision", "id": one.decision_id, "about": one.report_id, "state": _name(orjson.dumps(asdict(one)))}
            for one in self.decisions
        ]
        of_reports = pa.table([kinds, ids, ids, reports["state"]], schema=COLUMNS)
        return pa.concat_tables([pa.Table.from_pylist(rows, COLUMNS), of_reports])


def scan_sources(home: Home) -> Sources:
    """The sources as they are now. Raises DataError where one cannot be read."""
    return Sources(_list_parts(home), list_stored_reports(home), standing_decisions(home))


def _list_parts(home: Home) -> dict[str, str]:
    parts = {"catalogue": catalogue_for(home, True).hash, "reader": reader_version(), "maker": maker_version()}
    for file in sorted([*home.record.glob("*.csv"), *(QUERIES / "build").glob("*.sql")]):
        parts[f"{file.parent.name}/{file.name}"] = _name(file.read_bytes().replace(b"\r\n", b"\n"))
    return parts


def maker_version() -> str:
    """A name for the code that makes editions: what two versions of it made does not belong in one edition."""
    return code_version("records", "warehouse")


def _name(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]
