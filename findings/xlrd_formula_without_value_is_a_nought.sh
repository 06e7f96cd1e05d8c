#!/usr/bin/env bash
# One would guess: xlrd (and openpyxl with data_only=True) give None for a formula whose value the file does not hold.
# What happens: xlrd gives '' for what xlwt wrote and 0.0 for what other programs write that cannot calculate, and does not say that a formula
# stands there; openpyxl gives 0 for what XlsxWriter wrote, though the workbook asks to be calculated when it is opened
# (fullCalcOnLoad), and None only for what openpyxl itself wrote. So a total that nobody calculated is read as a figure of 0.
# Seen 2026-11-30 with xlrd 2.0.2, xlwt 1.3.0, openpyxl 3.1.5, XlsxWriter 3.3.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" xlrd==2.0.2 xlwt==1.3.0 openpyxl==3.1.5 XlsxWriter==3.3.1
cat > expected <<'EXPECTED'
xlrd of xlwt: text ''
xlrd of a stored nought that asks to be calculated: number 0.0
openpyxl of XlsxWriter: 0
openpyxl of openpyxl: None
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import io
import struct

import openpyxl
import xlrd
import xlsxwriter
import xlwt

KINDS = {xlrd.XL_CELL_TEXT: "text", xlrd.XL_CELL_NUMBER: "number"}


def show_xls(content: bytes) -> str:
    cell = xlrd.open_workbook(file_contents=content).sheet_by_index(0).cell(0, 1)
    return f"{KINDS[cell.ctype]} {cell.value!r}"


def show_xlsx(content: io.BytesIO) -> str:
    return repr(openpyxl.load_workbook(content, data_only=True).active["B1"].value)


old, held = xlwt.Workbook(), io.BytesIO()
sheet = old.add_sheet("a")
sheet.write(0, 0, 310)
sheet.write(0, 1, xlwt.Formula("SUM(A1:A1)"))
old.save(held)
written = held.getvalue()
print("xlrd of xlwt:", show_xls(written))
value = written.index(b"\x03\0\0\0\0\0\xff\xff")  # its record goes on with flags (MS-XLS 2.4.127)
print("xlrd of a stored nought that asks to be calculated:", show_xls(written[:value] + bytes(8) + struct.pack("<H", 2) + written[value + 10 :]))
held = io.BytesIO()
with xlsxwriter.Workbook(held) as book:
    book.add_worksheet().write_row(0, 0, [310, "=SUM(A1:A1)"])
print("openpyxl of XlsxWriter:", show_xlsx(held))
held, made = io.BytesIO(), openpyxl.Workbook()
made.active.append([310, "=SUM(A1:A1)"])
made.save(held)
print("openpyxl of openpyxl:", show_xlsx(held))
PYTHON
