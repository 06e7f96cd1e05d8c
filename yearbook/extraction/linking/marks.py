"""Marks that part sentences and clauses: patterns for one of some marks, and the last of them before a place.

Offsets count code points of the normalized text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIVISIONS = "市区县旗"


def last_of(marks: str) -> re.Pattern[str]:
    """A pattern for everything up to the last of some marks, and that mark; it searches from the end backwards."""
    return re.compile(rf".*{marks_of(marks)}", re.DOTALL)


def marks_of(marks: str) -> str:
    """A pattern for one of some marks; those of 县(市、区) part nothing.

    The mark itself comes first, so that all else is skipped at the speed of a character class.
    """
    plain = re.escape("".join(mark for mark in marks if mark not in "()、"))
    parts = [f"(?<=[{plain}])"] if plain else []
    parts += [rf"(?<=\()(?![{_DIVISIONS}][、)])"] * ("(" in marks) + [rf"(?<=、)(?<!\([{_DIVISIONS}]、)"] * ("、" in marks)
    parts += [rf"(?<=\))(?<![、(][{_DIVISIONS}]\))"] * (")" in marks)
    return rf"[{re.escape(marks)}](?:{'|'.join(parts)})" if len(parts) > (plain != "") else f"[{plain}]"


def end_of_last(last: re.Pattern[str], text: str, floor: int, before: int) -> int:
    """The place behind the last mark between `floor` and `before`; `floor` where there is none."""
    found = last.match(text, floor, before)
    return found.end() if found else floor


def find_all(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where some words stand in a text."""
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + len(words))
