"""XLS reader (BIFF, MS-XLS), which is what ET writes too: cells by xlrd, shown and laid out as those of an XLSX."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.formatting import XF, std_format_strings
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as StoredSheet

from yearbook.catalogue.messages import Message
from yearbook.documents.document import RAISED, Document, Limits, PlacedText, Refusal
from yearbook.documents.sheet.number_formats import code_of_number, write_number
from yearbook.documents.sheet.reader import write_sheets
from yearbook.documents.sheet.workbook import Sheet
from yearbook.documents.sheet.xls_formulas import find_uncounted

_SUPERSCRIPT = 1  # as xlrd's Font.escapement counts
_LOCKED = "encrypted"  # in what xlrd says of a workbook under a password; it has no exception of its own for that


def read_xls(name: str, content: bytes, limits: Limits) -> Document:
    """The document in a workbook of Excel 5 to 2003, or of ET. Raises Refusal where it is damaged, locked, or shows nothing."""
    return write_sheets(name, content, "xls", list(_read_sheets(name, content)), limits)


def _read_sheets(name: str, content: bytes) -> Iterator[Sheet]:
    with Path(os.devnull).open("w") as log:
        try:
            book = xlrd.open_workbook(file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=log)
            uncounted = find_uncounted(book)
            for number in range(book.nsheets):
                stored = book.sheet_by_index(number)
                yield _read_sheet(book, stored, uncounted[number] if number < len(uncounted) else set())
                book.unload_sheet(number)
        except MemoryError:
            raise
        except XLRDError as error:
            words = "documents.password" if _LOCKED in str(error) else "documents.damaged"
            raise Refusal(name, Message(words, format="XLS")) from error
        except Exception as error:  # whatever struct, codecs and xlrd's own assertions raise over broken records
            raise Refusal(name, Message("documents.damaged", format="XLS")) from error


def _read_sheet(book: Book, stored: StoredSheet, uncounted: set[tuple[int, int]]) -> Sheet:
    sheet = Sheet(stored.name, hidden=stored.visibility != 0, uncounted=len(uncounted))
    sheet.merged = [(row + 1, column + 1, below, right) for row, below, column, right in stored.merged_cells]
    sheet.hidden_rows = {row + 1 for row, info in stored.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column + 1 for column, info in stored.colinfo_map.items() if info.hidden}
    for row in range(stored.nrows):
        for column, cell in enumerate(stored.row(row)):
            shown = _show(book, cell, stored.rich_text_runlist_map.get((row, column), ()))
            if shown.strip() and (row, column) not in uncounted:
                sheet.cells.append(PlacedText(row + 1, column + 1, shown))
    return sheet


def _show(book: Book, cell: Cell, runs: Sequence[tuple[int, int]]) -> str:
    """A cell's value as displayed; nothing for an error, nor for what is struck through."""
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return _show_runs(book, str(cell.value), style, runs)
    if style is not None and book.font_list[style.font_index].struck_out:
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return write_number(repr(cell.value), _code_of(book, style), from_1904=book.datemode == 1)
    return ""


def _show_runs(book: Book, words: str, style: XF | None, runs: Sequence[tuple[int, int]]) -> str:
    """A text without the runs that are struck through; a run is the font that holds from a character on (2.5.129)."""
    first = style.font_index if style is not None else 0
    shown = ""
    for (begin, number), (end, _) in pairwise([(0, first), *runs, (len(words), first)]):
        font = book.font_list[number]
        if not font.struck_out:
            shown += words[begin:end].translate(RAISED if number != first and font.escapement == _SUPERSCRIPT else {})
    return shown


def _code_of(book: Book, style: XF | None) -> str:
    """The number format of a style. Where a file does not give one that it names by number, xlrd puts the American one."""
    if style is None or style.format_key not in book.format_map:
        return ""
    given = book.format_map[style.format_key].format_str
    return code_of_number(style.format_key) if given == std_format_strings.get(style.format_key) else given
