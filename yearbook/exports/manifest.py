"""What a snapshot says of itself: its edition, its filters, its counts, where to get it again, and the sums of its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from yearbook.catalogue.messages import LANGUAGES
from yearbook.exports.parameters import format_address, format_command
from yearbook.exports.sheets import Sheets
from yearbook.exports.zip_format import Files, Sum, Sums
from yearbook.warehouse.filters import Filters

FILE_ADDRESSES = {"data.csv": "csv"}  # members of a ZIP that have an address of their own


def describe_snapshot(sheets: Sheets, format: str, language: str) -> dict[str, Any]:
    """The entries that every format can carry."""
    filters: Filters = sheets.filters
    return {
        "edition": sheets.edition,
        "built_at": f"{sheets.built_at.isoformat()}Z",
        "catalogue_hash": sheets.catalogue_hash,
        "demonstration": sheets.demonstration,
        "filters": filters.parameters(),
        "filters_in_words": {spoken: sheets.sentence(spoken) for spoken in LANGUAGES},
        "counts": sheets.counts,
        "address": format_address(sheets.edition, filters, format, language),
        "command": format_command(sheets.edition, filters, format, language),
    }


def write_manifest(sheets: Sheets, sums: Sums) -> bytes:
    """The manifest of a ZIP whose other members have these sums, as JSON."""
    files = {name: {**sum_.tell(), **_address_of(sheets, name)} for name, sum_ in sums.items()}
    manifest = {**describe_snapshot(sheets, "zip", "zh"), "files": files}
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n"


def write_manifest_alone(sheets: Sheets, files: Files) -> Iterator[bytes]:
    """The same manifest without the ZIP; an empty piece is a pause."""
    sums: Sums = {}
    for name, pieces in files.items():
        sums[name] = Sum()
        for piece in pieces:
            sums[name].add(piece)
            yield b""
    yield write_manifest(sheets, sums)


def _address_of(sheets: Sheets, name: str) -> dict[str, str]:
    format = FILE_ADDRESSES.get(name)
    return {} if format is None else {"address": format_address(sheets.edition, sheets.filters, format)}
