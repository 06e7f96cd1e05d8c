"""How much of anything a file may ask for before it is refused: size, pages, unpacking, nesting, time, memory."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. The defaults are far above any report and far below what harms a small server."""

    max_bytes: int = 100 * MB  # of a file as it came, packed or not
    max_pages: int = 2000
    max_text: int = 10_000_000  # code points; with the next, what bounds understanding, whose time grows with both and no faster
    max_numerals: int = 50_000  # what holds more is a store of data; each takes up to a millisecond to be understood
    max_unpacked: int = 500 * MB  # bytes of all members of a packed file together
    max_ratio: int = 200  # unpacked bytes for a packed one
    max_members: int = 5000
    max_nesting: int = 2  # archives within archives: 1 is an archive alone
    seconds: float = 60
    memory_bytes: int = 1000 * MB  # beyond what the reading process needs to start


LIMITS = Limits()
