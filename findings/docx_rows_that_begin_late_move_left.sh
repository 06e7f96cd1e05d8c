#!/usr/bin/env bash
# One would guess: a table's row that begins under the second column (w:gridBefore, ECMA-376 part 1, 17.4.15: what is left where a cell of the first
# column was deleted or dragged away) keeps its figures under their years.
# What happens: four readers give the row's cells from the left: 31 stands under 项目 and 35 under 2022. python-docx counts the columns passed over
# (row.grid_cols_before), but row.cells leaves them out.
# Seen 2026-11-30 with python-docx 1.2.0, docx2python 3.7.1, mammoth 1.13.0 and markitdown 0.1.9 on Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 docx2python==3.7.1 mammoth==1.13.0 \
  'markitdown[docx]==0.1.9'
cd "$folder"
cat > expected <<'EXPECTED'
python-docx ['31', '35'] 1
docx2python [[['项目'], ['2022'], ['2023']], [['31'], ['35']]]
mammoth <table><tr><td>项目</td><td>2022</td><td>2023</td></tr><tr><td>31</td><td>35</td></tr></table>
|  |  |  |
| --- | --- | --- |
| 项目 | 2022 | 2023 |
| 31 | 35 |
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import docx
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python
from markitdown import MarkItDown

document = docx.Document()
table = document.add_table(2, 3)
for row, words in zip(table.rows, (("项目", "2022", "2023"), ("", "31", "35"))):
    for cell, word in zip(row.cells, words):
        cell.text = word
late = table.rows[1]._tr
late.remove(late.tc_lst[0])
late.insert(0, parse_xml(f'<w:trPr {nsdecls("w")}><w:gridBefore w:val="1"/></w:trPr>'))
document.save("table.docx")
row = docx.Document("table.docx").tables[0].rows[1]
print("python-docx", [cell.text for cell in row.cells], row.grid_cols_before)
print("docx2python", docx2python("table.docx").body[0])
with open("table.docx", "rb") as file:
    print("mammoth", mammoth.convert_to_html(file).value.replace("<p>", "").replace("</p>", ""))
print(MarkItDown().convert("table.docx").text_content)
PYTHON
diff expected seen || { echo "docx_rows_that_begin_late_move_left: no longer as stated (left: stated, right: now)" >&2; exit 1; }
echo "docx_rows_that_begin_late_move_left: as stated"
