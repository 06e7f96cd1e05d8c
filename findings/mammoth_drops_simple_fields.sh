#!/usr/bin/env bash
# One would guess: a converter that makes Markdown of a DOCX for language models (markitdown, on mammoth) keeps each visible word of
# a paragraph.
# What happens: the stored result of a simple field (w:fldSimple, ECMA-376 part 1, 17.16.19), as of a formula or a reference, is
# dropped, while the same field written as w:fldChar keeps its result: 培训48期 becomes 培训期; mammoth says so in a message, which
# markitdown does not pass on.
# Seen 2026-11-30 with mammoth 1.13.0 and markitdown 0.1.9 on Python 3.11.
source "$(dirname "$0")/compare.bash" 'markitdown[docx]==0.1.9' mammoth==1.13.0 python-docx==1.2.0
cat > expected <<'EXPECTED'
mammoth: 培训期。 | 会议17场。
An unrecognised element was ignored: w:fldSimple
markitdown: 培训期。 | 会议17场。
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import docx
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from markitdown import MarkItDown

run = "<w:r><w:t>{}</w:t></w:r>".format
mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
PARAGRAPHS = [
    run("培训") + f'<w:fldSimple w:instr="=24*2">{run("48")}</w:fldSimple>' + run("期。"),
    run("会议") + mark("begin") + "<w:r><w:instrText>=16+1</w:instrText></w:r>" + mark("separate") + run("17") + mark("end") + run("场。"),
]
document = docx.Document()
for paragraph in PARAGRAPHS:
    document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{paragraph}</w:p>"))
document.save("report.docx")
with open("report.docx", "rb") as file:
    raw = mammoth.extract_raw_text(file)
print("mammoth:", " | ".join(raw.value.split("\n\n")).strip(" |"))
print(*(message.message for message in raw.messages))
print("markitdown:", " | ".join(MarkItDown().convert("report.docx").text_content.split("\n\n")).strip(" |"))
PYTHON
