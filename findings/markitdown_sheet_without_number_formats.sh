#!/usr/bin/env bash
# One would guess: a sheet as Markdown shows what the sheet shows: 3.5%, 35, 004, the name NA.
# What happens: percent cells come out as 0.035, whole numbers of a column with an empty cell as 35.0, empty cells and a cell that says NA
# as NaN; and a merged note becomes a row with NaN in its other columns.
# Seen 2026-11-30 with xlsxwriter 3.3.1 and markitdown[xlsx] 0.1.9 on Python 3.11.
source "$(dirname "$0")/compare.bash" xlsxwriter==3.3.1 'markitdown[xlsx]==0.1.9'
cat > expected <<'EXPECTED'
## 表一
| 项目 | 2022 | 2023 |
| --- | --- | --- |
| 车辆 | NaN | 35.000 |
| 增长 | NaN | 0.035 |
| NaN | 4.0 | 5.000 |
| 注：数据截至年底 | NaN | NaN |
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import xlsxwriter
from markitdown import MarkItDown

with xlsxwriter.Workbook("sheet.xlsx") as book:
    sheet = book.add_worksheet("表一")
    sheet.write_row(0, 0, ["项目", 2022, 2023])
    sheet.write_row(1, 0, ["车辆", None, 35])
    sheet.write(2, 0, "增长")
    sheet.write(2, 2, 0.035, book.add_format({"num_format": "0.0%"}))
    sheet.write_row(3, 0, ["NA", 4, 5])
    sheet.merge_range(4, 0, 4, 2, "注：数据截至年底")
print(MarkItDown().convert("sheet.xlsx").text_content)
PYTHON
