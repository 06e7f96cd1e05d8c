#!/usr/bin/env bash
# One would guess: a table that DuckDB writes as a Hive-partitioned Parquet tree reads back with the columns that it had.
# What happens: COPY … (PARTITION_BY (地区)) percent-encodes the column's name as well as the values in the folders' names, and
# reading decodes the values only: the column comes back as %E5%9C%B0%E5%8C%BA, and a query that names 地区 fails. Polars reads such a
# tree in the same way. Values in Chinese, slashes and leading zeros under an ASCII name survive.
# Seen 2026-11-30 with duckdb 2.0.0 and polars 2.1.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" duckdb==2.0.0 polars==2.1.0
cat > expected <<'EXPECTED'
duckdb 地区 -> %E5%9C%B0%E5%8C%BA ['a/b', '湖南']
polars 地区 -> %E5%9C%B0%E5%8C%BA ['a/b', '湖南']
duckdb region -> region ['a/b', '湖南']
polars region -> region ['a/b', '湖南']
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import duckdb
import polars

for column in ("地区", "region"):
    duckdb.sql(f"""copy (select '湖南' as "{column}", 5 as n union all select 'a/b', 6) to '{column}' (format parquet, partition_by ("{column}"))""")
    read = duckdb.sql(f"select * from read_parquet('{column}/**/*.parquet', hive_partitioning = true)")
    names = [name for name in read.columns if name != "n"]
    print("duckdb", column, "->", *names, sorted(row[read.columns.index(names[0])] for row in read.fetchall()))
    frame = polars.scan_parquet(f"{column}/**/*.parquet", hive_partitioning=True).collect()
    names = [name for name in frame.columns if name != "n"]
    print("polars", column, "->", *names, sorted(frame[names[0]].to_list()))
PYTHON
