#!/usr/bin/env bash
# One would guess: xlsx2csv, which applies number formats, writes what Excel shows, or the bare number where it does not know a format.
# What happens: d, h, m, s and y make a format a date for it even inside quotation marks, so that the unit decides: 1240 shown as 1240m² comes out as
# 0"05²", 35.5kWh as 0.00"kw12" (no figure is left of either), and a month keeps the quotation marks of its format. A unit without these
# letters leaves the number bare.
# Seen 2026-11-30 with XlsxWriter 3.3.1 and xlsx2csv 0.8.6 on Python 3.11.
source "$(dirname "$0")/compare.bash" xlsxwriter==3.3.1 xlsx2csv==0.8.6
cat > expected <<'EXPECTED'
1240 0"m²" -> 0"05²"
35.5 0.00"kWh" -> 0.00"kw12"
1240 0"辆" -> 1240
45061 yyyy"年"m"月" -> 2023"年"05"月"
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import csv
import subprocess
import sys

import xlsxwriter

FIGURES = ((1240, '0"m²"'), (35.5, '0.00"kWh"'), (1240, '0"辆"'), (45061, 'yyyy"年"m"月"'))
with xlsxwriter.Workbook("units.xlsx") as book:
    sheet = book.add_worksheet()
    for row, (figure, form) in enumerate(FIGURES):
        sheet.write_number(row, 0, figure, book.add_format({"num_format": form}))
written = subprocess.run([sys.executable, "-m", "xlsx2csv", "units.xlsx"], capture_output=True, text=True, check=True).stdout
for (figure, form), (cell,) in zip(FIGURES, csv.reader(written.splitlines())):
    print(figure, form, "->", cell)
PYTHON
