"""A snapshot as an Excel workbook: data, dictionary, sources, and a sheet that says what they are."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import xlsxwriter

from yearbook.warehouse.sheets import Sheets
from yearbook.words import Language, all_words, say

MOST_ROWS = 1_048_575  # that a sheet holds below its heading
WIDTHS = {"evidence": 40, "source_title": 40, "metric_zh": 26, "metric_en": 36, "agency_zh": 28, "about_zh": 60, "about_en": 60}


class TooManyRows(ValueError):
    """More rows than a sheet holds."""


def write_xlsx(sheets: Sheets, language: Language) -> bytes:
    """The workbook; the same sheets give the same bytes. Raises TooManyRows beyond Excel's limit."""
    if max(len(sheets.data), len(sheets.sources)) > MOST_ROWS:
        raise TooManyRows(f"{len(sheets.data)} > {MOST_ROWS}")
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": say("snapshot.about_title", language), "created": sheets.built_at.to_pydatetime()})
        formats = {"head": book.add_format({"bold": True, "bottom": 1}), "day": book.add_format({"num_format": "yyyy-mm-dd"})}
        for name, frame in (("data", sheets.data), ("dictionary", sheets.dictionary), ("sources", sheets.sources)):
            _write_sheet(book.add_worksheet(say(f"snapshot.sheet_{name}", language)), frame, formats, language)
        about = book.add_worksheet(say("snapshot.sheet_about", language))
        about.set_column(0, 0, 100)
        for row, line in enumerate(sheets.about(language)):
            about.write_string(row, 0, line, formats["head"] if row == 0 else None)
    return stream.getvalue()


def _write_sheet(sheet: Any, frame: pd.DataFrame, formats: dict[str, Any], language: Language) -> None:
    for number, name in enumerate(frame.columns):
        sheet.set_column(number, number, WIDTHS.get(name, 14))
        heading = say(f"columns.{name}", language) if f"columns.{name}" in all_words() else name
        sheet.write_string(0, number, heading, formats["head"])
        _write_column(sheet, number, frame[name], formats["day"])
    sheet.freeze_panes(1, 0)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _write_column(sheet: Any, number: int, column: pd.Series[Any], day: Any) -> None:
    if pd.api.types.is_bool_dtype(column.dtype):
        write = sheet.write_boolean
    elif pd.api.types.is_numeric_dtype(column.dtype):
        write = sheet.write_number
    elif pd.api.types.is_datetime64_any_dtype(column.dtype):
        write = sheet.write_datetime
    else:
        write = sheet.write_string
    extra = (day,) if pd.api.types.is_datetime64_any_dtype(column.dtype) else ()
    for row, (value, gone) in enumerate(zip(column, column.isna(), strict=True), start=1):
        if not gone:
            write(row, number, value, *extra)
