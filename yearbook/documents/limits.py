"""How much of anything a file may ask for before it is refused: size, pages, unpacking, nesting, time, memory."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. The defaults are far above any report and far below what harms a small server."""

    max_bytes: int = 100 * MB  # of a file as it came, packed or not
    max_pages: int = 2000
    max_text: int = 20_000_000  # code points
    max_numerals: int = 200_000  # in digits: what holds more is a store of data, and understanding each would take hours
    max_unpacked: int = 500 * MB  # bytes of all members of a packed file together
    max_ratio: int = 200  # unpacked bytes for a packed one
    max_members: int = 5000
    max_nesting: int = 2  # archives within archives: 1 is an archive alone
    seconds: float = 60
    memory_bytes: int = 1000 * MB  # beyond what the reading process needs to start


LIMITS = Limits()
