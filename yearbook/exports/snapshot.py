"""Snapshots: a choice of facts as a file that someone takes away, and that can be made again from the same edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Literal, get_args

import orjson

from yearbook.catalogue.code_version import code_version
from yearbook.catalogue.messages import LANGUAGES, Language, all_messages
from yearbook.catalogue.samples import catalogue_for
from yearbook.exports.csv_format import write_csv
from yearbook.exports.lists import write_json
from yearbook.exports.manifest import describe_snapshot, write_manifest, write_manifest_alone
from yearbook.exports.parameters import format_address
from yearbook.exports.parquet_format import write_parquet
from yearbook.exports.sheets import Sheets, gather_sheets
from yearbook.exports.snapshot_name import name_snapshot
from yearbook.exports.xlsx_format import MOST_ROWS, TooManyRows, write_xlsx
from yearbook.exports.zip_format import Files, write_zip
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.questions import QUERIES
from yearbook.warehouse.registry import read_note
from yearbook.warehouse.warehouse import Warehouse

Format = Literal["csv", "json", "xlsx", "parquet", "zip", "manifest"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "zip": "application/zip",
    "manifest": "application/json",
}
ENDINGS: dict[Format, str] = {**{format: format for format in FORMATS}, "manifest": "manifest.json"}
SPOKEN: tuple[Format, ...] = ("xlsx",)  # formats whose words are in one language; the others hold both or codes
LARGE = 2_000_000  # figures whose CSV may pass 2 GiB


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file to take away. Nothing is made until it is asked for; `tag` is the same as long as the bytes are."""

    name: str
    media_type: str
    rows: int
    tag: str
    pieces: Callable[[], Iterator[bytes]]  # of the content; an empty one is a pause

    @property
    def content(self) -> bytes:
        """The whole file."""
        return b"".join(self.pieces())


def make_snapshot(warehouse: Warehouse, filters: Filters, format: Format, language: Language = "zh") -> Snapshot:
    """The facts that the filters let through as a file. The same edition and filters give the same bytes.

    Raises TooManyRows where the format cannot hold them.
    """
    sheets = gather_sheets(warehouse, filters)
    if format == "xlsx" and max(sheets.counts["rows"], sheets.counts["sources"]) > MOST_ROWS:
        raise TooManyRows
    return Snapshot(
        name=name_snapshot(warehouse, filters, ENDINGS[format], language),
        media_type=MEDIA_TYPES[format],
        rows=sheets.counts["rows"],
        tag=_tag(warehouse, filters, format, language),
        pieces=lambda: _write(sheets, format, language),
    )


def _write(sheets: Sheets, format: Format, language: Language) -> Iterator[bytes]:
    if format == "csv":
        return write_csv(sheets.data())
    if format == "json":
        return write_json(describe_snapshot(sheets, format, "zh"), sheets.data())
    if format == "parquet":
        return write_parquet(describe_snapshot(sheets, format, "zh"), sheets.data())
    if format == "xlsx":
        tables = {"data": sheets.data(), "dictionary": sheets.dictionary(), "sources": sheets.sources()}
        address = format_address(sheets.edition, sheets.filters, format, language)
        return write_xlsx(tables, sheets.about(language, address), sheets.built_at, language)
    if format == "zip":
        large = sheets.counts["rows"] > LARGE
        return write_zip(_files(sheets), "manifest.json", lambda sums: write_manifest(sheets, sums), large)
    return write_manifest_alone(sheets, _files(sheets))


def _files(sheets: Sheets) -> Files:
    """The members of a ZIP but the manifest."""
    address = format_address(sheets.edition, sheets.filters, "zip")
    words = "\r\n\r\n".join("\r\n".join(sheets.about(language, address)) for language in LANGUAGES)
    return {
        "data.csv": write_csv(sheets.data()),
        "dictionary.csv": write_csv(sheets.dictionary()),
        "sources.csv": write_csv(sheets.sources()),
        "README.txt": [words.encode("utf-8-sig")],
    }


def _tag(warehouse: Warehouse, filters: Filters, format: Format, language: Language) -> str:
    """A name for the bytes: another edition, other filters, or another way of writing them gives another name."""
    asked = {
        "edition": read_note(warehouse.home, warehouse.number).sha256,
        "filters": filters.parameters(),
        "format": format,
        "language": language if format in SPOKEN else "",
        "writer": writer_version(),
        "words": catalogue_for(warehouse.home, True).hash,
    }
    return sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


@cache
def writer_version() -> str:
    """A name for what writes files: the code, the words and the libraries."""
    digest = sha256(orjson.dumps(all_messages(), option=orjson.OPT_SORT_KEYS))
    digest.update(code_version("exports", "records", "warehouse").encode())
    for file in sorted((QUERIES / "pages").glob("*.sql")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    for library in ("duckdb", "orjson", "pyarrow", "xlsxwriter"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()[:16]
