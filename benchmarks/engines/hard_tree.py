"""A small tree of facts with what editions seldom or never hold, so that engines are held to it as well: facts without a year,
lists that are missing or empty, cells without a value, negative and large numbers, days before 1970, quotes in words."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

NO_YEAR = "__HIVE_DEFAULT_PARTITION__"  # as Hive names the folder of rows without the value
SCHEMA = pa.schema(
    [
        ("fact_id", pa.string()),
        ("metric_id", pa.string()),
        ("admin_level", pa.string()),
        ("region_code", pa.string()),
        ("agency_id", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("value", pa.float64()),
        ("value_max", pa.float64()),
        ("headline", pa.bool_()),
        ("caveats", pa.list_(pa.string())),
    ]
)
YEAR, EVE = date(2020, 1, 1), date(2020, 12, 31)
FACTS: dict[tuple[str, int | None], list[tuple[Any, ...]]] = {
    ("vehicles", 2020): [
        ("f1", "vehicles.fleet", "province", "010000", "一局", YEAR, EVE, 12.5, None, True, ["inferred", "部分 'of' year"]),
        ("f2", "vehicles.fleet", "county", "020000", "二局", YEAR, EVE, 12.5, 13.75, True, []),
        ("f3", "vehicles.fleet", "county", "020000", "三局", None, EVE, -0.25, None, False, []),
        ("f4", "vehicles.fleet", None, "030000", "四局", YEAR, None, 9007199254740993.0, None, None, ["inferred"]),
    ],
    ("vehicles", None): [("f5", "vehicles.fleet", "county", "020000", "二局", date(1949, 10, 1), None, 0.0001, None, True, [])],
    ("energy", 2019): [("f6", "energy.power", "province", "010000", "一局", YEAR, EVE, 1234567.8901, None, False, ["x"] * 3)],
}


def write_hard_tree(folder: Path) -> None:
    """Write it as `editions parquet` writes an edition, its manifest and a table besides the facts included."""
    for (topic, year), rows in FACTS.items():
        place = folder / "facts" / f"topic={topic}" / f"year={NO_YEAR if year is None else year}"
        place.mkdir(parents=True)
        cells = [pa.array(column, kind.type) for column, kind in zip(zip(*rows, strict=True), SCHEMA, strict=True)]
        parquet.write_table(pa.table(cells, schema=SCHEMA), place / "facts.parquet")
    moments = pa.array([datetime(2026, 1, 2, 3, 4, 5, 678901)], pa.timestamp("us"))
    parquet.write_table(pa.table({"number": pa.array([1], pa.int32()), "built_at": moments}), folder / "edition.parquet")
    tables = {"facts": {"columns": dict.fromkeys([*SCHEMA.names, "topic", "year"], "")}, "edition": {"columns": {}}}
    (folder / "manifest.json").write_text(json.dumps({"tables": tables}), encoding="utf-8")
