#!/usr/bin/env bash
# One would guess: engines that understand Hive partitions agree on their values: a tree of folders region=%E6%B9%96%E5%8D%97 holds
# rows of 湖南, and region=__HIVE_DEFAULT_PARTITION__ rows without a region.
# What happens: DuckDB, PyArrow and Polars give 湖南, a/b and null; chDB (ClickHouse) with use_hive_partitioning gives the folder's
# spelling, %E6%B9%96%E5%8D%97 and a%2Fb, and the marker of a missing value as if it were one: a filter region = '湖南' finds nothing.
# Seen 2026-11-30 with chdb 4.4.0, duckdb 2.0.0, pyarrow 26.0.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" chdb==4.4.0 duckdb==2.0.0 pyarrow==26.0.1
cat > expected <<'EXPECTED'
pyarrow ['湖南', 'a/b', None]
duckdb ['湖南', 'a/b', None]
chdb ['%E6%B9%96%E5%8D%97', 'a%2Fb', '__HIVE_DEFAULT_PARTITION__']
chdb rows of 湖南: 0
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import os

import chdb
import duckdb
import pyarrow.dataset

duckdb.sql("copy (select '湖南' as region, 5 as n union all select 'a/b', 6 union all select null, 7) to 'tree' (format parquet, partition_by (region))")
print("pyarrow", pyarrow.dataset.dataset("tree", partitioning="hive").to_table().sort_by("n")["region"].to_pylist())
print("duckdb", [row[0] for row in duckdb.sql("select region, n from read_parquet('tree/**/*.parquet', hive_partitioning = true) order by n").fetchall()])
source = f"file('{os.getcwd()}/tree/**/*.parquet')"
setting = "settings use_hive_partitioning = 1"
print("chdb", str(chdb.query(f"select region from {source} order by n {setting}", "TSV")).split("\n")[:3])
print("chdb rows of 湖南:", str(chdb.query(f"select count() from {source} where region = '湖南' {setting}", "TSV")).strip())
PYTHON
