"""XLSX and CSV reader: each sheet a page, each row a line with bars, each cell with its row and column in the sheet."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby, islice

from yearbook.catalogue.messages import Message, translate
from yearbook.documents.document import Document, DocumentBuilder, Limits, Note, PlacedText, Refusal, TableCell
from yearbook.documents.sheet.workbook import Area, Sheet, read_sheets
from yearbook.documents.text.reader import decode, find_delimiter, is_value, split_rows

_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.I)  # what programs call a sheet that nobody named
_YEAR = re.compile(r"(?:19|20)\d\d")


def read_xlsx(name: str, content: bytes, limits: Limits) -> Document:
    """The document in a workbook: the sheets that are shown, formulas as their values. Raises Refusal where it holds no words."""
    return write_sheets(name, content, "xlsx", read_sheets(name, content), limits)


def write_sheets(name: str, content: bytes, kind: str, sheets: Iterable[Sheet], limits: Limits) -> Document:
    """The document of a workbook's sheets. Hidden ones are passed over. Raises Refusal where nothing is shown."""
    builder = DocumentBuilder(name, limits)
    columns: dict[str, list[int]] = {}
    uncounted = unseen = 0
    for sheet in sheets:
        filled = [] if sheet.hidden else _drop_covered(sheet)
        cells = [cell for cell, area in filled if _is_shown(sheet, area)]
        unseen += len(filled) - len(cells)
        if not cells:
            continue
        uncounted += sheet.uncounted
        if sum(len(cell.text) for cell in cells) > limits.max_text:  # one long word may stand in many cells
            raise Refusal(name, Message("documents.too_long", limit=limits.max_text // 10_000))
        if not builder.is_empty:
            builder.begin_page()
        if not _UNNAMED.fullmatch(sheet.name.strip()) and not any(sheet.name in cell.text for cell in cells):
            builder.write_paragraph(sheet.name)
        table = _make_unique(sheet.name, columns)
        columns[table] = sorted({cell.column for cell in cells})
        _write(builder, cells, table, columns[table])
    if builder.is_empty:
        raise Refusal(name, Message("documents.no_cells"))
    counts = (("formats.uncounted", uncounted), ("formats.unseen", unseen))
    notes = [Note(words, str(count)) for words, count in counts if count]
    return _restore_columns(builder.finish(content, kind, notes), columns)


def read_csv(name: str, content: bytes, limits: Limits) -> Document:
    """The document in a text of comma- or tab-separated values, in any encoding of plain text."""
    text = decode(name, content).lstrip("\ufeff")
    rows = split_rows(text, find_delimiter(text) or ",")
    cells = [
        PlacedText(number, column, words)
        for number, row in enumerate(rows, start=1)
        for column, words in enumerate(row, start=1)
        if words.strip()
    ]
    builder = DocumentBuilder(name, limits)
    table, columns = translate("formats.table", number=1), sorted({cell.column for cell in cells})
    _write(builder, cells, table, columns)
    return _restore_columns(builder.finish(content, "csv"), {table: columns})


def _make_unique(name: str, taken: Container[str]) -> str:
    """A sheet's name, unique in its workbook: hostile files may repeat it or leave it empty."""
    wanted = name if name.strip() else translate("formats.table", number=1)
    names = (wanted if number == 1 else f"{wanted} ({number})" for number in count(1))
    return next(one for one in names if one not in taken)


def _drop_covered(sheet: Sheet) -> list[tuple[PlacedText, Area]]:
    """The filled cells and the areas that they take, without those that a merged one covers, which may still hold words."""
    areas = deque(sorted(sheet.merged))
    near: list[Area] = []  # those that reach into the row
    found: list[tuple[PlacedText, Area]] = []
    by_place = sorted(sheet.cells, key=lambda cell: (cell.row, cell.column))
    for row, cells in groupby(by_place, key=lambda cell: cell.row):
        while areas and areas[0][0] <= row:
            near.append(areas.popleft())
        near = [area for area in near if area[2] >= row]
        for cell in cells:
            covering = [area for area in near if area[1] <= cell.column <= area[3]]
            if all(area[:2] == (row, cell.column) for area in covering):
                found.append((cell, covering[0] if covering else (row, cell.column, row, cell.column)))
    return found


def _is_shown(sheet: Sheet, area: Area) -> bool:
    """Whether any row and any column of an area is not hidden: of a merged cell the words stand in what is left of it."""
    top, left, bottom, right = area
    rows = any(row not in sheet.hidden_rows for row in range(top, bottom + 1))
    return rows and any(column not in sheet.hidden_columns for column in range(left, right + 1))


def _write(builder: DocumentBuilder, cells: Sequence[PlacedText], table: str, columns: list[int]) -> None:
    """The tables of a sheet, one after another. Columns that hold nothing anywhere are left out."""
    places = {column: place for place, column in enumerate(columns, start=1)}
    close = [PlacedText(cell.row, places[cell.column], cell.text) for cell in cells]
    for part in _split_tables(close):
        builder.write_table(part, table)


def _split_tables(cells: list[PlacedText]) -> Iterator[list[PlacedText]]:
    """Split a sheet into tables: one begins after an empty row if the next row of several cells is a heading (words, years)."""
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.row)]
    table: list[PlacedText] = []
    for place, row in enumerate(rows):
        if place and row[0].row > rows[place - 1][0].row + 1:
            heading = next((other for other in islice(rows, place, None) if len(other) > 1), [])
            if heading and not any(is_value(cell.text) and not _YEAR.fullmatch(cell.text) for cell in heading):
                yield table
                table = []
        table += row
    yield table


def _restore_columns(document: Document, columns: dict[str, list[int]]) -> Document:
    """The document, its cells numbered by the columns of the sheet."""
    cells = [
        TableCell(cell.start, cell.end, cell.table, cell.row, columns[cell.table][cell.column - 1]) for cell in document.cells
    ]
    return replace(document, cells=tuple(cells))
