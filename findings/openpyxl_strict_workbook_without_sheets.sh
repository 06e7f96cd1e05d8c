#!/usr/bin/env bash
# One would guess: what Excel saves as "Strict Open XML Spreadsheet" (ISO/IEC 29500-1, the same .xlsx under other namespaces) is read or refused.
# What happens: openpyxl opens it without a word and finds no sheet; whoever loops over the sheets has read a workbook without figures. calamine
# reads it. (pandas with openpyxl says that there are 0 worksheets.)
# Seen 2026-11-30 with XlsxWriter 3.3.1, openpyxl 3.1.5 and python-calamine 0.9.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" xlsxwriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1
cat > expected <<'EXPECTED'
usual.xlsx openpyxl ['表一'] <Worksheet "表一">
usual.xlsx calamine [['车辆', 35.0]]
strict.xlsx openpyxl [] None
strict.xlsx calamine [['车辆', 35.0]]
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import zipfile

import openpyxl
import python_calamine
import xlsxwriter

STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}
with xlsxwriter.Workbook("usual.xlsx") as book:
    book.add_worksheet("表一").write_row(0, 0, ["车辆", 35])
with zipfile.ZipFile("usual.xlsx") as usual, zipfile.ZipFile("strict.xlsx", "w") as strict:
    for name in usual.namelist():
        content = usual.read(name)
        for transitional, space in STRICT.items():
            content = content.replace(transitional, space)
        strict.writestr(name, content)
for name in ("usual.xlsx", "strict.xlsx"):
    book = openpyxl.load_workbook(name)
    print(name, "openpyxl", book.sheetnames, book.active)
    print(name, "calamine", python_calamine.load_workbook(name).get_sheet_by_index(0).to_python())
PYTHON
