#!/usr/bin/env bash
# One would guess: a form's ☑ and □, set as symbols of the font Wingdings (as Word's own dialog inserts them), are in the text.
# What happens: python-docx and docx2txt give nothing for either, so that what was ticked cannot be told; docx2python gives the code points of
# the font as HTML (&#x00FE; reads þ); mammoth alone gives signs.
# Seen 2026-11-30 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1 and mammoth 1.13.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0
cat > expected <<'EXPECTED'
python-docx 主动公开依申请公开
docx2txt 主动公开依申请公开
docx2python 主动公开<span style=font-family:Wingdings>&#x00FE;</span>依申请公开<span style=font-family:Wingdings>&#x00A8;</span>
mammoth 主动公开🗹依申请公开🞎
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import docx
import docx2txt
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

document = docx.Document()
paragraph = document.add_paragraph()
for words, code in (("主动公开", "F0FE"), ("依申请公开", "F0A8")):
    paragraph.add_run(words)
    paragraph.add_run()._r.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings" w:char="{code}"/>'))
document.save("form.docx")
print("python-docx", docx.Document("form.docx").paragraphs[0].text)
print("docx2txt", docx2txt.process("form.docx").strip())
print("docx2python", docx2python("form.docx").text.strip())
with open("form.docx", "rb") as file:
    print("mammoth", mammoth.extract_raw_text(file).value.strip())
PYTHON
