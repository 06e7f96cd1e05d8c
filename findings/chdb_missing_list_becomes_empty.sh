#!/usr/bin/env bash
# One would guess: a list that is missing in a Parquet file is missing in ClickHouse too, as a missing number or text is (NULL).
# What happens: chDB (ClickHouse) has no nullable arrays: it reads the missing list as an empty one, so that `is null` finds nothing and
# counts of lists differ from DuckDB's, PyArrow's and Polars'. input_format_null_as_default = 0 changes nothing about it.
# Seen 2026-11-30 with chdb 4.4.0, duckdb 2.0.0, polars 2.1.0 and pyarrow 26.0.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" chdb==4.4.0 duckdb==2.0.0 polars==2.1.0 pyarrow==26.0.1
cat > expected <<'EXPECTED'
pyarrow [['a'], [], None]
polars [['a'], [], None]
duckdb [['a'], [], None]
chdb ["['a']", '[]', '[]'] missing: 0
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import chdb
import duckdb
import polars
import pyarrow
from pyarrow import parquet

lists = pyarrow.array([["a"], [], None], pyarrow.list_(pyarrow.string()))
parquet.write_table(pyarrow.table({"n": [1, 2, 3], "words": lists}), "lists.parquet")
print("pyarrow", parquet.read_table("lists.parquet")["words"].to_pylist())
print("polars", polars.read_parquet("lists.parquet")["words"].to_list())
print("duckdb", [row[0] for row in duckdb.sql("select words from 'lists.parquet' order by n").fetchall()])
read = str(chdb.query("select words from file('lists.parquet') order by n", "TSV")).split("\n")[:3]
missing = str(chdb.query("select countIf(words is null) from file('lists.parquet')", "TSV")).strip()
print("chdb", read, "missing:", missing)
PYTHON
