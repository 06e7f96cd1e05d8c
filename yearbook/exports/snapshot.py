"""Snapshots: filtered facts of one edition as a downloadable file that can be made again byte for byte, with its manifest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any, Literal, get_args

import orjson

from yearbook.catalogue.code_version import code_version
from yearbook.catalogue.messages import LANGUAGES, Language, all_messages, translate
from yearbook.catalogue.samples import catalogue_for
from yearbook.exports.csv_format import write_csv
from yearbook.exports.file_formats import Checksum, Checksums, Files, write_parquet, write_zip
from yearbook.exports.lists import write_json
from yearbook.exports.parameters import BadParameter, format_address, format_command
from yearbook.exports.sheets import Ask, Sheets, gather_sheets
from yearbook.exports.workbook.workbook import MAX_ROWS, head_column, write_xlsx
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
SPOKEN: tuple[Format, ...] = ("xlsx",)  # formats whose words are in one language; the others hold both or codes
LARGE = 2_000_000  # rows whose CSV may pass 2 GiB, which needs ZIP64
MAX_NAME = 80  # code points of a file name, so that no file system refuses it


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file to download. Nothing is made until it is asked for; `tag` is the same as long as the bytes are."""

    name: str
    media_type: str
    rows: int
    tag: str
    pieces: Callable[[], Iterator[bytes]]  # of the content; an empty one is a pause

    @property
    def content(self) -> bytes:
        """The whole file."""
        return b"".join(self.pieces())


def make_snapshot(
    warehouse: Warehouse, filters: Filters, format: Format, language: Language = "zh", ask: Ask | None = None
) -> Snapshot:
    """The facts that the filters let through as a file. The same edition and filters give the same bytes.

    Raises BadParameter where the format cannot hold as many rows.
    """
    sheets = gather_sheets(warehouse, filters, ask)
    if format == "xlsx" and max(sheets.counts["rows"], sheets.counts["sources"]) > MAX_ROWS:
        raise BadParameter("format", "too_many_rows", most=f"{MAX_ROWS:,}")
    return Snapshot(
        name=format_file_name(warehouse, filters, "manifest.json" if format == "manifest" else format, language),
        media_type=MEDIA_TYPES[format],
        rows=sheets.counts["rows"],
        tag=_make_tag(warehouse, filters, format, language),
        pieces=lambda: _write(sheets, format, language),
    )


def _write(sheets: Sheets, format: Format, language: Language) -> Iterator[bytes]:
    if format == "csv":
        return write_csv(sheets.data())
    if format == "json":
        return write_json(_describe(sheets, format), sheets.data())
    if format == "parquet":
        return write_parquet(_describe(sheets, format), sheets.data())
    if format == "xlsx":
        tables = {"data": sheets.data(), "dictionary": sheets.dictionary(), "sources": sheets.sources()}
        address = format_address(sheets.edition, sheets.filters, format, language)
        about = sheets.about(language, address, lambda column: head_column(column, language))
        return write_xlsx(sheets.pivot(), sheets.years, tables, about, sheets.built_at, language)
    if format == "zip":
        large = sheets.counts["rows"] > LARGE
        return write_zip(_members(sheets), "manifest.json", lambda sums: _make_manifest(sheets, sums), large)
    return _write_manifest(sheets)


def _members(sheets: Sheets) -> Files:
    """The members of a ZIP but the manifest."""
    address = format_address(sheets.edition, sheets.filters, "zip")
    words = "\r\n\r\n".join("\r\n".join(sheets.about(language, address, str)) for language in LANGUAGES)
    return {
        "data.csv": write_csv(sheets.data()),
        "dictionary.csv": write_csv(sheets.dictionary()),
        "sources.csv": write_csv(sheets.sources()),
        "README.txt": [words.encode("utf-8-sig")],
    }


