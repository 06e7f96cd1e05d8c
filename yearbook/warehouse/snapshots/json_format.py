"""Tables as JSON for programs: what they are, then a row a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from yearbook.warehouse.snapshots.sheets import Batches, list_values


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
