"""Compound files (MS-CFB), in which Office before 2007 and WPS keep documents: what streams lie at the root, and where."""

from __future__ import annotations

import struct
from collections.abc import Iterator

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128  # bytes of an entry of the directory (2.6.1)
_MOST_ENTRIES = 20_000
_LAST_REGULAR = 0xFFFFFFFA  # numbers above mark ends and free sectors (2.1), or that there is no such entry
_STREAM = 2
_SHORT, _SHORT_SECTOR = 4096, 64  # bytes: what is shorter lies among short ones, in sectors of their own


def find_streams(content: bytes) -> dict[str, int] | None:
    """The streams at the root by their names in small letters, and the byte at which each begins.

    None where the bytes are no sound compound file. What lies in storages, as embedded files do, is not looked at; names are
    one name in letters of either case (2.6.4).
    """
    if not content.startswith(COMPOUND):
        return None
    try:
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in (9, 12):
            return None
        table = _find_table(content, shift)
        entries = list(_read_entries(content, shift, table))
        short = struct.unpack_from("<I", entries[0], 116)[0]  # where the root keeps short streams
        return {
            name: _locate(content, shift, table, short, start) if size < _SHORT else (start + 1) << shift
            for name, kind, start, size in _walk_root(entries)
            if kind == _STREAM
        }
    except (struct.error, IndexError, UnicodeDecodeError):
        return None


def _read_entries(content: bytes, shift: int, table: list[int]) -> Iterator[bytes]:
    """The entries of the directory, whose sectors are a chain."""
    size = 1 << shift
    sector = struct.unpack_from("<I", content, 48)[0]
    for _ in range(_MOST_ENTRIES * _ENTRY // size):
        if sector > _LAST_REGULAR:
            return
        begin = (sector + 1) << shift
        yield from (content[place : place + _ENTRY] for place in range(begin, min(begin + size, len(content)), _ENTRY))
        sector = _follow(content, shift, table, sector)


def _follow(content: bytes, shift: int, table: list[int], sector: int) -> int:
    """The sector behind another in its chain."""
    place, slot = divmod(sector, (1 << shift) // 4)
    return int(struct.unpack_from("<I", content, ((table[place] + 1) << shift) + 4 * slot)[0])


def _locate(content: bytes, shift: int, table: list[int], sector: int, start: int) -> int:
    """The byte at which a short stream begins in the stream of short ones, whose first sector is given (2.4)."""
    steps, within = divmod(start * _SHORT_SECTOR, 1 << shift)
    for _ in range(min(steps, len(content) >> shift)):
        sector = _follow(content, shift, table, sector)
    return ((sector + 1) << shift) + within


def _find_table(content: bytes, shift: int) -> list[int]:
    """The sectors of the table that chains sectors (FAT): the first 109 are named in the header, others in a chain of sectors."""
    size = 1 << shift
    named = list(struct.unpack_from("<109I", content, 76))
    following = struct.unpack_from("<I", content, 68)[0]
    for _ in range(len(content) // size):
        if following > _LAST_REGULAR:
            break
        more = struct.unpack_from(f"<{size // 4}I", content, (following + 1) << shift)
        named += more[:-1]
        following = more[-1]
    return named


def _walk_root(entries: list[bytes]) -> Iterator[tuple[str, int, int, int]]:
    """Name, kind, first sector and size of what the root holds, whose entries are a tree by left and right neighbours (2.6.4)."""
    waiting = [struct.unpack_from("<I", entries[0], 76)[0]]
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number > _LAST_REGULAR or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        length, kind = struct.unpack_from("<HB", entry, 64)
        waiting += struct.unpack_from("<II", entry, 68)
        yield entry[: min(max(length - 2, 0), 62)].decode("utf-16-le").lower(), kind, *struct.unpack_from("<II", entry, 116)
