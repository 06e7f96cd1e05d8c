#!/usr/bin/env bash
# One would guess: a date that Chinese Excel shows as 2023年5月15日 is read as a date, as one that it shows as 2023/5/15 is.
# What happens: these formats have numbers of their own (27 to 36 and 50 to 58, ECMA-376 part 1, 18.8.30) and no pattern in the file; openpyxl
# (and pandas over it) knows those up to 49 without this gap, calls them General and gives 45061, which looks like a count. calamine gives a date.
# Seen 2026-11-30 with XlsxWriter 3.3.1, openpyxl 3.1.5, python-calamine 0.9.1 and pandas 3.1.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" xlsxwriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1 pandas==3.1.1
cat > expected <<'EXPECTED'
openpyxl ['2023-05-15 00:00:00', '45061', '45061', '45061'] ['mm-dd-yy', 'General', 'General', 'General']
pandas with openpyxl ['2023-05-15 00:00:00', '45061', '45061', '45061']
pandas with calamine ['2023-05-15 00:00:00', '2023-05-15 00:00:00', '2023-05-15 00:00:00', '2023-05-15 00:00:00']
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import openpyxl
import pandas
import xlsxwriter

with xlsxwriter.Workbook("dates.xlsx") as book:
    sheet = book.add_worksheet()
    for column, number in enumerate((14, 31, 57, 58)):
        sheet.write_number(0, column, 45061, book.add_format({"num_format": number}))
row = openpyxl.load_workbook("dates.xlsx").active[1]
print("openpyxl", [str(cell.value) for cell in row], [cell.number_format for cell in row])
for engine in ("openpyxl", "calamine"):
    print("pandas with", engine, [str(value) for value in pandas.read_excel("dates.xlsx", header=None, engine=engine).iloc[0]])
PYTHON
