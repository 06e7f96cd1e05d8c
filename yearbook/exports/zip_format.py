"""Files in a ZIP whose last member, a manifest, names the sums of the others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

FIXED = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes, whenever it is packed


@dataclass(slots=True)
class Sum:
    """The length and the sha-256 of what has passed through."""

    length: int = 0
    _digest: Any = field(default_factory=sha256)

    def add(self, piece: bytes) -> None:
        self.length += len(piece)
        self._digest.update(piece)

    def tell(self) -> dict[str, Any]:
        return {"bytes": self.length, "sha256": self._digest.hexdigest()}


Files = dict[str, Iterable[bytes]]
Sums = dict[str, Sum]


def write_zip(files: Files, last: str, write_last: Callable[[Sums], bytes], large: bool = False) -> Iterator[bytes]:
    """The archive, piece by piece; the same files give the same bytes.

    The member `last` is made by `write_last` from the sums of the others. `large` is for a member that may pass 2 GiB.
    """
    sink, sums = _Sink(), {name: Sum() for name in files}
    with zipfile.ZipFile(sink, "w") as archive:
        for name, pieces in files.items():
            with archive.open(_member(name), "w", force_zip64=large) as member:
                for piece in pieces:
                    member.write(piece)
                    sums[name].add(piece)
                    yield sink.take()
        archive.writestr(_member(last), write_last(sums))
    yield sink.take()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, FIXED)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


class _Sink(io.RawIOBase):
    """What an archive is written to where it is to be handed on at once: it cannot go back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken
