#!/usr/bin/env bash
# One would guess: a period written with Word's non-breaking hyphen (Ctrl+Shift+-, w:noBreakHyphen), so that 2022-2023 stays on one line, keeps a
# hyphen in the text.
# What happens: docx2txt and docx2python drop the sign: 2022-2023年 becomes 20222023年, one number of eight digits. python-docx gives -, mammoth
# U+2011, which no rule for ranges that looks for - finds. docx2txt's maintainer has a change for it since 2021 (pull request 34, open).
# Seen 2026-11-30 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1 and mammoth 1.13.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0
cat > expected <<'EXPECTED'
python-docx '2022-2023'
docx2txt '20222023\u5e74'
docx2python '20222023\u5e74'
mammoth '2022\u20112023'
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import docx
import docx2txt
import mammoth
from docx.oxml import OxmlElement
from docx2python import docx2python

document = docx.Document()
run = document.add_paragraph().add_run("2022")
run._r.append(OxmlElement("w:noBreakHyphen"))
run.add_text("2023年用水下降")
document.save("years.docx")
print("python-docx", ascii(docx.Document("years.docx").paragraphs[0].text[:9]))
print("docx2txt", ascii(docx2txt.process("years.docx").strip()[:9]))
print("docx2python", ascii(docx2python("years.docx").text.strip()[:9]))
with open("years.docx", "rb") as file:
    print("mammoth", ascii(mammoth.extract_raw_text(file).value.strip()[:9]))
PYTHON