def _describe(sheets: Sheets, format: str) -> dict[str, Any]:
    """The metadata that every format can carry: edition, filters, counts, and where to get the same file again."""
    filters = sheets.filters
    return {
        "edition": sheets.edition,
        "built_at": f"{sheets.built_at.isoformat()}Z",
        "catalogue_hash": sheets.catalogue_hash,
        "demonstration": sheets.demonstration,
        "filters": filters.parameters(),
        "filters_in_words": {language: sheets.sentence(language) for language in LANGUAGES},
        "counts": sheets.counts,
        "address": format_address(sheets.edition, filters, format),
        "command": format_command(sheets.edition, filters, format),
    }


def _make_manifest(sheets: Sheets, sums: Checksums) -> bytes:
    """The manifest of a ZIP whose other members have these checksums, as JSON."""
    files = {name: checksum.describe() for name, checksum in sums.items()}
    files["data.csv"]["address"] = format_address(sheets.edition, sheets.filters, "csv")
    return orjson.dumps({**_describe(sheets, "zip"), "files": files}, option=orjson.OPT_INDENT_2) + b"\n"


def _write_manifest(sheets: Sheets) -> Iterator[bytes]:
    """The same manifest without the ZIP; an empty piece is a pause."""
    sums: Checksums = {}
    for name, pieces in _members(sheets).items():
        sums[name] = Checksum()
        for piece in pieces:
            sums[name].add(piece)
            yield b""
    yield _make_manifest(sheets, sums)


def format_file_name(warehouse: Warehouse, filters: Filters, ending: str, language: Language = "zh") -> str:
    """A file name that says what is inside: 机关事务_湖南_2020_版本3.csv."""
    parts = [
        translate("snapshot.product", language),
        *(_name_parts(warehouse, filters, language) or [translate("snapshot.all", language)]),
    ]
    stem = re.sub(r"[\s/\\:*?\"<>|\x00-\x1f]+", "-", "_".join(parts))[:MAX_NAME]
    return f"{stem}_{translate('snapshot.edition', language, number=warehouse.number)}.{ending}"


def _name_parts(warehouse: Warehouse, filters: Filters, language: Language) -> list[str]:
    catalogue, zh = catalogue_for(warehouse.home, True), language == "zh"
    regions, agencies, topics, metrics = catalogue.regions, catalogue.agencies, catalogue.topics, catalogue.metrics
    named = (
        [(regions[code].short_zh if zh else regions[code].name_en) if code in regions else code for code in filters.regions],
        [translate(f"filters.level_{level}", language) for level in filters.levels],
        [(agencies[key].short_zh if zh else agencies[key].name_en) if key in agencies else key for key in filters.agencies],
        [topics[topic].name[language] if topic in topics else topic for topic in filters.topics],
        [metrics[key].name[language] if key in metrics else key for key in filters.metrics],
        [translate(f"filters.scope_{scope}", language).partition("（")[0] for scope in filters.scopes],
        [_format_years(filters)],
        [_format_statuses(filters, language)],
        [translate("snapshot.chosen", language, count=len(filters.facts)) if filters.facts else ""],
        [filters.text],
    )
    return [_join(names, language) for names in named if any(names)]


def _format_years(filters: Filters) -> str:
    first, last = filters.from_year, filters.to_year
    return str(first) if first is not None and first == last else f"{first or ''}-{last or ''}" if first or last else ""


def _format_statuses(filters: Filters, language: Language) -> str:
    if "unverified" not in filters.statuses and len(filters.statuses) > 1:
        return translate("snapshot.verified_only", language)
    return _join([translate(f"filters.status_{status}", language) for status in filters.statuses], language)


def _join(names: list[str], language: Language) -> str:
    if len(names) > 2:
        return translate("snapshot.several", language, first=names[0], count=len(names), more=len(names) - 1)
    return "-".join(names)


def _make_tag(warehouse: Warehouse, filters: Filters, format: Format, language: Language) -> str:
    """A name for the bytes: another edition, other filters, or another way of writing them gives another name."""
    identity = {
        "edition": read_note(warehouse.home, warehouse.number).sha256,
        "filters": filters.parameters(),
        "format": format,
        "language": language if format in SPOKEN else "",
        "writer": writer_version(),
        "words": catalogue_for(warehouse.home, True).hash,
    }
    return sha256(orjson.dumps(identity, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


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
