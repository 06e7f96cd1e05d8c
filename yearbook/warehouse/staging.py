"""What reports say, on its way into an edition: in files of Parquet, so that the rows of few reports are held at once."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from yearbook.pipeline.read import ReportExtraction
from yearbook.records.packed_rows import names_of, split
from yearbook.records.rows import FigureRow, MentionRow, ReportRow, arrow_columns

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetWriter

ROWS = 20_000  # figures or mentions that are held until they are written
TEXTS = 100  # reports, which come with their text


class Staging:
    """The raw tables of reports as files beside the edition `file`. A context manager, which removes them."""

    def __init__(self, file: Path) -> None:
        self.report_ids: set[str] = set()
        self._tables = {
            "raw_reports": _Table(_beside(file, "reports"), ReportRow, TEXTS),
            "raw_mentions": _Table(_beside(file, "mentions"), MentionRow, ROWS),
            "raw_figures": _Table(_beside(file, "figures"), FigureRow, ROWS),
        }

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for table in self._tables.values():
            table.remove()

    def add(self, reading: ReportExtraction) -> None:
        """Take in what one report says. Raises OSError where the disk refuses."""
        self.report_ids.add(reading.report.report_id)
        self._tables["raw_reports"].add([reading.report])
        self._tables["raw_mentions"].add(reading.mentions)
        self.add_figures(reading.figures)

    def add_figures(self, figures: Iterable[FigureRow]) -> None:
        """Take in figures, of a report or of the record."""
        self._tables["raw_figures"].add(figures)

    def close(self) -> dict[str, Path]:
        """The raw tables by name, whole; nothing is added any more."""
        return {name: table.close() for name, table in self._tables.items()}


class _Table:
    """One table, of rows of one dataclass. Its file is there when the first rows are written."""

    def __init__(self, file: Path, kind: type, most: int) -> None:
        self._file, self._kind, self._most = file, kind, most
        self._held: list[list[Any]] = [[] for _ in names_of(kind)]  # by columns
        self._writer: ParquetWriter | None = None

    def add(self, rows: Iterable[Any]) -> None:
        for held, column in zip(self._held, split(self._kind, rows), strict=True):
            held.extend(column)
        if len(self._held[0]) >= self._most:
            self._write()

    def close(self) -> Path:
        self._write()
        if self._writer is not None:
            self._writer.close()
        return self._file

    def remove(self) -> None:
        with suppress(OSError):  # a full disk has been told of already
            if self._writer is not None:
                self._writer.close()
        self._file.unlink(missing_ok=True)

    def _write(self) -> None:
        from pyarrow.parquet import ParquetWriter  # what writes Parquet is loaded only where an edition is built

        table = arrow_columns(self._kind, self._held)
        self._writer = self._writer or ParquetWriter(self._file, table.schema)
        self._writer.write_table(table)
        for held in self._held:
            held.clear()


def _beside(file: Path, name: str) -> Path:
    return file.with_name(f"{file.name.removesuffix('.partial')}.{name}.partial")
