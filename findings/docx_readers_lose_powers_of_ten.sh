#!/usr/bin/env bash
# One would guess: a quantity that was written with Word's equation editor (3.5×10⁴, as Alt+= makes it; ECMA-376 part 1, 22.1) is in the text, or is
# missed where it stands.
# What happens: python-docx, docx2txt and mammoth leave the formula out, so that a unit follows on words without a figure; docx2python gives the
# signs in a row, 3.5×104, a figure of 364 instead of 35,000. markitdown, which goes over mammoth, rewrites formulas to LaTeX before.
# Seen 2026-11-30 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1, mammoth 1.13.0 and markitdown 0.1.9 on Python 3.11.
source "$(dirname "$0")/compare.bash" python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 'markitdown[docx]==0.1.9'
cat > expected <<'EXPECTED'
python-docx 用电千瓦时
docx2txt 用电千瓦时
docx2python 用电<latex>3.5×104</latex>千瓦时
mammoth 用电千瓦时
markitdown 用电$3.5×10^{4}$千瓦时
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import docx
import docx2txt
import mammoth
from docx.oxml import parse_xml
from docx2python import docx2python
from markitdown import MarkItDown

FORMULA = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>3.5×</m:t></m:r>'
    "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup></m:oMath>"
)
document = docx.Document()
paragraph = document.add_paragraph("用电")
paragraph._p.append(parse_xml(FORMULA))
paragraph.add_run("千瓦时")
document.save("power.docx")
print("python-docx", docx.Document("power.docx").paragraphs[0].text)
print("docx2txt", docx2txt.process("power.docx").strip())
print("docx2python", docx2python("power.docx").text.strip())
with open("power.docx", "rb") as file:
    print("mammoth", mammoth.extract_raw_text(file).value.strip())
print("markitdown", MarkItDown().convert("power.docx").text_content)
PYTHON
