"""The marks that part a text: where the last one before a place stands."""

from __future__ import annotations

import re


def last_of(marks: str) -> re.Pattern[str]:
    """A pattern for all that goes before the last of some marks, and that mark; it looks from the end backwards."""
    return re.compile(rf".*[{re.escape(marks)}]", re.DOTALL)


def behind(last: re.Pattern[str], text: str, floor: int, before: int) -> int:
    """The place behind the last mark between `floor` and `before`; `floor` where there is none."""
    found = last.match(text, floor, before)
    return found.end() if found else floor
