"""What Spark's workers run, without Spark: rows of a batch of files, equal to the extractions that `ingest` keeps."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

from benchmarks.engines.extraction_lines import list_spark_lines, list_stored_lines, sum_lines
from benchmarks.engines.spark_reading import SCHEMA, read_batches, spell_type
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.ingest import ingest

SAMPLES = sorted((PROJECT / "data" / "samples").glob("zhian-*.txt"))
READ_AT = "2026-01-01T00:00:00Z"


def _read_as_spark_does(home: Home, files: dict[str, bytes]) -> pa.Table:
    batch = pd.DataFrame({"path": files.keys(), "content": [bytearray(content) for content in files.values()]})
    [read] = read_batches(home, READ_AT, iter([batch]))
    return pa.Table.from_pandas(read, SCHEMA, preserve_index=False)


def test_a_batch_holds_the_extractions_that_ingest_keeps(tmp_path: Path) -> None:
    home, out = Home(tmp_path / "data"), tmp_path / "out"
    ingest(SAMPLES, home)
    table = _read_as_spark_does(home, {f"file:{file}": file.read_bytes() for file in SAMPLES})
    out.mkdir()
    pyarrow.parquet.write_table(table.take([2, 0, 1]), out / "part-0.parquet")  # an engine's order is its own
    lines = list_spark_lines(out)
    assert len(lines) == 3
    assert all(len(row["mentions"]) > 20 for row in table.to_pylist())
    assert lines == list_stored_lines(home)
    assert sum_lines(lines) != sum_lines(lines[::-1])


def test_a_file_that_cannot_be_read_is_a_row_with_its_reason(tmp_path: Path) -> None:
    table = _read_as_spark_does(Home(tmp_path), {"file:/a/天气.txt": "今天天气很好。\n".encode()})
    [row] = table.to_pylist()
    assert row["refusal"].startswith("天气.txt: ")
    assert (row["report"], row["mentions"]) == (None, None)
    pyarrow.parquet.write_table(table, tmp_path / "part-0.parquet")
    with pytest.raises(ValueError, match=r"天气\.txt"):
        list_spark_lines(tmp_path)


@pytest.mark.parametrize(
    ("kind", "spelled"),
    [
        (pa.string(), "string"),
        (pa.list_(pa.float64()), "array<double>"),
        (pa.struct([("rule", pa.string()), ("at", pa.timestamp("us"))]), "struct<`rule`: string, `at`: timestamp_ntz>"),
    ],
)
def test_types_in_the_words_of_spark(kind: pa.DataType, spelled: str) -> None:
    assert spell_type(kind) == spelled
