#!/usr/bin/env bash
# One would guess: a figure that Word neither shows nor prints, because its author hid it (w:vanish, ECMA-376 part 1, 17.3.2.41), as drafts keep
# last year's, is not in the text of the document.
# What happens: all five readers give it, joined to the one beside it: 车辆 with a hidden 12 and a shown 35 has 1235 of them. None says so.
# Seen 2026-11-30 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth 1.13.0 and markitdown 0.1.9 on Python 3.11.
source "$(dirname "$0")/compare.bash" python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 'markitdown[docx]==0.1.9'
cat > expected <<'EXPECTED'
python-docx 车辆1235辆
docx2txt 车辆1235辆
docx2python 车辆1235辆
mammoth 车辆1235辆
markitdown 车辆1235辆
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import docx
import docx2txt
import mammoth
from docx2python import docx2python
from markitdown import MarkItDown

document = docx.Document()
paragraph = document.add_paragraph("车辆")
paragraph.add_run("12").font.hidden = True
paragraph.add_run("35辆")
document.save("hidden.docx")
print("python-docx", docx.Document("hidden.docx").paragraphs[0].text)
print("docx2txt", docx2txt.process("hidden.docx").strip())
print("docx2python", docx2python("hidden.docx").text.strip())
with open("hidden.docx", "rb") as file:
    print("mammoth", mammoth.extract_raw_text(file).value.strip())
print("markitdown", MarkItDown().convert("hidden.docx").text_content)
PYTHON
