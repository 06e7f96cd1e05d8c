"""Restore: verify a backup, unpack it beside the installation and swap it in by one transaction; a crash leaves old or new."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import translate
from yearbook.pipeline.backup import FORMAT, LINES, MANIFEST, OWN, PIECE
from yearbook.store.audit import append_entry, logged_write
from yearbook.store.files import settle, sum_of, unused_path
from yearbook.store.folder_swap import FOLDERS, INCOMING, POINTER, finish_swap, list_movable, swap_folders, undo_swap
from yearbook.store.lock import PATIENCE, writer_lock
from yearbook.store.state import is_empty, read_tables, replace_tables, write_state

FORMATS = ("yearbook backup 1", FORMAT)
NAME = re.compile(rf"(?:{'|'.join((*FOLDERS, LINES))})(?:/(?!\.)[^/\\:\x00-\x1f]{{1,200}}){{1,6}}")
LARGEST_MANIFEST = 64 << 20  # bytes


class NotRestored(RuntimeError):
    """A backup cannot be restored; the message says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file as the manifest lists it."""

    name: str
    size: int
    sha256: str


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
            members = _read_manifest(file, archive)
            _find_occupied(home, members, replace)
            with _unpack(home, file, archive, members) as incoming:
                aside = _swap_in(home, file, incoming, members, replace)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise NotRestored(translate("keeping.backup_unreadable", file=file, reason=error)) from error
    names = [one.name for one in members]
    editions = sum(name.endswith(".duckdb") for name in names)
    return RestoreResult(len(names), sum(name.endswith("/source") for name in names), editions, aside)


def _swap_in(home: Home, file: Path, incoming: Home, members: list[Member], replace: bool) -> Path | None:
    """Exchange state and folders in one transaction of the state database; where the old content is kept."""
    tables = read_tables(incoming)  # imports the JSON files of an older backup
    swap_id = secrets.token_hex(6)
    aside = unused_path(home.root / f"replaced-{datetime.now():%Y%m%dT%H%M%S}")
    try:
        with write_state(home) as connection:  # nobody decides or imports until it is committed
            occupied = _find_occupied(home, members, replace)
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


def _read_manifest(file: Path, archive: zipfile.ZipFile) -> list[Member]:
    """Raises NotRestored where the archive is not what its manifest says, or a name leads elsewhere."""
    names = archive.namelist()
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise ValueError(MANIFEST)
        manifest = json.loads(archive.read(MANIFEST))
        if manifest["format"] not in FORMATS:
            raise ValueError(manifest["format"])
        members = [Member(str(one["name"]), int(one["bytes"]), str(one["sha256"])) for one in manifest["files"]]
    except (KeyError, ValueError, TypeError) as error:
        raise NotRestored(translate("keeping.backup_unreadable", file=file, reason=error)) from error
    for member in members:
        if not NAME.fullmatch(member.name):
            raise NotRestored(translate("keeping.name_elsewhere", file=file, name=repr(member.name)))
    differing = sorted({*names} ^ {MANIFEST, *(member.name for member in members)})
    folded = {member.name.casefold() for member in members}
    if differing or len(names) != len(folded) + 1:
        raise NotRestored(translate("keeping.backup_differs", file=file, name=repr((differing or names)[0])))
    return members


@contextmanager
def _unpack(home: Home, file: Path, archive: zipfile.ZipFile, members: list[Member]) -> Iterator[Home]:
    """The backup as an installation in a folder of its own below `home`, which is removed at the end."""
    incoming = home.root / f"{INCOMING}.{os.getpid()}"
    needed, free = sum(one.size for one in members), shutil.disk_usage(home.root).free
    if needed > free:
        raise NotRestored(translate("keeping.no_room", needed=needed >> 20, free=free >> 20, home=home.root))
    try:
        incoming.mkdir()
        for member in members:
            _write_member(file, archive, member, incoming / member.name)
        for folder in sorted({incoming, *(path for path in incoming.rglob("*") if path.is_dir())}, reverse=True):
            settle(folder)
        yield Home(incoming)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def _write_member(file: Path, archive: zipfile.ZipFile, member: Member, target: Path) -> None:
    """Write one file, and no more of it than is listed. Raises NotRestored where it is not what the manifest says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, left = sha256(), member.size
    with archive.open(member.name) as source, target.open("xb") as stream:
        while piece := source.read(min(PIECE, left + 1)):
            left -= len(piece)
            if left < 0:
                break
            digest.update(piece)
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    if left or digest.hexdigest() != member.sha256:
        raise NotRestored(translate("keeping.backup_differs", file=file, name=repr(member.name)))


def _find_occupied(home: Home, members: list[Member], replace: bool) -> list[str]:
    """The folders in which something stands: reports, decisions, editions; and an own catalogue or record that differs.

    Raises NotRestored where there are any and they must not be replaced.
    """
    found = {name.partition("/")[0] for name in list_movable(home.root, ("decisions", "editions")) if name != POINTER}
    found |= {"reports"} if any(home.reports.glob("[!.]*")) else set()
    found |= set() if is_empty(home) else {"decisions"}
    for folder in {member.name.partition("/")[0] for member in members} & {*OWN}:
        present = {path.relative_to(home.root).as_posix() for path in (home.root / folder).rglob("*") if path.is_file()}
        incoming = {member.name: member.sha256 for member in members if member.name.startswith(f"{folder}/")}
        if present and {name: sum_of(home.root / name) for name in present & incoming.keys()} != incoming:
            found.add(folder)
    if found and not replace:
        raise NotRestored(translate("keeping.home_occupied", home=home.root, folders="、".join(sorted(found))))
    return sorted(found)
