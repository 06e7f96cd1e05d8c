#!/usr/bin/env bash
# One would guess: engines agree on what a floating-point number is with two digits after the point: 4.35 is 4.35, and 2.675 is 2.68 or
# 2.67.
# What happens: chDB (ClickHouse) cuts instead of rounding, and cuts what multiplying left: 4.35 becomes 4.34 and 0.29 becomes 0.28.
# The others round, each in its own way: of 2.675 DuckDB and Polars make 2.68, PyArrow 2.67 (in binary it is a little less than it says), and of
# the exact half 0.125 DuckDB makes 0.13, Polars and PyArrow 0.12. ClickHouse gives 4.35 of toDecimal64(toString(x), 2), but cuts there
# as well (2.675: 2.67). Of digits beyond those that a double holds each makes its own: 234567890123456.7 becomes .68, .69 or .70. Sums of such
# decimals agree only where the numbers have no more digits than the decimal, and no more than 15 with those before the point.
# Seen 2026-11-30 with chdb 4.4.0, duckdb 2.0.0, polars 2.1.0 and pyarrow 26.0.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" chdb==4.4.0 duckdb==2.0.0 polars==2.1.0 pyarrow==26.0.1
cat > expected <<'EXPECTED'
duckdb 4.35 0.29 2.68 0.13 234567890123456.68
polars 4.35 0.29 2.68 0.12 234567890123456.68
pyarrow 4.35 0.29 2.67 0.12 234567890123456.69
chdb 4.34 0.28 2.67 0.12 234567890123456.68
chdb by text 4.35 0.29 2.67 0.12 234567890123456.7
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import chdb
import duckdb
import polars
import pyarrow

VALUES = [4.35, 0.29, 2.675, 0.125, 234567890123456.7]
print("duckdb", *duckdb.execute("select " + ", ".join("?::double::decimal(18, 2)" for _ in VALUES), VALUES).fetchone())
print("polars", *polars.Series(VALUES).cast(polars.Decimal(18, 2)).to_list())
print("pyarrow", *(pyarrow.scalar(value).cast(pyarrow.decimal128(18, 2)) for value in VALUES))
for name, cast in {"chdb": "toDecimal64({}, 2)", "chdb by text": "toDecimal64(toString({}), 2)"}.items():
    asked = ", ".join(f"toString({cast.format(value)})" for value in VALUES)
    print(name, *str(chdb.query(f"select {asked}", "TSV")).split())
PYTHON
