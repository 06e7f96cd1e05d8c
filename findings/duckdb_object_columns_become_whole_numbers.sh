#!/usr/bin/env bash
# One would guess: a pandas column that holds 35 many times and 3.5 once (object, as after a merge of sheets) is read by DuckDB as it stands, or
# is refused as it is for a dash among numbers.
# What happens: DuckDB looks at 1,000 of the values (pandas_analyze_sample), sees whole numbers, takes INTEGER, and rounds the 3.5 that it had not
# seen to 4; the sum is wrong and no error is raised. A dash there is one. With infer_objects() or pandas_analyze_sample=0 before it does not happen.
# Seen 2026-11-30 with duckdb 2.0.1 and pandas 3.1.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" duckdb==2.0.1 pandas==3.1.1 pyarrow==26.0.1
cat > expected <<'EXPECTED'
pandas 3.5 699968.5
duckdb INTEGER 4 699969
duckdb, all looked at DOUBLE 3.5 699968.5
duckdb, none looked at VARCHAR 3.5
after infer_objects float64 DOUBLE 3.5 699968.5
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import duckdb
import pandas

values = [35] * 20_000
values[777] = 3.5
QUERY = "select any_value(typeof(amount)), min(amount), sum(amount) from figures"
figures = pandas.DataFrame({"amount": pandas.Series(values, dtype=object)})
print("pandas", figures["amount"].min(), figures["amount"].sum())
print("duckdb", *duckdb.sql(QUERY).fetchall()[0])
duckdb.sql("set pandas_analyze_sample = 20000")
print("duckdb, all looked at", *duckdb.sql(QUERY).fetchall()[0])
duckdb.sql("set pandas_analyze_sample = 0")
print("duckdb, none looked at", *duckdb.sql("select any_value(typeof(amount)), min(amount) from figures").fetchall()[0])
figures = figures.infer_objects()
print("after infer_objects", figures["amount"].dtype, *duckdb.sql(QUERY).fetchall()[0])
PYTHON
