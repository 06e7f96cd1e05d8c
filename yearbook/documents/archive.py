"""ZIP archives: members under sanitised names, within limits of size, ratio and number (zip bombs, zip slip)."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yearbook.catalogue.messages import Message, translate
from yearbook.documents.document import MB, Limits, Refusal
from yearbook.documents.formats import ZIP_ENTRY, ZIP_FAULTS

_LONGEST = 120  # code points of one part
_DEEPEST = 12  # folders that a shown path names
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, marks that turn the direction of writing, halves of characters
_SYSTEM_FILES = frozenset({"__macosx", "thumbs.db", "desktop.ini"})  # what systems leave beside people's files


def make_safe(path: str) -> str:
    """A sanitised path: no parent folders, no drive, no invisible characters, no part too long."""
    parts = [part.strip() for part in strip_invisible(path).replace("\\", "/").split("/")]
    kept = [_shorten(part) for part in parts if part.strip(".") and not (len(part) == 2 and part.endswith(":"))]
    return "/".join(kept[-_DEEPEST:]) or translate("documents.nameless")


def strip_invisible(words: str) -> str:
    """Text without control characters and marks of direction, which are invisible but change how the rest is shown."""
    return "".join(mark for mark in words if unicodedata.category(mark) not in _UNSEEN)


def decode_name(raw: bytes) -> str:
    """Decode a name as UTF-8, else as GB18030 as Chinese systems write it, else with replacement characters."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


def is_system_file(parts: Iterable[str]) -> bool:
    """Whether a path is hidden, a lock file of an office program, or a file that operating systems add."""
    return any(part.startswith((".", "~$")) or part.lower() in _SYSTEM_FILES for part in parts)


def _shorten(part: str) -> str:
    if len(part) <= _LONGEST:
        return part
    stem, dot, suffix = part.rpartition(".")
    ending = dot + suffix if stem and len(suffix) <= 8 else ""
    return part[: _LONGEST - len(ending) - 1] + "…" + ending


_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # of the others zipfile cannot bound what one step unpacks
_CHUNK = 1 << 18
_HARMLESS = 10 * MB  # what unpacks to less than this may be packed as tightly as it likes
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(slots=True)
class Usage:
    """What an archive and those nested in it have used of the limits so far."""

    unpacked: int = 0
    members: int = 0


def check_packed(name: str, format_name: str, content: bytes, limits: Limits) -> None:
    """Unpack a file of a packed format on trial. Raises Refusal where it is damaged, locked, or asks for too much."""
    with _unpack(name, format_name, content, limits, Usage()) as packed:
        for member in packed.infolist():
            if member.flag_bits & _ENCRYPTED:
                raise Refusal(name, Message("documents.password", format=format_name))
            try:
                for _ in _read_chunks(packed, member):
                    pass
            except ZIP_FAULTS as error:
                raise Refusal(name, Message("documents.damaged", format=format_name)) from error


def open_archive(name: str, content: bytes, limits: Limits, usage: Usage) -> Iterator[tuple[str, bytes | Refusal]]:
    """The members of a ZIP under their paths, in its order. An archive that asks for too much is one Refusal."""
    try:
        packed = _unpack(name, "ZIP", content, limits, usage)
    except Refusal as refusal:
        yield name, refusal
        return
    taken: set[str] = set()
    with packed:
        members = [
            (member, _decode_path(member)) for member in packed.infolist() if not member.orig_filename.endswith(("/", "\\"))
        ]
        files = [(member, path) for member, path in members if not is_system_file(path.split("/"))]
        if not files:
            yield name, Refusal(name, Message("documents.archive_empty"))
        for member, path in files:
            shown = make_unique(f"{name}/{path}", taken)
            try:
                yield shown, _read_member(packed, member, shown, limits)
            except Refusal as refusal:
                yield shown, refusal


def _unpack(name: str, format_name: str, content: bytes, limits: Limits, usage: Usage) -> zipfile.ZipFile:
    """An open ZIP whose table of contents keeps to the limits. Raises Refusal where it does not or cannot be read."""
    usage.members += content.count(ZIP_ENTRY)  # counted before zipfile makes an object of each
    if usage.members > limits.max_members:
        raise Refusal(name, Message("documents.members", limit=limits.max_members))
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except ZIP_FAULTS as error:
        raise Refusal(name, Message("documents.damaged", format=format_name)) from error
    claimed = sum(member.file_size for member in packed.infolist())
    usage.unpacked += claimed
    try:
        if usage.unpacked > limits.max_unpacked:
            raise Refusal(name, Message("documents.unpacked", limit=limits.max_unpacked // MB))
        if claimed > _HARMLESS and claimed > limits.max_ratio * len(content):
            raise Refusal(name, Message("documents.ratio", limit=limits.max_ratio))
    except Refusal:
        packed.close()
        raise
    return packed


def _read_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, limits: Limits) -> bytes:
    """The bytes of one member. Raises Refusal where it is locked, no file, too big, or damaged."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise Refusal(shown, Message("documents.link" if kind == stat.S_IFLNK else "documents.special"))
    if member.flag_bits & _ENCRYPTED:
        raise Refusal(shown, Message("documents.password_archive"))
    if member.compress_type not in _METHODS:
        raise Refusal(shown, Message("documents.method"))
    if member.file_size > limits.max_bytes:
        raise Refusal(shown, Message("documents.too_big", limit=limits.max_bytes // MB))
    try:
        return b"".join(_read_chunks(packed, member))
    except ZIP_FAULTS as error:
        raise Refusal(shown, Message("documents.damaged_member")) from error


def _read_chunks(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member in chunks; never more than its directory entry claims, where zipfile stops."""
    if member.compress_type not in _METHODS:
        raise NotImplementedError(member.compress_type)
    with packed.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _decode_path(member: zipfile.ZipInfo) -> str:
    """A member's sanitised path. Names without the UTF-8 flag (APPNOTE.TXT, appendix D) arrive as code page 437."""
    name = member.orig_filename
    if not member.flag_bits & _UTF8_NAME:
        name = decode_name(name.encode("cp437", errors="replace"))
    return make_safe(name)


def make_unique(path: str, taken: set[str]) -> str:
    """The path, numbered if an earlier member has the same one."""
    stem, dot, suffix = path.rpartition(".")
    stem, suffix = (stem, dot + suffix) if dot and "/" not in suffix else (path, "")
    number, shown = 1, path
    while shown in taken:
        number += 1
        shown = f"{stem} ({number}){suffix}"
    taken.add(shown)
    return shown
