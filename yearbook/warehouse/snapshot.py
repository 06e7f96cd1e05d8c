"""Snapshots: a choice of facts as a file that someone takes away, and that can be made again from the same edition."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Literal, get_args

import pyarrow as pa
import pyarrow.parquet

from yearbook.meaning.catalogue import Catalogue
from yearbook.warehouse.csv_format import write_csv
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.samples import catalogue_for
from yearbook.warehouse.sheets import gather_sheets
from yearbook.warehouse.warehouse import Warehouse
from yearbook.warehouse.xlsx_format import write_xlsx
from yearbook.warehouse.zip_format import write_zip
from yearbook.words import Language, say

Format = Literal["csv", "xlsx", "parquet", "zip"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "zip": "application/zip",
}
LONGEST_NAME = 80  # code points, so that no file system refuses it


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file to take away."""

    name: str
    media_type: str
    content: bytes
    rows: int


def make_snapshot(warehouse: Warehouse, filters: Filters, format: Format, language: Language = "zh") -> Snapshot:
    """The facts that the filters let through as a file. The same edition and filters give the same bytes."""
    sheets = gather_sheets(warehouse, filters)
    if format == "csv":
        content = write_csv(sheets.data)
    elif format == "xlsx":
        content = write_xlsx(sheets, language)
    elif format == "zip":
        content = write_zip(sheets, filters)
    else:
        stream = io.BytesIO()
        pyarrow.parquet.write_table(pa.Table.from_pandas(sheets.data, preserve_index=False), stream, compression="zstd")
        content = stream.getvalue()
    return Snapshot(name_snapshot(warehouse, filters, format, language), MEDIA_TYPES[format], content, len(sheets.data))


def name_snapshot(warehouse: Warehouse, filters: Filters, format: Format, language: Language = "zh") -> str:
    """A file name that tells what is inside: 机关事务_湖南_2020_版本3.csv."""
    catalogue = catalogue_for(warehouse.home, True)
    chosen = _tell_filters(filters, catalogue, language) or [say("snapshot.all", language)]
    parts = [say("snapshot.product", language), *chosen]
    stem = re.sub(r"[\s/\\:*?\"<>|\x00-\x1f]+", "-", "_".join(parts))[:LONGEST_NAME]
    return f"{stem}_{say('snapshot.edition', language, number=warehouse.number)}.{format}"


def _tell_filters(filters: Filters, catalogue: Catalogue, language: Language) -> list[str]:
    zh = language == "zh"
    regions, agencies, topics, metrics = catalogue.regions, catalogue.agencies, catalogue.topics, catalogue.metrics
    named = (
        [(regions[code].short_zh if zh else regions[code].name_en) if code in regions else code for code in filters.regions],
        [say(f"filters.level_{level}", language) for level in filters.levels],
        [(agencies[key].short_zh if zh else agencies[key].name_en) if key in agencies else key for key in filters.agencies],
        [topics[topic].name[language] if topic in topics else topic for topic in filters.topics],
        [metrics[key].name[language] if key in metrics else key for key in filters.metrics],
        [say(f"filters.scope_{scope}", language).partition("（")[0] for scope in filters.scopes],
        [_tell_years(filters)],
        [_tell_statuses(filters, language)],
        [filters.text],
    )
    return [_join(names, language) for names in named if any(names)]


def _tell_years(filters: Filters) -> str:
    first, last = filters.from_year, filters.to_year
    return str(first) if first is not None and first == last else f"{first or ''}-{last or ''}" if first or last else ""


def _tell_statuses(filters: Filters, language: Language) -> str:
    if not filters.statuses:
        return ""
    if "unverified" not in filters.statuses and len(filters.statuses) > 1:
        return say("snapshot.verified_only", language)
    return _join([say(f"filters.status_{status}", language) for status in filters.statuses], language)


def _join(names: list[str], language: Language) -> str:
    if len(names) > 2:
        return say("snapshot.several", language, first=names[0], count=len(names), more=len(names) - 1)
    return "-".join(names)
