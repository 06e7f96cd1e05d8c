"""Backup of an installation as one ZIP, and its restore: verified, unpacked next to it, swapped in by one transaction."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from yearbook.catalogue.files import Home, temporary_folder
from yearbook.catalogue.messages import Message
from yearbook.store.audit import append_entry, audited, logged_write
from yearbook.store.files import clear_partials, name_file, settle, sum_of, unused_path
from yearbook.store.json_import import ASIDE
from yearbook.store.lock import (
    FOLDERS,
    INCOMING,
    PATIENCE,
    POINTER,
    SOURCES,
    STAYS,
    finish_swap,
    list_movable,
    swap_folders,
    undo_swap,
    writer_lock,
)
from yearbook.store.reports import SOURCE, folder_of
from yearbook.store.state import (
    REPORTS,
    STATE,
    TABLES,
    copy_state,
    is_empty,
    list_json_lines,
    read_state,
    read_tables,
    replace_tables,
    write_state,
)
from yearbook.warehouse.registry import check_edition, current_number, list_numbers

MANIFEST = "manifest.json"
FORMAT = "yearbook backup 2"  # 1 had JSON files in the place of the state database
LINES = "json"  # folder of the archive that holds the state as JSON lines, too; not restored
OWN = ("own_catalogue", "catalogue", "record", "samples", SOURCES)  # what an installation may have of its own
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
    """Write reports, the state database, the installation's own catalogue, record and list of sources; editions where asked for.

    Writers of editions wait meanwhile; a report or a decision that comes in is in the backup whole or not at all. Extractions
    are left out: they can be made again. The file appears when it is complete. Raises WriterBusy, DamagedEdition for an edition
    that does not match its checksum, and OSError.
    """
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    clear_partials(file.absolute().parent, f".*{file.suffix}.*.partial")
    try:
        with writer_lock(home, timeout), audited(home, "backup", file=file.name, editions=editions):
            listed: list[dict[str, object]] = []
            with name_file(file, partial), partial.open("xb") as stream, temporary_folder("backup") as folder:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                    for name, pieces in _list_files(home, editions, Home(folder)):
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


def _list_visible(place: Path) -> list[Path]:
    """A file, or the files below a folder, except those whose own name or a folder's begins with a dot."""
    found = (path for path in (place, *place.rglob("*")) if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(place).parts))


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


FORMATS = ("yearbook backup 1", FORMAT)
NAME = re.compile(rf"(?:{'|'.join((*FOLDERS, LINES))})(?:/(?!\.)[^/\\:\x00-\x1f]{{1,200}}){{1,6}}|{re.escape(SOURCES)}")
LARGEST_MANIFEST = 64 << 20  # bytes


