#!/usr/bin/env bash
# One would guess: docx2txt gives a document's text once, as Word prints it.
# What happens: text that was moved with changes tracked comes twice, where it was and where it is (deleted text does not come), and
# the phonetic guide of a ruby (w:rt) is printed before its character: a figure in a moved sentence counts double, and a name gains
# letters.
# Seen 2026-11-30 with docx2txt 0.9 on Python 3.11.
source "$(dirname "$0")/compare.bash" docx2txt==0.9 python-docx==1.2.0
cat > expected <<'EXPECTED'
停用公务用车77辆。 | 其他工作。 | 停用公务用车77辆。 | zhen甄局长
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import docx
import docx2txt
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

run = "<w:r><w:t>{}</w:t></w:r>".format
PARAGRAPHS = [
    f'<w:moveFrom w:id="1" w:author="a">{run("停用公务用车77辆。")}</w:moveFrom>',
    run("其他工作。"),
    f'<w:moveTo w:id="2" w:author="a">{run("停用公务用车77辆。")}</w:moveTo>',
    f"<w:r><w:ruby><w:rt>{run('zhen')}</w:rt><w:rubyBase>{run('甄')}</w:rubyBase></w:ruby></w:r>" + run("局长"),
]
document = docx.Document()
for paragraph in PARAGRAPHS:
    document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{paragraph}</w:p>"))
document.save("report.docx")
print(" | ".join(docx2txt.process("report.docx").split("\n\n")).strip())
PYTHON
