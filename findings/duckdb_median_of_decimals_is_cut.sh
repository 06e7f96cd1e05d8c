#!/usr/bin/env bash
# One would guess: the median of the amounts 1.10 and 2.25 is 1.675, as their average is.
# What happens: avg goes over to DOUBLE (1.675), median and quantile_cont keep the column's DECIMAL(18,2) and cut what does not fit: 1.67.
# pandas gives 1.675 for the same column. Amounts in DECIMAL have to be cast to DOUBLE before quartiles are taken.
# Seen 2026-11-30 with duckdb 2.0.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" duckdb==2.0.1
cat > expected <<'EXPECTED'
avg(amount) 1.675 DOUBLE
median(amount) 1.67 DECIMAL(18,2)
quantile_cont(amount, 0.25) 1.38 DECIMAL(18,2)
median(amount::double) 1.675 DOUBLE
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import duckdb

connection = duckdb.connect()
connection.execute("create table amounts as select amount::decimal(18, 2) as amount from (values (1.10), (2.25)) t(amount)")
for measure in ("avg(amount)", "median(amount)", "quantile_cont(amount, 0.25)", "median(amount::double)"):
    value, kind = connection.execute(f"select {measure}, typeof({measure}) from amounts").fetchall()[0]
    print(measure, value, kind)
PYTHON
