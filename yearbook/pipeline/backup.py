"""Backup: one ZIP of what cannot be made again, as it stood at one moment, with a checksum for each file."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from yearbook.catalogue.files import Home
from yearbook.store.audit import audited
from yearbook.store.files import clear_partials, settle
from yearbook.store.folder_swap import POINTER, STAYS
from yearbook.store.json_import import ASIDE
from yearbook.store.lock import PATIENCE, writer_lock
from yearbook.store.reports import SOURCE, folder_of
from yearbook.store.state import REPORTS, STATE, TABLES, copy_state, list_json_lines, read_state
from yearbook.warehouse.registry import check_edition, current_number, list_numbers

MANIFEST = "manifest.json"
FORMAT = "yearbook backup 2"  # 1 had JSON files in the place of the state database
LINES = "json"  # folder of the archive that holds the state as JSON lines, too; not restored
OWN = ("own_catalogue", "catalogue", "record", "samples")  # folders that an installation may have of its own
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class BackupResult:
    """What a backup holds. `size` is the ZIP's, in bytes."""

    file: Path
    files: int
    reports: int
    editions: int
    size: int


def back_up(home: Home, file: Path, *, editions: bool = False, timeout: float = PATIENCE) -> BackupResult:
    """Write reports, the state database, the installation's own catalogue and record, and the editions where asked for.

    Writers of editions wait meanwhile; a report or a decision that comes in is in the backup whole or not at all. Extractions
    are left out: they can be made again. The file appears when it is complete. Raises WriterBusy, DamagedEdition for an edition
    that does not match its checksum, and OSError.
    """
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    clear_partials(file.absolute().parent, f".*{file.suffix}.*.partial")
    try:
        with writer_lock(home, timeout), audited(home, "backup", file=file.name, editions=editions):
            listed: list[dict[str, object]] = []
            with partial.open("xb") as stream, tempfile.TemporaryDirectory() as folder:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                    for name, pieces in _list_files(home, editions, Home(Path(folder))):
                        listed.append(_add(archive, name, pieces))
                    manifest = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "files": listed}
                    archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(partial, file)
            settle(file.absolute().parent)
    finally:
        partial.unlink(missing_ok=True)
    names = [str(entry["name"]) for entry in listed]
    reports = sum(name.endswith(f"/{SOURCE}") for name in names)
    return BackupResult(file, len(names), reports, sum(name.endswith(".duckdb") for name in names), file.stat().st_size)


def _list_files(home: Home, editions: bool, copy: Home) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Every file by its name in the archive; the state is copied at once, and what is listed is what that copy knows."""
    copy.decisions.mkdir()
    copy_state(home, copy.decisions / STATE)
    yield f"decisions/{STATE}", _read_pieces(copy.decisions / STATE)
    for table in TABLES:
        yield f"{LINES}/{table}.jsonl", list_json_lines(copy, table)
    with read_state(copy) as connection:
        folders = [folder_of(home, note.report_id) for note in REPORTS.select(connection)]
    for folder in filter(Path.is_dir, folders):
        yield f"reports/{folder.name}/{SOURCE}", _read_pieces(folder / SOURCE)
    for name in ("decisions", *OWN):
        for path in _list_visible(home.root / name):
            if name != "decisions" or (path.name not in STAYS and ASIDE not in path.parts):
                yield path.relative_to(home.root).as_posix(), _read_pieces(path)
    for number in list_numbers(home) if editions else ():
        check_edition(home, number)
        for path in sorted(home.editions.glob(f"{number}.*")):
            yield f"editions/{path.name}", _read_pieces(path)
    if editions and current_number(home) is not None:
        yield POINTER, _read_pieces(home.root / POINTER)


def _list_visible(folder: Path) -> list[Path]:
    """The files below a folder, except those whose own name or a folder's begins with a dot."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> dict[str, object]:
    digest, size = sha256(), 0
    with archive.open(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), "w", force_zip64=True) as stream:
        for piece in pieces:
            stream.write(piece)
            digest.update(piece)
            size += len(piece)
    return {"name": name, "bytes": size, "sha256": digest.hexdigest()}


def _read_pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
