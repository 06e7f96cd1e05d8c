"""A backup: one ZIP of what cannot be made again, each file with its sum, as it stood at one moment."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from filelock import FileLock

from yearbook.catalogue.files import Home
from yearbook.store.audit import audited
from yearbook.store.files import clear_partials, settle
from yearbook.store.lock import PATIENCE, writer_lock
from yearbook.store.reports import NOTE, SOURCE
from yearbook.warehouse.registry import POINTER, check_edition, current_number, edition_file, list_numbers
from yearbook.warehouse.sharing import log_of

MANIFEST = "manifest.json"
FORMAT = "yearbook backup 1"
GROWN = ("reports", "decisions", "editions")  # folders that grow in use
OWN = ("own_catalogue", "catalogue", "record", "samples")  # folders that an installation may have of its own
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds. `size` is the ZIP's, in bytes."""

    file: Path
    files: int
    reports: int
    editions: int
    size: int


def back_up(home: Home, file: Path, *, editions: bool = False, timeout: float = PATIENCE) -> BackedUp:
    """Write reports, decisions, the audit log, the installation's own catalogue and record, and the editions where asked for.

    Writers of editions wait meanwhile; a report or a decision that comes in is in the backup whole or not at all. What can be
    made again from these (readings, indexes) is left out. The file appears when it is complete. Raises WriterBusy,
    DamagedEdition for an edition that is not whole, and OSError.
    """
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    clear_partials(file.absolute().parent, f".*{file.suffix}.*.partial")
    try:
        with writer_lock(home, timeout), audited(home, "backup", file=file.name, editions=editions):
            listed: list[dict[str, object]] = []
            with partial.open("xb") as stream:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                    for name, source in _find_files(home, editions):
                        listed.append(_add(archive, name, source))
                    manifest = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "files": listed}
                    archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(partial, file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    settle(file.absolute().parent)
    names = [str(entry["name"]) for entry in listed]
    reports = sum(name.endswith(f"/{SOURCE}") for name in names)
    return BackedUp(file, len(names), reports, sum(name.endswith(".duckdb") for name in names), file.stat().st_size)


def _find_files(home: Home, editions: bool) -> Iterator[tuple[str, Path | bytes]]:
    """Every file with its name in the backup; the journal and the audit log as bytes, so that no half line is among them."""
    with ExitStack() as still:
        if home.decisions.is_dir():
            for lock in (".lock", ".audit.lock"):
                still.enter_context(FileLock(home.decisions / lock))
        logs = [(f"decisions/{log.name}", log.read_bytes()) for log in _visible(home.decisions)]
    yield from logs
    for folder in sorted(home.reports.glob("[0-9a-f]*")):
        for name in (SOURCE, NOTE):
            yield f"reports/{folder.name}/{name}", folder / name
    for own in OWN:
        for path in _visible(home.root / own):
            yield path.relative_to(home.root).as_posix(), path
    for number in list_numbers(home) if editions else ():
        check_edition(home, number)
        for path in (edition_file(home, number), log_of(edition_file(home, number)), home.editions / f"{number}.json"):
            if path.exists():  # not all have a log
                yield f"editions/{path.name}", path
    if editions and current_number(home) is not None:
        yield f"editions/{POINTER}", home.editions / POINTER


def _visible(folder: Path) -> list[Path]:
    """The files below a folder, but for those whose own name or a folder's begins with a dot."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _add(archive: zipfile.ZipFile, name: str, source: Path | bytes) -> dict[str, object]:
    digest, size = sha256(), 0
    with archive.open(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), "w", force_zip64=True) as stream:
        for piece in [source] if isinstance(source, bytes) else _pieces(source):
            stream.write(piece)
            digest.update(piece)
            size += len(piece)
    return {"name": name, "bytes": size, "sha256": digest.hexdigest()}


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
