"""A backup put in its place: looked at whole, unpacked beside, and only then moved in; a crash in between is made good."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message
from yearbook.pipeline.backup import FORMAT, GROWN, MANIFEST, OWN, PIECE
from yearbook.store.audit import audited
from yearbook.store.files import settle, sum_of
from yearbook.store.lock import PATIENCE, writer_lock
from yearbook.store.moving import INCOMING, finish_moving, hold_journals, plan_moving
from yearbook.warehouse.registry import POINTER

NAME = re.compile(rf"(?:{'|'.join((*GROWN, *OWN))})(?:/(?!\.)[^/\\:\x00-\x1f]{{1,200}}){{1,6}}")
SMALL = 64 << 20  # bytes of a manifest at most


class NotRestored(RuntimeError):
    """A backup cannot be put in place; the message says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest lists it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place. `aside` is where what stood there before is kept, None where nothing did."""

    files: int
    reports: int
    editions: int
    aside: Path | None


def restore(home: Home, file: Path, *, replace: bool = False, timeout: float = PATIENCE) -> Restored:
    """Put a backup in the place of an empty installation; of any other where `replace` says so, whose files are set aside.

    Raises NotRestored in words, WriterBusy and OSError; the installation is as it was then.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            listed = _read_manifest(file, archive)
            with writer_lock(home, timeout):
                return _move_in(home, file, archive, listed, replace)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise NotRestored(Message("keeping.backup_unreadable", file=file, reason=error)) from error


def _move_in(home: Home, file: Path, archive: zipfile.ZipFile, listed: list[Listed], replace: bool) -> Restored:
    """Unpack beside, then move. The caller holds the lock."""
    occupied = _find_occupied(home, listed)
    if occupied and not replace:
        raise NotRestored(Message("keeping.home_occupied", home=home.root, folders="、".join(occupied)))
    incoming = home.root / f"{INCOMING}.{os.getpid()}"
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        needed, free = sum(one.size for one in listed), shutil.disk_usage(home.root).free
        if needed > free:
            raise NotRestored(Message("keeping.no_room", needed=needed >> 20, free=free >> 20, home=home.root))
        for one in listed:
            _unpack(file, archive, one, incoming / one.name)
        for folder in sorted({incoming, *(path for path in incoming.rglob("*") if path.is_dir())}, reverse=True):
            settle(folder)
        aside = _name_aside(home) if occupied else None
        with audited(Home(incoming), "restore", file=file.name, files=len(listed)), hold_journals(home):  # the log that comes in
            if not replace and (come := _find_occupied(home, listed)):
                raise NotRestored(Message("keeping.home_occupied", home=home.root, folders="、".join(come)))
            plan_moving(home, incoming, aside, occupied)  # from here on it is finished, whatever happens
    except BaseException:
        shutil.rmtree(incoming, ignore_errors=True)
        raise
    finish_moving(home)
    names = [one.name for one in listed]
    editions = sum(name.endswith(".duckdb") for name in names)
    return Restored(len(names), sum(name.endswith("/source") for name in names), editions, aside)


def _read_manifest(file: Path, archive: zipfile.ZipFile) -> list[Listed]:
    """Raises NotRestored where the archive is not what its manifest says, or a name leads elsewhere."""
    names = archive.namelist()
    try:
        if archive.getinfo(MANIFEST).file_size > SMALL:
            raise ValueError(MANIFEST)
        told = json.loads(archive.read(MANIFEST))
        if told["format"] != FORMAT:
            raise ValueError(told["format"])
        listed = [Listed(str(one["name"]), int(one["bytes"]), str(one["sha256"])) for one in told["files"]]
    except (KeyError, ValueError, TypeError) as error:
        raise NotRestored(Message("keeping.backup_unreadable", file=file, reason=error)) from error
    for one in listed:
        if not NAME.fullmatch(one.name):
            raise NotRestored(Message("keeping.name_elsewhere", file=file, name=repr(one.name)))
    differing = sorted({*names} ^ {MANIFEST, *(one.name for one in listed)})
    folded = {one.name.casefold() for one in listed}
    if differing or len(names) != len(folded) + 1:
        raise NotRestored(Message("keeping.backup_differs", file=file, name=repr((differing or names)[0])))
    return listed


def _unpack(file: Path, archive: zipfile.ZipFile, one: Listed, target: Path) -> None:
    """Write one file, and no more of it than is listed. Raises NotRestored where it is not what the manifest says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, left = sha256(), one.size
    with archive.open(one.name) as source, target.open("xb") as stream:
        while piece := source.read(min(PIECE, left + 1)):
            left -= len(piece)
            if left < 0:
                break
            digest.update(piece)
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    if left or digest.hexdigest() != one.sha256:
        raise NotRestored(Message("keeping.backup_differs", file=file, name=repr(one.name)))


def _find_occupied(home: Home, listed: list[Listed]) -> list[str]:
    """The folders in which something stands: reports, decisions, editions; and an own catalogue or record that differs."""
    here = {folder for folder in GROWN if any(_matters(path) for path in (home.root / folder).glob("*"))}
    for folder in {one.name.partition("/")[0] for one in listed} & {*OWN}:
        stands = {path.relative_to(home.root).as_posix() for path in (home.root / folder).rglob("*") if path.is_file()}
        kept = {one.name: one.sha256 for one in listed if one.name.startswith(f"{folder}/")}
        if stands and {name: sum_of(home.root / name) for name in stands & kept.keys()} != kept:
            here.add(folder)
    return sorted(here)


def _matters(path: Path) -> bool:
    """Whether something would be lost with a file: a writer's lock and note, and what it logged of itself, are none."""
    return not path.name.startswith(".") and path.name not in ("writer.json", "audit.jsonl", POINTER)


def _name_aside(home: Home) -> Path:
    stem = f"replaced-{datetime.now():%Y%m%dT%H%M%S}"
    names = (stem, *(f"{stem}-{turn}" for turn in range(2, 1000)))
    return next(folder for name in names if not (folder := home.root / name).exists())
