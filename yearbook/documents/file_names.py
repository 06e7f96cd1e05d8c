"""Untrusted file names: decoding, sanitising, and recognition of system files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from yearbook.catalogue.messages import translate

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