class NotRestored(RuntimeError):
    """A backup cannot be restored; the message says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """What was restored. `aside` keeps what stood there before, None where nothing did."""

    files: int
    reports: int
    editions: int
    aside: Path | None


def restore(home: Home, file: Path, *, replace: bool = False, timeout: float = PATIENCE) -> RestoreResult:
    """Restore a backup into an empty installation; into any other where `replace` says so, whose files are set aside.

    Raises NotRestored in words, WriterBusy and OSError; the installation is as it was then. Killed at any moment it leaves the
    old installation (the next writer moves everything back) or the new one.
    """
    try:
        with zipfile.ZipFile(file) as archive, writer_lock(home, timeout):
            sums = _read_manifest(file, archive)
            _find_occupied(home, sums, replace)
            with _unpack(home, file, archive, sums) as incoming:
                aside = _swap_in(home, file, incoming, sums, replace)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise NotRestored(Message("keeping.backup_unreadable", file=file, reason=error)) from error
    reports, editions = (sum(name.endswith(end) for name in sums) for end in ("/source", ".duckdb"))
    return RestoreResult(len(sums), reports, editions, aside)


def _swap_in(home: Home, file: Path, incoming: Home, sums: dict[str, str], replace: bool) -> Path | None:
    """Exchange state and folders in one transaction of the state database; where the old content is kept."""
    tables = read_tables(incoming)  # imports the JSON files of an older backup
    swap_id = secrets.token_hex(6)
    aside = unused_path(home.root / f"replaced-{datetime.now():%Y%m%dT%H%M%S}")
    try:
        with write_state(home) as connection:  # nobody decides or imports until it is committed
            occupied = _find_occupied(home, sums, replace)
            swap_folders(home, incoming.root, aside, occupied, swap_id)
            replace_tables(connection, tables)
            append_entry(connection, "restore", file=file.name, id=swap_id)
    except BaseException as error:
        undo_swap(home)
        with suppress(OSError), logged_write(home, "restore", failed=True, file=file.name, error=type(error).__name__):
            pass
        raise
    finish_swap(home)
    if occupied:
        return aside
    shutil.rmtree(aside)
    return None


def _read_manifest(file: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """The SHA-256 of each member, by its name.

    Raises NotRestored where the archive's names or sizes are not those of the manifest, or a name leads elsewhere.
    """
    sizes = [(info.filename, info.file_size) for info in archive.infolist() if info.filename != MANIFEST]
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise ValueError(MANIFEST)
        manifest = json.loads(archive.read(MANIFEST))
        if manifest["format"] not in FORMATS:
            raise ValueError(manifest["format"])
        listed = sorted((str(one["name"]), int(one["bytes"])) for one in manifest["files"])
        sums = {str(one["name"]): str(one["sha256"]) for one in manifest["files"]}
    except (KeyError, ValueError, TypeError) as error:
        raise NotRestored(Message("keeping.backup_unreadable", file=file, reason=error)) from error
    for name in sums:
        if not NAME.fullmatch(name):
            raise NotRestored(Message("keeping.name_elsewhere", file=file, name=repr(name)))
    differing = sorted({*sizes} ^ {*listed})
    if differing or not len(sizes) == len(listed) == len({name.casefold() for name in sums}):
        raise NotRestored(Message("keeping.backup_differs", file=file, name=repr((differing or listed)[0][0])))
    return sums


@contextmanager
def _unpack(home: Home, file: Path, archive: zipfile.ZipFile, sums: dict[str, str]) -> Iterator[Home]:
    """The backup as an installation in a folder of its own below `home`, which is removed at the end.

    Raises NotRestored where there is no room, or a file is not what the manifest says.
    """
    incoming = home.root / f"{INCOMING}.{os.getpid()}"
    needed, free = sum(info.file_size for info in archive.infolist()), shutil.disk_usage(home.root).free
    if needed > free:
        raise NotRestored(Message("keeping.no_room", needed=needed >> 20, free=free >> 20, home=home.root))
    try:
        for name, sha256 in sums.items():
            target = incoming / name
            target.parent.mkdir(parents=True, exist_ok=True)
            # a member gives no more than its listed size
            with name_file(home.root / name), archive.open(name) as source, target.open("xb") as stream:
                shutil.copyfileobj(source, stream, PIECE)
            settle(target)
            if sum_of(target) != sha256:
                raise NotRestored(Message("keeping.backup_differs", file=file, name=repr(name)))
        for folder in sorted({incoming, *(path for path in incoming.rglob("*") if path.is_dir())}, reverse=True):
            settle(folder)
        yield Home(incoming)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def _find_occupied(home: Home, sums: dict[str, str], replace: bool) -> list[str]:
    """Where something stands: reports, decisions, editions; and an own catalogue, record or list of sources that differs.

    Raises NotRestored where there are any and they must not be replaced.
    """
    found = {name.partition("/")[0] for name in list_movable(home.root, ("decisions", "editions")) if name != POINTER}
    found |= {"reports"} if any(home.reports.glob("[!.]*")) else set()
    found |= set() if is_empty(home) else {"decisions"}
    for folder in {name.partition("/")[0] for name in sums} & {*OWN}:
        place = home.root / folder
        present = {path.relative_to(home.root).as_posix() for path in (place, *place.rglob("*")) if path.is_file()}
        incoming = {name: sha256 for name, sha256 in sums.items() if name.partition("/")[0] == folder}
        if present and {name: sum_of(home.root / name) for name in present & incoming.keys()} != incoming:
            found.add(folder)
    if found and not replace:
        raise NotRestored(Message("keeping.home_occupied", home=home.root, folders="、".join(sorted(found))))
    return sorted(found)
