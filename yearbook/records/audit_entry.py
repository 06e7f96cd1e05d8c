"""One entry of the audit log, and the hash that chains it to the entry before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One write. `failed` says that it was begun and not completed; `what` then names the kind of error.

    `before` is the hash of the entry before it, "" for the first: an entry that was changed or removed by hand is noticed.
    """

    at: str  # ISO 8601, UTC
    who: str
    origin: str  # page: review · command: ingest
    act: str
    edition: int | None = None
    what: Mapping[str, Any] = field(default_factory=dict)  # ids and counts, never words of a report
    failed: bool = False
    before: str = ""

    @property
    def hash(self) -> str:
        """The first 64 bits of the SHA-256 of the entry's JSON line, hexadecimal."""
        return sha256(orjson.dumps(asdict(self))).hexdigest()[:16]
