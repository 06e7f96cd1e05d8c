"""Where a number stands in a text and what it is worth: damage mended, English magnitudes applied."""

from __future__ import annotations

import re
from decimal import Decimal

from yearbook.extraction.mentions.number_patterns import DAMAGED_NUMBER, LONGEST, NUMBER
from yearbook.extraction.mentions.numerals import DAMAGED, Number, read_number
from yearbook.extraction.mentions.units import UNIT
from yearbook.extraction.mentions.vocabulary import load_words, trie_pattern

_ENGLISH: dict[str, int] = load_words("numerals")["english"]
_MAGNITUDE = re.compile(rf" ?({trie_pattern(_ENGLISH)})\b|[kK](?![A-Za-z])")


def find_number(text: str, at: int) -> tuple[Number, int] | None:
    """The number at `at` and where it ends: digits with damage mended, English magnitudes, Chinese numerals."""
    damaged = DAMAGED_NUMBER.match(text, at)
    if damaged and UNIT.match(text, damaged.end()):
        digits = "".join(str(DAMAGED.get(character, character)) for character in damaged[0])
        return Number(Decimal(digits), Decimal(digits)), damaged.end()
    found = NUMBER.match(text, at)
    if not found or found.end() - at > LONGEST:
        return None
    end = found.end()
    if text[end - 1] == "两" and end - at > 1 and not UNIT.match(text, end):
        end -= 1  # the weight: 三千两百两
    number = read_number(text[at:end])
    if number is None:
        return _find_shorter(text, at, end)
    if text[end - 1].isdigit():
        magnitude = _MAGNITUDE.match(text, end)
        if magnitude and magnitude[1]:
            return Number(number.value * _ENGLISH[magnitude[1]], number.as_written, magnitude[1], number.more), magnitude.end()
        if magnitude:
            return Number(number.value * 1000, number.as_written, "k"), magnitude.end()
    return number, end


def _find_shorter(text: str, at: int, end: int) -> tuple[Number, int] | None:
    """The longest beginning that makes a number, where the whole run of numerals makes none (两 as a weight: 三千两百两)."""
    for stop in range(end - 1, max(at, end - 4), -1):
        if text[stop - 1].isdigit() and text[stop].isdigit():
            return None
        number = read_number(text[at:stop])
        if number is not None:
            return number, stop
    return None


def find_damaged(text: str, at: int) -> bool:
    """A number with a letter for a digit stands at `at`, with its measure word (3l件)."""
    damaged = DAMAGED_NUMBER.match(text, at)
    return damaged is not None and UNIT.match(text, damaged.end()) is not None
