"""GET /metrics.json and the like: what the codes in the figures mean, as JSON or as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from hashlib import sha256
from typing import Any, Literal

import pyarrow as pa
from starlette.requests import Request
from starlette.responses import Response

from yearbook.data import home
from yearbook.interface.addresses.answers import answer, name_attachment
from yearbook.interface.addresses.asking import read_asked
from yearbook.warehouse.csv_format import write_csv
from yearbook.warehouse.editions import current_number, list_editions
from yearbook.warehouse.json_format import write_json
from yearbook.warehouse.parameters import EDITION
from yearbook.warehouse.sheets import Batches
from yearbook.warehouse.snapshot import MEDIA_TYPES
from yearbook.warehouse.warehouse import Warehouse

ListFormat = Literal["json", "csv"]
LIST_FORMATS: tuple[ListFormat, ...] = ("json", "csv")


def _ask(question: str) -> Callable[[Warehouse], Batches]:
    return lambda warehouse: warehouse.stream(question)


def _list_editions(_: Warehouse) -> Batches:
    """The editions that are kept, the newest first, and which of them is the current one."""
    current = current_number(home())
    rows = [{**asdict(note), "current": note.number == current} for note in reversed(list_editions(home()))]
    return iter(pa.Table.from_pylist(rows).to_batches())


LISTS: dict[str, Callable[[Warehouse], Batches]] = {
    "metrics": _ask("metrics"),
    "agencies": _ask("agencies"),
    "regions": _ask("regions_with_facts"),
    "changes": _ask("changes"),
    "editions": _list_editions,
}


def answer_list(request: Request, name: str, format: ListFormat) -> Response:
    """A list of an edition, whole: it is short, and its tag is the sum of its bytes."""
    asked = read_asked(request, (EDITION,))
    number = asked.warehouse.number
    content = b"".join(_write(asked.warehouse, name, format))
    headers = {"Content-Location": f"/{name}.{format}?{EDITION}={number}"}
    if format == "csv":
        headers["Content-Disposition"] = name_attachment(f"{name}.csv")
    tag = sha256(content).hexdigest()[:32]
    pinned = asked.pinned and name != "editions"  # the list of editions grows
    return answer(request, lambda: iter([content]), tag, MEDIA_TYPES[format], pinned, headers)


def _write(warehouse: Warehouse, name: str, format: ListFormat) -> Iterator[bytes]:
    batches = LISTS[name](warehouse)
    head: dict[str, Any] = {"edition": warehouse.number, "list": name}
    return write_csv(batches) if format == "csv" else write_json(head, batches)
