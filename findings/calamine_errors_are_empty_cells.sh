#!/usr/bin/env bash
# One would guess: a total that says #REF! or #DIV/0! is told from an empty cell, as Excel and openpyxl tell them apart.
# What happens: python-calamine gives '' for every error and pandas NaN with either engine, so that sums leave the broken lines out in silence;
# polars leaves out the whole row, since rows without a value are dropped (drop_empty_rows): of four rows two are left, and the others move up.
# Seen 2026-11-30 with XlsxWriter 3.3.1, openpyxl 3.1.5, python-calamine 0.9.1, fastexcel 0.21.0, pandas 3.1.1 and polars 2.1.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" xlsxwriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1 fastexcel==0.21.0 pandas==3.1.1 polars==2.1.0
cat > expected <<'EXPECTED'
openpyxl [35, '#DIV/0!', '#REF!', 5]
calamine [35.0, '', '', 5.0]
pandas with openpyxl [35.0, nan, nan, 5.0] sum 40.0
pandas with calamine [35.0, nan, nan, 5.0] sum 40.0
polars [(35,), (5,)]
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import openpyxl
import pandas
import polars
import python_calamine
import xlsxwriter

with xlsxwriter.Workbook("totals.xlsx") as book:
    sheet = book.add_worksheet()
    for row, (formula, value) in enumerate((("=31+4", 35), ("=A9/0", "#DIV/0!"), ("=#REF!+1", "#REF!"), ("=5", 5))):
        sheet.write_formula(row, 0, formula, None, value)
print("openpyxl", [cell.value for cell in openpyxl.load_workbook("totals.xlsx", data_only=True).active["A"]])
print("calamine", [row[0] for row in python_calamine.load_workbook("totals.xlsx").get_sheet_by_index(0).to_python()])
for engine in ("openpyxl", "calamine"):
    column = pandas.read_excel("totals.xlsx", header=None, engine=engine)[0]
    print("pandas with", engine, column.tolist(), "sum", column.sum())
print("polars", polars.read_excel("totals.xlsx", has_header=False).rows())
PYTHON
