"""Tables as an Excel workbook (XLSX): a sheet for each, and one that describes them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from yearbook.catalogue.messages import Language, all_messages, translate
from yearbook.exports.csv_format import join_list
from yearbook.exports.sheets import Batches, list_values

MAX_ROWS = 1_048_575  # of a sheet below its heading (Excel specifications and limits)
WIDTHS = {"evidence": 40, "source_title": 40, "metric_zh": 26, "metric_en": 36, "agency_zh": 28, "about_zh": 60, "about_en": 60}
PIECE = 1 << 20  # bytes


def write_xlsx(sheets: dict[str, Batches], about: list[str], built_at: datetime, language: Language) -> Iterator[bytes]:
    """The workbook, piece by piece; the same sheets give the same bytes. An empty piece is a pause.

    `sheets` are named as words/snapshot.yaml says (sheet_<name>); `about` fills the last sheet, a line a row.
    """
    import xlsxwriter  # takes long to import, and no page needs it before somebody asks for a workbook

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "snapshot.xlsx"
        options = {
            "constant_memory": True,  # rows go to the disk as they come
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(file, options) as book:
            book.set_properties({"title": about[0], "created": built_at})
            formats = {
                "head": book.add_format({"bold": True, "bottom": 1}),
                "day": book.add_format({"num_format": "yyyy-mm-dd"}),
                "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            }
            for name, batches in sheets.items():
                for _ in _write_sheet(
                    book.add_worksheet(translate(f"snapshot.sheet_{name}", language)), batches, formats, language
                ):
                    yield b""
            sheet = book.add_worksheet(translate("snapshot.sheet_about", language))
            sheet.set_column(0, 0, 100)
            for row, line in enumerate(about):
                sheet.write_string(row, 0, line, formats["head"] if row == 0 else None)
        with file.open("rb") as stream:
            while piece := stream.read(PIECE):
                yield piece


def _write_sheet(sheet: Any, batches: Batches, formats: dict[str, Any], language: Language) -> Iterator[None]:
    """Write one sheet, yielding after each batch. Constant-memory mode takes rows in their order only."""
    row = 0
    for batch in batches:
        if row == 0:
            _write_heading(sheet, batch.schema.names, formats["head"], language)
        writers = [_cell_writer(sheet, kind, formats) for kind in batch.schema.types]
        for values in zip(*map(list_values, batch.columns), strict=True):
            row += 1
            for number, (value, write) in enumerate(zip(values, writers, strict=True)):
                if value is not None:
                    write(row, number, value)
        columns = len(batch.schema.names)
        yield
    if row:
        sheet.autofilter(0, 0, row, columns - 1)


def _write_heading(sheet: Any, names: list[str], format: Any, language: Language) -> None:
    sheet.freeze_panes(1, 0)
    for number, name in enumerate(names):
        sheet.set_column(number, number, WIDTHS.get(name, 14))
    for number, name in enumerate(names):
        heading = translate(f"columns.{name}", language) if f"columns.{name}" in all_messages() else name
        sheet.write_string(0, number, heading, format)


def _cell_writer(sheet: Any, kind: pa.DataType, formats: dict[str, Any]) -> Callable[[int, int, Any], object]:
    """The function that writes a cell of a column: numbers stay numbers, dates stay dates, no text becomes a formula."""
    if pa.types.is_boolean(kind):
        return lambda row, number, value: sheet.write_boolean(row, number, value)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return lambda row, number, value: sheet.write_number(row, number, value)
    if pa.types.is_date(kind):
        return lambda row, number, value: sheet.write_datetime(row, number, value, formats["day"])
    if pa.types.is_timestamp(kind):
        return lambda row, number, value: sheet.write_datetime(row, number, value, formats["time"])
    if pa.types.is_list(kind):
        return lambda row, number, value: sheet.write_string(row, number, join_list(value))
    return lambda row, number, value: sheet.write_string(row, number, value)
