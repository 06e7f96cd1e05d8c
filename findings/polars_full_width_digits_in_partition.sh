#!/usr/bin/env bash
# One would guess: a Hive partition whose value is written in full-width digits, as Chinese input methods write them (期=２０２０), is read
# as text, as 二〇二〇 is.
# What happens: Polars takes the value for a number, because these signs are digits to Unicode, and then cannot parse it: the whole
# tree is unreadable (ComputeError: invalid primitive value found during CSV parsing). With try_parse_hive_dates=False, too; with the
# type given by hive_schema it reads. DuckDB and PyArrow read text.
# Seen 2026-11-30 with polars 2.1.0, duckdb 2.0.0 and pyarrow 26.0.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" duckdb==2.0.0 polars==2.1.0 pyarrow==26.0.1
cat > expected <<'EXPECTED'
duckdb ['２０２０', '２０２１']
pyarrow ['２０２０', '２０２１']
polars ComputeError
polars without dates ComputeError
polars with a type ['２０２０', '２０２１']
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
from pathlib import Path

import duckdb
import polars
import pyarrow
import pyarrow.dataset
from pyarrow import parquet

for place, value in enumerate(["２０２０", "２０２１"]):
    folder = Path("tree", f"period={value}")
    folder.mkdir(parents=True)
    parquet.write_table(pyarrow.table({"n": [place]}), folder / "part.parquet")


def read(**settings):
    try:
        frame = polars.scan_parquet("tree/**/*.parquet", hive_partitioning=True, **settings).sort("n").collect()
    except polars.exceptions.ComputeError as error:
        return type(error).__name__
    return frame["period"].to_list()


found = duckdb.sql("select period from read_parquet('tree/**/*.parquet', hive_partitioning = true) order by n").fetchall()
print("duckdb", [row[0] for row in found])
print("pyarrow", pyarrow.dataset.dataset("tree", partitioning="hive").to_table().sort_by("n")["period"].to_pylist())
print("polars", read())
print("polars without dates", read(try_parse_hive_dates=False))
print("polars with a type", read(hive_schema={"period": polars.String}))
PYTHON
