#!/usr/bin/env bash
# One would guess: pandas has one idea of which text is a number; 35 in full-width digits, as forms of offices have it, either is one or not.
# What happens: astype(float) reads it (as Python's float does), to_numeric raises, or with errors="coerce" gives NaN; polars gives null.
# The same column is full or empty by the way that is taken.
# Seen 2026-11-30 with pandas 3.1.1 and polars 2.1.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" pandas==3.1.1 polars==2.1.0
cat > expected <<'EXPECTED'
astype [35.0, 1.5, 35.0]
to_numeric [nan, nan, 35.0]
polars [None, None, 35.0]
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import pandas
import polars

column = pandas.Series(["３５", "１.5", "35"])
print("astype", column.astype(float).tolist())
print("to_numeric", pandas.to_numeric(column, errors="coerce").tolist())
print("polars", polars.Series(column.tolist()).cast(polars.Float64, strict=False).to_list())
PYTHON
