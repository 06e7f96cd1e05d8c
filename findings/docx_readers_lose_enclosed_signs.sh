#!/usr/bin/env bash
# One would guess: a character that got its reading over it (Word's phonetic guide, w:ruby) or a ring around it (enclosed characters, an EQ field)
# stays a character of the text.
# What happens: python-docx and mammoth leave out the ruby with the character it explains: 浚县 becomes 县, a county without a name; docx2txt and
# docx2python put the reading before it. The ringed 21 of a list, whose words stand in the field's instruction only, is lost by all four.
# mammoth's maintainer knows the first (issue 76, open since 2019).
# Seen 2026-11-30 with python-docx 1.2.0, docx2txt 0.9, docx2python 3.7.1 and mammoth 1.13.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0
cat > expected <<'EXPECTED'
python-docx ['县', '第项']
docx2txt ['xùn浚县', '第项']
docx2python ['xùn浚县', '第项']
mammoth ['县', '第项']
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import docx
import docx2txt
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

RUBY = (
    f'<w:r {nsdecls("w")}><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/>'
    '<w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr><w:rt><w:r><w:t>xùn</w:t></w:r></w:rt>'
    "<w:rubyBase><w:r><w:t>浚</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
FIELD = [
    f"<w:r {nsdecls('w')}>{part}</w:r>"
    for part in ('<w:fldChar w:fldCharType="begin"/>', "<w:instrText>eq \\o\\ac(○,21)</w:instrText>", '<w:fldChar w:fldCharType="end"/>')
]
document = docx.Document()
for before, elements, after in (("", [RUBY], "县"), ("第", FIELD, "项")):
    paragraph = document.add_paragraph(before)
    for element in elements:
        paragraph._p.append(parse_xml(element))
    paragraph.add_run(after)
document.save("signs.docx")
print("python-docx", [paragraph.text for paragraph in docx.Document("signs.docx").paragraphs])
print("docx2txt", docx2txt.process("signs.docx").split())
print("docx2python", docx2python("signs.docx").text.split())
with open("signs.docx", "rb") as file:
    print("mammoth", mammoth.extract_raw_text(file).value.split())
PYTHON
