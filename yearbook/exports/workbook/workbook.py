"""A snapshot as an Excel workbook: the figures by years, the figures one a row, charts, and what explains them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from yearbook.catalogue.files import temporary_folder
from yearbook.catalogue.messages import Language, all_messages, translate
from yearbook.exports.csv_format import join_list
from yearbook.exports.sheets import Batches, list_values
from yearbook.exports.workbook.code_words import find_wording
from yearbook.exports.workbook.excel_charts import draw_charts
from yearbook.exports.workbook.pivot_sheet import PivotSheet, set_up_print
from yearbook.store.files import name_file

MAX_ROWS = 1_048_575  # of a sheet below its heading (Excel specifications and limits)
WIDTHS = {"evidence": 40, "source_title": 40, "metric_zh": 26, "metric_en": 36, "agency_zh": 28, "about_zh": 60, "about_en": 60}
WIDTH = 14  # of the other columns, in characters, where their numbers need no more
PIECE = 1 << 20  # bytes


def write_xlsx(
    pivot: Batches | None, years: range, tables: dict[str, Batches], about: list[str], built_at: datetime, language: Language
) -> Iterator[bytes]:
    """The workbook, piece by piece; the same tables give the same bytes. An empty piece is a pause.

    `pivot` is the answer of pivot.sql, with figures of `years`; without it the sheet says why it is empty. `tables` are named as
    words/snapshot.yaml says (sheet_<name>); `about` fills the last sheet, a line a row.
    """
    import xlsxwriter  # takes long to import, and no page needs it before somebody asks for a workbook

    with temporary_folder("workbook") as folder, _convert_disk_errors(folder):
        file = folder / "snapshot.xlsx"
        options = {
            "constant_memory": True,  # rows go to the disk as they come
            "tmpdir": str(folder),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,  # a sheet of a million figures passes 2 GiB before it is packed; smaller ones stay as they are
        }
        with xlsxwriter.Workbook(file, options) as book:
            book.set_properties({"title": about[0], "created": built_at})
            formats = {name: book.add_format(shape) for name, shape in _list_formats(language).items()}

            def add_sheet(name: str) -> Any:
                return book.add_worksheet(translate(f"snapshot.sheet_{name}", language))

            first = PivotSheet(add_sheet("pivot"), book, formats, years, language)
            title = " · ".join(about[:2])
            for _ in first.write(pivot, title) if pivot is not None else first.explain_absence(title):
                yield b""
            for place, (name, batches) in enumerate(tables.items()):
                for _ in _write_table(add_sheet(name), batches, formats, language):
                    yield b""
                if place == 0:
                    draw_charts(book, first.sheet, first.best_blocks(), formats, language, title)
            sheet = add_sheet("about")
            sheet.set_column(0, 0, 100, formats["wrapped"])
            for row, line in enumerate(about):
                sheet.write_string(row, 0, line, formats["title" if row == 0 else "wrapped"])
            set_up_print(sheet, translate("snapshot.pivot_page", language))
        with file.open("rb") as stream:
            while piece := stream.read(PIECE):
                yield piece


@contextmanager
def _convert_disk_errors(folder: Path) -> Iterator[None]:
    """Raises OSError that names the folder where the disk refuses: XlsxWriter's own error is none."""
    from xlsxwriter.exceptions import FileCreateError

    with name_file(folder):
        try:
            yield
        except FileCreateError as error:
            raise error.args[0] from error


def _list_formats(language: Language) -> dict[str, dict[str, Any]]:
    return {
        "title": {"bold": True, "font_size": 13},
        "note": {"font_color": "#566073"},
        "head": {"bold": True, "bottom": 1},
        "year": {"bold": True, "bottom": 1, "align": "right", "num_format": translate("snapshot.year_format", language)},
        "day": {"num_format": "yyyy-mm-dd"},
        "time": {"num_format": "yyyy-mm-dd hh:mm:ss"},
        "wrapped": {"text_wrap": True, "valign": "top"},
    }


def _write_table(sheet: Any, batches: Batches, formats: dict[str, Any], language: Language) -> Iterator[None]:
    """Write one table, yielding after each batch. Constant-memory mode takes rows in their order only."""
    row, widest = 0, dict[str, int]()
    for batch in batches:
        names = batch.schema.names
        if row == 0:
            _write_heading(sheet, names, formats["head"], language)
        writers = [_cell_writer(sheet, name, batch.schema.field(name).type, formats, language) for name in names]
        for values in zip(*map(list_values, batch.columns), strict=True):
            row += 1
            for number, (value, write) in enumerate(zip(values, writers, strict=True)):
                if value is not None:
                    write(row, number, value)
        for name, column in zip(names, batch.columns, strict=True):
            if _is_number(column.type) and len(column) > column.null_count:
                widest[name] = max(widest.get(name, 0), int(pc.max(pc.utf8_length(column.cast(pa.string()))).as_py()))
        yield
    for number, name in enumerate(names):
        sheet.set_column(number, number, WIDTHS.get(name, max(WIDTH, widest.get(name, 0) + 2)))
    if row:
        sheet.autofilter(0, 0, row, len(names) - 1)
    set_up_print(sheet, translate("snapshot.pivot_page", language), 70)
    sheet.repeat_rows(0)


def _write_heading(sheet: Any, names: list[str], format: Any, language: Language) -> None:
    sheet.freeze_panes(1, 0)
    for number, name in enumerate(names):
        sheet.write_string(0, number, head_column(name, language), format)


def head_column(name: str, language: Language) -> str:
    """What a column is called in the workbook."""
    return translate(f"columns.{name}", language) if f"columns.{name}" in all_messages() else name


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _cell_writer(
    sheet: Any, name: str, kind: pa.DataType, formats: dict[str, Any], language: Language
) -> Callable[[int, int, Any], object]:
    """The function that writes a cell of a column: numbers stay numbers, dates dates, codes become words, no text a formula."""
    wording = find_wording(name, language)
    if wording is not None:
        return lambda row, number, value: sheet.write_string(row, number, wording(value))
    if pa.types.is_boolean(kind):
        said = {value: translate(f"snapshot.{'true' if value else 'false'}", language) for value in (True, False)}
        return lambda row, number, value: sheet.write_string(row, number, said[value])
    if _is_number(kind):
        return lambda row, number, value: sheet.write_number(row, number, value)
    if pa.types.is_date(kind):
        return lambda row, number, value: sheet.write_datetime(row, number, value, formats["day"])
    if pa.types.is_timestamp(kind):
        return lambda row, number, value: sheet.write_datetime(row, number, value, formats["time"])
    if pa.types.is_list(kind):
        return lambda row, number, value: sheet.write_string(row, number, join_list(value))
    return lambda row, number, value: sheet.write_string(row, number, value)
