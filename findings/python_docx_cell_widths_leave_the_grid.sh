#!/usr/bin/env bash
# One would guess: a column whose cells all got a width by cell.width has that width wherever the file is opened.
# What happens: cell.width writes w:tcW of the cell alone; w:gridCol of the table keeps the equal share that add_table gave it.
# Word follows the cells, LibreOffice 7.4 the grid: there all columns are of one width. Only column.width mends the grid.
# Seen 2026-11-30 with python-docx 1.2.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" python-docx==1.2.0
cat > expected <<'EXPECTED'
cells: [20, 130]
grid: [76, 76]
grid after column.width: [20, 130]
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
from docx import Document
from docx.shared import Mm

WIDTHS = (20, 130)
table = Document().add_table(rows=2, cols=2)
table.autofit = False
for row in table.rows:
    for cell, width in zip(row.cells, WIDTHS):
        cell.width = Mm(width)
print("cells:", [round(cell.width.mm) for cell in table.rows[0].cells])
print("grid:", [round(column.width.mm) for column in table.columns])
for column, width in zip(table.columns, WIDTHS):
    column.width = Mm(width)
print("grid after column.width:", [round(column.width.mm) for column in table.columns])
PYTHON
