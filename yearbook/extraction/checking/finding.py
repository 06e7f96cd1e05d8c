"""Findings: figures that cannot be right together, by a rule that names them; and how far rounding lets equal figures differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from yearbook.extraction.mentions.mention import Mention

# Keys of words/caveats.yaml.
PARTS, ITSELF, CHANGE = "parts_do_not_add_up", "contradicts_itself", "change_disagrees"
SHARE, DIRECTION, BEFORE = "share_disagrees", "direction_disagrees", "last_report_disagrees"

_ZERO = Decimal(0)
_WRITTEN = re.compile(r"-?\d+(?:\.\d+)?")


class Finding(NamedTuple):
    """A figure that cannot be right together with others; `expected` is what they make of it, in its base unit."""

    figure: Mention
    rule: str
    against: tuple[Mention, ...]
    expected: Decimal | None = None


def are_equal(left: Sequence[Mention], right: Sequence[Mention]) -> bool:
    """Whether two sums agree but for the rounding of each figure."""
    return abs(add_up(left) - add_up(right)) <= sum((rounding(mention) for mention in (*left, *right)), _ZERO)


def add_up(mentions: Iterable[Mention]) -> Decimal:
    return sum((mention.value or _ZERO for mention in mentions), _ZERO)


def rounding(mention: Mention) -> Decimal:
    """How far a figure may be from what it rounds, in its base unit: half of its last place; a whole count is exact."""
    written = mention.value_as_written
    if not mention.value or not _WRITTEN.fullmatch(written) or not Decimal(written):
        return _ZERO
    scale, places = abs(mention.value / Decimal(written)), len(written.partition(".")[2])
    return scale * Decimal(10) ** -places * Decimal("0.55") if places or scale > 1 else _ZERO


def last_place(mention: Mention) -> Decimal:
    """Half of the last place of a rate, in percentage points."""
    return Decimal(10) ** -len(mention.value_as_written.partition(".")[2]) * Decimal("0.55")


def is_exact(*mentions: Mention) -> bool:
    return all(mention.value is not None and mention.qualifier == "exact" for mention in mentions)
