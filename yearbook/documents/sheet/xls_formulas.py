"""Formulas of an XLS (MS-XLS) whose value nobody calculated: xlrd gives the value of a cell, not that a formula stands there."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xlrd.book import Book

_SHEET, _FORMULA, _BEGIN, _END = 0x85, 0x06, 0x0809, 0x0A  # records (2.3)
_WORKSHEET = 0
_LEAST = {_SHEET: 6, _FORMULA: 16}  # bytes of a record that are read
_RECALCULATED = 0b11  # of a formula's flags (2.4.127): whenever anything changes, or when the file is opened


def find_uncounted(book: Book) -> list[set[tuple[int, int]]]:
    """Of each worksheet in order, rows and columns (from 0) of the formulas whose value is not known.

    Programs that write formulas and cannot calculate store a nought or an empty text, and ask for the value or do not. So these
    are believed only of a workbook that holds other values, too, and of a formula that does not ask to be calculated.
    """
    begins = []
    for kind, body in _list_records(book, book.base):
        if kind == _SHEET:
            place, _, type_ = struct.unpack_from("<iBB", body)
            begins += [place + book.base] if type_ == _WORKSHEET else []
    sheets = [[body for kind, body in _list_records(book, place) if kind == _FORMULA] for place in begins]
    none = all(_is_blank(formula) for formulas in sheets for formula in formulas)
    return [
        {_place_of(formula) for formula in formulas if _is_blank(formula) and (none or formula[14] & _RECALCULATED)}
        for formulas in sheets
    ]


def _is_blank(formula: bytes) -> bool:
    """Whether the stored value is a nought or an empty text (2.5.133)."""
    return not any(formula[6:14]) or (formula[6], formula[12], formula[13]) == (3, 255, 255)


def _place_of(body: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", body)
    return row, column


def _list_records(book: Book, place: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the records from a BOF to its EOF, those of charts within left out (2.1.4); short ones, too."""
    stored = book.mem or b""
    end, depth = min(book.base + book.stream_len, len(stored)), 0
    while 0 <= place <= end - 4:
        kind, size = struct.unpack_from("<HH", stored, place)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth < 1:
            return
        if depth == 1 and size >= _LEAST.get(kind, size + 1):
            yield kind, bytes(stored[place + 4 : place + 4 + size])
        place += 4 + size
