"""Streamed ZIP archives whose last member, a manifest, holds the checksums of the others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

FIXED = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes, whenever it is packed


@dataclass(slots=True)
class Checksum:
    """Byte length and SHA-256 of the pieces added so far."""

    length: int = 0
    _digest: Any = field(default_factory=sha256)

    def add(self, piece: bytes) -> None:
        self.length += len(piece)
        self._digest.update(piece)

    def describe(self) -> dict[str, Any]:
        return {"bytes": self.length, "sha256": self._digest.hexdigest()}


Files = dict[str, Iterable[bytes]]
Checksums = dict[str, Checksum]


def write_zip(files: Files, last: str, make_last: Callable[[Checksums], bytes], large: bool = False) -> Iterator[bytes]:
    """The archive, piece by piece; the same files give the same bytes.

    The member `last` is made by `make_last` from the checksums of the others. `large` is for a member that may pass 2 GiB.
    """
    sink, sums = _Sink(), {name: Checksum() for name in files}
    with zipfile.ZipFile(sink, "w") as archive:
        for name, pieces in files.items():
            with archive.open(_member(name), "w", force_zip64=large) as member:
                for piece in pieces:
                    member.write(piece)
                    sums[name].add(piece)
                    yield sink.drain()
        archive.writestr(_member(last), make_last(sums))
    yield sink.drain()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, FIXED)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


class _Sink(io.RawIOBase):
    """An unseekable file: what the archive writes is handed on at once."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def drain(self) -> bytes:
        """What was written since the last call."""
        drained, self._pieces = b"".join(self._pieces), []
        return drained
