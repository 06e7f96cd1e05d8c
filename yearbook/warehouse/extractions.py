"""Extraction store: what was extracted from reports, typed, in columns (Parquet), in segments that are written once.

A segment is a folder data/extractions/<name>/ of three Parquet files (reports, mentions, figures) and their checksums. Everything
here is derived and may be deleted: what is missing, damaged, or of another reader or catalogue (the key of a report tells)
is extracted again by the next build. Of a report that cannot be read any more what is here is all that is left.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from types import TracebackType

import duckdb
import orjson
import pyarrow as pa
from pyarrow import parquet

from yearbook.catalogue.files import Home, is_abandoned
from yearbook.documents.document import Note
from yearbook.records.rows import FigureRow, MentionRow, ReportExtraction, ReportRow, arrow_schema, arrow_table, read_rows
from yearbook.store.files import name_file, settle, sum_of
from yearbook.warehouse.questions import quote

NOTES = pa.list_(pa.struct([("words", pa.string()), ("what", pa.string())]))
SCHEMAS = {
    "reports": pa.schema([*arrow_schema(ReportRow), ("key", pa.string()), ("unread", NOTES)]),
    "mentions": arrow_schema(MentionRow),
    "figures": arrow_schema(FigureRow),
}
SUMS = "sums.json"
BATCH = 100  # extractions that are held before they are written as a row group
MOST_SEGMENTS, LARGE = 16, 256 << 20  # so many segments of fewer bytes are merged into one


class SegmentWriter:
    """Writes extractions into segments of at most `most` reports. A context manager; after an error nothing of the last stays.

    A segment appears in `folder` complete or not at all.
    """

    def __init__(self, folder: Path, most: int = 1000) -> None:
        self._folder, self._most = folder, most
        self._held: list[tuple[ReportExtraction, str]] = []
        self._written: list[str] = []  # the reports of the segment that is being written
        self._partial: Path | None = None
        self._writers: dict[str, parquet.ParquetWriter] = {}
        self.segments: list[Path] = []

    def __enter__(self) -> SegmentWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            self.close()
        else:
            self._discard()

    def add(self, extraction: ReportExtraction, key: str) -> list[str]:
        """Take an extraction; the reports whose segment is complete by now. Raises OSError where the disk refuses, which
        names the folder."""
        self._held.append((extraction, key))
        self._written.append(extraction.report.report_id)
        if len(self._held) >= BATCH:
            with name_file(self._folder):
                self._write_batch()
        return self.close() if len(self._written) >= self._most else []

    def close(self) -> list[str]:
        """Complete the segment; its reports. Raises OSError as add does."""
        with name_file(self._folder):
            if self._held:
                self._write_batch()
            done, self._written = self._written, []
            if self._partial is not None:
                for writer in self._writers.values():
                    writer.close()
                self.segments.append(publish_segment(self._partial))
                self._partial, self._writers = None, {}
        return done

    def _write_batch(self) -> None:
        if self._partial is None:
            self._partial = begin_segment(self._folder)
        extractions = [extraction for extraction, _ in self._held]
        keys = pa.array([key for _, key in self._held], pa.string())
        unread = pa.array([[asdict(note) for note in one.unread] for one in extractions], NOTES)
        reports = arrow_table(ReportRow, (one.report for one in extractions))
        tables = {
            "reports": reports.append_column("key", keys).append_column("unread", unread),
            "mentions": arrow_table(MentionRow, (row for one in extractions for row in one.mentions)),
            "figures": arrow_table(FigureRow, (row for one in extractions for row in one.figures)),
        }
        for name, table in tables.items():
            if name not in self._writers:
                self._writers[name] = parquet.ParquetWriter(_file(self._partial, name), table.schema, compression="zstd")
            self._writers[name].write_table(table)
        self._held.clear()

    def _discard(self) -> None:
        with suppress(OSError):  # the disk is full
            for writer in self._writers.values():
                writer.close()
        if self._partial is not None:
            shutil.rmtree(self._partial, ignore_errors=True)


def find_extractions(home: Home, keys: Mapping[str, str]) -> dict[str, Path]:
    """The segment of each report that is stored with the key given; of several any, for equal keys mean equal rows."""
    found: dict[str, Path] = {}
    for segment in list_segments(home):
        found |= {report_id: segment for report_id, key in _read_keys(segment).items() if keys.get(report_id) == key}
    return found


def find_older_extractions(home: Home, report_ids: Collection[str], metrics: Collection[str]) -> dict[str, Path]:
    """The newest segment of each report under whatever key: what an earlier program read of reports that cannot be read any more.

    Left out are those that lack a column of now, or with figures of metrics that are none of `metrics`.
    """
    found: dict[str, Path] = {}
    for segment in list_segments(home):
        held = [report_id for report_id in _read_keys(segment) if report_id in report_ids]
        lacking = (
            set(schema.names).difference(parquet.read_schema(_file(segment, name)).names) for name, schema in SCHEMAS.items()
        )
        if not held or any(lacking):
            continue
        claims = pa.concat_tables(
            parquet.read_table(_file(segment, name), columns=["report_id", "metric_id"], filters=[("report_id", "in", held)])
            for name in ("mentions", "figures")
        ).to_pylist()
        foreign = {row["report_id"] for row in claims if row["metric_id"] is not None and row["metric_id"] not in metrics}
        found |= dict.fromkeys((report_id for report_id in held if report_id not in foreign), segment)
    return found


def read_extractions(places: Iterable[tuple[str, Path]]) -> Iterator[ReportExtraction]:
    """The extractions of reports, each from its segment, of one segment after the other. Raises OSError where one is gone."""
    by_segment: dict[Path, list[str]] = {}
    for report_id, segment in places:
        by_segment.setdefault(segment, []).append(report_id)
    for segment, report_ids in by_segment.items():
        for start in range(0, len(report_ids), BATCH):
            yield from _read_some(segment, report_ids[start : start + BATCH])


def read_texts(home: Home, reader_version: str) -> dict[str, tuple[str, str]]:
    """Title and text of each report that this reader has read, under whatever catalogue: that has no part in the text."""
    columns = ["report_id", "title", "text"]
    by_reader = [("reader_version", "==", reader_version)]
    found: dict[str, tuple[str, str]] = {}
    for segment in list_segments(home):
        if _read_keys(segment):
            table = parquet.read_table(_file(segment, "reports"), columns=columns, filters=by_reader)
            rows = zip(*(table[name].to_pylist() for name in columns), strict=True)
            found |= {report_id: (title, text) for report_id, title, text in rows}
    return found


def view_extractions(connection: duckdb.DuckDBPyConnection, places: Mapping[str, Path], whole: Iterable[Path] = ()) -> None:
    """Temporary views extracted_reports, _mentions and _figures: of each report the rows of its segment, and all of `whole`."""
    counts: dict[Path, int] = {}
    for segment in places.values():
        counts[segment] = counts.get(segment, 0) + 1
    complete = [segment for segment, count in counts.items() if count == len(_read_keys(segment))] + list(whole)
    partly = [segment for segment in counts if segment not in complete]
    chosen = {report_id: str(segment) for report_id, segment in places.items() if segment in partly}
    cells = [pa.array(texts, pa.string()) for texts in (chosen.keys(), chosen.values())]
    connection.register("chosen_extractions", pa.table(cells, ["report_id", "segment"]))
    for name, schema in SCHEMAS.items():
        connection.register(f"no_{name}", schema.empty_table())
        columns = ", ".join(schema.names)
        parts = [f"select {columns} from no_{name}"]
        if complete:
            parts.append(f"select {columns} from read_parquet({_list(complete, name)})")
        if partly:
            parts.append(
                f"select {columns} from read_parquet({_list(partly, name)}, filename = true) as stored "
                f"where (report_id, filename) in (select (report_id, segment || '/{name}.parquet') from chosen_extractions)"
            )
        connection.execute(f"create or replace temp view extracted_{name} as {' union all '.join(parts)}")


def compact_extractions(home: Home, places: Mapping[str, Path]) -> dict[str, Path]:
    """Merge the small segments into one, of the chosen reports, where they are many; the places of the reports afterwards.

    The caller holds the writer lock. Reports whose stored extraction is not chosen are dropped from what is merged.
    """
    segments = list_segments(home)
    small = {segment for segment in segments if sum(file.stat().st_size for file in segment.glob("*.parquet")) < LARGE}
    small |= set(segments) - set(places.values())  # nothing of them is used
    if len(small) <= MOST_SEGMENTS:
        return dict(places)
    merged = {report_id: segment for report_id, segment in places.items() if segment in small}
    partial = begin_segment(home.extractions)
    with duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(home.extractions / ".spill")}) as connection:
        view_extractions(connection, merged)
        for name, order in {"reports": "report_id", "mentions": "report_id, ordinal", "figures": "report_id, span_start"}.items():
            copied = f"copy (from extracted_{name} order by {order}) to '{quote(_file(partial, name))}'"
            connection.execute(f"{copied} (format parquet, compression zstd)")
    segment = publish_segment(partial)
    for old in small:
        shutil.rmtree(old, ignore_errors=True)  # a reader that has it open on Windows keeps it until the next time
    logging.getLogger(__name__).info("%s segments merged into %s", len(small), segment.name)
    return dict(places) | dict.fromkeys(merged, segment)


def list_segments(home: Home) -> list[Path]:
    """The segments, oldest first."""
    return sorted(segment for segment in home.extractions.glob("[0-9]*") if segment.is_dir())


def clear_partial_segments(home: Home) -> None:
    """Remove segments whose writer died."""
    for partial in home.extractions.glob(".*.partial"):
        if is_abandoned(partial, int(partial.name.split(".")[-2])):
            shutil.rmtree(partial, ignore_errors=True)


def begin_segment(folder: Path) -> Path:
    """A hidden folder for the files of a segment, which publish_segment turns into one."""
    partial = folder / f".{time.time_ns():020}.{os.getpid()}.partial"
    partial.mkdir(parents=True)
    return partial


def publish_segment(partial: Path) -> Path:
    """Give a finished segment its checksums and its name. They are flushed to the disk, for a name must not precede its bytes."""
    files = sorted(partial.glob("*.parquet"))
    (partial / SUMS).write_bytes(orjson.dumps({file.name: sum_of(file) for file in files}))
    for path in (*files, partial / SUMS, partial):
        settle(path)
    segment = partial.with_name(partial.name.split(".")[1])
    partial.rename(segment)
    return segment


def _read_keys(segment: Path) -> dict[str, str]:
    """The reports of a segment with their keys; none where it is damaged, which is written to the log."""
    try:
        stats = tuple((stat.st_mtime_ns, stat.st_size) for stat in (_file(segment, name).stat() for name in SCHEMAS))
        return _read_sound_keys(segment, stats)
    except (OSError, ValueError, pa.ArrowException) as error:
        logging.getLogger(__name__).warning("%s is damaged (%s): its reports are read again", segment, error)
        return {}


@lru_cache(maxsize=1024)
def _read_sound_keys(segment: Path, _stats: tuple[tuple[int, int], ...]) -> dict[str, str]:
    """Checked once a process; files that changed since are checked again. Raises ValueError for a wrong checksum."""
    for name, sum_ in orjson.loads((segment / SUMS).read_bytes()).items():
        if sum_of(segment / name) != sum_:
            raise ValueError(f"checksum of {name}")
    table = parquet.read_table(_file(segment, "reports"), columns=["report_id", "key"])
    return dict(zip(table["report_id"].to_pylist(), table["key"].to_pylist(), strict=True))


def _read_some(segment: Path, report_ids: list[str]) -> Iterator[ReportExtraction]:
    wanted = [("report_id", "in", report_ids)]
    tables = {name: parquet.read_table(_file(segment, name), filters=wanted) for name in SCHEMAS}
    mentions: dict[str, list[MentionRow]] = {report_id: [] for report_id in report_ids}
    figures: dict[str, list[FigureRow]] = {report_id: [] for report_id in report_ids}
    for mention in read_rows(MentionRow, tables["mentions"]):
        mentions[mention.report_id].append(mention)
    for figure in read_rows(FigureRow, tables["figures"]):
        figures[str(figure.report_id)].append(figure)
    unread = tables["reports"]["unread"].to_pylist()
    for report, notes in zip(read_rows(ReportRow, tables["reports"]), unread, strict=True):
        of_report = mentions[report.report_id], figures[report.report_id]
        yield ReportExtraction(report, *of_report, tuple(Note(**note) for note in notes))


def _file(segment: Path, table: str) -> Path:
    return segment / f"{table}.parquet"


def _list(segments: Iterable[Path], table: str) -> str:
    return "[" + ", ".join(f"'{quote(_file(segment, table))}'" for segment in segments) + "]"
