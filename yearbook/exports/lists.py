"""Code lists of an edition (metrics, agencies, regions, changes, targets, editions) as JSON or CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any, Literal

import orjson
import pyarrow as pa

from yearbook.exports.csv_format import write_csv
from yearbook.exports.sheets import Batches, list_values
from yearbook.warehouse.registry import current_number, list_editions
from yearbook.warehouse.warehouse import Warehouse


def write_json(head: dict[str, Any], batches: Batches) -> Iterator[bytes]:
    """One object, piece by piece: the entries of `head`, then "data", a list of objects of one line each.

    Missing is null, days and times are ISO 8601, text stands as it is in the edition.
    """
    yield orjson.dumps(head)[:-1] + b',"data":['
    between = b"\n"
    for batch in batches:
        names = batch.schema.names
        rows = zip(*map(list_values, batch.columns), strict=True)
        lines = b",\n".join(orjson.dumps(dict(zip(names, row, strict=True))) for row in rows)
        if lines:
            yield between + lines
            between = b",\n"
    yield b"\n]}\n"


ListFormat = Literal["json", "csv"]
LIST_FORMATS: tuple[ListFormat, ...] = ("json", "csv")


def write_list(warehouse: Warehouse, name: str, format: ListFormat) -> bytes:
    """One of LISTS, whole: they are short. Raises KeyError for a list that there is not."""
    batches = LISTS[name](warehouse)
    pieces = write_csv(batches) if format == "csv" else write_json({"edition": warehouse.number, "list": name}, batches)
    return b"".join(pieces)


def _ask(question: str) -> Callable[[Warehouse], Batches]:
    return lambda warehouse: warehouse.stream(question)


def _list_targets(warehouse: Warehouse) -> Batches:
    """Every target that a report or a published plan states, those of invented bodies too."""
    return warehouse.stream("targets", regions=[], agencies=[], invented=True, settled=False)


def _list_editions(warehouse: Warehouse) -> Batches:
    """The editions that are kept, the newest first, and which is the current one; without the names of people."""
    current = current_number(warehouse.home)
    rows = [{**asdict(note), "current": note.number == current} for note in reversed(list_editions(warehouse.home))]
    for row in rows:
        for name in ("who", "build", "log_lines", "log_sum"):
            del row[name]
    return iter(pa.Table.from_pylist(rows).to_batches())


LISTS: dict[str, Callable[[Warehouse], Batches]] = {
    "metrics": _ask("metrics"),
    "agencies": _ask("agencies"),
    "regions": _ask("regions_with_facts"),
    "changes": _ask("changes"),
    "targets": _list_targets,
    "editions": _list_editions,
}
