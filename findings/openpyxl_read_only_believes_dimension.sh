#!/usr/bin/env bash
# One would guess: a sheet read with read_only=True has the rows that it has without.
# What happens: the sheet's stated extent is believed: where a program that writes reports left <dimension ref="A1"/> (the element is only a hint,
# ECMA-376 part 1, 18.3.1.35), one cell of eight is left and nothing says so. pandas resets the extent first and reads all.
# Seen 2026-11-30 with openpyxl 3.1.5 and pandas 3.1.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" openpyxl==3.1.5 pandas==3.1.1
cat > expected <<'EXPECTED'
read_only False [(2020, 35), (2021, 35), (2022, 35), (2023, 35)]
read_only True [(2020,)]
pandas [[2020, 35], [2021, 35], [2022, 35], [2023, 35]]
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import zipfile

import openpyxl
import pandas

book = openpyxl.Workbook()
for year in range(2020, 2024):
    book.active.append([year, 35])
book.save("whole.xlsx")
with zipfile.ZipFile("whole.xlsx") as whole, zipfile.ZipFile("stated.xlsx", "w") as stated:
    for name in whole.namelist():
        stated.writestr(name, whole.read(name).replace(b'<dimension ref="A1:B4"', b'<dimension ref="A1"'))
for read_only in (False, True):
    sheet = openpyxl.load_workbook("stated.xlsx", read_only=read_only).active
    print("read_only", read_only, list(sheet.iter_rows(values_only=True)))
print("pandas", pandas.read_excel("stated.xlsx", header=None).values.tolist())
PYTHON
