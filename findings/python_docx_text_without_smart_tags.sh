#!/usr/bin/env bash
# One would guess: Paragraph.text of python-docx is what the paragraph prints.
# What happens: it is the text of runs and hyperlinks that stand right below the paragraph. Words in a smart tag (Word 2003 wrapped
# amounts with units, dates and places of Chinese text in them by itself), in a tracked insertion that nobody has accepted, in a
# simple field or in a content control are left out without a sign: the amounts vanish and the sentence stays.
# Seen 2026-11-30 with python-docx 1.2.0 on Python 3.11 (docx2txt 0.9 gives all four).
source "$(dirname "$0")/compare.bash" python-docx==1.2.0 docx2txt==0.9
cat > expected <<'EXPECTED'
python-docx: 占地。 | 节约资金。 | 培训期。 | 会议场。
docx2txt: 占地35亩。 | 节约资金12万元。 | 培训48期。 | 会议17场。
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import docx
import docx2txt
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

run = "<w:r><w:t>{}</w:t></w:r>".format
PARAGRAPHS = [
    run("占地") + f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="chmetcnv">{run("35亩")}</w:smartTag>' + run("。"),
    run("节约资金") + f'<w:ins w:id="1" w:author="a">{run("12万元")}</w:ins>' + run("。"),
    run("培训") + f'<w:fldSimple w:instr="REF sessions">{run("48")}</w:fldSimple>' + run("期。"),
    run("会议") + f"<w:sdt><w:sdtContent>{run('17')}</w:sdtContent></w:sdt>" + run("场。"),
]
document = docx.Document()
for paragraph in PARAGRAPHS:
    document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{paragraph}</w:p>"))
document.save("report.docx")
print("python-docx:", " | ".join(paragraph.text for paragraph in docx.Document("report.docx").paragraphs))
print("docx2txt:", " | ".join(docx2txt.process("report.docx").split("\n\n")).strip())
PYTHON
