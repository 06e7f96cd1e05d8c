"""A snapshot as a ZIP that explains itself: data, dictionary, sources, a manifest with checksums, and a README."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256

from yearbook.warehouse.csv_format import write_csv
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.sheets import Sheets
from yearbook.words import LANGUAGES

FIXED = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes, whenever it is packed


def write_zip(sheets: Sheets, filters: Filters) -> bytes:
    """The archive; the same sheets and filters give the same bytes."""
    members = {name: write_csv(getattr(sheets, name)) for name in ("data", "dictionary", "sources")}
    files = {f"{name}.csv": content for name, content in members.items()}
    files["README.txt"] = "\r\n\r\n".join("\r\n".join(sheets.about(language)) for language in LANGUAGES).encode("utf-8-sig")
    files["manifest.json"] = _write_manifest(sheets, filters, files)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, FIXED)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    return stream.getvalue()


def _write_manifest(sheets: Sheets, filters: Filters, files: dict[str, bytes]) -> bytes:
    manifest = {
        "edition": sheets.edition,
        "built_at": f"{sheets.built_at.isoformat()}Z",
        "catalogue_hash": sheets.catalogue_hash,
        "demonstration": sheets.demonstration,
        "filters": filters.parameters(),
        "filters_in_words": sheets.sentences,
        "counts": sheets.counts,
        "files": {name: {"bytes": len(content), "sha256": sha256(content).hexdigest()} for name, content in files.items()},
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"
