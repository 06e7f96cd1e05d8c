#!/usr/bin/env bash
# One would guess: the value of a Hive partition is the text in the folder's name: code=010000 holds rows of 010000, as the code of an
# administrative division stands in a file's column.
# What happens: each engine guesses a type, and not the same. PyArrow, Polars, Dask and chDB make 010000 the number 10000, DuckDB
# leaves it text; 2020-01-01 is a day for DuckDB, Polars and chDB and text for PyArrow and Dask; a number beyond 32 bits becomes
# text in PyArrow and Dask. Codes belong in the files, where they have the type that they were written with.
# Seen 2026-11-30 with chdb 4.4.0, dask 2026.8.0, duckdb 2.0.0, pandas 3.1.1, polars 2.1.0 and pyarrow 26.0.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" chdb==4.4.0 dask==2026.8.0 duckdb==2.0.0 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1
cat > expected <<'EXPECTED'
code duckdb ['010000', '440000']
code pyarrow [10000, 440000]
code polars [10000, 440000]
code dask [10000, 440000]
code chdb Int64
day duckdb [datetime.date(2020, 1, 1), datetime.date(2020, 1, 2)]
day pyarrow ['2020-01-01', '2020-01-02']
day polars [datetime.date(2020, 1, 1), datetime.date(2020, 1, 2)]
day dask ['2020-01-01', '2020-01-02']
day chdb Date
large duckdb [12345678901, 2]
large pyarrow ['12345678901', '2']
large polars [12345678901, 2]
large dask ['12345678901', '2']
large chdb Int64
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
from pathlib import Path

import chdb
import duckdb
import polars
import pyarrow
import pyarrow.dataset
from dask import dataframe
from pyarrow import parquet

for name, values in {"code": ["010000", "440000"], "day": ["2020-01-01", "2020-01-02"], "large": ["12345678901", "2"]}.items():
    for place, value in enumerate(values):
        folder = Path(name, f"{name}={value}")
        folder.mkdir(parents=True)
        parquet.write_table(pyarrow.table({"n": [place]}), folder / "part.parquet")
    files = f"{name}/**/*.parquet"
    print(name, "duckdb", [row[0] for row in duckdb.sql(f"select {name} from read_parquet('{files}', hive_partitioning = true) order by n").fetchall()])
    print(name, "pyarrow", pyarrow.dataset.dataset(name, partitioning="hive").to_table().sort_by("n")[name].to_pylist())
    print(name, "polars", polars.scan_parquet(files, hive_partitioning=True).sort("n").collect()[name].to_list())
    print(name, "dask", dataframe.read_parquet(name).compute().sort_values("n")[name].tolist())
    kind = f"select any(toTypeName({name})) from file('{files}') settings use_hive_partitioning = 1"
    print(name, "chdb", str(chdb.query(kind, "TSV")).strip())
PYTHON
