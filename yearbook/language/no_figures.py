"""What numbers that count nothing have in common: the mention that is made of them."""

from __future__ import annotations

import re

from yearbook.language.mention import Mention, Role


def no_figure(at: int, until: int, role: Role, reason: str) -> Mention:
    """A mention that is no figure, with the reason why."""
    return Mention(0, 0, at, until, "", role, reason=reason)


def end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where the match of `pattern` at `at` ends; one character on where there is none."""
    found = pattern.match(text, at)
    return found.end() if found else at + 1
